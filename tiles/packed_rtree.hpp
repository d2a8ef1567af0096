#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <span>
#include <vector>

namespace tiles {

/// A rectangle of the square map in world integers (2^32 across, y down), edges included.
struct WorldBox {
    std::uint32_t min_x = 0xffffffffU;
    std::uint32_t min_y = 0xffffffffU;
    std::uint32_t max_x = 0;
    std::uint32_t max_y = 0;

    void extend(const WorldBox& other)
    {
        min_x = std::min(min_x, other.min_x);
        min_y = std::min(min_y, other.min_y);
        max_x = std::max(max_x, other.max_x);
        max_y = std::max(max_y, other.max_y);
    }
    [[nodiscard]] bool empty() const { return min_x > max_x || min_y > max_y; }
    [[nodiscard]] bool intersects(const WorldBox& other) const
    {
        return min_x <= other.max_x && other.min_x <= max_x && min_y <= other.max_y && other.min_y <= max_y;
    }
    [[nodiscard]] bool contains(const WorldBox& other) const
    {
        return min_x <= other.min_x && other.max_x <= max_x && min_y <= other.min_y && other.max_y <= max_y;
    }
    friend bool operator==(const WorldBox&, const WorldBox&) = default;
};

/// A packed R-tree: boxes of rows, sixteen to a node, then the boxes of these nodes, and so on up to one. Nothing but boxes is
/// stored: which rows lie under a node follows from its place.
///
///     level 2                     [0]
///     level 1        [0]          [1]          [2]
///     level 0   [0 … 15]     [16 … 31]      [32 … 40]       41 rows in Hilbert order
///
/// The rows under a node follow each other, so what lies wholly in the window is found as one range without looking at its rows.
class PackedRtree {
public:
    /// The boxes of all levels, level 0 first, for rows that stand in an order in which neighbours are near.
    [[nodiscard]] static std::pmr::vector<WorldBox> pack(std::pmr::vector<WorldBox> rows);

    /// How many boxes `pack` makes of that many rows.
    [[nodiscard]] static std::size_t packed_size(std::size_t rows);

    PackedRtree() = default;
    /// `boxes` as `pack` made them, `packed_size(rows)` of them; they must outlive the tree.
    PackedRtree(std::span<const WorldBox> boxes, std::size_t rows);

    /// How a box lies to what is looked for.
    enum class Meets { no, partly, wholly };
    using Judge = std::function<Meets(const WorldBox& box)>;

    /// Takes the rows from `first` to one before `last`, all of whose boxes meet it wholly, or partly.
    using TakeRange = std::function<void(std::size_t first, std::size_t last, Meets meets)>;

    /// Rising ranges of the rows whose boxes meet what `judge` knows; boxes under one that does not are not looked at, nor those
    /// under one that does so wholly.
    void search(const Judge& judge, const TakeRange& take) const;

    /// The same for a window: a box meets it wholly if it lies in it.
    void search(const WorldBox& window, const TakeRange& take) const;

    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] const WorldBox& box(std::size_t row) const { return boxes_[row]; }
    [[nodiscard]] WorldBox bounds() const { return boxes_.empty() ? WorldBox{} : boxes_.back(); }

private:
    void visit(std::size_t level, std::size_t node, const Judge& judge, const TakeRange& take) const;

    std::span<const WorldBox> boxes_{};
    std::size_t rows_ = 0;
    std::vector<std::size_t> levels_{}; ///< where each level begins
};

} // namespace tiles

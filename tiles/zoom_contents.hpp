#pragma once

#include "tiles/feature_table.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

namespace tiles {

/// Which features are in which tile of one zoom. What lies in few tiles is only named; what runs through many is cut into pieces.
class ZoomContents {
public:
    /// The points of `table` must be in Morton order. The table must outlive this.
    ZoomContents(const FeatureTable& table, int zoom, std::size_t workers);

    /// Tiles that have anything, in Morton order.
    [[nodiscard]] std::size_t size() const { return tiles_.size(); }
    [[nodiscard]] TileContent content(std::size_t tile) const;

private:
    struct Reference {
        std::uint64_t tile = 0; ///< Morton number
        std::uint32_t rank = 0; ///< drawing order
        std::uint32_t piece = 0;
        friend auto operator<=>(const Reference&, const Reference&) = default;
    };
    static constexpr std::uint32_t no_piece = 0xffffffffU;

    struct Part { ///< what one worker found
        explicit Part(std::pmr::memory_resource* memory) : references{memory} {}

        std::pmr::vector<Reference> references;
        std::vector<datasets::Geometry<UnitPoint>> pieces{};
    };
    struct Tile {
        std::uint64_t number = 0;
        std::size_t first_reference = 0;
        std::size_t last_reference = 0;
        std::size_t first_point = 0;
        std::size_t last_point = 0;
    };

    [[nodiscard]] Part find(std::size_t first, std::size_t last) const;
    void find_in_tiles(std::uint32_t rank, Part& part) const;
    [[nodiscard]] std::uint64_t number_of(std::uint32_t x, std::uint32_t y) const;
    [[nodiscard]] std::uint64_t number_of(WorldPoint position) const;
    void list_tiles();

    const FeatureTable& table_;
    int zoom_;
    std::pmr::vector<Reference> references_;
    std::vector<datasets::Geometry<UnitPoint>> pieces_{};
    std::pmr::vector<Tile> tiles_;
    std::vector<LineLabel> labels_; ///< by tile and feature
};

} // namespace tiles

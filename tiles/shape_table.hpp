#pragma once

#include "tiles/generalised_geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

namespace tiles {

/// Geometries of many features, flat in memory: 9 bytes a vertex, however small the features. Lines and rings are paths; a ring
/// lies open, without the vertex that would close it. `generalise` gives its vertices their zooms.
class ShapeTable {
public:
    enum class Role : std::uint8_t { points, line, exterior, interior };

    struct Path {
        std::uint64_t first = 0; ///< in positions() and zooms()
        std::uint32_t count = 0;
        Role role = Role::points;
    };

    explicit ShapeTable(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : positions_{memory}, zooms_{memory}, paths_{memory}, first_path_{memory}
    {
    }

    /// Where its arrays lie, and those that `generalise` needs beside them.
    [[nodiscard]] std::pmr::memory_resource* memory() const { return positions_.get_allocator().resource(); }

    /// Adds a geometry and returns its number, from 0. Vertices that repeat the one before are left out, and rings with fewer than
    /// three different ones and lines with fewer than two: on this grid they have no extent.
    std::uint32_t add(const datasets::Geometry<WorldPoint>& geometry);

    [[nodiscard]] std::size_t size() const { return first_path_.size(); }
    [[nodiscard]] GeneralisedGeometry geometry(std::uint32_t shape) const;

    /// The same as `at_zoom(geometry(shape), zoom)`.
    [[nodiscard]] datasets::Geometry<WorldPoint> at_zoom(std::uint32_t shape, int zoom) const;

    [[nodiscard]] std::span<const Path> paths() const { return paths_; }
    [[nodiscard]] std::span<const Path> paths(std::uint32_t shape) const;
    [[nodiscard]] std::span<const WorldPoint> positions(const Path& path) const
    {
        return std::span{positions_}.subspan(path.first, path.count);
    }
    [[nodiscard]] std::span<const std::uint8_t> zooms(const Path& path) const
    {
        return std::span{zooms_}.subspan(path.first, path.count);
    }
    [[nodiscard]] std::span<const WorldPoint> positions() const { return positions_; }
    [[nodiscard]] std::span<std::uint8_t> zooms() { return zooms_; }

    /// Exchanges the vertices: path i takes the next `counts[i]` of `positions`. A path may become empty.
    void replace(std::pmr::vector<WorldPoint> positions, std::span<const std::uint32_t> counts);

private:
    void add_path(std::span<const WorldPoint> path, Role role);

    std::pmr::vector<WorldPoint> positions_;
    std::pmr::vector<std::uint8_t> zooms_;
    std::pmr::vector<Path> paths_;
    std::pmr::vector<std::uint32_t> first_path_; ///< for each shape
};

} // namespace tiles

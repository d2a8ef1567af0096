#include "tiles/shape_table.hpp"

#include <cassert>
#include <utility>

namespace tiles {

using datasets::Lines;
using datasets::Points;
using datasets::Polygons;

std::uint32_t ShapeTable::add(const datasets::Geometry<WorldPoint>& geometry)
{
    first_path_.push_back(static_cast<std::uint32_t>(paths_.size()));
    if (const auto* points = std::get_if<Points<WorldPoint>>(&geometry)) {
        add_path(points->points, Role::points);
    } else if (const auto* lines = std::get_if<Lines<WorldPoint>>(&geometry)) {
        for (const auto& line : lines->lines) {
            add_path(line, Role::line);
        }
    } else {
        for (const auto& polygon : std::get<Polygons<WorldPoint>>(geometry).polygons) {
            const std::size_t before = paths_.size();
            add_path(polygon.exterior, Role::exterior);
            for (const auto& ring : polygon.interiors) {
                if (paths_.size() > before) {
                    add_path(ring, Role::interior);
                }
            }
        }
    }
    return static_cast<std::uint32_t>(first_path_.size() - 1);
}

void ShapeTable::add_path(std::span<const WorldPoint> path, Role role)
{
    const std::size_t first = positions_.size();
    for (const WorldPoint p : path) {
        if (role == Role::points || positions_.size() == first || positions_.back() != p) {
            positions_.push_back(p);
        }
    }
    const bool is_ring = role == Role::exterior || role == Role::interior;
    if (is_ring && positions_.size() > first + 1 && positions_.back() == positions_[first]) {
        positions_.pop_back();
    }
    const std::size_t least = is_ring ? 3 : role == Role::line ? 2 : 1;
    if (positions_.size() - first < least) {
        positions_.resize(first);
        return;
    }
    zooms_.resize(positions_.size(), 0);
    paths_.push_back({first, static_cast<std::uint32_t>(positions_.size() - first), role});
}

std::span<const ShapeTable::Path> ShapeTable::paths(std::uint32_t shape) const
{
    const std::size_t first = first_path_[shape];
    const std::size_t last = shape + 1 < first_path_.size() ? first_path_[shape + 1] : paths_.size();
    return std::span{paths_}.subspan(first, last - first);
}

GeneralisedGeometry ShapeTable::geometry(std::uint32_t shape) const
{
    const auto vertices = [&](const Path& path, bool close) {
        std::vector<ZoomVertex> made;
        made.reserve(path.count + 1);
        for (std::uint64_t i = path.first; i < path.first + path.count; ++i) {
            made.push_back({positions_[i], zooms_[i]});
        }
        if (close && !made.empty()) {
            made.push_back(made.front());
        }
        return made;
    };
    const auto all = paths(shape);
    if (all.empty() || all.front().role == Role::exterior) {
        Polygons<ZoomVertex> polygons;
        for (const Path& path : all) {
            if (path.role == Role::exterior) {
                polygons.polygons.push_back({vertices(path, true), {}});
            } else {
                polygons.polygons.back().interiors.push_back(vertices(path, true));
            }
        }
        return polygons;
    }
    if (all.front().role == Role::points) {
        return Points<ZoomVertex>{vertices(all.front(), false)};
    }
    Lines<ZoomVertex> lines;
    for (const Path& path : all) {
        lines.lines.push_back(vertices(path, false));
    }
    return lines;
}

datasets::Geometry<WorldPoint> ShapeTable::at_zoom(std::uint32_t shape, int zoom) const
{
    const auto all = paths(shape);
    if (!all.empty() && all.front().role == Role::points) {
        return tiles::at_zoom(geometry(shape), zoom);
    }
    const auto drawn = [&](const Path& path, bool close) {
        std::vector<WorldPoint> kept;
        kept.reserve(path.count + 1);
        for (std::uint64_t i = path.first; i < path.first + path.count; ++i) {
            if (zooms_[i] <= zoom) {
                kept.push_back(positions_[i]);
            }
        }
        if (close && kept.size() < 3) {
            kept.clear();
        } else if (close) {
            kept.push_back(kept.front());
        }
        return kept;
    };
    if (all.empty() || all.front().role == Role::exterior) {
        Polygons<WorldPoint> polygons;
        bool has_exterior = false;
        for (const Path& path : all) {
            auto ring =
                path.role == Role::exterior || has_exterior ? drawn(path, true) : std::vector<WorldPoint>{};
            if (path.role == Role::exterior) {
                has_exterior = !ring.empty();
                if (has_exterior) {
                    polygons.polygons.push_back({std::move(ring), {}});
                }
            } else if (!ring.empty()) {
                polygons.polygons.back().interiors.push_back(std::move(ring));
            }
        }
        return polygons;
    }
    Lines<WorldPoint> lines;
    for (const Path& path : all) {
        if (auto line = drawn(path, false); line.size() > 1) {
            lines.lines.push_back(std::move(line));
        }
    }
    return lines;
}

void ShapeTable::replace(std::pmr::vector<WorldPoint> positions, std::span<const std::uint32_t> counts)
{
    assert(counts.size() == paths_.size());
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        paths_[i].first = first;
        paths_[i].count = counts[i];
        first += counts[i];
    }
    assert(first == positions.size());
    positions_ = std::move(positions);
    zooms_.assign(positions_.size(), 0);
}

} // namespace tiles

#include "tiles/border_vertices.hpp"

#include "tiles/bit_count.hpp"
#include "tiles/vertex_grid.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

namespace tiles {

namespace {

using Role = ShapeTable::Role;

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

bool is_ring(const ShapeTable::Path& path)
{
    return path.role == Role::exterior || path.role == Role::interior;
}

double squared_distance(WorldPoint a, WorldPoint b)
{
    const double dx = static_cast<double>(a.x) - b.x;
    const double dy = static_cast<double>(a.y) - b.y;
    return dx * dx + dy * dy;
}

/// Vertices by their place, while they are being numbered. A cell is some times wider than the snap distance, so that few
/// look-ups need more than one.
class VertexFinder {
public:
    VertexFinder(std::size_t most, double snap, std::pmr::vector<WorldPoint>& positions)
        : snap_{snap},
          cell_bits_{std::clamp(bit_count(static_cast<std::uint64_t>(snap)) + 3, 4, 20)},
          mask_{std::bit_ceil(most + 1) - 1},
          heads_(mask_ + 1, none, positions.get_allocator()),
          next_{positions.get_allocator()},
          positions_{positions}
    {
    }

    /// The nearest vertex within `reach`, which is at most the snap distance; else a new one.
    std::uint32_t number(WorldPoint p, double reach)
    {
        std::uint32_t best = none;
        double nearest = reach * reach;
        const auto low = [&](std::uint32_t c) {
            return static_cast<std::uint32_t>(std::max(0.0, c - reach)) >> cell_bits_;
        };
        const auto high = [&](std::uint32_t c) {
            return static_cast<std::uint32_t>(std::min(world_size - 1, c + reach)) >> cell_bits_;
        };
        for (std::uint32_t row = low(p.y); row <= high(p.y); ++row) {
            for (std::uint32_t column = low(p.x); column <= high(p.x); ++column) {
                for (std::uint32_t v = heads_[bucket(column, row)]; v != none; v = next_[v]) {
                    const double d = squared_distance(positions_[v], p);
                    if (d < nearest || (d == nearest && (best == none || v < best))) {
                        nearest = d;
                        best = v;
                    }
                }
            }
        }
        return best != none ? best : add(p);
    }

private:
    [[nodiscard]] std::size_t bucket(std::uint32_t column, std::uint32_t row) const
    {
        const std::uint64_t mixed = (column * 0x9e3779b97f4a7c15U) ^ (row * 0xc2b2ae3d27d4eb4fU);
        return (mixed * 0xff51afd7ed558ccdU) >> 20U & mask_;
    }

    std::uint32_t add(WorldPoint p)
    {
        const auto vertex = static_cast<std::uint32_t>(positions_.size());
        std::uint32_t& head = heads_[bucket(p.x >> cell_bits_, p.y >> cell_bits_)];
        positions_.push_back(p);
        next_.push_back(head);
        head = vertex;
        return vertex;
    }

    double snap_;
    int cell_bits_;
    std::size_t mask_;
    std::pmr::vector<std::uint32_t> heads_;
    std::pmr::vector<std::uint32_t> next_;
    std::pmr::vector<WorldPoint>& positions_;
};

/// Drops what repeats and what goes out and straight back: a b b c -> a b c, a b c b d -> a b d.
void tidy_ring(std::vector<std::uint32_t>& ring)
{
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t v : ring) {
        if (!kept.empty() && kept.back() == v) {
            continue;
        }
        if (kept.size() > 1 && kept[kept.size() - 2] == v) {
            kept.pop_back();
            continue;
        }
        kept.push_back(v);
    }
    while (kept.size() > 2) { // the same where the ring closes
        if (kept.back() == kept.front() || kept[kept.size() - 2] == kept.front()) {
            kept.pop_back();
        } else if (kept.back() == kept[1]) {
            kept.erase(kept.begin());
        } else {
            break;
        }
    }
    if (kept.size() < 3) {
        kept.clear();
    }
    ring = std::move(kept);
}

/// Paths under change, as lists of vertices.
class PathEditor {
public:
    explicit PathEditor(const ShapeTable& shapes) : of_{shapes.memory()}, counts_{shapes.memory()}
    {
        of_.reserve(shapes.positions().size());
        counts_.reserve(shapes.paths().size());
    }

    void add(std::span<const std::uint32_t> path)
    {
        of_.insert(of_.end(), path.begin(), path.end());
        counts_.push_back(static_cast<std::uint32_t>(path.size()));
    }

    void finish(ShapeTable& shapes, BorderVertices& vertices)
    {
        std::pmr::vector<WorldPoint> positions{shapes.memory()};
        positions.reserve(of_.size());
        for (const std::uint32_t v : of_) {
            positions.push_back(vertices.positions[v]);
        }
        shapes.replace(std::move(positions), counts_);
        vertices.of = std::move(of_);
    }

private:
    std::pmr::vector<std::uint32_t> of_;
    std::pmr::vector<std::uint32_t> counts_;
};

/// The vertices within `snap` of an edge but not at its ends, along the way. Neighbours ask for the same edge from its other end, so
/// it is looked at from the lesser one.
void append_passed(std::uint32_t from, std::uint32_t to, const VertexGrid& grid,
                   std::span<const WorldPoint> positions, double snap, std::vector<std::uint32_t>& path)
{
    const bool turned = to < from;
    const std::uint32_t first = turned ? to : from;
    const std::uint32_t last = turned ? from : to;
    const WorldPoint a = positions[first];
    const WorldPoint b = positions[last];
    const double dx = static_cast<double>(b.x) - a.x;
    const double dy = static_cast<double>(b.y) - a.y;
    const double length = dx * dx + dy * dy;
    std::vector<std::pair<double, std::uint32_t>> passed;
    grid.any_near(std::array{a, b}, snap, [&](std::uint32_t v) {
        if (v == first || v == last) {
            return false;
        }
        const double px = static_cast<double>(positions[v].x) - a.x;
        const double py = static_cast<double>(positions[v].y) - a.y;
        const double t = (px * dx + py * dy) / length;
        const double off = px * dy - py * dx;
        if (t > 0 && t < 1 && off * off <= snap * snap * length) {
            passed.emplace_back(turned ? 1 - t : t, v);
        }
        return false;
    });
    std::ranges::sort(passed);
    passed.erase(std::unique(passed.begin(), passed.end()), passed.end());
    for (const auto& [t, v] : passed) {
        path.push_back(v);
    }
}

void snap_vertices(ShapeTable& shapes, double snap, BorderVertices& vertices)
{
    const auto positions = shapes.positions();
    VertexFinder finder{positions.size(), snap, vertices.positions};
    PathEditor editor{shapes};
    std::vector<std::uint32_t> path_vertices;
    for (const ShapeTable::Path& path : shapes.paths()) {
        path_vertices.clear();
        for (const WorldPoint p : shapes.positions(path)) {
            path_vertices.push_back(finder.number(p, is_ring(path) ? snap : 0));
            vertices.snapped += vertices.positions[path_vertices.back()] != p ? 1U : 0U;
        }
        if (is_ring(path)) {
            tidy_ring(path_vertices);
        }
        editor.add(path_vertices);
    }
    editor.finish(shapes, vertices);
}

/// A cell about as wide as an edge is long: then an edge meets a few cells, and a cell holds a few vertices.
int cell_bits_for_edges(const ShapeTable& shapes)
{
    double length = 0;
    std::size_t edges = 0;
    for (const ShapeTable::Path& path : shapes.paths()) {
        const auto positions = shapes.positions(path);
        for (std::size_t i = 1; i < positions.size(); ++i) {
            length += std::sqrt(squared_distance(positions[i - 1], positions[i]));
            ++edges;
        }
    }
    const double mean = edges == 0 ? 1 : length / static_cast<double>(edges);
    return std::clamp(bit_count(static_cast<std::uint64_t>(mean)), 6, 24);
}

void snap_edges_to_vertices(ShapeTable& shapes, double snap, BorderVertices& vertices)
{
    // A vertex on two lines only is not a border's; but a grid of all is right as well, since only rings' edges are asked for.
    std::pmr::vector<std::uint32_t> on_rings{shapes.memory()};
    std::pmr::vector<bool> seen(vertices.positions.size(), false, shapes.memory());
    for (const ShapeTable::Path& path : shapes.paths()) {
        for (std::uint64_t i = path.first; is_ring(path) && i < path.first + path.count; ++i) {
            if (!seen[vertices.of[i]]) {
                seen[vertices.of[i]] = true;
                on_rings.push_back(vertices.of[i]);
            }
        }
    }
    const VertexGrid grid{vertices.positions, on_rings, cell_bits_for_edges(shapes), shapes.memory()};
    PathEditor editor{shapes};
    std::vector<std::uint32_t> path_vertices;
    for (const ShapeTable::Path& path : shapes.paths()) {
        path_vertices.clear();
        const std::span of{vertices.of.data() + path.first, path.count};
        for (std::size_t i = 0; i < of.size(); ++i) {
            path_vertices.push_back(of[i]);
            if (is_ring(path)) {
                append_passed(of[i], of[(i + 1) % of.size()], grid, vertices.positions, snap, path_vertices);
            }
        }
        if (is_ring(path)) {
            vertices.inserted += path_vertices.size() - of.size();
            tidy_ring(path_vertices);
        }
        editor.add(path_vertices);
    }
    if (vertices.inserted > 0) {
        editor.finish(shapes, vertices);
    }
}

} // namespace

BorderVertices number_vertices(ShapeTable& shapes, double snap, bool snap_edges)
{
    BorderVertices vertices{shapes.memory()};
    snap_vertices(shapes, snap, vertices);
    if (snap_edges && snap > 0) {
        snap_edges_to_vertices(shapes, snap, vertices);
    }
    return vertices;
}

} // namespace tiles

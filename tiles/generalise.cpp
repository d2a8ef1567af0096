#include "tiles/generalise.hpp"

#include "tiles/bit_count.hpp"
#include "tiles/border_arcs.hpp"
#include "tiles/vertex_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <queue>
#include <span>
#include <utility>

namespace tiles {

namespace {

double squared_distance_to_segment(WorldPoint p, WorldPoint a, WorldPoint b)
{
    const double dx = static_cast<double>(b.x) - a.x;
    const double dy = static_cast<double>(b.y) - a.y;
    const double px = static_cast<double>(p.x) - a.x;
    const double py = static_cast<double>(p.y) - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0.0;
    const double ex = px - t * dx;
    const double ey = py - t * dy;
    return ex * ex + ey * ey;
}

/// Which way a, b, c turn; 0: not at all. Exact for what lies within 600 km of each other.
double turn(WorldPoint a, WorldPoint b, WorldPoint c)
{
    return (static_cast<double>(b.x) - a.x) * (static_cast<double>(c.y) - a.y) -
           (static_cast<double>(b.y) - a.y) * (static_cast<double>(c.x) - a.x);
}

/// True if p is in the triangle or on its edge.
bool is_in_triangle(WorldPoint p, WorldPoint a, WorldPoint b, WorldPoint c)
{
    const double ab = turn(a, b, p);
    const double bc = turn(b, c, p);
    const double ca = turn(c, a, p);
    const bool any_left = ab < 0 || bc < 0 || ca < 0;
    const bool any_right = ab > 0 || bc > 0 || ca > 0;
    if (any_left && any_right) {
        return false;
    }
    // All zero: the triangle is a line, and p on its continuation, or within.
    return any_left || any_right ||
           (p.x >= std::min({a.x, b.x, c.x}) && p.x <= std::max({a.x, b.x, c.x}) &&
            p.y >= std::min({a.y, b.y, c.y}) && p.y <= std::max({a.y, b.y, c.y}));
}

/// Thins the arcs out, zoom by zoom.
class Thinning {
public:
    Thinning(const BorderVertices& vertices, const BorderArcs& arcs, std::pmr::memory_resource* memory)
        : positions_{vertices.positions},
          arcs_{arcs},
          before_(arcs.vertices.size(), memory),
          after_(arcs.vertices.size(), memory),
          cost_(arcs.vertices.size(), 0, memory),
          zoom_(vertices.positions.size(), 0, memory),
          active_{memory}
    {
        for (const BorderArc& arc : arcs.arcs) {
            active_.push_back({arc, arc.count});
            for (std::uint32_t i = 0; i < arc.count; ++i) {
                before_[arc.first + i] =
                    static_cast<std::uint32_t>(arc.first + (i + arc.count - 1) % arc.count);
                after_[arc.first + i] = static_cast<std::uint32_t>(arc.first + (i + 1) % arc.count);
            }
        }
    }

    /// Leaves out what a zoom with this tolerance (world units) can do without: it then appears with the zoom below.
    void thin(int zoom, double tolerance)
    {
        tolerance_ = tolerance * tolerance;
        zoom_left_out_ = static_cast<std::uint8_t>(zoom + 1);
        grid_.reset();
        cell_bits_ = std::clamp(bit_count(static_cast<std::uint64_t>(tolerance)) + 2, 4, 28);
        constexpr double speck = 2; // tolerances across: such a ring is drawn as a dot, or not at all
        std::erase_if(active_, [&](const Active& a) {
            return a.left < 3 || (a.arc.is_closed && (a.left == 3 || extent(a.arc) <= speck * tolerance));
        });
        for (Active& active : active_) {
            thin(active);
        }
    }

    [[nodiscard]] bool is_done() const { return active_.empty(); }
    [[nodiscard]] std::size_t blocked() const { return blocked_; }
    [[nodiscard]] std::span<const std::uint8_t> zooms() const { return zoom_; }

private:
    using At = std::uint32_t; ///< in arcs_.vertices
    using Candidate = std::pair<double, At>;

    struct Active {
        BorderArc arc;
        std::uint32_t left; ///< vertices not left out yet
    };

    [[nodiscard]] WorldPoint position(At at) const { return positions_[arcs_.vertices[at]]; }

    [[nodiscard]] double extent(const BorderArc& arc) const
    {
        WorldPoint low = position(static_cast<At>(arc.first));
        WorldPoint high = low;
        for (std::size_t i = 1; i < arc.count; ++i) {
            const WorldPoint p = position(static_cast<At>(arc.first + i));
            low = {std::min(low.x, p.x), std::min(low.y, p.y)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        }
        return std::max(static_cast<double>(high.x) - low.x, static_cast<double>(high.y) - low.y);
    }

    /// The farthest that an original vertex between the neighbours of `at` would lie from the line without it; squared, and no
    /// more than is needed to see that it is too far.
    [[nodiscard]] double cost(const BorderArc& arc, At at) const
    {
        const At from = before_[at];
        const At to = after_[at];
        const WorldPoint a = position(from);
        const WorldPoint c = position(to);
        double farthest = 0;
        for (At i = from;;) {
            i = i + 1 == arc.first + arc.count ? static_cast<At>(arc.first) : i + 1;
            if (i == to) {
                return farthest;
            }
            farthest = std::max(farthest, squared_distance_to_segment(position(i), a, c));
            if (farthest > tolerance_) {
                return farthest;
            }
        }
    }

    [[nodiscard]] bool is_end(const BorderArc& arc, At at) const
    {
        return !arc.is_closed && (at == arc.first || at + 1 == arc.first + arc.count);
    }

    /// An arc that leaves a node and comes back to it is a ring; so is a closed one. They keep a triangle.
    [[nodiscard]] std::uint32_t least(const BorderArc& arc) const
    {
        const bool is_loop = arcs_.vertices[arc.first] == arcs_.vertices[arc.first + arc.count - 1];
        return arc.is_closed ? 3 : is_loop ? 4 : 2;
    }

    void thin(Active& active)
    {
        const BorderArc& arc = active.arc;
        const std::uint32_t least_left = least(arc);
        std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
        const auto consider = [&](At at) {
            if (!is_end(arc, at)) {
                cost_[at] = cost(arc, at);
                if (cost_[at] <= tolerance_) {
                    candidates.emplace(cost_[at], at);
                }
            }
        };
        At at = static_cast<At>(arc.first);
        if (arc.is_closed) { // its first vertex may be gone
            while (zoom_[arcs_.vertices[at]] != 0) {
                ++at;
            }
        }
        for (std::uint32_t i = 0; i < active.left; ++i, at = after_[at]) {
            consider(at);
        }
        while (!candidates.empty() && active.left > least_left) {
            const auto [its_cost, b] = candidates.top();
            candidates.pop();
            if (zoom_[arcs_.vertices[b]] != 0 || its_cost != cost_[b]) {
                continue; // gone, or its neighbours have changed since
            }
            if (is_something_between(b)) {
                ++blocked_;
                continue;
            }
            zoom_[arcs_.vertices[b]] = zoom_left_out_;
            after_[before_[b]] = after_[b];
            before_[after_[b]] = before_[b];
            --active.left;
            consider(before_[b]);
            consider(after_[b]);
        }
    }

    /// True if a vertex that is still drawn would change sides if b went.
    [[nodiscard]] bool is_something_between(At b)
    {
        if (!grid_) {
            std::pmr::vector<std::uint32_t> drawn{zoom_.get_allocator()};
            for (std::uint32_t v = 0; v < positions_.size(); ++v) {
                if (zoom_[v] == 0) {
                    drawn.push_back(v);
                }
            }
            grid_.emplace(positions_, drawn, cell_bits_, zoom_.get_allocator().resource());
        }
        const std::array corners{position(before_[b]), position(b), position(after_[b])};
        return grid_->any_near(corners, 0, [&](std::uint32_t v) {
            const WorldPoint p = positions_[v];
            return zoom_[v] == 0 && p != corners[0] && p != corners[1] && p != corners[2] &&
                   is_in_triangle(p, corners[0], corners[1], corners[2]);
        });
    }

    std::span<const WorldPoint> positions_;
    const BorderArcs& arcs_;
    std::pmr::vector<At> before_; ///< neighbours on the arc that are not left out
    std::pmr::vector<At> after_;
    std::pmr::vector<double> cost_;
    std::pmr::vector<std::uint8_t> zoom_; ///< of each vertex; 0: not left out so far
    std::pmr::vector<Active> active_;
    std::optional<VertexGrid> grid_{};
    double tolerance_ = 0;
    int cell_bits_ = 0;
    std::uint8_t zoom_left_out_ = 0;
    std::size_t blocked_ = 0;
};

} // namespace

GeneraliseResult generalise(ShapeTable& shapes, const GeneraliseOptions& options)
{
    const BorderVertices vertices = number_vertices(shapes, options.snap, options.snap_edges);
    const BorderArcs arcs = find_arcs(shapes, vertices);
    Thinning thinning{vertices, arcs, shapes.memory()};
    for (int zoom = options.maxzoom - 1; zoom >= options.minzoom && !thinning.is_done(); --zoom) {
        thinning.thin(zoom, options.tolerance * tile_unit(zoom, options.extent));
    }
    const auto zooms = shapes.zooms();
    for (std::size_t i = 0; i < zooms.size(); ++i) {
        zooms[i] = thinning.zooms()[vertices.of[i]];
    }
    return {vertices.snapped, vertices.inserted, thinning.blocked(), arcs.shared};
}

} // namespace tiles

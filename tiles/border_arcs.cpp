#include "tiles/border_arcs.hpp"

#include <algorithm>
#include <limits>

namespace tiles {

namespace {

using Role = ShapeTable::Role;

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

std::uint64_t mixed(std::uint32_t vertex)
{
    std::uint64_t h = (vertex + 1) * 0x9e3779b97f4a7c15U;
    h ^= h >> 32U;
    return h * 0xff51afd7ed558ccdU;
}

class ArcFinder {
public:
    ArcFinder(const ShapeTable& shapes, const BorderVertices& vertices)
        : shapes_{shapes},
          vertices_{vertices},
          neighbours_(vertices.positions.size(), 0, shapes.memory()),
          is_node_(vertices.positions.size(), 0, shapes.memory()),
          in_arc_(vertices.positions.size(), 0, shapes.memory()),
          found_{shapes.memory()}
    {
    }

    BorderArcs find()
    {
        for (const ShapeTable::Path& path : shapes_.paths()) {
            find_nodes(path);
        }
        for (const ShapeTable::Path& path : shapes_.paths()) {
            take_apart(path);
        }
        found_.shared = shared();
        return std::move(found_);
    }

private:
    [[nodiscard]] std::span<const std::uint32_t> of(const ShapeTable::Path& path) const
    {
        return std::span{vertices_.of}.subspan(path.first, path.count);
    }

    /// A vertex is no node if all paths through it come and go by the same two neighbours. Their hashes' sum stands for the two:
    /// should two sums agree by chance, an arc is longer than it should be.
    void find_nodes(const ShapeTable::Path& path)
    {
        const auto way = of(path);
        if (path.role == Role::points || way.empty()) {
            return;
        }
        const bool is_line = path.role == Role::line;
        for (std::size_t i = 0; i < way.size(); ++i) {
            const std::uint32_t v = way[i];
            if (is_line && (i == 0 || i + 1 == way.size())) {
                is_node_[v] = 1;
                continue;
            }
            const std::uint64_t sum =
                mixed(way[(i + way.size() - 1) % way.size()]) + mixed(way[(i + 1) % way.size()]);
            if (neighbours_[v] == 0) {
                neighbours_[v] = sum;
            } else if (neighbours_[v] != sum) {
                is_node_[v] = 1;
            }
        }
    }

    void take_apart(const ShapeTable::Path& path)
    {
        const auto way = of(path);
        if (path.role == Role::points || way.empty()) {
            return;
        }
        const auto node = std::ranges::find_if(way, [&](std::uint32_t v) { return is_node_[v] != 0; });
        if (node == way.end()) {
            if (in_arc_[way.front()] == 0) {
                add_arc(way, true);
            }
            return;
        }
        // A line begins and ends at a node; a ring is turned so that it does.
        std::vector<std::uint32_t> turned{node, way.end()};
        turned.insert(turned.end(), way.begin(), node);
        if (path.role != Role::line) {
            turned.push_back(turned.front());
        }
        std::size_t begin = 0;
        for (std::size_t i = 1; i < turned.size(); ++i) {
            if (is_node_[turned[i]] != 0) {
                if (i - begin > 1 && in_arc_[turned[begin + 1]] == 0) {
                    add_arc(std::span{turned}.subspan(begin, i + 1 - begin), false);
                }
                begin = i;
            }
        }
    }

    void add_arc(std::span<const std::uint32_t> way, bool is_closed)
    {
        found_.arcs.push_back({found_.vertices.size(), static_cast<std::uint32_t>(way.size()), is_closed});
        found_.vertices.insert(found_.vertices.end(), way.begin(), way.end());
        for (const std::uint32_t v : way) {
            in_arc_[v] = 1;
        }
    }

    [[nodiscard]] double shared() const
    {
        std::pmr::vector<std::uint32_t> owner(vertices_.positions.size(), none, shapes_.memory());
        std::pmr::vector<bool> is_shared(shapes_.size(), false, shapes_.memory());
        std::size_t polygons = 0;
        for (std::uint32_t shape = 0; shape < shapes_.size(); ++shape) {
            const auto paths = shapes_.paths(shape);
            if (paths.empty() || paths.front().role != Role::exterior) {
                continue;
            }
            ++polygons;
            for (const ShapeTable::Path& path : paths) {
                for (const std::uint32_t v : of(path)) {
                    if (owner[v] == none) {
                        owner[v] = shape;
                    } else if (owner[v] != shape) {
                        is_shared[owner[v]] = true;
                        is_shared[shape] = true;
                    }
                }
            }
        }
        const auto count = std::ranges::count(is_shared, true);
        return polygons == 0 ? 0 : static_cast<double>(count) / static_cast<double>(polygons);
    }

    const ShapeTable& shapes_;
    const BorderVertices& vertices_;
    std::pmr::vector<std::uint64_t> neighbours_;
    std::pmr::vector<std::uint8_t> is_node_;
    std::pmr::vector<std::uint8_t> in_arc_; ///< known: an inner vertex is in one arc only
    BorderArcs found_;
};

} // namespace

BorderArcs find_arcs(const ShapeTable& shapes, const BorderVertices& vertices)
{
    return ArcFinder{shapes, vertices}.find();
}

} // namespace tiles

#include "tiles/mlt_geometry.hpp"

#include "tiles/mlt_format.hpp"
#include "tiles/mlt_stream.hpp"

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

namespace tiles::mlt {

namespace {

using Numbers = std::vector<std::uint64_t>;
using Path = std::vector<TilePoint>;

class Topology {
public:
    explicit Topology(bool has_polygons) : line_lengths_{has_polygons ? rings_ : parts_} {}

    void operator()(const datasets::Points<TilePoint>& g)
    {
        add_type(GeometryType::point, g.points.size());
        vertices_.insert(vertices_.end(), g.points.begin(), g.points.end());
    }

    void operator()(const datasets::Lines<TilePoint>& g)
    {
        add_type(GeometryType::line_string, g.lines.size());
        for (const Path& line : g.lines) {
            line_lengths_.push_back(line.size());
            vertices_.insert(vertices_.end(), line.begin(), line.end());
        }
    }

    void operator()(const datasets::Polygons<TilePoint>& g)
    {
        add_type(GeometryType::polygon, g.polygons.size());
        for (const auto& polygon : g.polygons) {
            parts_.push_back(1 + polygon.interiors.size());
            add_ring(polygon.exterior);
            for (const Path& interior : polygon.interiors) {
                add_ring(interior);
            }
        }
    }

    [[nodiscard]] std::string column() const
    {
        std::string streams;
        char count = 2;
        add_integers(streams, StreamType::data, Word::uint32, types_);
        const auto add = [&](StreamType type, const Numbers& lengths) {
            if (!lengths.empty()) {
                add_integers(streams, type, Word::uint32, lengths);
                ++count;
            }
        };
        add(StreamType::length_geometries, geometries_);
        add(StreamType::length_parts, parts_);
        add(StreamType::length_rings, rings_);
        add_vertices(streams, vertices_);
        return count + streams;
    }

private:
    /// The type of one, or of several: three further on, and counted.
    void add_type(GeometryType type, std::size_t count)
    {
        const bool several = count != 1;
        types_.push_back(static_cast<std::uint64_t>(type) + (several ? 3 : 0));
        if (several) {
            geometries_.push_back(count);
        }
    }

    void add_ring(const Path& closed)
    {
        rings_.push_back(closed.size() - 1);
        vertices_.insert(vertices_.end(), closed.begin(), closed.end() - 1);
    }

    Numbers types_{};
    Numbers geometries_{};
    Numbers parts_{};
    Numbers rings_{};
    Path vertices_{};
    Numbers& line_lengths_; ///< where the points of lines are counted
};

} // namespace

std::string geometry_column(std::span<const MvtFeature> features)
{
    Topology topology{std::ranges::any_of(features, [](const MvtFeature& feature) {
        return std::holds_alternative<datasets::Polygons<TilePoint>>(feature.geometry);
    })};
    for (const MvtFeature& feature : features) {
        std::visit(topology, feature.geometry);
    }
    return topology.column();
}

} // namespace tiles::mlt

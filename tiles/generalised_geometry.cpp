#include "tiles/generalised_geometry.hpp"

#include <span>
#include <utility>
#include <vector>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::Lines;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;
using Path = std::vector<WorldPoint>;

struct AtZoom {
    int zoom;

    [[nodiscard]] Path path(std::span<const ZoomVertex> vertices) const
    {
        Path drawn;
        for (const ZoomVertex& vertex : vertices) {
            if (vertex.zoom <= zoom) {
                drawn.push_back(vertex.position);
            }
        }
        return drawn;
    }

    /// The first vertex may be among those left out, so the ring is opened and closed again.
    [[nodiscard]] Path ring(std::span<const ZoomVertex> closed) const
    {
        Path drawn = closed.empty() ? Path{} : path(closed.first(closed.size() - 1));
        if (drawn.size() < 3) {
            return {};
        }
        drawn.push_back(drawn.front());
        return drawn;
    }

    [[nodiscard]] Geometry<WorldPoint> operator()(const Points<ZoomVertex>& g) const
    {
        return Points<WorldPoint>{path(g.points)};
    }

    [[nodiscard]] Geometry<WorldPoint> operator()(const Lines<ZoomVertex>& g) const
    {
        Lines<WorldPoint> drawn;
        for (const auto& line : g.lines) {
            if (Path kept = path(line); kept.size() > 1) {
                drawn.lines.push_back(std::move(kept));
            }
        }
        return drawn;
    }

    [[nodiscard]] Geometry<WorldPoint> operator()(const Polygons<ZoomVertex>& g) const
    {
        Polygons<WorldPoint> drawn;
        for (const auto& polygon : g.polygons) {
            Polygon<WorldPoint> kept{ring(polygon.exterior), {}};
            if (kept.exterior.empty()) {
                continue;
            }
            for (const auto& interior : polygon.interiors) {
                if (Path hole = ring(interior); !hole.empty()) {
                    kept.interiors.push_back(std::move(hole));
                }
            }
            drawn.polygons.push_back(std::move(kept));
        }
        return drawn;
    }
};

} // namespace

Geometry<WorldPoint> at_zoom(const GeneralisedGeometry& geometry, int zoom)
{
    return std::visit(AtZoom{zoom}, geometry);
}

GeneralisedGeometry for_every_zoom(const Geometry<WorldPoint>& geometry)
{
    return datasets::map_points(geometry, [](WorldPoint position) { return ZoomVertex{position, 0}; });
}

} // namespace tiles

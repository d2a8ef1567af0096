#include "tests/support/catch.hpp"
#include "tests/tiles/built_tiles.hpp"
#include "tiles/mvt_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

using datasets::LonLat;
using tiles::TileId;
using tiles::TilePoint;

namespace {

constexpr int columns = 12;
constexpr int rows = 12;

/// Corners of the districts: a grid, pushed about.
LonLat corner(int x, int y)
{
    return {134 + 0.02 * x + 0.004 * std::sin(7.3 * x + 2.1 * y),
            34 + 0.02 * y + 0.004 * std::cos(3.7 * x - 5.9 * y)};
}

/// The border between two corners: a wild coast, the same whichever of its two districts asks, given from the lesser corner on.
std::vector<LonLat> border(LonLat from, LonLat to)
{
    constexpr int vertices = 150;
    std::vector<LonLat> line{from};
    for (int i = 1; i < vertices; ++i) {
        const double t = static_cast<double>(i) / vertices;
        const double away = std::sin(std::numbers::pi * t) *
                            (0.002 * std::sin(9 * t + 100 * from.lon) +
                             0.0008 * std::sin(70 * t + 50 * to.lat) + 0.0003 * std::sin(431 * t));
        line.push_back({from.lon + t * (to.lon - from.lon) - away * (to.lat - from.lat) / 0.02,
                        from.lat + t * (to.lat - from.lat) + away * (to.lon - from.lon) / 0.02});
    }
    line.push_back(to);
    return line;
}

/// A district; `noise` moves its copy of each vertex by a few centimetres, as separate drawing and rounding do.
datasets::Geometry<LonLat> district(int x, int y, double noise)
{
    std::vector<LonLat> ring;
    const auto follow = [&](LonLat from, LonLat to, bool back) {
        auto line = border(from, to);
        if (back) {
            std::reverse(line.begin(), line.end());
        }
        ring.insert(ring.end(), line.begin(), line.end() - 1);
    };
    follow(corner(x, y), corner(x + 1, y), false);
    follow(corner(x + 1, y), corner(x + 1, y + 1), false);
    follow(corner(x, y + 1), corner(x + 1, y + 1), true);
    follow(corner(x, y), corner(x, y + 1), true);
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto k = static_cast<double>(i);
        ring[i].lon += noise * std::sin(k * 12.9 + x * 78.2 + y * 3.1);
        ring[i].lat += noise * std::cos(k * 4.7 + x * 17.3 + y * 9.9);
    }
    ring.push_back(ring.front());
    return datasets::Polygons<LonLat>{{{ring, {}}}};
}

using Edge = std::pair<TilePoint, TilePoint>;
using Ring = std::vector<TilePoint>;

std::vector<Ring> rings_of(const tiles::MvtLayer& layer)
{
    std::vector<Ring> rings;
    for (const auto& feature : layer.features) {
        if (const auto* polygons = std::get_if<datasets::Polygons<TilePoint>>(&feature.geometry)) {
            for (const auto& polygon : polygons->polygons) {
                rings.push_back(polygon.exterior);
                rings.insert(rings.end(), polygon.interiors.begin(), polygon.interiors.end());
            }
        }
    }
    return rings;
}

/// An edge, taken apart at the vertices that lie on it.
Ring with_vertices_between(TilePoint a, TilePoint b, const std::set<TilePoint>& vertices)
{
    Ring way{a};
    const bool falls = b < a;
    for (auto v = vertices.lower_bound(std::min(a, b)); v != vertices.end() && *v < std::max(a, b); ++v) {
        const auto off = (std::int64_t{b.x} - a.x) * (std::int64_t{v->y} - a.y) -
                         (std::int64_t{b.y} - a.y) * (std::int64_t{v->x} - a.x);
        if (off == 0 && *v != a && *v != b && v->y >= std::min(a.y, b.y) && v->y <= std::max(a.y, b.y)) {
            way.insert(falls ? way.begin() + 1 : way.end(), *v);
        }
    }
    way.push_back(b);
    return way;
}

/// Edges of all districts of a tile that have no partner in the other direction: along them there is a gap, or two overlap.
std::map<Edge, int> unpaired(const tiles::MvtLayer& layer)
{
    const auto rings = rings_of(layer);
    std::set<TilePoint> vertices;
    for (const Ring& ring : rings) {
        vertices.insert(ring.begin(), ring.end());
    }
    std::map<Edge, int> edges;
    for (const Ring& ring : rings) {
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const Ring way = with_vertices_between(ring[i], ring[i + 1], vertices);
            for (std::size_t k = 0; k + 1 < way.size(); ++k) {
                const Edge back{way[k + 1], way[k]};
                if (const auto partner = edges.find(back); partner == edges.end()) {
                    ++edges[{way[k], way[k + 1]}];
                } else if (--partner->second == 0) {
                    edges.erase(partner);
                }
            }
        }
    }
    return edges;
}

/// Builds the tiles of areas (feature ids from 1) and requires of each that every edge of its areas is there twice, once in each
/// direction: no gap, no overlap, exactly. Not so at the tile's edge, and where `is_outer` says that there is no neighbour.
template <class IsOuter>
void require_no_gaps(const std::vector<datasets::Geometry<LonLat>>& areas, int minzoom, int maxzoom,
                     IsOuter is_outer)
{
    tiles::TileOptions options;
    options.minzoom = minzoom;
    options.maxzoom = maxzoom;
    tiles::Tiler tiler{"districts", {}, options};
    std::int64_t fid = 0;
    for (const auto& area : areas) {
        ++fid;
        tiler.add({fid, std::to_string(fid), area, {}});
    }
    const auto result = tiler.generalise();
    CHECK(result.shared == 1);
    const BuiltTiles built = built_tiles(tiler);
    for (const auto& zoom : built.statistics) {
        CHECK(zoom.features == areas.size());
    }
    std::size_t paired = 0;
    for (const auto& [tile, mvt] : built.mvt) {
        const auto layers = tiles::read_mvt(mvt);
        const auto alone = unpaired(layers.at(0));
        for (const Ring& ring : rings_of(layers.at(0))) {
            paired += ring.size() - 1;
        }
        for (const auto& [edge, times] : alone) {
            const auto at_edge_of_tile = [](TilePoint a, TilePoint b) {
                return (a.x == b.x && (a.x == -64 || a.x == 4096 + 64)) ||
                       (a.y == b.y && (a.y == -64 || a.y == 4096 + 64));
            };
            const auto is_outer_place = [&](TilePoint p) {
                const double across = std::ldexp(1.0, tile.z);
                return is_outer(
                    tiles::to_lon_lat({(tile.x + p.x / 4096.0) / across, (tile.y + p.y / 4096.0) / across}),
                    360 / across / 4096);
            };
            INFO(tile.z << "/" << tile.x << "/" << tile.y << ": " << edge.first.x << " " << edge.first.y
                        << " to " << edge.second.x << " " << edge.second.y);
            REQUIRE((at_edge_of_tile(edge.first, edge.second) || is_outer_place(edge.first) ||
                     is_outer_place(edge.second)));
        }
        paired -= std::min(paired, alone.size());
    }
    CHECK(paired > 1000); // or there was nothing to see
}

} // namespace

TEST_CASE("districts share their borders edge by edge at every zoom, also where their own vertices differ by "
          "centimetres",
          "[tiler]")
{
    for (const double noise : {0.0, 3e-7}) {
        CAPTURE(noise);
        std::vector<datasets::Geometry<LonLat>> districts;
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                districts.push_back(district(x, y, noise));
            }
        }
        require_no_gaps(districts, 6, 13, [](LonLat place, double /*unit*/) {
            return place.lon < 134.012 || place.lat < 34.012 || place.lon > 134.228 || place.lat > 34.228;
        });
    }
}

TEST_CASE("so do areas from a quarter of a tile unit up, where rounding pushes vertices over edges",
          "[tiler]")
{
    constexpr int cells = 40;
    constexpr double side = 0.0015;
    const auto at = [](int x, int y) {
        const bool inside = x > 0 && y > 0 && x < cells && y < cells;
        return LonLat{134 + side * (x + (inside ? 0.24 * std::sin(37.1 * x + 91.7 * y) : 0)),
                      34 + side * (y + (inside ? 0.24 * std::cos(53.3 * x - 71.9 * y) : 0))};
    };
    std::vector<datasets::Geometry<LonLat>> areas;
    for (int y = 0; y < cells; ++y) {
        for (int x = 0; x < cells; ++x) {
            areas.emplace_back(
                datasets::Polygons<LonLat>{{{{at(x, y), at(x + 1, y), at(x, y + 1), at(x, y)}, {}}}});
            areas.emplace_back(datasets::Polygons<LonLat>{
                {{{at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x + 1, y)}, {}}}});
        }
    }
    require_no_gaps(areas, 4, 11, [](LonLat place, double unit) {
        const double near = unit; // a vertex is rounded by less
        return place.lon < 134 + near || place.lat < 34 + near || place.lon > 134 + cells * side - near ||
               place.lat > 34 + cells * side - near;
    });
}

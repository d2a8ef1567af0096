#include "datasets/contains.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/file.hpp"
#include "ingest/buffer.hpp"
#include "ingest/ingest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <geodesic.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using datasets::LonLat;
using datasets::Polygons;

namespace {

/// PROJ's geodesics, asked here for themselves: the ellipsoid GRS 80 of JGD2011.
class Measure {
public:
    Measure() { geod_init(&grs80_, 6378137, 1 / 298.257222101); }

    [[nodiscard]] double metres(LonLat a, LonLat b) const
    {
        double metres = 0;
        geod_inverse(&grs80_, a.lat, a.lon, b.lat, b.lon, &metres, nullptr, nullptr);
        return metres;
    }
    [[nodiscard]] LonLat at(LonLat from, double azimuth, double metres) const
    {
        LonLat to;
        geod_direct(&grs80_, from.lat, from.lon, azimuth, metres, &to.lat, &to.lon, nullptr);
        return to;
    }
    /// How far one can go from a place inside until the zone ends.
    [[nodiscard]] double reach(const datasets::Area& zone, LonLat from, double azimuth) const
    {
        double inside = 0, outside = 1000;
        while (outside - inside > 1e-4) {
            const double middle = (inside + outside) / 2;
            (zone.contains(at(from, azimuth, middle)) ? inside : outside) = middle;
        }
        return inside;
    }

private:
    geod_geodesic grs80_{};
};

const Measure measure;

const Polygons<LonLat>& polygons(const datasets::Geometry<LonLat>& geometry)
{
    return std::get<Polygons<LonLat>>(geometry);
}

/// How far the border of a zone is from the nearest of these places: least and most, at its vertices and between them.
std::pair<double, double> border_distances(const Polygons<LonLat>& zone, const std::vector<LonLat>& places)
{
    double least = HUGE_VAL, most = 0;
    const auto look = [&](LonLat p) {
        double nearest = HUGE_VAL;
        for (const LonLat place : places) {
            nearest = std::min(nearest, measure.metres(p, place));
        }
        least = std::min(least, nearest);
        most = std::max(most, nearest);
    };
    const auto walk = [&](const std::vector<LonLat>& ring) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            const LonLat a = ring[i - 1], b = ring[i];
            look(a);
            look({(a.lon + b.lon) / 2, (a.lat + b.lat) / 2});
        }
    };
    for (const auto& polygon : zone.polygons) {
        walk(polygon.exterior);
        for (const auto& ring : polygon.interiors) {
            walk(ring);
        }
    }
    return {least, most};
}

/// A line's places, one every 3 m: the nearest of them is as near as the line to 4 mm at 300 m, to 12 mm at 100 m.
std::vector<LonLat> places_along(const std::vector<LonLat>& line)
{
    std::vector<LonLat> places{line.front()};
    for (std::size_t i = 1; i < line.size(); ++i) {
        const LonLat a = line[i - 1], b = line[i];
        const int steps = static_cast<int>(std::ceil(measure.metres(a, b) / 3));
        for (int step = 1; step <= steps; ++step) {
            const double t = static_cast<double>(step) / steps;
            places.push_back({a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)});
        }
    }
    return places;
}

void check_border(const datasets::Geometry<LonLat>& zone, const std::vector<LonLat>& places, double metres,
                  double tolerance = 0.03)
{
    const auto [least, most] = border_distances(polygons(zone), places);
    CHECK(least > metres - tolerance);
    CHECK(most < metres + tolerance);
}

datasets::Geometry<LonLat> zone_of(const datasets::Geometry<LonLat>& geometry, double metres)
{
    auto zone = ingest::buffer(geometry, metres, ingest::Repairer{});
    REQUIRE(zone);
    CHECK(ingest::Repairer{}.repair(*zone).reason.empty()); // it is valid
    return *zone;
}

/// Zones of entrances as a city publishes them: from a file, through a whole run, out of the snapshot.
std::vector<datasets::Geometry<LonLat>> published_zones(const std::string& csv)
{
    const TempFolder folder;
    const datasets::Store store{folder.path() / "store"};
    datasets::write_file(folder.path() / "entrances.csv", csv);
    const auto manifest = datasets::parse_manifest(
        R"({"id": "zones", "title": {"ja": "規制区域", "en": "Zones"},
            "source": {"path": "entrances.csv", "crs": "EPSG:6668"},
            "geometry": {"from": "columns", "wkt": "出入口", "derive": {"buffer_m": 300}},
            "fields": [{"name": "name", "source": "投票所", "label": {"ja": "投票所", "en": "Polling place"}}]})",
        "zones.json");
    const auto outcome = ingest::ingest({manifest, folder.path()}, store);
    INFO(outcome.reason);
    REQUIRE(outcome.status == ingest::Outcome::Status::published);
    const datasets::FeatureStore features{store.snapshot("zones", outcome.version) / "features.gpkg", "zones",
                                          public_schema(manifest)};
    std::vector<datasets::Geometry<LonLat>> zones;
    for (const auto& feature : features.items({{}, 0, 100}).features) {
        zones.push_back(feature.geometry.value());
    }
    return zones;
}

} // namespace

TEST_CASE("the 300 m zone of a polling place measures 300 m to 0.1 m in every direction, in zones V and VI "
          "and 130 km from "
          "a central meridian",
          "[buffer][must_show]")
{
    const LonLat amagasaki{135.4063889, 34.73333333};              // zone V, 98 km east of its meridian
    const LonLat settsu{135.5622222, 34.77722222};                 // zone VI, 40 km west of its meridian
    const LonLat far{135.7535, 34.7};                              // 130 km east of the meridian of zone V
    const LonLat gate{135.5652, 34.7785}, yard{135.5618, 34.7809}; // two more entrances at Settsu
    const std::vector<LonLat> road{{135.40, 34.73}, {135.4063889, 34.73333333}};
    const auto zones = published_zones(
        "投票所,出入口\n"
        "尼崎,POINT (135.4063889 34.73333333)\n"
        "摂津,POINT (135.5622222 34.77722222)\n"
        "遠方,POINT (135.7535 34.7)\n"
        "摂津の三つ,\"MULTIPOINT ((135.5622222 34.77722222), (135.5652 34.7785), (135.5618 34.7809))\"\n"
        "道,\"LINESTRING (135.40 34.73, 135.4063889 34.73333333)\"\n");
    REQUIRE(zones.size() == 5);

    for (const auto& [zone, place] : {std::pair{zones[0], amagasaki}, {zones[1], settsu}, {zones[2], far}}) {
        const datasets::Area area{polygons(zone)};
        for (int azimuth = 0; azimuth < 360; ++azimuth) {
            CAPTURE(place.lon, azimuth);
            CHECK(std::abs(measure.reach(area, place, azimuth) - 300) < 0.1);
        }
        check_border(zone, {place}, 300, 0.011); // nowhere else either: a centimetre is what the header says
    }

    const std::vector<LonLat> entrances{settsu, gate, yard};
    const datasets::Area united{polygons(zones[3])};
    check_border(zones[3], entrances, 300, 0.011);
    for (const LonLat entrance : entrances) {
        for (int azimuth = 0; azimuth < 360; ++azimuth) {
            CAPTURE(entrance.lon, azimuth);
            CHECK(united.contains(measure.at(entrance, azimuth, 299.9)));
            const LonLat beyond = measure.at(entrance, azimuth, 300.1);
            const bool near_other = std::any_of(entrances.begin(), entrances.end(), [&](LonLat other) {
                return measure.metres(beyond, other) < 299.9;
            });
            const bool beyond_all = std::all_of(entrances.begin(), entrances.end(), [&](LonLat other) {
                return measure.metres(beyond, other) > 300.05;
            });
            CHECK((!near_other || united.contains(beyond)));
            CHECK((!beyond_all || !united.contains(beyond)));
        }
    }

    const datasets::Area along{polygons(zones[4])};
    const double ahead =
        58; // about the road's direction: from there to a quarter either way its end is nearest
    for (int turn = -85; turn <= 85; ++turn) {
        CAPTURE(turn);
        CHECK(std::abs(measure.reach(along, road[1], ahead + turn) - 300) < 0.1);
    }
    check_border(zones[4], places_along(road), 300);
}

TEST_CASE("a line of shallow bends has its zone at the true distance on their inside too", "[buffer]")
{
    // A buffer that first straightens its line by a hundredth of the distance, as GEOS' own does, would be off by metres.
    std::vector<LonLat> line;
    for (int i = 0; i <= 12; ++i) {
        line.push_back({135.4 + 0.002 * i, 34.73 + (i % 2 == 0 ? 0.0 : 0.00002)});
    }
    check_border(zone_of(datasets::Lines<LonLat>{{line}}, 300), places_along(line), 300);
}

TEST_CASE("a polygon keeps its inside and grows outwards, and its holes shrink or close", "[buffer]")
{
    const std::vector<LonLat> outer{
        {135.40, 34.73}, {135.41, 34.73}, {135.41, 34.74}, {135.40, 34.74}, {135.40, 34.73}};
    const std::vector<LonLat> wide{
        {135.403, 34.733}, {135.403, 34.738}, {135.408, 34.738}, {135.408, 34.733}, {135.403, 34.733}};
    const std::vector<LonLat> narrow{
        {135.401, 34.731}, {135.401, 34.732}, {135.402, 34.732}, {135.402, 34.731}, {135.401, 34.731}};
    const auto zone = zone_of(Polygons<LonLat>{{{outer, {wide, narrow}}}}, 100);
    REQUIRE(polygons(zone).polygons.size() == 1);
    CHECK(polygons(zone).polygons[0].interiors.size() == 1);
    auto places = places_along(outer);
    for (const auto* hole : {&wide, &narrow}) {
        const auto more = places_along(*hole);
        places.insert(places.end(), more.begin(), more.end());
    }
    check_border(zone, places, 100);
    CHECK(datasets::Area{polygons(zone)}.contains({135.4015, 34.735}));
    CHECK_FALSE(datasets::Area{polygons(zone)}.contains({135.4055, 34.7355}));
}

TEST_CASE("zones from a metre to ten kilometres are as true, and long edges too", "[buffer]")
{
    const LonLat place{135.4063889, 34.73333333};
    for (const double metres : {1.0, 50.0, 10'000.0}) {
        check_border(zone_of(datasets::Points<LonLat>{{place}}, metres), {place}, metres, 0.011);
    }
    const std::vector<LonLat> line{{135.3, 34.7},
                                   {135.35, 34.7}}; // 4.6 km, bowing 0.3 m from the shortest way
    check_border(zone_of(datasets::Lines<LonLat>{{line}}, 300), places_along(line), 300);
}

TEST_CASE("places far from each other have a zone in several parts, and those at one place a single one",
          "[buffer]")
{
    CHECK(polygons(zone_of(datasets::Points<LonLat>{{{135.4, 34.7}, {135.5, 34.7}}}, 300)).polygons.size() ==
          2);
    const auto once = zone_of(datasets::Points<LonLat>{{{135.4, 34.7}, {135.4, 34.7}}}, 300);
    CHECK(polygons(once).polygons.size() == 1);
    const auto standing = zone_of(datasets::Lines<LonLat>{{{{135.4, 34.7}, {135.4, 34.7}}}}, 300);
    check_border(standing, {{135.4, 34.7}}, 300, 0.011);
    CHECK_FALSE(ingest::buffer(datasets::Points<LonLat>{}, 300, ingest::Repairer{}));
}

#include "ingest/ground_moved_2011.hpp"
#include "ingest/reprojector.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shared_data.hpp"

#include <cmath>
#include <numbers>
#include <set>
#include <utility>

using datasets::LonLat;
using ingest::moved_in_2011;

TEST_CASE("the earthquake of 2011 moved Sendai, Tokyo and Kanazawa, not Kyoto, Nagoya or Hakodate",
          "[ground_moved_2011]")
{
    for (const LonLat moved : {LonLat{140.87, 38.27}, {139.76, 35.68}, {136.65, 36.56}, {138.18, 36.65}}) {
        CHECK(moved_in_2011(moved));
    }
    for (const LonLat unmoved :
         {LonLat{135.77, 35.01}, {136.91, 35.18}, {140.73, 41.77}, {138.38, 34.98}, {135.5, 34.7}}) {
        CHECK_FALSE(moved_in_2011(unmoved));
    }
}

TEST_CASE("what is said to have moved in 2011 is what the grid of the GSI moves by a centimetre",
          "[ground_moved_2011]")
{
    const auto grids = shared_data("jp-grid-shifts/GTG_files");
    if (!grids) {
        return;
    }
    // The grid and nothing but the grid, on all its nodes: 30" by 45", those of the third mesh.
    const ingest::Reprojector grid{
        "+proj=longlat +ellps=GRS80 +nadgrids=touhokutaiheiyouoki2011.gsb +no_defs +type=crs",
        {{*grids}, 10}};
    std::set<std::pair<int, int>> moved_cells;
    int nodes = 0;
    int missed = 0;
    for (int row = 4186; row <= 4989; ++row) {
        for (int column = 10'835; column <= 11'366; ++column) {
            const LonLat node{column / 80.0, row / 120.0};
            const auto moved = grid({node.lon, node.lat});
            if (!moved) {
                continue;
            }
            const double east =
                (moved->lon - node.lon) * 111'320 * std::cos(node.lat * std::numbers::pi / 180);
            if (std::hypot(east, (moved->lat - node.lat) * 111'000) <= 0.01) {
                continue;
            }
            ++nodes;
            for (const double north : {-1e-7, 1e-7}) { // a node belongs to the cells on all its sides
                for (const double aside : {-1e-7, 1e-7}) {
                    const LonLat beside{node.lon + aside, node.lat + north};
                    missed += moved_in_2011(beside) ? 0 : 1;
                    moved_cells.emplace(static_cast<int>(std::floor(beside.lat * 12)),
                                        static_cast<int>(std::floor(beside.lon * 8)));
                }
            }
        }
    }
    CHECK(nodes > 160'000);
    CHECK(missed == 0);
    int needless = 0; // cells that are said to have moved, though none of their nodes did
    for (int row = 410; row <= 505; ++row) {
        for (int column = 1070; column <= 1145; ++column) {
            const bool said = moved_in_2011({(column + 0.5) / 8, (row + 0.5) / 12});
            needless += said && !moved_cells.contains({row, column}) ? 1 : 0;
        }
    }
    CHECK(needless == 0);
}

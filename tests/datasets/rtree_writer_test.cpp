#include "datasets/rtree_writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using datasets::BBox;
using datasets::Database;

namespace {

constexpr const char* make_tree = "CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)";

std::vector<BBox> scattered_boxes(int count)
{
    std::mt19937 random{7};
    std::uniform_real_distribution<double> lon{130, 140}, lat{33, 36}, size{0, 0.01};
    std::vector<BBox> boxes;
    for (int i = 0; i < count; ++i) {
        const double x = lon(random);
        const double y = lat(random);
        boxes.push_back({x, y, x + size(random), y + size(random)});
    }
    return boxes;
}

Database filled(const TempFolder& folder, const std::vector<BBox>& boxes)
{
    Database database = Database::create(folder.path() / "t.gpkg");
    database.execute(make_tree);
    datasets::RtreeWriter tree;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        tree.add(static_cast<std::int64_t>(i) + 1, boxes[i]);
    }
    tree.write(database, "tree");
    return database;
}

std::string checked(Database& database)
{
    auto check = database.prepare("SELECT rtreecheck('tree')");
    REQUIRE(check.step());
    return check.text(0);
}

std::int64_t found(Database& database, const BBox& window)
{
    auto count = database.prepare(
        "SELECT count(*) FROM tree WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?");
    count.bind(1, window.max_lon).bind(2, window.min_lon).bind(3, window.max_lat).bind(4, window.min_lat);
    REQUIRE(count.step());
    return count.integer(0);
}

} // namespace

TEST_CASE("a packed R-tree is one to SQLite, of any size", "[rtree_writer]")
{
    for (const int size : {0, 1, 2, 50, 51, 52, 102, 103, 51 * 51, 51 * 51 + 1, 5000}) {
        INFO(size);
        const TempFolder folder;
        Database database = filled(folder, scattered_boxes(size));
        CHECK(checked(database) == "ok");
        CHECK(found(database, {-180, -90, 180, 90}) == size);
    }
}

TEST_CASE("a packed R-tree finds what lies in a window, edges included", "[rtree_writer]")
{
    const TempFolder folder;
    const auto boxes = scattered_boxes(3000);
    Database database = filled(folder, boxes);
    for (const BBox& window :
         {BBox{131, 33.5, 132, 34}, BBox{135, 34, 135.1, 34.1}, boxes[17], BBox{0, 0, 1, 1}}) {
        const auto touching = std::count_if(boxes.begin(), boxes.end(), [&](const BBox& box) {
            return box.min_lon <= window.max_lon && box.max_lon >= window.min_lon &&
                   box.min_lat <= window.max_lat && box.max_lat >= window.min_lat;
        });
        // The module keeps floats, rounded outwards: a box may be found that lies a metre beside, none is missed.
        CHECK(found(database, window) >= touching);
        CHECK(found(database, window) <= touching + 3);
    }
}

TEST_CASE("rows can be added to a packed R-tree and taken away", "[rtree_writer]")
{
    const TempFolder folder;
    Database database = filled(folder, scattered_boxes(500));
    database.execute("INSERT INTO tree VALUES (1000, 130, 131, 34, 35); DELETE FROM tree WHERE id < 300");
    CHECK(checked(database) == "ok");
    CHECK(found(database, {-180, -90, 180, 90}) == 202);
}

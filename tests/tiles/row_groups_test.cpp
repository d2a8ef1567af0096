#include "datasets/mesh.hpp"
#include "tests/support/catch.hpp"
#include "tests/tiles/index_features.hpp"
#include "tiles/group_statistics.hpp"
#include "tiles/row_groups.hpp"

#include <map>
#include <random>
#include <set>

using datasets::Feature;
using datasets::LonLat;
using tiles::Bitmap;
using tiles::GroupStatistics;
using tiles::RowGroups;

namespace {

const tiles::IndexColumn& column(const tiles::IndexedFeatures& index, std::string_view name)
{
    return index.columns()[*mixed_schema().index_of(name)];
}

std::map<std::string, std::size_t> counts_of(const tiles::IndexedFeatures& index, const RowGroups& groups)
{
    std::map<std::string, std::size_t> counts;
    for (std::size_t row = 0; row < index.size(); ++row) {
        const auto group = groups.group_of_row[row];
        ++counts[group == RowGroups::none ? "none" : groups.groups[group].key];
    }
    return counts;
}

/// Four squares of 0.1 degrees, which share borders.
std::vector<Feature> squares()
{
    std::vector<Feature> areas;
    for (int i = 0; i < 4; ++i) {
        const double x = 133.9 + 0.1 * (i % 2), y = 34.2 + 0.1 * (i / 2);
        Feature area;
        area.fid = i + 1;
        area.id = "square-" + std::to_string(i);
        area.geometry = datasets::Polygons<LonLat>{
            {{{{x, y}, {x + 0.1, y}, {x + 0.1, y + 0.1}, {x, y + 0.1}, {x, y}}, {}}}};
        areas.push_back(area);
    }
    return areas;
}

} // namespace

TEST_CASE("rows are grouped by a value, those without it in no group", "[index]")
{
    const auto features = mixed_features(400);
    const auto index = index_of(features);
    std::map<std::string, std::size_t> expected;
    for (const auto& feature : features) {
        const auto* text = std::get_if<std::string>(&feature.values[0]);
        ++expected[text == nullptr ? "none" : *text];
    }
    CHECK(counts_of(index, *tiles::group_by_value(index, column(index, "kind"), 100)) == expected);
    CHECK(tiles::group_by_value(index, column(index, "number"), 1000)->groups.size() > 300);
    CHECK_FALSE(tiles::group_by_value(index, column(index, "number"), 10));
}

TEST_CASE("rows are grouped by year, month, day, weekday and hour", "[index]")
{
    const auto features = mixed_features(300);
    const auto index = index_of(features);
    const auto keys = [&](std::string_view name, tiles::TimeUnit unit) {
        std::vector<std::string> all;
        for (const auto& group : tiles::group_by_time(index, column(index, name), unit).groups) {
            all.push_back(group.key);
        }
        return all;
    };
    using Keys = std::vector<std::string>;
    CHECK(keys("day", tiles::TimeUnit::year) == Keys{"2024", "2025"});
    CHECK(keys("day", tiles::TimeUnit::month) == Keys{"2024-04", "2024-12", "2025-01"});
    CHECK(keys("day", tiles::TimeUnit::weekday) == Keys{"1", "2", "3"}); // a Monday, a Tuesday, a Wednesday
    CHECK(keys("day", tiles::TimeUnit::hour).empty());
    CHECK(keys("at", tiles::TimeUnit::day) == Keys{"2024-04-01", "2025-06-15"});
    CHECK(keys("at", tiles::TimeUnit::hour) == Keys{"00", "09", "23"});
    CHECK(keys("at", tiles::TimeUnit::weekday) == Keys{"1", "7"});
}

TEST_CASE("rows are grouped by the cells of JIS X 0410 they lie in", "[index]")
{
    const auto features = mixed_features(300);
    const auto index = index_of(features);
    const auto groups = tiles::group_by_mesh(index, 500);
    for (std::size_t row = 0; row < index.located(); ++row) {
        const auto& group = groups.groups[groups.group_of_row[row]];
        CHECK(group.key == datasets::mesh_code(*tiles::place_of(index, row), 500));
        // A cell is some 462 m by 570 m at this latitude.
        CHECK(*group.area_m2 == Approx(462.0 * 573.0).epsilon(0.02));
    }
    CHECK(groups.group_of_row[index.located()] == RowGroups::none);
}

TEST_CASE("of areas that share borders, every row between them is in exactly one", "[index]")
{
    std::vector<Feature> features(2000);
    std::mt19937 random{4};
    for (std::size_t i = 0; i < features.size(); ++i) {
        features[i].fid = static_cast<std::int64_t>(i) + 1;
        // On a grid that has the borders, so that many lie on them.
        features[i].geometry = datasets::Points<LonLat>{{{133.9 + 0.01 * static_cast<double>(random() % 20),
                                                          34.2 + 0.01 * static_cast<double>(random() % 20)}}};
    }
    const auto areas = squares();
    const auto index = index_of(features, {});
    const auto groups = tiles::group_by_area(index, index_of(areas, {}));
    CHECK(groups.groups.size() == 4);
    CHECK(groups.in_several == 0);
    CHECK(counts_of(index, groups).count("none") == 0);
}

TEST_CASE("a row in two areas is counted in the first, and said to be in several", "[index]")
{
    std::vector<Feature> point(1);
    point[0].fid = 1;
    point[0].geometry = datasets::Points<LonLat>{{{133.95, 34.25}}};
    auto areas = squares();
    areas[3].geometry = areas[0].geometry;
    const auto groups = tiles::group_by_area(index_of(point, {}), index_of(areas, {}));
    CHECK(groups.groups[groups.group_of_row[0]].key == "square-0");
    CHECK(groups.in_several == 1);
}

TEST_CASE("sums of groups are what adding up the features gives", "[index]")
{
    const auto features = mixed_features(500);
    const auto index = index_of(features);
    Bitmap selected{index.size()};
    for (std::size_t row = 0; row < index.size(); row += 3) {
        selected.set(row);
    }
    const auto groups = *tiles::group_by_value(index, column(index, "kind"), 100);
    const auto statistics =
        statistics_of(index, groups, selected,
                      {&column(index, "height"), &column(index, "floors"), &column(index, "number"), true});
    std::size_t rows = statistics.ungrouped;
    for (std::size_t i = 0; i < groups.groups.size(); ++i) {
        std::vector<double> heights;
        std::size_t count = 0;
        double numerator = 0, denominator = 0;
        selected.for_each([&](std::size_t row) {
            const auto feature = index.feature(row);
            if (feature.values[0] != datasets::Value{groups.groups[i].key}) {
                return;
            }
            ++count;
            if (const auto* height = std::get_if<double>(&feature.values[4])) {
                heights.push_back(*height);
            }
            const auto* floors = std::get_if<std::int64_t>(&feature.values[2]);
            const auto* number = std::get_if<std::int64_t>(&feature.values[3]);
            if (floors != nullptr && number != nullptr) {
                numerator += static_cast<double>(*floors);
                denominator += static_cast<double>(*number);
            }
        });
        std::sort(heights.begin(), heights.end());
        const auto& sums = statistics.groups[i];
        CHECK(sums.count == count);
        CHECK(sums.values == heights.size());
        CHECK(sums.min == heights.front());
        CHECK(sums.max == heights.back());
        CHECK(sums.sum == Approx(std::accumulate(heights.begin(), heights.end(), 0.0)));
        CHECK(sums.numerator == numerator);
        CHECK(sums.denominator == denominator);
        CHECK((*sums.quantiles)[1] >= heights[heights.size() / 2 - 1]);
        CHECK((*sums.quantiles)[1] <= heights[heights.size() / 2]);
        rows += sums.count;
    }
    CHECK(rows == statistics.total.count);
    CHECK(statistics.total.count == selected.count());
}

namespace {

GroupStatistics counted(const std::vector<std::size_t>& counts, std::size_t ungrouped = 0)
{
    GroupStatistics statistics;
    for (const std::size_t count : counts) {
        statistics.groups.emplace_back().count = count;
        statistics.total.count += count;
    }
    statistics.ungrouped = ungrouped;
    statistics.total.count += ungrouped;
    return statistics;
}

std::vector<bool> hidden(const GroupStatistics& statistics)
{
    std::vector<bool> all;
    for (const auto& group : statistics.groups) {
        all.push_back(group.suppressed);
    }
    return all;
}

} // namespace

TEST_CASE("a small count is hidden, with the next smallest so that the total does not give it away",
          "[index]")
{
    auto statistics = counted({100, 2, 0, 7, 50});
    hide_small_groups(statistics, counted({100, 2, 0, 7, 50}), 5);
    CHECK(hidden(statistics) == std::vector<bool>{false, true, false, true, false});
    CHECK_FALSE(statistics.total.suppressed);
}

TEST_CASE("two small counts that are together too small take a third with them", "[index]")
{
    auto statistics = counted({1, 2, 30, 40});
    hide_small_groups(statistics, counted({1, 2, 30, 40}), 5);
    CHECK(hidden(statistics) == std::vector<bool>{true, true, true, false});
}

TEST_CASE("a filter that leaves few out of a group does not tell how many", "[index]")
{
    auto statistics = counted({98, 60, 70});
    hide_small_groups(statistics, counted({100, 90, 70}), 5);
    CHECK(hidden(statistics) == std::vector<bool>{true, true, false});
}

TEST_CASE("where nothing is left to hide behind, the total goes too", "[index]")
{
    auto statistics = counted({3});
    hide_small_groups(statistics, counted({3}), 5);
    CHECK(statistics.total.suppressed);
    auto alone = counted({0, 4, 0}, 40); // but for those in no group
    hide_small_groups(alone, counted({50, 50, 50}, 90), 5);
    CHECK(alone.ungrouped_suppressed);
    CHECK_FALSE(alone.total.suppressed);
}

TEST_CASE("whoever knows the rule, the total and all that is told cannot tell a hidden count", "[index]")
{
    // Every table of four groups with up to eight rows each: another table with other hidden counts looks the same.
    constexpr std::size_t threshold = 3, most = 8, groups = 4;
    const auto seen = [&](const GroupStatistics& statistics) {
        std::vector<int> told;
        for (const auto& group : statistics.groups) {
            told.push_back(group.suppressed ? -1 : static_cast<int>(group.count));
        }
        told.push_back(statistics.total.suppressed ? -1 : static_cast<int>(statistics.total.count));
        return told;
    };
    std::map<std::vector<int>, std::vector<std::vector<std::size_t>>> tables;
    std::vector<std::size_t> counts(groups);
    for (std::size_t number = 0; number < 9UL * 9 * 9 * 9; ++number) {
        for (std::size_t i = 0, rest = number; i < groups; ++i, rest /= most + 1) {
            counts[i] = rest % (most + 1);
        }
        auto statistics = counted(counts);
        hide_small_groups(statistics, counted(counts), threshold);
        tables[seen(statistics)].push_back(counts);
    }
    std::size_t told_apart = 0;
    for (const auto& [told, same] : tables) {
        for (std::size_t i = 0; i < groups; ++i) {
            std::set<std::size_t> possible;
            for (const auto& table : same) {
                possible.insert(table[i]);
            }
            const bool is_small = *possible.begin() > 0 && *possible.begin() < threshold;
            told_apart += told[i] == -1 && possible.size() == 1 && is_small ? 1U : 0U;
        }
    }
    CHECK(told_apart == 0);
}

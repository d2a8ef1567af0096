#include "datasets/intersects.hpp"
#include "datasets/time_interval.hpp"
#include "tests/support/catch.hpp"
#include "tests/tiles/index_features.hpp"
#include "tiles/index_filter.hpp"
#include "tiles/index_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

using datasets::Feature;
using tiles::Bitmap;

namespace {

/// The fids of a set of rows, rising.
std::vector<std::int64_t> fids_of(const tiles::IndexedFeatures& index, const Bitmap& rows)
{
    std::vector<std::int64_t> fids;
    rows.for_each([&](std::size_t row) { fids.push_back(index.fid(row)); });
    std::ranges::sort(fids);
    return fids;
}

/// A filter of any shape over the fields of `mixed_schema`.
class RandomFilter {
public:
    explicit RandomFilter(unsigned seed) : random_{seed} {}

    std::string text(int depth)
    {
        switch (depth == 0 ? 0 : random_() % 5) {
        case 1:
            return fmt::format("({} AND {})", text(depth - 1), text(depth - 1));
        case 2:
            return fmt::format("({} OR {})", text(depth - 1), text(depth - 1));
        case 3:
            return fmt::format("NOT ({})", text(depth - 1));
        default:
            return leaf();
        }
    }

private:
    std::string leaf()
    {
        const double x = real(133.9, 134.2), y = real(34.2, 34.5), size = real(0.001, 0.2);
        switch (random_() % 22) {
        case 0:
            return fmt::format("kind {} '汚水'", comparison());
        case 1:
            return fmt::format("name {} '名{}'", comparison(), random_() % 300);
        case 2:
            return fmt::format("floors {} {}", comparison(), static_cast<int>(random_() % 6) - 2);
        case 3:
            return fmt::format("number {} {}", comparison(), static_cast<int>(random_() % 100000) - 50000);
        case 4:
            return fmt::format("height {} {}", comparison(), real(0, 30));
        case 5:
            return "open";
        case 6:
            return fmt::format("day {} DATE('2024-12-31')", comparison());
        case 7:
            return fmt::format("at {} TIMESTAMP('2024-04-01T00:30:00Z')", comparison());
        case 8:
            return fmt::format("name LIKE '名{}%'", random_() % 10);
        case 9:
            return fmt::format("floors IN (1, 3)");
        case 10:
            return fmt::format("height BETWEEN {} AND {}", real(0, 15), real(15, 30));
        case 11:
            return fmt::format("{} IS NULL", random_() % 2 == 0 ? "number" : "kind");
        case 12:
            return fmt::format("number {} floors * 1000", comparison());
        case 13:
            return "CASEI(kind) = CASEI('combined')";
        case 14:
            return fmt::format("{} {} height", random_() % 100, comparison());
        case 15:
            return fmt::format("S_INTERSECTS(geom, BBOX({}, {}, {}, {}))", x, y, x + size, y + size);
        case 16:
            return fmt::format("S_INTERSECTS(geom, POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {1})))", x, y,
                               x + size, y + size);
        case 17:
            return fmt::format("S_DISJOINT(geom, POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {1})))", x, y,
                               x + size, y + size);
        case 18:
            return fmt::format("S_WITHIN(geom, BBOX({}, {}, {}, {}))", x, y, x + size, y + size);
        case 19:
            return fmt::format("WEEKDAY({}) {} {}", random_() % 2 == 0 ? "day" : "at", comparison(),
                               1 + random_() % 7);
        case 20:
            return fmt::format("HOUR(at) BETWEEN {} AND 20 AND WEEKDAY(day) IN (1, 5)", random_() % 20);
        default:
            return fmt::format("T_AFTER(day, DATE('2024-06-01'))");
        }
    }

    const char* comparison()
    {
        static constexpr const char* all[] = {"=", "<>", "<", "<=", ">", ">="};
        return all[random_() % 6];
    }
    double real(double low, double high) { return std::uniform_real_distribution{low, high}(random_); }

    std::mt19937 random_;
};

std::vector<std::int64_t> fids_that_match(const std::vector<Feature>& features,
                                          const datasets::Filter& filter)
{
    std::vector<std::int64_t> fids;
    const datasets::FilterMatcher matches{filter};
    for (const Feature& feature : features) {
        if (matches(feature)) {
            fids.push_back(feature.fid);
        }
    }
    return fids;
}

datasets::Filter filter_of(const std::string& text)
{
    return datasets::check(datasets::parse_cql2_text(text), mixed_schema());
}

} // namespace

TEST_CASE("a filter over columns selects what the reference selects feature by feature", "[index]")
{
    const auto features = mixed_features(600, 3);
    const auto index = index_of(features);
    for (unsigned seed = 0; seed < 400; ++seed) {
        const std::string text = RandomFilter{seed}.text(static_cast<int>(seed % 4));
        INFO(text);
        const auto filter = filter_of(text);
        CHECK(fids_of(index, tiles::select(index, filter)) == fids_that_match(features, filter));
    }
}

TEST_CASE("what is selected among some rows is what is selected of all and among them", "[index]")
{
    const auto index = index_of(mixed_features(600, 3));
    std::mt19937 random{5};
    for (unsigned seed = 0; seed < 400; ++seed) {
        const std::string text = RandomFilter{seed}.text(static_cast<int>(seed % 4));
        tiles::Bitmap among{index.size()};
        for (int range = 0; range < 3; ++range) { // 1 to 3 of 600 rows, or some hundred
            const std::size_t first = random() % index.size();
            const std::size_t most = seed % 2 == 0 ? 1 : index.size() - first;
            among.set_range(first, first + 1 + random() % most);
        }
        INFO(text);
        const auto filter = filter_of(text);
        auto expected = tiles::select(index, filter);
        expected &= among;
        CHECK(tiles::select(index, filter, among) == expected);
    }
}

TEST_CASE("what is asked of a missing value is neither true nor false", "[index]")
{
    const auto features = mixed_features(300);
    const auto index = index_of(features);
    const auto count = [&](const char* text) { return tiles::select(index, filter_of(text)).count(); };
    CHECK(count("floors = 1") + count("NOT (floors = 1)") + count("floors IS NULL") == 300);
    CHECK(count("floors = 1 OR floors IS NULL OR NOT (floors = 1)") == 300);
    CHECK(count("S_INTERSECTS(geom, POINT(0 0))") == 0);
    CHECK(count("NOT S_INTERSECTS(geom, POINT(0 0))") == index.located());
}

TEST_CASE("a bbox selects exactly the features that touch it", "[index]")
{
    const auto features = mixed_features(600, 5);
    const auto index = index_of(features);
    std::mt19937 random{9};
    const auto real = [&](double low, double high) {
        return std::uniform_real_distribution{low, high}(random);
    };
    for (int i = 0; i < 200; ++i) {
        datasets::BBox box{real(133.8, 134.2), real(34.2, 34.5), 0, 0};
        box.max_lon = box.min_lon + real(0, 0.2);
        box.max_lat = box.min_lat + real(0, 0.2);
        if (i % 4 == 0 &&
            features[static_cast<std::size_t>(i)].geometry) { // an edge right through a position
            const auto edge = datasets::bbox_of(*features[static_cast<std::size_t>(i)].geometry);
            box.max_lon = std::max(box.min_lon, edge.min_lon);
        }
        std::vector<std::int64_t> expected;
        for (const Feature& feature : features) {
            if (feature.geometry && datasets::intersects(*feature.geometry, box)) {
                expected.push_back(feature.fid);
            }
        }
        CHECK(fids_of(index, tiles::select(index, datasets::Selection{{box}, {}, {}})) == expected);
    }
}

TEST_CASE("datetime selects by the seconds that a date or minute stands for", "[index]")
{
    const auto features = mixed_features(200);
    const auto index = index_of(features);
    for (const char* asked : {"2024-04-01", "2024-04-01/..", "../2024-12-31", "2024-04-01T00:29:59Z",
                              "2024-04-01T00:30:59Z/2024-12-01T00:00:00Z"}) {
        const auto interval = *datasets::read_time_interval(asked);
        for (const auto& [begin, end] : {std::pair{"at", ""}, {"day", ""}, {"day", "at"}}) {
            INFO(asked << " of " << begin << " " << end);
            std::vector<std::int64_t> expected;
            for (const Feature& feature : features) {
                const auto* first =
                    std::get_if<std::string>(&feature.values[*mixed_schema().index_of(begin)]);
                const auto* last =
                    *end == '\0' ? nullptr
                                 : std::get_if<std::string>(&feature.values[*mixed_schema().index_of(end)]);
                if (first != nullptr &&
                    (interval.end.empty() || datasets::first_second(*first) <= interval.end) &&
                    (interval.begin.empty() ||
                     datasets::last_second(last == nullptr ? *first : *last) >= interval.begin)) {
                    expected.push_back(feature.fid);
                }
            }
            CHECK(fids_of(index, tiles::select(index, datasets::Selection{{}, {begin, end}, interval})) ==
                  expected);
        }
    }
}

TEST_CASE("rows are sorted by their values, missing ones last, equals by fid", "[index]")
{
    const auto features = mixed_features(300);
    const auto index = index_of(features);
    const std::vector<datasets::SortKey> keys{{2, false}, {4, true}};
    const auto order = tiles::sorted(index, Bitmap{index.size(), true}, keys);
    REQUIRE(order.size() == features.size());
    const auto rank = [](const datasets::Value& value) { return datasets::is_missing(value) ? 1 : 0; };
    for (std::size_t i = 1; i < order.size(); ++i) {
        const auto a = index.feature(order[i - 1]), b = index.feature(order[i]);
        const auto by_floors =
            std::pair{rank(a.values[2]), a.values[2]} <=> std::pair{rank(b.values[2]), b.values[2]};
        bool in_order = by_floors < 0;
        if (by_floors == 0 && rank(a.values[4]) != rank(b.values[4])) {
            in_order = rank(a.values[4]) < rank(b.values[4]);
        } else if (by_floors == 0) {
            in_order = a.values[4] != b.values[4] ? a.values[4] > b.values[4] : a.fid < b.fid;
        }
        CHECK(in_order);
    }
}

TEST_CASE("pages of selected rows go through all of them once", "[index]")
{
    const auto features = mixed_features(200);
    const auto index = index_of(features);
    const auto rows = tiles::select(index, filter_of("floors >= 2"));
    std::vector<std::int64_t> fids;
    tiles::PageOfRows page{{}, true};
    while (page.has_more) {
        page = tiles::page_of(index, rows, fids.empty() ? 0 : fids.back(), 7);
        for (const std::size_t row : page.rows) {
            fids.push_back(index.fid(row));
        }
    }
    CHECK(fids == fids_of(index, rows));
}

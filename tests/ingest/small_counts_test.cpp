#include "ingest/small_counts.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

using datasets::Feature;
using datasets::FieldType;
using datasets::Value;

namespace {

const datasets::Schema turnout{{{"election", FieldType::text, {"選挙", "Election"}, "", false},
                                {"total", FieldType::integer, {"計", "Total"}, "人", false},
                                {"men", FieldType::integer, {"男", "Men"}, "人", false},
                                {"women", FieldType::integer, {"女", "Women"}, "人", false},
                                {"rate_men", FieldType::number, {"投票率_男", "Rate of men"}, "%", false}}};

const datasets::MinCount rule{3, false, {{"total", {"men", "women"}, {"rate_men"}}}, {"election"}};

using District = std::pair<std::int64_t, std::int64_t>; ///< men, women

std::vector<Feature> features_of(const std::vector<District>& districts, const std::string& election = "a")
{
    std::vector<Feature> features;
    for (const auto& [men, women] : districts) {
        features.push_back({0, "", std::nullopt, {election, men + women, men, women, 50.0}});
    }
    return features;
}

std::vector<ingest::Hidden> hide(std::vector<Feature>& features, const datasets::MinCount& by = rule,
                                 bool rows_were_rejected = false)
{
    std::vector<Feature*> pointers;
    for (Feature& feature : features) {
        pointers.push_back(&feature);
    }
    return ingest::hide_small_counts(pointers, by, turnout, rows_were_rejected);
}

/// "total men women" a district; '-' is hidden. The last `rejected` districts are in the election, but in nobody's table.
std::string published(const std::vector<District>& districts, std::ptrdiff_t rejected = 0)
{
    auto features = features_of({districts.begin(), districts.end() - rejected});
    (void)hide(features, rule, rejected > 0);
    std::string text;
    for (const Feature& feature : features) {
        for (std::size_t i = 1; i <= 3; ++i) {
            const auto* count = std::get_if<std::int64_t>(&feature.values[i]);
            text += (count == nullptr ? "-" : std::to_string(*count)) + (i == 3 ? ";" : " ");
        }
    }
    return text;
}

/// All elections of `size` districts with at most `most` men and `most` women in all.
std::vector<std::vector<District>> all_elections(std::size_t size, std::int64_t most)
{
    std::vector<std::vector<District>> all{{}};
    for (std::size_t i = 0; i < size; ++i) {
        std::vector<std::vector<District>> longer;
        for (const auto& districts : all) {
            std::int64_t men = most, women = most;
            for (const auto& [m, w] : districts) {
                men -= m;
                women -= w;
            }
            for (std::int64_t m = 0; m <= men; ++m) {
                for (std::int64_t w = 0; w <= women; ++w) {
                    longer.push_back(districts);
                    longer.back().emplace_back(m, w);
                }
            }
        }
        all = std::move(longer);
    }
    return all;
}

/// True if every district that anybody is in is hidden: then there is nothing left to hide it behind.
bool nothing_left(const std::vector<District>& districts, const std::string& seen)
{
    std::size_t at = 0;
    for (const auto& [men, women] : districts) {
        if (at == seen.find_last_of(';') + 1) {
            break; // the rejected ones
        }
        const std::string line = seen.substr(at, seen.find(';', at) - at);
        at += line.size() + 1;
        if (men + women > 0 && !line.ends_with("- -")) {
            return false;
        }
    }
    return true;
}

/// How many small counts can be told by somebody who knows the rule, the sums of men and of women, that rows were rejected and how
/// many, and all that is published.
int small_counts_told(std::size_t size, std::int64_t most, std::ptrdiff_t rejected = 0)
{
    std::map<std::string, std::vector<std::vector<District>>> alike;
    for (const auto& districts : all_elections(size, most)) {
        std::int64_t men = 0, women = 0;
        for (const auto& [m, w] : districts) {
            men += m;
            women += w;
        }
        alike[published(districts, rejected) + std::to_string(men) + "," + std::to_string(women)].push_back(
            districts);
    }
    int told = 0;
    for (const auto& [seen, elections] : alike) {
        for (std::size_t i = 0; i < size && !nothing_left(elections.front(), seen); ++i) {
            std::set<std::int64_t> men, women;
            for (const auto& districts : elections) {
                men.insert(districts[i].first);
                women.insert(districts[i].second);
            }
            for (const auto& values : {men, women}) {
                told += values.size() == 1 && *values.begin() > 0 && *values.begin() < 3 ? 1 : 0;
            }
        }
    }
    return told;
}

} // namespace

TEST_CASE("large counts are published as they are", "[small_counts]")
{
    CHECK(published({{50, 60}, {3, 3}, {0, 0}, {0, 9}}) == "110 50 60;6 3 3;0 0 0;9 0 9;");
}

TEST_CASE("a small count goes with all that would give it back", "[small_counts]")
{
    CHECK(published({{2, 60}, {40, 41}, {80, 90}}) == "62 - -;81 - -;170 80 90;");
    CHECK(published({{1, 1}, {40, 41}, {80, 90}}) == "- - -;- - -;170 80 90;");
    auto features = features_of({{2, 60}, {40, 41}});
    const auto hidden = hide(features);
    CHECK(datasets::is_missing(features[0].values[4]));
    REQUIRE(hidden.size() == 6);
    CHECK(hidden[2].field == "rate_men");
}

TEST_CASE("a missing part that the total and the others tell is hidden as if it stood there",
          "[small_counts]")
{
    auto features = features_of({{40, 2}, {30, 30}, {50, 50}});
    features[0].values[3] = Value{}; // the clerk wrote "two or so", which is no number
    const auto hidden = hide(features);
    CHECK(datasets::is_missing(features[0].values[2])); // 42 - 40
    CHECK(datasets::is_missing(features[1].values[2])); // covers it
    CHECK(features[0].values[1] == Value{std::int64_t{42}});
    const auto women = std::find_if(hidden.begin(), hidden.end(), [](const ingest::Hidden& h) {
        return h.feature == 0 && h.field == "women";
    });
    REQUIRE(women != hidden.end()); // what the report says of the cell goes too
    CHECK(women->was_missing);
    auto plain = features_of({{40, 9}, {30, 30}});
    plain[0].values[3] = Value{};
    CHECK(hide(plain).empty()); // nine are not too few
}

TEST_CASE("rows that are hidden together are enough together", "[small_counts]")
{
    CHECK(published({{1, 60}, {1, 50}, {30, 40}, {80, 90}}) == "61 - -;51 - -;70 - -;170 80 90;");
}

TEST_CASE("which of equal rows are hidden does not depend on their order", "[small_counts]")
{
    CHECK(published({{2, 60}, {20, 20}, {21, 19}}) == "62 - -;40 - -;40 - -;");
}

TEST_CASE("each group stands for itself", "[small_counts]")
{
    auto features = features_of({{2, 60}, {40, 41}});
    const auto other = features_of({{20, 20}}, "b");
    features.insert(features.end(), other.begin(), other.end());
    (void)hide(features);
    CHECK(features[2].values[2] == Value{std::int64_t{20}});
    CHECK(datasets::is_missing(features[1].values[2]));
}

TEST_CASE("no small count can be told by differences, whoever knows the rule and all sums", "[small_counts]")
{
    CHECK(small_counts_told(2, 7) == 0);
    CHECK(small_counts_told(3, 5) == 0);
}

TEST_CASE("where rows were rejected, the smallest row goes with them", "[small_counts]")
{
    auto features = features_of({{20, 20}, {50, 60}, {80, 90}});
    CHECK(hide(features).empty());
    const auto hidden = hide(features, rule, true);
    CHECK(hidden.size() == 4); // men, women, the rate of men, and all
    CHECK(datasets::is_missing(features[0].values[1]));
    CHECK(features[1].values[1] == Value{std::int64_t{110}});
}

TEST_CASE("no small count of a rejected row can be told by what all others leave of the sum",
          "[small_counts]")
{
    CHECK(small_counts_told(3, 5, 1) == 0);
    CHECK(small_counts_told(4, 4, 2) == 0);
}

TEST_CASE("cells of fewer cases than the threshold lose their positions, a group each", "[small_counts]")
{
    const datasets::MinCount cells{3, true, {}, {"election"}};
    std::vector<Feature> features;
    for (const auto& [kind, lon] : std::vector<std::pair<std::string, double>>{
             {"a", 135.1}, {"a", 135.1}, {"a", 135.1}, {"b", 135.1}, {"a", 135.2}, {"a", 135.2}}) {
        features.push_back({0,
                            "",
                            datasets::Points<datasets::LonLat>{{{lon, 34.7}}},
                            {kind, Value{}, Value{}, Value{}, Value{}}});
    }
    const auto hidden = hide(features, cells);
    REQUIRE(hidden.size() == 3);
    CHECK(hidden[0].feature == 3);
    CHECK(hidden[0].field.empty());
    CHECK(features[0].geometry.has_value());
    CHECK_FALSE(features[3].geometry.has_value());
    CHECK_FALSE(features[5].geometry.has_value());
}

TEST_CASE("a count that stands alone is hidden with its rate, and one more beside it", "[small_counts]")
{
    const datasets::Schema schema{{{"cases", FieldType::integer, {"件", "Cases"}, "", false},
                                   {"people", FieldType::integer, {"人", "People"}, "", false},
                                   {"rate", FieldType::number, {"率", "Rate"}, "", false}}};
    const datasets::MinCount rule{3, false, {{"cases", {}, {}}}, {}, {{"rate", false, {"cases", "people"}}}};
    std::vector<Feature> features;
    for (const std::int64_t cases : {2, 9, 5, 0}) {
        features.push_back(
            {0, "", std::nullopt, {cases, std::int64_t{100}, 0.1 * static_cast<double>(cases)}});
    }
    std::vector<Feature*> pointers;
    for (Feature& feature : features) {
        pointers.push_back(&feature);
    }
    const auto hidden = ingest::hide_small_counts(pointers, rule, schema, false);
    const std::vector<Value> gone{Value{}, std::int64_t{100}, Value{}};
    CHECK(features[0].values == gone);
    CHECK(features[2].values == gone); // the smallest of the others: else the sum would tell
    CHECK(features[1].values == std::vector<Value>{std::int64_t{9}, std::int64_t{100}, 0.1 * 9});
    CHECK(features[3].values[0] == Value{std::int64_t{0}});
    CHECK(hidden.size() == 4);
}

TEST_CASE("with a position goes what was derived of it", "[small_counts]")
{
    const datasets::Schema schema{{{"mesh", FieldType::text, {"網", "Mesh"}, "", false},
                                   {"cases", FieldType::integer, {"件", "Cases"}, "", false},
                                   {"rate", FieldType::number, {"率", "Rate"}, "", false},
                                   {"kind", FieldType::text, {"種", "Kind"}, "", false}}};
    const datasets::MinCount rule{
        3, true, {}, {}, {{"mesh", true, {}}, {"cases", true, {}}, {"rate", false, {"cases", "people"}}}};
    const std::vector<Value> values{"52351434", std::int64_t{7}, 0.7, "a"};
    std::vector<Feature> features;
    for (const double lon : {135.0, 136.0, 135.0, 135.0}) {
        features.push_back({0, "", datasets::Points<datasets::LonLat>{{{lon, 34}}}, values});
    }
    std::vector<Feature*> pointers;
    for (Feature& feature : features) {
        pointers.push_back(&feature);
    }
    (void)ingest::hide_small_counts(pointers, rule, schema, false);
    CHECK(features[0].values == values);
    CHECK_FALSE(features[1].geometry);
    CHECK(features[1].values == std::vector<Value>{Value{}, Value{}, Value{}, "a"});
}

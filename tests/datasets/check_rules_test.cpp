#include "datasets/check_rules.hpp"
#include "datasets/error.hpp"
#include "datasets/json_reader.hpp"
#include "tests/datasets/both_languages.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>
#include <variant>
#include <vector>

using Catch::Matchers::StartsWith;

namespace {

datasets::FieldRule field(const char* name, datasets::FieldType type, bool is_public = true)
{
    datasets::FieldRule rule;
    rule.field.name = name;
    rule.field.type = type;
    rule.is_public = is_public;
    return rule;
}

const datasets::GeometrySource own_geometry{datasets::OwnGeometry{}};

std::vector<datasets::Check> checks_of(const std::string& text,
                                       const datasets::GeometrySource& geometry = own_geometry,
                                       const datasets::PrivacyRules& privacy = {})
{
    using datasets::FieldType;
    const std::vector<datasets::FieldRule> fields{
        field("men", FieldType::integer),           field("women", FieldType::integer),
        field("total", FieldType::integer),         field("rate", FieldType::number),
        field("secret", FieldType::integer, false), field("name", FieldType::text)};
    const auto document = nlohmann::json::parse(text);
    return datasets::read_checks(datasets::JsonReader{document, "checks"}, fields, geometry, privacy);
}

std::string complaint(const std::string& text, const datasets::GeometrySource& geometry = own_geometry,
                      const datasets::PrivacyRules& privacy = {})
{
    return in_english(complaint_of([&] { (void)checks_of(text, geometry, privacy); }));
}

} // namespace

TEST_CASE("checks name the fields that must fit together", "[check_rules]")
{
    const auto checks = checks_of(R"([{"kind": "sum", "total": "total", "parts": ["men", "women"]},
        {"kind": "at_most", "field": "men", "limit": "total", "tolerance": 2},
        {"kind": "rate", "rate": "rate", "of": "men", "by": "total"}])");
    REQUIRE(checks.size() == 3);
    CHECK(std::get<datasets::SumCheck>(checks[0]).parts == std::vector<std::string>{"men", "women"});
    CHECK(std::get<datasets::AtMostCheck>(checks[1]).tolerance == 2);
    CHECK(std::get<datasets::RateCheck>(checks[2]).decimals == 2);
}

TEST_CASE("a check of a field that is private, unknown or no number is an error that names it",
          "[check_rules]")
{
    CHECK_THAT(complaint(R"([{"kind": "at_most", "field": "secret", "limit": "total"}])"),
               StartsWith("checks[0].field: \"secret\" is no public field"));
    CHECK_THAT(complaint(R"([{"kind": "at_most", "field": "men", "limit": "nobody"}])"),
               StartsWith("checks[0].limit: \"nobody\""));
    CHECK_THAT(complaint(R"([{"kind": "sum", "total": "total", "parts": ["men", "name"]}])"),
               StartsWith("checks[0].parts: \"name\""));
    CHECK_THAT(complaint(R"([{"kind": "sum", "total": "total", "parts": ["men"]}])"),
               StartsWith("checks[0].parts: expected at least two"));
    CHECK_THAT(complaint(R"([{"kind": "share"}])"), StartsWith("checks[0].kind: expected"));
    CHECK_THAT(complaint(R"([{"kind": "rate", "rate": "rate", "of": "men", "by": "total", "digits": 1}])"),
               StartsWith("checks[0]: unknown key \"digits\""));
    CHECK_THAT(complaint(R"([{"kind": "at_most", "field": "men", "limit": "total", "tolerance": -1}])"),
               StartsWith("checks[0].tolerance"));
}

TEST_CASE("checks of lines say what they need", "[check_rules]")
{
    const auto checks = checks_of(R"([{"kind": "ends_on", "dataset": "manholes", "tolerance_m": 30},
        {"kind": "falls", "upstream": "men", "downstream": "women", "only": {"name": "自然流下"}},
        {"kind": "slope", "slope": "rate", "upstream": "men", "downstream": "women", "length": "total"}])");
    CHECK(std::get<datasets::EndsCheck>(checks[0]).search == 30); // never less than what is near enough
    CHECK(std::get<datasets::FallCheck>(checks[1]).only.values == std::vector<std::string>{"自然流下"});
    CHECK(std::get<datasets::SlopeCheck>(checks[2]).length == "total");
    CHECK_THAT(complaint(R"([{"kind": "ends_on", "dataset": "a", "tolerance_m": 2, "search_m": 1}])"),
               StartsWith("checks[0].search_m: it is below"));
    CHECK_THAT(complaint(R"([{"kind": "ends_on", "dataset": "a", "upstream": "secret"}])"),
               StartsWith("checks[0].upstream: \"secret\" is no public field"));
    CHECK_THAT(
        complaint(R"([{"kind": "falls", "upstream": "men", "downstream": "women", "only": {"men": "1"}}])"),
        StartsWith("checks[0].only: \"men\" is no public text field"));
    CHECK_THAT(complaint(R"([{"kind": "falls", "upstream": "men", "downstream": "women", "only": "name"}])"),
               StartsWith("checks[0].only: expected one field"));
}

TEST_CASE("lengths and ends are checked of lines where they truly lie, and nowhere else", "[check_rules]")
{
    const char* const length = R"([{"kind": "length", "length": "total"}])";
    const datasets::GeometrySource points{datasets::ColumnGeometry{}};
    const datasets::GeometrySource none{datasets::NoGeometry{}};
    datasets::ColumnGeometry wkt;
    wkt.form = datasets::ColumnForm::wkt;
    CHECK(checks_of(length, datasets::GeometrySource{wkt}).size() == 1);
    CHECK_THAT(complaint(length, points), StartsWith("checks[0]: only lines"));
    CHECK_THAT(complaint(length, none), StartsWith("checks[0]: only lines"));
    CHECK_THAT(complaint(length, own_geometry, datasets::PrivacyRules{125, {}, false}),
               ContainsSubstring("blurred"));
    CHECK_THAT(complaint(R"([{"kind": "ends_on", "dataset": "a"}])", points),
               StartsWith("checks[0]: only lines"));
    const char* const slope =
        R"([{"kind": "slope", "slope": "rate", "upstream": "men", "downstream": "women"}])";
    CHECK_THAT(complaint(slope, points), StartsWith("checks[0]: only lines"));
}

#include "datasets/cql2.hpp"
#include "tests/datasets/cql2_examples.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace datasets;

namespace {

std::string complaint_of_text(const std::string& text)
{
    try {
        (void)parse_cql2_text(text);
    } catch (const FilterError& error) {
        return error.what();
    }
    return {};
}

std::string complaint_of_json(const std::string& json)
{
    try {
        (void)parse_cql2_json(json);
    } catch (const FilterError& error) {
        return error.what();
    }
    return {};
}

std::string repeated(const std::string& part, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += part;
    }
    return all;
}

} // namespace

TEST_CASE("the examples of the CQL2 standard are understood, as text and as JSON alike", "[cql2]")
{
    for (const auto& example : cql2_examples) {
        INFO(example.name << ": " << example.text);
        const auto text = parse_cql2_text(example.text);
        if (!example.json.empty()) {
            CHECK(text == parse_cql2_json(example.json));
        }
    }
}

TEST_CASE("AND binds more strongly than OR, and NOT than both", "[cql2]")
{
    CHECK(parse_cql2_text("a=1 OR b=2 AND NOT c=3") == parse_cql2_text("a=1 OR (b=2 AND (NOT c=3))"));
    CHECK(parse_cql2_text("a + b * c ^ d ^ e = 1") == parse_cql2_text("a + (b * (c ^ (d ^ e))) = 1"));
    CHECK(parse_cql2_text("a - b - c = 1") == parse_cql2_text("(a - b) - c = 1"));
    CHECK(parse_cql2_text("a NOT IN (1,2)") == parse_cql2_text("NOT a IN (1,2)"));
}

TEST_CASE("names and texts may be of any script, quoted or not", "[cql2]")
{
    CHECK(parse_cql2_text("名称='公園'") == parse_cql2_text("\"名称\" = '公園'"));
    CHECK(std::get<std::string>(std::get<Call>(parse_cql2_text("a='it''s'").node).arguments[1].node) ==
          "it's");
    CHECK(std::get<std::string>(std::get<Call>(parse_cql2_text(R"(a='it\'s')").node).arguments[1].node) ==
          "it's");
    CHECK(std::get<std::string>(std::get<Call>(parse_cql2_text(R"(a LIKE '5\%')").node).arguments[1].node) ==
          R"(5\%)");
    CHECK(std::get<Property>(std::get<Call>(parse_cql2_text("\"and\"=1").node).arguments[0].node).name ==
          "and");
}

TEST_CASE("a time becomes Japanese time, a day stays a day", "[cql2]")
{
    const auto instant = [](const std::string& literal) {
        return std::get<Instant>(std::get<Call>(parse_cql2_text("a=" + literal).node).arguments[1].node).text;
    };
    CHECK(instant("DATE('2026-04-01')") == "2026-04-01");
    CHECK(instant("TIMESTAMP('2026-04-01T00:30:00Z')") == "2026-04-01T09:30:00");
    CHECK(instant("TIMESTAMP('2026-04-01T00:30:00.5Z')") == "2026-04-01T09:30:00");
    CHECK(complaint_of_text("a=DATE('2026-02-30')") ==
          "character 8: expected a date such as '2026-04-01', came ''2026-02-30')'");
    CHECK_FALSE(complaint_of_text("a=DATE('2026-04-01T00:00:00Z')").empty());
    CHECK_FALSE(complaint_of_text("a=TIMESTAMP('2026-04-01')").empty());
}

TEST_CASE("a filter that is not CQL2 is refused with the place and what was expected", "[cql2]")
{
    CHECK(complaint_of_text("") ==
          "character 1: expected a property, a value or a condition, but the filter ends");
    CHECK(complaint_of_text("a=1 b") == "character 5: expected AND, OR or the end, came 'b'");
    CHECK(complaint_of_text("公園=") ==
          "character 4: expected a property, a value or a condition, but the filter ends");
    CHECK(complaint_of_text("a='公園") == "character 3: expected '…'; the second ' is missing, came ''公園'");
    CHECK(complaint_of_text("a IN (1,") ==
          "character 9: expected a property, a value or a condition, but the filter ends");
    CHECK(complaint_of_text("a NOT 1") == "character 7: expected LIKE, BETWEEN or IN after NOT, came '1'");
    CHECK(complaint_of_text("a=1e999") == "character 3: expected a number, came '1e999'");
    CHECK(complaint_of_text("AND a=1") ==
          "character 1: expected a property, a value or a condition, came 'AND a=1'");
    CHECK(complaint_of_text("S_INTERSECTS(geometry)") ==
          "character 1: S_INTERSECTS takes 2 arguments, came 1");
    CHECK(complaint_of_text("S_WITHIN(geometry, POLYGON((0 0, 1 0, 1 1)))") ==
          "character 28: a ring has at least 4 positions, and its last is its first");
    CHECK(complaint_of_text("S_WITHIN(geometry, BBOX(0,5,1,4))") ==
          "character 25: expected a box with south not above north");
    CHECK(complaint_of_json("{\"op\":") == "byte 7: expected JSON");
    CHECK(complaint_of_json(R"({"op":"=","args":[{"property":"a"},null]})") ==
          "filter.args[1]: expected an expression, came null");
    CHECK(complaint_of_json(R"({"op":"=","args":[1]})") == "filter.args: '=' takes 2 arguments, came 1");
    CHECK(complaint_of_json(R"({"foo":1})") ==
          "filter: expected an object with op, property, date, timestamp, interval, bbox or type");
    CHECK(complaint_of_json(R"({"op":"t_after","args":[{"property":"a"},{"date":"soon"}]})") ==
          "filter.args[1].date: expected a date such as 2026-04-01 or a time such as 2026-04-01T09:30:00Z, "
          "came 'soon'");
}

TEST_CASE("a filter that is too long, too deep or has too many parts is refused", "[cql2]")
{
    CHECK(complaint_of_text(repeated("(", 100) + "a=1" + repeated(")", 100)).find("deep") !=
          std::string::npos);
    CHECK(complaint_of_text(repeated("NOT ", 100) + "a=1").find("deep") != std::string::npos);
    CHECK(complaint_of_text("a=" + repeated("- ", 100) + "b").find("deep") != std::string::npos);
    CHECK(complaint_of_text("a=1" + repeated("+1", 100)).find("arithmetic") != std::string::npos);
    CHECK(complaint_of_text("a IN (1" + repeated(",1", 30'000) + ")").find("parts") != std::string::npos);
    CHECK(complaint_of_text("a='" + std::string(300'000, 'x') + "'").find("bytes long") != std::string::npos);
    CHECK(complaint_of_json(repeated("[", 50'000) + repeated("]", 50'000)).find("deep") != std::string::npos);
    CHECK(complaint_of_text("a IN (1" + repeated(",1", 5'000) + ")").empty());
}

TEST_CASE("positions of a filter in another CRS are turned into degrees, boxes edge by edge", "[cql2]")
{
    const ToLonLat tenth = [](double x, double y) { return LonLat{x / 10, y / 10}; };
    const auto shape = [](const Expression& filter) {
        return std::get<Shape>(std::get<Call>(filter.node).arguments[1].node);
    };
    const auto point = shape(parse_cql2_text("S_EQUALS(g, POINT(1350 350))", tenth));
    CHECK(std::get<Points<LonLat>>(point.parts.front()).points.front() == LonLat{135, 35});
    const auto box =
        shape(parse_cql2_json(R"({"op":"s_within","args":[{"property":"g"},{"bbox":[0,0,10,10]}]})", tenth));
    CHECK(box.boxes.empty());
    CHECK(bbox_of(box.parts.front()) == BBox{0, 0, 1, 1});
}

TEST_CASE("a box across 180 degrees is two", "[cql2]")
{
    const auto filter = parse_cql2_text("S_INTERSECTS(g, BBOX(170,-10,-170,10))");
    const auto& shape = std::get<Shape>(std::get<Call>(filter.node).arguments[1].node);
    CHECK(shape.boxes == std::vector<BBox>{{170, -10, 180, 10}, {-180, -10, -170, 10}});
}

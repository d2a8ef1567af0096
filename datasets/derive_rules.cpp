#include "datasets/derive_rules.hpp"

#include "datasets/json_reader.hpp"

#include <algorithm>
#include <array>

namespace datasets {

namespace {

/// The only member of an object that says one of several things.
void expect_one(const JsonReader& json, const char* ja, const char* en)
{
    if (json.value().size() != 1) {
        json.fail(ja, en);
    }
}

MeshCode read_mesh_code(const JsonReader& json)
{
    constexpr std::array sizes{125, 250, 500, 1000};
    const int metres = json.integer(0, 1000);
    if (std::find(sizes.begin(), sizes.end(), metres) == sizes.end()) {
        json.fail("125, 250, 500, 1000（m）のどれかを書いてください",
                  "expected 125, 250, 500 or 1000 (metres)");
    }
    return {metres};
}

CountWithin read_count_within(const JsonReader& json)
{
    json.allow_only({"dataset"});
    return {json.at("dataset").text()};
}

Rate read_rate(const JsonReader& json)
{
    json.allow_only({"count", "by", "per", "decimals"});
    return {json.at("count").text(), json.at("by").text(), json.number_or("per", 1, 0.001, 1'000'000'000),
            json.integer_or("decimals", 1, 0, 6)};
}

JoinedValue read_joined_value(const JsonReader& json)
{
    json.allow_only({"dataset", "key", "field"});
    return {read_join(json), json.at("field").text()};
}

void expect_type(const JsonReader& json, FieldType type, FieldType expected)
{
    if (type != expected) {
        const std::string name{to_string(expected)};
        json.fail("このように作る値の型は " + name + " です。\"type\" に " + name + " と書いてください",
                  "what is derived so is of the type " + name + "; say it (\"type\")");
    }
}

} // namespace

DerivedGeometry read_derived_geometry(const JsonReader& json)
{
    json.allow_only({"buffer_m", "point"});
    expect_one(json, R"("buffer_m" か "point" のどちらか一方を書いてください)",
               R"(say either "buffer_m" or "point")");
    if (json.has("buffer_m")) {
        return Buffer{json.at("buffer_m").number(1, 10'000)};
    }
    const std::string point = json.at("point").text();
    if (point != "on_surface" && point != "centroid") {
        json.at("point").fail("on_surface か centroid を書いてください", "expected on_surface or centroid");
    }
    return point == "on_surface" ? PointOf::surface : PointOf::centroid;
}

DerivedField read_derived_field(const JsonReader& json, FieldType type)
{
    json.allow_only({"mesh_code", "count_within", "rate", "join"});
    expect_one(json, R"("mesh_code", "count_within", "rate", "join" のどれか１つを書いてください)",
               R"(say one of "mesh_code", "count_within", "rate" and "join")");
    if (json.has("mesh_code")) {
        expect_type(json, type, FieldType::text);
        return read_mesh_code(json.at("mesh_code"));
    }
    if (json.has("count_within")) {
        expect_type(json, type, FieldType::integer);
        return read_count_within(json.at("count_within"));
    }
    if (json.has("rate")) {
        expect_type(json, type, FieldType::number);
        return read_rate(json.at("rate"));
    }
    return read_joined_value(json.at("join"));
}

} // namespace datasets

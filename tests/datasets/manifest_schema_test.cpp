#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/manifest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/json_schema.hpp"

#include <filesystem>
#include <functional>
#include <set>
#include <sstream>

using nlohmann::json;

namespace {

json read_json(const std::filesystem::path& path)
{
    return json::parse(datasets::read_file(path), nullptr, true, /*ignore_comments=*/true);
}

json schema() { return read_json(std::filesystem::path{SOURCE_ROOT} / "datasets/manifest.schema.json"); }

/// A manifest with every object that has keys of its own.
json everything()
{
    return json::parse(R"({"id": "a", "title": {"ja": "あ", "en": "a"}, "license": {"id": "CC-BY-4.0"},
        "source": {"files": [{"path": "a.csv"}], "labels": {"path": "l.csv", "from": "a", "to": "b"}},
        "geometry": {"from": "address", "columns": "a", "dataset": "towns", "fields": {"town": "t"}, "derive": {"point": "centroid"}}, "here": {"outside": {"ja": "x", "en": "x"}}, "tiles": {"pin": [{"field": "a", "values": "x"}]},
        "privacy": {"mesh": 125, "min_count": {"threshold": 3, "sums": [{"total": "d", "parts": ["b", "c"]}]}},
        "fields": [{"name": "a", "source": "a", "label": {"ja": "あ", "en": "a"}},
                   {"name": "d", "source": "d", "type": "integer", "label": {"ja": "え", "en": "d"}},
                   {"name": "b", "source": "b", "type": "integer", "label": {"ja": "い", "en": "b"}},
                   {"name": "c", "source": "c", "type": "integer", "label": {"ja": "う", "en": "c"}},
                   {"name": "m", "derive": {"mesh_code": 500}, "label": {"ja": "網", "en": "m"}},
                   {"name": "n", "derive": {"count_within": {"dataset": "n"}}, "type": "integer", "label": {"ja": "数", "en": "n"}},
                   {"name": "r", "derive": {"rate": {"count": "n", "by": "d"}}, "type": "number", "label": {"ja": "率", "en": "r"}},
                   {"name": "j", "derive": {"join": {"dataset": "j", "key": {"a": "a"}, "field": "f"}}, "label": {"ja": "結", "en": "j"}}]})");
}

/// The same with a check of each kind, for which lines must lie where they are.
json with_checks()
{
    json manifest = everything();
    manifest["geometry"] = {{"from", "source"}};
    manifest["privacy"].erase("mesh");
    manifest["checks"] = json::parse(R"([{"kind": "sum", "total": "d", "parts": ["b", "c"]},
        {"kind": "at_most", "field": "b", "limit": "d"}, {"kind": "rate", "rate": "b", "of": "c", "by": "d"},
        {"kind": "falls", "upstream": "b", "downstream": "c", "only": {"a": "1"}},
        {"kind": "slope", "slope": "d", "upstream": "b", "downstream": "c"}, {"kind": "length", "length": "b"},
        {"kind": "ends_on", "dataset": "points"}])");
    return manifest;
}

/// The keys that the parser says it knows at a place, when it meets one it does not know.
std::set<std::string> keys_of_parser(const std::string& place, json manifest = everything())
{
    manifest[json::json_pointer{place}]["unheard_of"] = 1;
    try {
        (void)datasets::parse_manifest(manifest.dump(), "test");
    } catch (const datasets::FormatError& error) {
        const std::string text = error.what();
        const std::string before = "unknown key \"unheard_of\"; known are: ";
        const auto at = text.find(before);
        REQUIRE(at != std::string::npos);
        std::istringstream list{text.substr(at + before.size())};
        std::set<std::string> keys;
        for (std::string key; std::getline(list, key, ',');) {
            keys.insert(key.substr(key.find_first_not_of(' ')));
        }
        return keys;
    }
    return {};
}

std::set<std::string> keys_of_schema(const std::string& place)
{
    std::set<std::string> keys;
    const json properties = schema().at(json::json_pointer{place}).at("properties");
    for (const auto& item : properties.items()) {
        keys.insert(item.key());
    }
    return keys;
}

std::vector<std::filesystem::path> manifests_in(const char* folder)
{
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator{std::filesystem::path{SOURCE_ROOT} / folder}) {
        if (entry.path().extension() == ".json" && read_json(entry.path()).is_object()) {
            paths.push_back(entry.path());
        }
    }
    return paths;
}

} // namespace

TEST_CASE("the manifest's schema has the keys that the parser knows, and no others", "[schema]")
{
    CHECK(datasets::parse_manifest(everything().dump(), "test").id == "a");
    const std::vector<std::pair<std::string, std::string>> places{
        {"", ""},
        {"/title", "/$defs/text"},
        {"/license", "/properties/license"},
        {"/source", "/properties/source"},
        {"/source/files/0", "/properties/source/properties/files/items"},
        {"/source/labels", "/properties/source/properties/labels"},
        {"/geometry", "/properties/geometry"},
        {"/geometry/derive", "/properties/geometry/properties/derive"},
        {"/geometry/fields", "/properties/geometry/properties/fields"},
        {"/fields/0", "/properties/fields/items"},
        {"/fields/4/derive", "/properties/fields/items/properties/derive"},
        {"/fields/5/derive/count_within",
         "/properties/fields/items/properties/derive/properties/count_within"},
        {"/fields/6/derive/rate", "/properties/fields/items/properties/derive/properties/rate"},
        {"/fields/7/derive/join", "/properties/fields/items/properties/derive/properties/join"},
        {"/privacy", "/properties/privacy"},
        {"/privacy/min_count", "/properties/privacy/properties/min_count"},
        {"/privacy/min_count/sums/0", "/properties/privacy/properties/min_count/properties/sums/items"},
        {"/here", "/properties/here"},
        {"/tiles", "/properties/tiles"},
        {"/tiles/pin/0", "/properties/tiles/properties/pin/items"}};
    for (const auto& [in_manifest, in_schema] : places) {
        CAPTURE(in_manifest);
        CHECK(keys_of_parser(in_manifest) == keys_of_schema(in_schema));
    }
    const std::size_t kinds = schema().at("/properties/checks/items/oneOf"_json_pointer).size();
    CHECK(with_checks().at("checks").size() == kinds);
    CHECK(schema_complaint(with_checks(), schema(), schema()).empty());
    for (std::size_t i = 0; i < kinds; ++i) {
        const std::string kind = std::to_string(i);
        CHECK(keys_of_parser("/checks/" + kind, with_checks()) ==
              keys_of_schema("/properties/checks/items/oneOf/" + kind));
    }
}

TEST_CASE("every manifest of the sample city and of the real data fits the schema, and names it", "[schema]")
{
    const json rules = schema();
    for (const char* folder : {"datasets/sample", "tests/real"}) {
        const auto paths = manifests_in(folder);
        REQUIRE_FALSE(paths.empty());
        for (const auto& path : paths) {
            const json manifest = read_json(path);
            CHECK(path.filename().string() + schema_complaint(manifest, rules, rules) ==
                  path.filename().string());
            const auto named = path.parent_path() / manifest.value("$schema", "");
            CHECK(std::filesystem::is_regular_file(named));
        }
    }
}

TEST_CASE("the schema allows the words that the parser allows", "[schema]")
{
    const json rules = schema();
    const auto try_words = [&](const std::string& place, const std::string& in_schema) {
        for (const json& word : rules.at(json::json_pointer{in_schema}).at("enum")) {
            json manifest = everything();
            manifest[json::json_pointer{place}] = word;
            CAPTURE(place, word);
            CHECK_NOTHROW(datasets::parse_manifest(manifest.dump(), "test"));
            manifest[json::json_pointer{place}] = word.is_string() ? json("unheard of") : json(7);
            CHECK_THROWS_AS(datasets::parse_manifest(manifest.dump(), "test"), datasets::FormatError);
            CHECK_FALSE(schema_complaint(manifest, rules, rules).empty());
        }
    };
    try_words("/source/encoding", "/properties/source/properties/encoding");
    try_words("/source/total_rows", "/properties/source/properties/total_rows");
    try_words("/geometry/missing", "/properties/geometry/properties/missing");
    try_words("/fields/0/type", "/properties/fields/items/properties/type");
    try_words("/geometry/derive/point", "/properties/geometry/properties/derive/properties/point");
    try_words("/fields/4/derive/mesh_code",
              "/properties/fields/items/properties/derive/properties/mesh_code");
    try_words("/privacy/mesh", "/properties/privacy/properties/mesh");
}

TEST_CASE("the schema says what a key is for in Japanese and English", "[schema]")
{
    const std::function<void(const json&, const std::string&)> visit = [&](const json& node,
                                                                           const std::string& at) {
        const json properties = node.value("properties", json::object());
        for (const auto& item : properties.items()) {
            CAPTURE(at, item.key());
            CHECK(item.value().value("description", "").find(" / ") != std::string::npos);
            visit(item.value(), at + "." + item.key());
        }
        const json kinds = node.value("oneOf", json::array());
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            visit(kinds[i], at + "(" + std::to_string(i) + ")");
        }
        if (node.contains("items")) {
            visit(node["items"], at + "[]");
        }
    };
    visit(schema(), "");
}

#include "datasets/geometry_rules.hpp"

#include "datasets/json_reader.hpp"

#include <algorithm>
#include <array>

namespace datasets {

namespace {

Notation read_notation(const JsonReader& json)
{
    const std::string name = json.text_or("notation", "decimal");
    if (name == "decimal") {
        return Notation::decimal;
    }
    if (name == "dms") {
        return Notation::dms;
    }
    if (name == "coded_dms") {
        return Notation::coded_dms;
    }
    json.at("notation")
        .fail("decimal, dms, coded_dms のどれかを書いてください", "expected decimal, dms or coded_dms");
}

ColumnGeometry read_column_geometry(const JsonReader& json)
{
    const int forms = json.has("lon") + json.has("position") + json.has("x") + json.has("wkt");
    if (forms > 1) {
        json.fail(
            "\"lon\" と \"lat\"、\"position\"、\"x\" と \"y\"、\"wkt\" のうち、１通りだけを書いてください",
            "say one of \"lon\" and \"lat\", \"position\", \"x\" and \"y\", and \"wkt\", not more");
    }
    ColumnGeometry columns;
    columns.notation = read_notation(json);
    if (json.has("position")) {
        const std::string order = json.at("order").text();
        if (order != "lat_lon" && order != "lon_lat") {
            json.at("order").fail("lat_lon か lon_lat を書いてください", "expected lat_lon or lon_lat");
        }
        columns.form = ColumnForm::pair;
        columns.pair = json.at("position").text();
        columns.lat_first = order == "lat_lon";
    } else if (json.has("x")) {
        columns.form = ColumnForm::plane;
        columns.north = json.at("x").text();
        columns.east = json.at("y").text();
    } else if (json.has("wkt")) {
        columns.form = ColumnForm::wkt;
        columns.wkt = json.at("wkt").text();
    } else {
        columns.lon = json.at("lon").text();
        columns.lat = json.at("lat").text();
    }
    return columns;
}

JoinGeometry read_join_geometry(const JsonReader& json)
{
    const std::string several = json.text_or("several", "first");
    if (several != "first" && several != "all") {
        json.at("several").fail("first か all を書いてください", "expected first or all");
    }
    return {read_join(json), several == "all"};
}

Extent read_extent(const JsonReader& json)
{
    json.allow_only({"dataset", "bbox", "margin_m", "outside"});
    Extent extent;
    if (json.has("dataset") == json.has("bbox")) {
        json.fail("\"dataset\" か \"bbox\" のどちらか一方を書いてください",
                  "say either \"dataset\" or \"bbox\"");
    }
    extent.dataset = json.text_or("dataset", "");
    if (json.has("bbox")) {
        const auto edges = json.at("bbox").elements();
        if (edges.size() != 4) {
            json.at("bbox").fail("西、南、東、北の端を、この順に度で書いてください",
                                 "expected west, south, east and north in degrees");
        }
        extent.bbox = BBox{edges[0].number(-180, 180), edges[1].number(-90, 90), edges[2].number(-180, 180),
                           edges[3].number(-90, 90)};
        if (extent.bbox.empty()) {
            json.at("bbox").fail("西、南、東、北の端を、この順に度で書いてください",
                                 "expected west, south, east and north in degrees");
        }
    }
    extent.margin_m = json.number_or("margin_m", 0, 0, 100'000);
    const std::string outside = json.text_or("outside", "warn");
    if (outside != "warn" && outside != "reject") {
        json.at("outside").fail("warn か reject を書いてください", "expected warn or reject");
    }
    extent.reject = outside == "reject";
    return extent;
}

} // namespace

GeometrySource read_geometry(const JsonReader& json)
{
    json.allow_only({"from", "lon",         "lat",           "notation", "position", "order",   "x",
                     "y",    "wkt",         "dataset",       "key",      "several",  "columns", "fields",
                     "area", "level_field", "minimum_level", "missing",  "within",   "derive"});
    GeometrySource geometry;
    const std::string from = json.at("from").text();
    if (from == "source") {
        geometry.from = OwnGeometry{};
    } else if (from == "none") {
        geometry.from = NoGeometry{};
    } else if (from == "columns") {
        geometry.from = read_column_geometry(json);
    } else if (from == "join") {
        geometry.from = read_join_geometry(json);
    } else if (from == "address") {
        geometry.from = read_address(json);
    } else {
        json.at("from").fail("source, columns, join, address, none のどれかを書いてください",
                             "expected source, columns, join, address or none");
    }
    const std::string missing = json.text_or("missing", "reject");
    if (missing != "reject" && missing != "publish") {
        json.at("missing").fail("reject か publish を書いてください", "expected reject or publish");
    }
    geometry.publish_missing = missing == "publish";
    if (json.has("within")) {
        geometry.within = read_extent(json.at("within"));
    }
    if (json.has("derive")) {
        geometry.derive = read_derived_geometry(json.at("derive"));
    }
    return geometry;
}

} // namespace datasets

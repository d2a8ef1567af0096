#include "api/request_tile.hpp"

#include "api/aggregate_question.hpp"
#include "api/conditions.hpp"
#include "api/problem.hpp"
#include "api/selected_rows.hpp"
#include "api/tile_format.hpp"
#include "datasets/digest.hpp"
#include "tiles/group_tile.hpp"
#include "tiles/gzip.hpp"
#include "tiles/index_place.hpp"
#include "tiles/index_tile.hpp"
#include "tiles/mlt_encoder.hpp"
#include "tiles/mvt_reader.hpp"
#include "tiles/options_of.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace api {

namespace {

using Json = nlohmann::ordered_json;
using datasets::Value;

/// Tile units are no longer whole world units beyond it.
constexpr int deepest_request = 20;

tiles::TileOptions options_of(const Snapshot& snapshot, const datasets::Deadline& deadline)
{
    auto options = tiles::options_of(snapshot.info.manifest.tiles);
    if (options.polygons == tiles::PolygonRule::automatic) {
        options.polygons = snapshot.index->features(deadline).is_coverage() ? tiles::PolygonRule::coverage
                                                                            : tiles::PolygonRule::scattered;
    }
    return options;
}

/// What lies in a tile's reach of the groups: cells as they are, areas as a zoom draws them.
datasets::Geometry<tiles::WorldPoint> shape_of(const tiles::RowGroup& group, const Grouping& by, int zoom)
{
    if (by.areas) {
        return tiles::at_zoom(by.areas->index->features().drawn(group.area), zoom);
    }
    const auto box = tiles::world_box(group.bbox);
    return datasets::Polygons<tiles::WorldPoint>{{{{{box.min_x, box.min_y},
                                                    {box.max_x, box.min_y},
                                                    {box.max_x, box.max_y},
                                                    {box.min_x, box.max_y},
                                                    {box.min_x, box.min_y}},
                                                   {}}}};
}

std::vector<Measure> measures_of(const AggregateQuestion& question)
{
    std::vector<Measure> measures{Measure::count};
    if (question.value) {
        measures.insert(measures.end(), {Measure::sum, Measure::mean, Measure::min, Measure::max});
    }
    if (question.denominator || question.area_denominator) {
        measures.push_back(Measure::rate);
    }
    measures.push_back(Measure::density);
    return measures;
}

std::string property_name(Measure measure)
{
    return measure == Measure::density ? "density_per_km2" : std::string{to_string(measure)};
}

Value whole_if_whole(double value)
{
    constexpr double exact = 9007199254740992; // 2^53
    return value == std::floor(value) && std::abs(value) < exact ? Value{static_cast<std::int64_t>(value)}
                                                                 : Value{value};
}

tiles::GroupFeature feature_of(const AggregateQuestion& question, const AggregateAnswer& answered,
                               const Snapshot& snapshot, std::size_t i, int zoom)
{
    const auto& group = answered.groups->groups[i];
    const auto& sums = answered.statistics->groups[i];
    const auto label = label_of(group, snapshot, question.by);
    tiles::GroupFeature feature{i + 1,
                                shape_of(group, question.by, zoom),
                                {{"key", group.key}, {"label_ja", label.ja}, {"label_en", label.en}}};
    for (const Measure measure : measures_of(question)) {
        if (const auto value = measure_of(measure, sums, group.area_m2)) {
            feature.properties.emplace_back(property_name(measure), whole_if_whole(*value));
        }
    }
    if (sums.suppressed) {
        feature.properties.emplace_back("suppressed", true);
    }
    return feature;
}

AggregateQuestion question_of(const Request& request, const Site& site, const Snapshot& snapshot)
{
    auto question = aggregate_question(request, site, snapshot);
    if (question.by.kind != Grouping::Kind::mesh && question.by.kind != Grouping::Kind::dataset) {
        throw Problem{400, "only a mesh or a dataset of areas can be drawn: by=mesh:500, by=dataset:ID",
                      "by"};
    }
    return question;
}

/// A tile as it was made, and compressed if it is so already.
struct MadeTile {
    std::string mvt{};
    std::string gzipped{};
};

MadeTile groups_tile(const Request& request, const Site& site, const Snapshot& snapshot, tiles::TileId tile)
{
    if (tile.z > deepest_request) {
        return {};
    }
    const auto question = question_of(request, site, snapshot);
    const auto answered = answer(question, snapshot, deadline_of(site));
    const auto options = tiles::options_of(snapshot.info.manifest.tiles);
    const auto window = tiles::window_of(tile, options);
    std::vector<tiles::GroupFeature> features;
    for (std::size_t i = 0; i < answered.groups->groups.size(); ++i) {
        if (is_told(question, answered.statistics->groups[i]) &&
            window.intersects(tiles::around(answered.groups->groups[i].bbox))) {
            features.push_back(feature_of(question, answered, snapshot, i, tile.z));
        }
    }
    return {tiles::encode_groups(features, tile, snapshot.id(), options), {}};
}

MadeTile features_tile(const Request& request, const Snapshot& snapshot, tiles::TileId tile,
                       const datasets::Deadline& deadline)
{
    const auto options = options_of(snapshot, deadline);
    if (tile.z < options.minzoom || tile.z > deepest_request) {
        return {};
    }
    const auto& index = snapshot.index->features(deadline);
    const auto near = tiles::rows_near(index, tile, options);
    const auto parameters = filter_parameters(request, snapshot.info);
    const auto rows =
        near ? rows_among(snapshot, parameters, *near, deadline) : rows_of(snapshot, parameters, deadline);
    auto encoded = tiles::encode_selected(index, *rows, tile, snapshot.id(), options, deadline);
    return {std::move(encoded.mvt), std::move(encoded.gzipped)};
}

/// What tells the tile's content from every other's, for its ETag, and whether its URL will always mean it.
struct TileName {
    std::string name{};
    bool pinned = false;
};

TileName name_of_tile(const Request& request, const Site& site, const Named& named, tiles::TileId tile)
{
    std::string name =
        named.snapshot->version() + '?' + filter_parameters(request, named.snapshot->info).name;
    bool pinned = named.pinned;
    if (request.parameter("by")) {
        const auto question = question_of(request, site, *named.snapshot);
        name += fmt::format("{}:{}&{}", to_string(question.by.kind), question.by.name, name_of(question));
        pinned = pinned && question.by.pinned;
    }
    return {fmt::format("{}-{}-{}-{}", datasets::sha256(name).substr(0, 24), tile.z, tile.x, tile.y), pinned};
}

/// The parameters of an aggregate as the tiles of a TileJSON repeat them.
constexpr std::array<std::string_view, 11> repeated{"filter",    "filter-lang", "filter-crs", "datetime",
                                                    "bbox",      "bbox-crs",    "q",          "value",
                                                    "numerator", "denominator", "measure"};

} // namespace

bool is_on_request(const Request& request)
{
    return std::ranges::any_of(on_request,
                               [&](std::string_view name) { return request.parameter(name).has_value(); });
}

const Named& only_dataset(const Tileset& tileset)
{
    if (tileset.datasets.size() != 1) {
        throw Problem{400, "a filter, a box, a time or a grouping is for the tiles of one dataset", ""};
    }
    return tileset.datasets.front();
}

Response request_tile(const Request& request, const Site& site, const Named& named, tiles::TileId tile)
{
    const auto format = tile_format(request);
    const bool compress = accepts_coding(request, "gzip");
    const auto [name, pinned] = name_of_tile(request, site, named, tile);
    Response response;
    response.set("Vary", "Accept, Accept-Encoding");
    response.set("ETag", fmt::format("\"{}{}{}\"", name, format == TileFormat::mlt ? "-mlt" : "",
                                     compress ? "" : "-i"));
    set_caching(response, pinned);
    if (apply_conditions(request, response).status == 304) { // known already: it need not be made
        return response;
    }
    auto made = request.parameter("by") ? groups_tile(request, site, *named.snapshot, tile)
                                        : features_tile(request, *named.snapshot, tile, deadline_of(site));
    response.tile = made.mvt.empty() ? "empty" : "made";
    if (made.mvt.empty()) {
        response.status = 204;
        return response;
    }
    response.set("Content-Type", std::string{media_type(format)}); // what is empty has none
    if (format == TileFormat::mlt) {
        made = {tiles::encode_mlt(tiles::read_mvt(made.mvt)), {}};
    }
    if (compress) {
        response.set("Content-Encoding", "gzip");
    }
    response.body = body_of(!compress              ? std::move(made.mvt)
                            : made.gzipped.empty() ? tiles::gzip(made.mvt, tiles::Packing::passing)
                                                   : std::move(made.gzipped));
    return response;
}

void change_tilejson(Json& document, const Request& request, const Site& site, const Named& named)
{
    const Snapshot& snapshot = *named.snapshot;
    std::string query;
    for (const std::string_view name : repeated) {
        if (const auto value = request.parameter(name)) {
            query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, percent_encode(*value));
        }
    }
    document["machizu:selected"] =
        rows_of(snapshot, filter_parameters(request, snapshot.info), deadline_of(site))->count();
    document.erase("machizu:zooms"); // of all features
    if (request.parameter("by")) {
        const auto question = question_of(request, site, snapshot);
        query +=
            fmt::format("{}by={}", query.empty() ? '?' : '&',
                        percent_encode(fmt::format("{}:{}", to_string(question.by.kind), question.by.name)));
        Json fields = {{"key", "String"}, {"label_ja", "String"}, {"label_en", "String"}};
        for (const Measure measure : measures_of(question)) {
            fields[property_name(measure)] = "Number";
        }
        fields["suppressed"] = "Boolean";
        document["minzoom"] = 0;
        document["vector_layers"] = Json::array({{{"id", snapshot.id()},
                                                  {"description", ""},
                                                  {"minzoom", 0},
                                                  {"maxzoom", document["maxzoom"]},
                                                  {"fields", fields}}});
    }
    for (auto& url : document["tiles"]) {
        std::string text = url;
        if (text.find('?') != std::string::npos && !query.empty()) {
            query.front() = '&';
        }
        url = text + query;
    }
}

} // namespace api

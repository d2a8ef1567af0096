#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "tiles/gzip.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

/// Far above what the tiler makes; a damaged archive must not fill the memory.
constexpr std::size_t largest_tile = 32 << 20;

std::optional<std::uint32_t> number(std::string_view text)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

tiles::TileId tile_id(std::string_view z, std::string_view x, std::string_view y)
{
    if (y.ends_with(".mvt") || y.ends_with(".pbf")) { // as many clients write it
        y.remove_suffix(4);
    }
    const auto zoom = number(z);
    const auto column = number(x);
    const auto row = number(y);
    if (zoom && column && row && *zoom <= static_cast<std::uint32_t>(tiles::deepest_zoom)) {
        const tiles::TileId id{static_cast<int>(*zoom), *column, *row};
        if (tiles::is_valid(id)) {
            return id;
        }
    }
    throw Problem{404, fmt::format("there is no tile {}/{}/{}", z, x, y), ""};
}

const tiles::PmtilesReader& tiles_of(const Snapshot& snapshot)
{
    if (!snapshot.tiles) {
        throw Problem{404, fmt::format("'{}' has no positions, therefore no tiles", snapshot.id()), ""};
    }
    return *snapshot.tiles;
}

/// Viewers write an attribution as HTML.
std::string escape_html(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped.push_back(c);
        }
    }
    return escaped;
}

} // namespace

Response tilejson(const Request& request, const Site& site, std::string_view file)
{
    if (!file.ends_with(".json")) {
        throw Problem{404, fmt::format("there is no '{}' here; a TileJSON is {{dataset}}.json", file), ""};
    }
    const auto named = find_dataset(site, file.substr(0, file.size() - 5));
    const auto& snapshot = *named.snapshot;
    const auto& reader = tiles_of(snapshot);
    const auto& header = reader.header();
    const auto metadata = Json::parse(reader.metadata());
    const auto language = language_of(request);
    const auto& manifest = snapshot.info.manifest;
    Json document = {
        {"tilejson", "3.0.0"},
        {"id", snapshot.id()},
        {"name", in(language, manifest.title)},
        {"description", in(language, manifest.description)},
        {"version", "1.0.0"},
        {"attribution", escape_html(in(language, manifest.attribution))},
        {"scheme", "xyz"},
        {"tiles",
         {fmt::format("{}/tiles/{}@{}/{{z}}/{{x}}/{{y}}", base_url(request, site), snapshot.id(),
                      snapshot.version())}},
        {"minzoom", header.minzoom},
        {"maxzoom", header.maxzoom},
        {"bounds",
         {header.bounds.min_lon, header.bounds.min_lat, header.bounds.max_lon, header.bounds.max_lat}},
        {"center", {header.center.lon, header.center.lat, header.center_zoom}},
        {"vector_layers", metadata.value("vector_layers", Json::array())}};
    // What was clustered and left out at each zoom: absence in a tile is not absence in the town.
    if (const auto zooms = metadata.find("machizu:zooms"); zooms != metadata.end()) {
        document["machizu:zooms"] = *zooms;
    }
    auto response = json_response(document);
    set_caching(response, named.pinned);
    return response;
}

Response vector_tile(const Request& request, const Site& site, std::string_view dataset, std::string_view z,
                     std::string_view x, std::string_view y)
{
    const auto named = find_dataset(site, dataset);
    const auto id = tile_id(z, x, y);
    const auto& reader = tiles_of(*named.snapshot);
    Response response;
    set_caching(response, named.pinned);
    response.set("Vary", "Accept-Encoding");
    const auto stored = reader.tile(id);
    response.tile = stored ? "stored" : "empty";
    if (!stored) {
        response.status = 204;
        return response;
    }
    const bool stored_gzip = reader.header().tile_compression == tiles::pmtiles::Compression::gzip;
    const bool send_stored = !stored_gzip || accepts_coding(request, "gzip");
    // One strong ETag a representation (RFC 9110 section 8.8.3.3).
    response.set("ETag", fmt::format("\"{}-{}-{}-{}{}\"", named.snapshot->version(), id.z, id.x, id.y,
                                     send_stored ? "" : "-i"));
    response.set("Content-Type", "application/vnd.mapbox-vector-tile");
    if (send_stored) {
        if (stored_gzip) {
            response.set("Content-Encoding", "gzip");
        }
        response.body =
            SharedBytes{named.snapshot, {reinterpret_cast<const char*>(stored->data()), stored->size()}};
    } else {
        response.body = body_of(tiles::gunzip(*stored, largest_tile));
    }
    return response;
}

} // namespace api

#include "api/tile_answer.hpp"

#include "api/conditions.hpp"
#include "api/problem.hpp"
#include "api/tile_format.hpp"
#include "datasets/digest.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mlt_encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace api {

namespace {

/// Far above what the tiler makes; a damaged archive must not fill the memory.
constexpr std::size_t largest_tile = 32 << 20;

std::optional<std::uint32_t> number(std::string_view text)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

using Stored = std::span<const std::byte>;

bool is_gzip(const Snapshot& snapshot)
{
    return snapshot.tiles->header().tile_compression == tiles::pmtiles::Compression::gzip;
}

std::string unpacked(const Snapshot& snapshot, Stored stored)
{
    return is_gzip(snapshot) ? tiles::gunzip(stored, largest_tile)
                             : std::string(reinterpret_cast<const char*>(stored.data()), stored.size());
}

/// What tells this tile's content from any other's, in any format.
std::string content_tag(const Tileset& tileset, tiles::TileId id)
{
    std::string versions = tileset.datasets.front().snapshot->version();
    if (tileset.datasets.size() > 1) {
        std::string all;
        for (const auto& [snapshot, pinned] : tileset.datasets) {
            all += snapshot->id() + '@' + snapshot->version() + ',';
        }
        constexpr std::size_t enough = 16; // 64 bits
        versions = datasets::sha256(all).substr(0, enough);
    }
    return fmt::format("{}-{}-{}-{}", versions, id.z, id.x, id.y);
}

/// One strong ETag a representation (RFC 9110 section 8.8.3.3).
void describe(Response& response, const std::string& content, TileFormat format, bool gzip)
{
    response.set("ETag", fmt::format("\"{}{}{}\"", content, format == TileFormat::mlt ? "-mlt" : "",
                                     gzip ? "" : "-i"));
    response.set("Content-Type", std::string{media_type(format)});
    if (gzip) {
        response.set("Content-Encoding", "gzip");
    }
}

/// True if the client has this very representation; then it need not be made. `apply_conditions` makes it a 304.
bool is_known(const Request& request, const Response& response)
{
    const auto known = request.header("if-none-match");
    return known && known->find(*response.header("etag")) != std::string_view::npos;
}

} // namespace

bool Tileset::pinned() const { return std::ranges::all_of(datasets, &Named::pinned); }

int Tileset::minzoom() const
{
    int zoom = tiles::deepest_zoom;
    for (const auto& named : datasets) {
        zoom = std::min(zoom, named.snapshot->tiles->header().minzoom);
    }
    return zoom;
}

int Tileset::maxzoom() const
{
    int zoom = tiles::deepest_zoom;
    for (const auto& named : datasets) {
        zoom = std::min(zoom, named.snapshot->tiles->header().maxzoom);
    }
    return zoom;
}

datasets::BBox Tileset::bounds() const
{
    datasets::BBox all;
    for (const auto& named : datasets) {
        all.extend(named.snapshot->tiles->header().bounds);
    }
    return all;
}

Tileset find_tileset(const Site& site, std::string_view names)
{
    Tileset tileset;
    for (const auto name : split_list(names, ',')) {
        auto named = find_dataset(site, name);
        if (!named.snapshot->tiles) {
            throw Problem{404, fmt::format("'{}' has no positions, therefore no tiles", named.snapshot->id()),
                          ""};
        }
        const auto same = [&](const Named& other) { return other.snapshot->id() == named.snapshot->id(); };
        if (std::ranges::any_of(tileset.datasets, same)) {
            throw Problem{
                400, fmt::format("'{}' is named twice; a tile has each layer once", named.snapshot->id()),
                ""};
        }
        tileset.datasets.push_back(std::move(named));
    }
    if (tileset.datasets.empty()) {
        throw Problem{404, fmt::format("'{}' names no dataset", names), ""};
    }
    return tileset;
}

Tileset all_datasets(const Site& site)
{
    Tileset tileset;
    for (const auto& [id, snapshot] : site.catalogue.current()->datasets) {
        if (snapshot->tiles) {
            tileset.datasets.push_back({snapshot, false});
        }
    }
    return tileset;
}

tiles::TileId tile_id(std::string_view z, std::string_view x, std::string_view y)
{
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

bool makes_tile(const Request& request)
{
    return request.path.find(',') != std::string::npos || !request.query.empty() || names_mlt(request);
}

Response tile_answer(const Request& request, const Tileset& tileset, tiles::TileId id)
{
    const auto format = tile_format(request);
    Response response;
    set_caching(response, tileset.pinned());
    response.set("Vary", "Accept, Accept-Encoding");
    std::vector<std::pair<const Named*, Stored>> parts;
    for (const auto& named : tileset.datasets) {
        if (const auto stored = named.snapshot->tiles->tile(id)) {
            parts.emplace_back(&named, *stored);
        }
    }
    if (parts.empty()) {
        response.status = 204;
        response.tile = "empty";
        return response;
    }
    response.tile = format == TileFormat::mlt ? "mlt" : tileset.datasets.size() > 1 ? "merged" : "stored";
    const bool gzip = accepts_coding(request, "gzip");
    const auto content = content_tag(tileset, id);
    if (format == TileFormat::mvt && tileset.datasets.size() == 1) {
        const auto& [named, stored] = parts.front();
        const bool as_stored = gzip || !is_gzip(*named->snapshot);
        describe(response, content, format, gzip && is_gzip(*named->snapshot));
        response.body = as_stored
                            ? Body{SharedBytes{named->snapshot,
                                               {reinterpret_cast<const char*>(stored.data()), stored.size()}}}
                            : body_of(unpacked(*named->snapshot, stored));
        return response;
    }
    describe(response, content, format, gzip);
    if (is_known(request, response)) {
        return response;
    }
    std::string tile; // a tile is its layers one after the other
    for (const auto& [named, stored] : parts) {
        tile += unpacked(*named->snapshot, stored);
    }
    if (format == TileFormat::mlt) {
        tile = tiles::encode_mlt(tiles::read_mvt(tile));
    }
    response.body = body_of(gzip ? tiles::gzip(tile, tiles::Packing::passing) : std::move(tile));
    return response;
}

} // namespace api

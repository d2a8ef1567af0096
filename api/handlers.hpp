#pragma once

#include "api/http.hpp"
#include "api/site.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What answers a URL: functions from a request to a response. `dataset` is as the URL has it, `parks` or `parks@version`.
/// All throw Problem where the client asked wrongly, and datasets' errors where a file fails.
namespace api {

/// OGC API Features 1.0, section 7.2: links to everything.
[[nodiscard]] Response landing(const Request& request, const Site& site);

/// Section 7.4.
[[nodiscard]] std::vector<std::string> conformance_classes(); ///< as URIs
[[nodiscard]] Response conformance();

/// Sections 7.13 and 7.14; the member `machizu` is described in this folder's README.
[[nodiscard]] Response collections(const Request& request, const Site& site);
[[nodiscard]] Response collection(const Request& request, const Site& site, std::string_view dataset);

/// Section 7.15: a page of features. The link `next` holds the version, so that a publish between two pages neither repeats nor
/// skips a feature.
[[nodiscard]] Response items(const Request& request, const Site& site, std::string_view dataset);

/// All features that fit, as a file, whatever its size: CSV, GeoJSON, GeoJSON text sequence.
[[nodiscard]] Response export_items(const Request& request, const Site& site, std::string_view dataset);

/// What was added, changed and removed since an older version, by key: JSON, CSV, Atom.
[[nodiscard]] Response changes(const Request& request, const Site& site, std::string_view dataset);

/// As JSON Schema: what features can be asked for by (OGC API Features Part 3), sorted by, and what they are like (Part 5).
[[nodiscard]] Response queryables(const Request& request, const Site& site, std::string_view dataset);
[[nodiscard]] Response sortables(const Request& request, const Site& site, std::string_view dataset);
[[nodiscard]] Response schema(const Request& request, const Site& site, std::string_view dataset);

/// Section 7.16.
[[nodiscard]] Response item(const Request& request, const Site& site, std::string_view dataset,
                            std::string_view feature);

/// Counts, sums, means and rates by a field, a mesh, the areas of a dataset or a time, of the features that a filter selects.
[[nodiscard]] Response aggregate(const Request& request, const Site& site, std::string_view dataset);

/// Features of all datasets by text, as `search_hits.hpp` tells.
[[nodiscard]] Response search(const Request& request, const Site& site);

/// What the datasets say of a place, `lon` and `lat`, in sentences (`here.hpp`).
[[nodiscard]] Response here(const Request& request, const Site& site);
[[nodiscard]] datasets::LonLat place_parameter(const Request& request);

/// TileJSON 3.0.0. `file` is `parks.json`, or `parks,bus-stops.json` for tiles with the layers of several datasets.
[[nodiscard]] Response tilejson(const Request& request, const Site& site, std::string_view file);

/// A tile of WebMercatorQuad: as stored (MVT in gzip), or decompressed for a client without gzip, or as MapLibre Tile. `datasets`
/// is `parks`, or `parks,bus-stops`. 204 if nothing is there.
[[nodiscard]] Response vector_tile(const Request& request, const Site& site, std::string_view datasets,
                                   std::string_view z, std::string_view x, std::string_view y);

/// OGC API Tiles 1.0: the tilesets of a collection (there is one), what it is, and its tiles.
[[nodiscard]] Response tilesets(const Request& request, const Site& site, std::string_view dataset);
[[nodiscard]] Response tileset(const Request& request, const Site& site, std::string_view dataset,
                               std::string_view matrix_set);
[[nodiscard]] Response tileset_tile(const Request& request, const Site& site, std::string_view dataset,
                                    std::string_view matrix_set, std::string_view matrix,
                                    std::string_view row, std::string_view column);

/// The same for all collections together, or those of the parameter `collections`.
[[nodiscard]] Response tilesets(const Request& request, const Site& site);
[[nodiscard]] Response tileset(const Request& request, const Site& site, std::string_view matrix_set);
[[nodiscard]] Response tileset_tile(const Request& request, const Site& site, std::string_view matrix_set,
                                    std::string_view matrix, std::string_view row, std::string_view column);

/// OGC Two Dimensional Tile Matrix Set 2.0: the one that is used, WebMercatorQuad.
[[nodiscard]] Response tile_matrix_sets(const Request& request, const Site& site);
[[nodiscard]] Response tile_matrix_set(const Request& request, std::string_view id);

/// A file of the snapshot: `parks.csv`, `parks@version.csv`. Ranges; the ETag is its SHA-256.
[[nodiscard]] Response download(const Site& site, std::string_view file);

/// A file of the viewer. Without a viewer, `index.html` is a page that leads to the API.
[[nodiscard]] Response viewer_file(const Request& request, const Site& site, std::string_view folder,
                                   std::string_view name);

/// The process answers.
[[nodiscard]] Response alive();

/// What is served, by version, and what is published but cannot be. 503 if a visitor should be sent to another server: nothing is
/// published yet, files of what is served have gone, or this one is stopping.
[[nodiscard]] Response ready(const Site& site);

/// What this server counts, for Prometheus. 404 where nobody counts.
[[nodiscard]] Response metrics(const Request& request, const Site& site);

} // namespace api

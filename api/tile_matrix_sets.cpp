#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/tilesets.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>
#include <string>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto title = "Google Maps Compatible for the World";

/// Annex D.1 of 17-083r4 goes to zoom 24; so do our numbers. Machizu's own tiles end before.
constexpr int last_matrix = 24;

Json matrix(int zoom)
{
    constexpr double radius = 6378137.0; // of EPSG:3857, metres
    constexpr double half = std::numbers::pi * radius;
    constexpr int cells = 256;
    constexpr double pixel = 0.00028; // metres, section 6.1
    const auto across = std::uint64_t{1} << zoom;
    const double cell = 2 * half / cells / static_cast<double>(across);
    return {{"id", std::to_string(zoom)},
            {"scaleDenominator", cell / pixel},
            {"cellSize", cell},
            {"cornerOfOrigin", "topLeft"},
            {"pointOfOrigin", {-half, half}},
            {"tileWidth", cells},
            {"tileHeight", cells},
            {"matrixWidth", across},
            {"matrixHeight", across}};
}

Json about()
{
    return {{"id", web_mercator_quad},
            {"title", title},
            {"uri", web_mercator_quad_uri},
            {"crs", web_mercator_crs}};
}

} // namespace

void check_matrix_set(std::string_view id)
{
    if (id != web_mercator_quad) {
        throw Problem{
            404, fmt::format("there is no tile matrix set '{}' here, only {}", id, web_mercator_quad), ""};
    }
}

Response tile_matrix_sets(const Request& request, const Site& site)
{
    check_fixed(request, "f", {"json"});
    auto entry = about();
    entry["links"] = {link(base_url(request, site) + "/api/tileMatrixSets/" + std::string{web_mercator_quad},
                           "self", json_type, title)};
    return json_response({{"tileMatrixSets", {std::move(entry)}}});
}

Response tile_matrix_set(const Request& request, std::string_view id)
{
    check_matrix_set(id);
    check_fixed(request, "f", {"json"});
    auto document = about();
    document["orderedAxes"] = {"X", "Y"};
    document["wellKnownScaleSet"] = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible";
    Json matrices = Json::array();
    for (int zoom = 0; zoom <= last_matrix; ++zoom) {
        matrices.push_back(matrix(zoom));
    }
    document["tileMatrices"] = std::move(matrices);
    return json_response(document);
}

} // namespace api

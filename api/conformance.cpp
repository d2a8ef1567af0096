#include "api/handlers.hpp"
#include "api/links.hpp"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace api {

std::vector<std::string> conformance_classes()
{
    std::vector<std::string> classes;
    const auto add = [&](const std::string& specification, std::initializer_list<const char*> names) {
        for (const auto* name : names) {
            classes.push_back("http://www.opengis.net/spec/" + specification + "/conf/" + name);
        }
    };
    add("ogcapi-features-1/1.0", {"core", "oas30", "html", "geojson"});
    add("ogcapi-features-2/1.0", {"crs"});
    add("ogcapi-features-3/1.0", {"queryables", "queryables-query-parameters", "filter", "features-filter"});
    add("ogcapi-features-5/1.0",
        {"schemas", "core-roles-features", "returnables-and-receivables", "queryables", "sortables"});
    add("cql2/1.0", {"cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators",
                     "case-insensitive-comparison", "accent-insensitive-comparison",
                     "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions",
                     "temporal-functions", "property-property", "arithmetic"});
    add("ogcapi-tiles-1/1.0", {"core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets",
                               "collections-selection", "mvt", "oas30"});
    return classes;
}

Response conformance() { return json_response({{"conformsTo", conformance_classes()}}); }

} // namespace api

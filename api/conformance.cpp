#include "api/handlers.hpp"
#include "api/links.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response conformance()
{
    return json_response({{"conformsTo",
                           {"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/collections-selection",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
                            "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30"}}});
}

} // namespace api

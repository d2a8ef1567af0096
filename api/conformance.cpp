#include "api/handlers.hpp"
#include "api/links.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response conformance()
{
    return json_response({{"conformsTo",
                           {"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"}}});
}

} // namespace api

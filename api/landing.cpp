#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/resource_links.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response landing(const Request& request, const Site& site)
{
    const auto language = language_of(request);
    const bool ja = language == Language::ja;
    return json_response(
        {{"title", ja ? "街図 (Machizu)" : "Machizu"},
         {"description", ja ? "市のデータの地図サーバー" : "A map server for a city's own data"},
         {"links", landing_links(base_url(request, site), language)}});
}

} // namespace api

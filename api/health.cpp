#include "api/handlers.hpp"

#include <nlohmann/json.hpp>

namespace api {

Response alive()
{
    auto response = make_response(200, "application/json", R"({"status":"ok"})");
    response.set("Cache-Control", "no-store");
    return response;
}

Response ready(const Site& site)
{
    const auto catalogue = site.catalogue.current();
    nlohmann::ordered_json versions = nlohmann::ordered_json::object();
    for (const auto& [id, snapshot] : catalogue->datasets) {
        versions[id] = snapshot->version();
    }
    const bool any = !versions.empty();
    const nlohmann::ordered_json document = {{"status", any ? "ok" : "nothing is published yet"},
                                             {"datasets", versions}};
    auto response = make_response(any ? 200 : 503, "application/json", document.dump());
    response.set("Cache-Control", "no-store");
    return response;
}

} // namespace api

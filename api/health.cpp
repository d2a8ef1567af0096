#include "api/handlers.hpp"
#include "api/problem.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <system_error>

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
    nlohmann::ordered_json missing = nlohmann::ordered_json::array();
    for (const auto& [id, snapshot] : catalogue->datasets) {
        versions[id] = snapshot->version();
        std::error_code
            error; // a deleted file stays readable to who has it open; the next connection would fail
        if (!std::filesystem::exists(snapshot->folder / "features.gpkg", error)) {
            missing.push_back(id);
        }
    }
    const bool stopping = site.is_stopping && site.is_stopping();
    const char* status = stopping           ? "stopping"
                         : versions.empty() ? "nothing is published yet"
                         : !missing.empty() ? "files of what is served are missing"
                                            : "ok";
    nlohmann::ordered_json document = {{"status", status}, {"datasets", versions}};
    if (!missing.empty()) {
        document["missing"] = missing;
    }
    if (const auto troubles = site.catalogue.troubles(); !troubles.empty()) {
        document["troubles"] = troubles; // published and not served; older versions of them may be
    }
    const bool is_ready = !stopping && !versions.empty() && missing.empty();
    auto response = make_response(is_ready ? 200 : 503, "application/json", document.dump());
    response.set("Cache-Control", "no-store");
    return response;
}

Response metrics(const Request& request, const Site& site)
{
    if (!site.metrics) {
        throw Problem{404, "this server does not count", ""};
    }
    return site.metrics(request);
}

} // namespace api

#include "api/links.hpp"

#include "datasets/digest.hpp"

#include <nlohmann/json.hpp>

namespace api {

std::string base_url(const Request& request, const Site& site)
{
    if (!site.public_url.empty()) {
        return site.public_url;
    }
    // A proxy may append: the first is what the visitor sees.
    const auto first = [&](std::string_view name) {
        const auto list = split_list(request.header(name).value_or(""), ',');
        return list.empty() ? std::string_view{} : list.front();
    };
    const auto forwarded_host = first("x-forwarded-host");
    const auto host = !forwarded_host.empty() && is_host(forwarded_host)
                          ? forwarded_host
                          : request.header("host").value_or("localhost");
    const bool https = first("x-forwarded-proto") == "https";
    return (https ? "https://" : "http://") + std::string(host.empty() ? "localhost" : host);
}

nlohmann::ordered_json link(std::string href, std::string_view rel, std::string_view type,
                            std::string_view title)
{
    nlohmann::ordered_json json = {{"href", std::move(href)}, {"rel", rel}};
    if (!type.empty()) {
        json["type"] = type;
    }
    if (!title.empty()) {
        json["title"] = title;
    }
    return json;
}

const std::string& in(Language language, const datasets::LocalText& text)
{
    const auto& wanted = language == Language::ja ? text.ja : text.en;
    const auto& other = language == Language::ja ? text.en : text.ja;
    return wanted.empty() ? other : wanted;
}

nlohmann::ordered_json both(const datasets::LocalText& text) { return {{"ja", text.ja}, {"en", text.en}}; }

Response json_response(const nlohmann::ordered_json& document, std::string_view content_type)
{
    auto text = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    const auto etag = '"' + datasets::sha256(text).substr(0, 24) + '"';
    auto response = make_response(200, content_type, std::move(text));
    response.set("ETag", etag).set("Cache-Control", "no-cache").set("Vary", "Accept-Language");
    return response;
}

} // namespace api

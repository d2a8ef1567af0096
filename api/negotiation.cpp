#include "api/negotiation.hpp"

#include "api/links.hpp"
#include "api/problem.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace api {

namespace {

std::string_view without_parameters(std::string_view type) { return trim(type.substr(0, type.find(';'))); }

/// How specifically a range of Accept names the type: 3 itself, 2 "text/*", 1 "*/*", 0 not.
int specificity(std::string_view range, std::string_view type)
{
    if (equals_ignoring_case(range, type)) {
        return 3;
    }
    const auto slash = type.find('/');
    if (range.ends_with("/*") &&
        equals_ignoring_case(range.substr(0, range.size() - 1), type.substr(0, slash + 1))) {
        return 2;
    }
    return range == "*/*" ? 1 : 0;
}

/// The most specific range decides.
int quality_of(const std::vector<Weighted>& accept, std::string_view type)
{
    int best = 0;
    int quality = 0;
    for (const auto& [range, q] : accept) {
        if (const int how = specificity(range, type); how > best) {
            best = how;
            quality = q;
        }
    }
    return quality;
}

int quality_of(const std::vector<Weighted>& accept, const Format& format)
{
    int quality = quality_of(accept, without_parameters(format.media_type));
    for (const auto type : format.types) {
        quality = std::max(quality, quality_of(accept, type));
    }
    return quality;
}

bool is_called(const Format& format, std::string_view name)
{
    return format.name == name ||
           std::find(format.also.begin(), format.also.end(), name) != format.also.end();
}

} // namespace

const Format& negotiate(const Request& request, std::span<const Format> offered)
{
    if (const auto name = request.parameter("f")) {
        const auto found = std::find_if(offered.begin(), offered.end(),
                                        [&](const Format& it) { return is_called(it, *name); });
        if (found == offered.end()) {
            std::vector<std::string_view> names;
            std::transform(offered.begin(), offered.end(), std::back_inserter(names),
                           [](const Format& it) { return it.name; });
            throw Problem{400, fmt::format("f must be {}, not '{}'", fmt::join(names, " or "), *name), "f"};
        }
        return *found;
    }
    const auto accept = weighted_list(request.header("accept").value_or("*/*"));
    const Format* best = &offered.front();
    int most = 0;
    for (const auto& format : offered) {
        if (const int quality = quality_of(accept, format); quality > most) {
            most = quality;
            best = &format;
        }
    }
    return *best;
}

void set_vary(Response& response) { response.set("Vary", "Accept, Accept-Language"); }

std::string href_as(const Request& request, const std::string& base, std::string_view name)
{
    std::string href = base + request.path;
    char separator = '?';
    for (const auto& [key, value] : request.query) {
        if (key != "f") {
            href += separator + percent_encode(key) + '=' + percent_encode(value);
            separator = '&';
        }
    }
    return href + separator + "f=" + std::string(name);
}

nlohmann::ordered_json format_links(const Request& request, const std::string& base,
                                    std::span<const Format> offered, const Format& chosen)
{
    auto links = nlohmann::ordered_json::array();
    links.push_back(link(href_as(request, base, chosen.name), "self", chosen.media_type));
    for (const auto& format : offered) {
        if (&format != &chosen) {
            links.push_back(link(href_as(request, base, format.name), "alternate", format.media_type));
        }
    }
    return links;
}

} // namespace api

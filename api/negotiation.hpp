#pragma once

#include "api/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which of several representations of a resource a client gets: `f=`, else Accept (RFC 9110 section 12.5.1).
namespace api {

/// A representation that a resource offers.
struct Format {
    std::string_view name{};              ///< of `f`, such as "json"
    std::string_view media_type{};        ///< as the answer has it
    std::vector<std::string_view> also{}; ///< other names of `f`
    std::vector<std::string_view>
        types{}; ///< other media types in Accept that mean it, such as application/json for GeoJSON
};

/// The one asked for by `f`, else the one that Accept wants most; of several alike, and if Accept wants none, the first.
/// Throws Problem (400) if `f` names none of them.
[[nodiscard]] const Format& negotiate(const Request& request, std::span<const Format> offered);

/// Says that the answer would be another for another Accept or Accept-Language.
void set_vary(Response& response);

/// The request's own URL below `base`, with `f` set to `name`: every parameter but `f` stays.
[[nodiscard]] std::string href_as(const Request& request, const std::string& base, std::string_view name);

/// Links to the resource itself in the format that was chosen (`self`), and in the others (`alternate`).
[[nodiscard]] nlohmann::ordered_json format_links(const Request& request, const std::string& base,
                                                  std::span<const Format> offered, const Format& chosen);

} // namespace api

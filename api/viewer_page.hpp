#pragma once

#include "api/http.hpp"
#include "api/site.hpp"

#include <string>
#include <string_view>

/// The map's page with what is published written into it: whoever has no JavaScript, and whoever waits for it, reads the list.
namespace api {

/// Where index.html wants the list.
inline constexpr std::string_view collections_mark = "<!--collections-->";

/// `page` with a list of links to the pages of all datasets in the place of the mark.
[[nodiscard]] std::string with_collections(std::string page, const Catalogue& catalogue, Language language);

/// What a browser may load for the page: of this server alone, and, if the operator wants them, the tiles of the GSI. The style
/// sheet and the module script that stand in the page are allowed by their hashes, so that no others can be put there.
[[nodiscard]] std::string content_security_policy(const Site& site, std::string_view page = {});

/// What the operator set for the viewer: `{"basemaps": […]}`.
[[nodiscard]] Response viewer_settings(const Site& site);

} // namespace api

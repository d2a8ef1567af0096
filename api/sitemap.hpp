#pragma once

#include "api/http.hpp"
#include "api/site.hpp"

#include <string_view>

namespace api {

/// The map of the site for search engines (https://www.sitemaps.org/protocol.html): an index of files that have at most 10,000
/// addresses each, both languages with each address.
[[nodiscard]] Response sitemap(const Request& request, const Site& site);

/// `pages.xml`, `parks-3.xml`: the start, the datasets; features of a dataset from the 30,001st on.
[[nodiscard]] Response sitemap_part(const Request& request, const Site& site, std::string_view file);

/// `/robots.txt`: all may be read but what is computed for each question.
[[nodiscard]] Response robots(const Request& request, const Site& site);

} // namespace api

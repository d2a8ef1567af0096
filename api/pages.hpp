#pragma once

#include "api/http.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"

#include <string_view>

/// The pages of the server (`page.hpp`), each beside the JSON of the same address. All throw Problem where the client asked
/// wrongly.
namespace api {

/// Where the others begin: search, a place, datasets.
[[nodiscard]] Response start_page(const Request& request, const Site& site);

/// All datasets, by group.
[[nodiscard]] Response collections_page(const Request& request, const Site& site);

/// What a dataset is: licence, dates, versions, downloads, data dictionary, usage examples.
[[nodiscard]] Response collection_page(const Request& request, const Site& site, std::string_view dataset);

/// Features as a table, page by page, with a form for the filter.
[[nodiscard]] Response items_page(const Request& request, const Site& site, std::string_view dataset);

/// One feature: values, a small map, a QR code of the short address, what is near. `/f/{dataset}/{feature}` is for signboards.
[[nodiscard]] Response feature_page(const Request& request, const Site& site, std::string_view dataset,
                                    std::string_view feature);

/// The QR code of that short address, as SVG.
[[nodiscard]] Response feature_code(const Request& request, const Site& site, std::string_view dataset,
                                    std::string_view feature);

[[nodiscard]] Response search_page(const Request& request, const Site& site);
[[nodiscard]] Response here_page(const Request& request, const Site& site);

/// The specifications that this server conforms to.
[[nodiscard]] Response conformance_page(const Request& request, const Site& site);

/// What was wrong, for people.
[[nodiscard]] Response problem_page(const Request& request, const Site& site, const Problem& problem);

/// The same as a page for whoever wants that more than data, else as a document (`problem_response`).
[[nodiscard]] Response tell_problem(const Request& request, const Site& site, const Problem& problem);

} // namespace api

#pragma once

#include "api/http.hpp"
#include "api/snapshot.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

/// The links of a resource, which its JSON and its page both have. `base` is what absolute links begin with.
namespace api {

[[nodiscard]] nlohmann::ordered_json landing_links(const std::string& base, Language language);

[[nodiscard]] nlohmann::ordered_json collections_links(const std::string& base);

[[nodiscard]] nlohmann::ordered_json collection_links(const Snapshot& snapshot, const std::string& base,
                                                      Language language);

/// Of the page of features that is asked for, but for the next one. `format` is the one that is chosen, by its name in `f`.
[[nodiscard]] nlohmann::ordered_json items_links(const Request& request, const std::string& base,
                                                 std::string_view dataset, std::string_view format);

/// `dataset` is as the URL has it.
[[nodiscard]] nlohmann::ordered_json item_links(const Snapshot& snapshot, const std::string& base,
                                                Language language, std::string_view dataset,
                                                std::string_view id);

} // namespace api

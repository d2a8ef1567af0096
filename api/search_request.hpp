#pragma once

#include "api/http.hpp"
#include "api/search_hits.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace api {

/// What a client looks for: `q`, `limit` (20, at most 100), `offset` (at most 1,000), `collections`.
struct SearchRequest {
    std::string text{};
    datasets::SearchQuery
        query{}; ///< empty if nothing can be looked for: an empty text, or one that is too long
    std::size_t limit = 0;
    std::size_t offset = 0;
    std::vector<std::string> collections{}; ///< only these; empty: all
};

inline constexpr int most_hits = 100;
inline constexpr int most_offset = 1000;
inline constexpr std::size_t longest_query = 200; ///< bytes

/// Throws Problem (400) for other parameters, and for numbers that are none.
[[nodiscard]] SearchRequest search_request(const Request& request);

/// The address of another page of the same search.
[[nodiscard]] std::string search_href(const std::string& base, const SearchRequest& wanted,
                                      std::size_t offset);

} // namespace api

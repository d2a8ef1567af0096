#pragma once

#include "api/catalogue.hpp"
#include "datasets/search_folding.hpp"

#include <memory>
#include <string>
#include <vector>

namespace api {

/// A feature that was found.
struct FoundFeature {
    std::shared_ptr<const Snapshot> snapshot{};
    datasets::Feature feature{};
    std::size_t field = 0; ///< the best match, in the schema
    datasets::MatchKind kind = datasets::MatchKind::part;
    std::string match{}; ///< the value of that field
};

struct FoundPage {
    std::vector<FoundFeature> hits{};
    bool has_more = false;
};

/// Features of all datasets, or of those in `only`: whole texts, beginnings, words, parts, where a value that does not name the feature
/// counts one less (港町一丁目 is first the town, then the hundred cases in it); short texts first; then datasets by their place in the
/// viewer, ground last. Leaves out the first `offset` of them and gives `limit` at most.
[[nodiscard]] FoundPage find_features(const Catalogue& catalogue, const datasets::SearchQuery& query,
                                      const std::vector<std::string>& only, std::size_t offset,
                                      std::size_t limit);

/// "exact", "beginning", "word", "part".
[[nodiscard]] std::string_view to_string(datasets::MatchKind kind);

} // namespace api

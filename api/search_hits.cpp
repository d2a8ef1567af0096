#include "api/search_hits.hpp"

#include "api/feature_text.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace api {

namespace {

struct Candidate {
    const std::shared_ptr<const Snapshot>* snapshot = nullptr;
    datasets::SearchHit hit{};

    [[nodiscard]] auto rank() const
    {
        const auto& view = (*snapshot)->view;
        return std::tuple(hit.order, hit.length, view.is_base, view.order);
    }
};

} // namespace

FoundPage find_features(const Catalogue& catalogue, const datasets::SearchQuery& query,
                        const std::vector<std::string>& only, std::size_t offset, std::size_t limit)
{
    std::vector<Candidate> candidates;
    for (const auto& [id, snapshot] : catalogue.datasets) {
        if (!only.empty() && std::find(only.begin(), only.end(), id) == only.end()) {
            continue;
        }
        for (const auto& hit :
             snapshot->search.index.search(query, offset + limit + 1, snapshot->view.title)) {
            candidates.push_back({&snapshot, hit});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank() < b.rank(); });
    FoundPage page;
    for (std::size_t i = offset; i < candidates.size(); ++i) {
        if (page.hits.size() == limit) {
            page.has_more = true;
            break;
        }
        const auto& [snapshot, hit] = candidates[i];
        auto feature = (*snapshot)->features.by_fid(hit.fid);
        if (!feature || hit.field >= feature->values.size()) {
            continue;
        }
        FoundFeature found{*snapshot, std::move(*feature), hit.field, hit.kind, {}};
        found.match = plain_text(found.feature.values[hit.field]);
        page.hits.push_back(std::move(found));
    }
    return page;
}

std::string_view to_string(datasets::MatchKind kind)
{
    constexpr std::array<std::string_view, 4> names{"exact", "beginning", "word", "part"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace api

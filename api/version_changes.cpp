#include "api/version_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace api {

namespace {

using datasets::FeatureChange;

/// Of a pair of versions: some megabytes, where every feature has changed in several fields.
constexpr std::size_t changes_kept = 10'000;

} // namespace

ChangesPage VersionChanges::page(const Snapshot& snapshot, const std::string& since, const std::string& after,
                                 std::size_t limit, const datasets::Deadline& deadline)
{
    const datasets::Store store{snapshot.folder.parent_path().parent_path()};
    const auto compared =
        compared_.get(fmt::format("{} {} {}", snapshot.id(), since, snapshot.version()), [&] {
            Comparison all;
            all.counts = datasets::compare(
                store, snapshot.id(), since, snapshot.version(),
                [&](const FeatureChange& change) {
                    if (all.first.size() < changes_kept) {
                        all.first.push_back(change);
                    } else {
                        all.is_all = false;
                    }
                },
                deadline);
            return all;
        });
    ChangesPage page{compared->counts, {}, false};
    const auto begin = std::ranges::upper_bound(compared->first, after, {}, &FeatureChange::id);
    const auto left = static_cast<std::size_t>(compared->first.end() - begin);
    if (compared->is_all || left > limit) {
        page.list.assign(begin, begin + static_cast<std::ptrdiff_t>(std::min(limit, left)));
        page.has_more = left > limit;
        return page;
    }
    datasets::changes_after(
        after, store, snapshot.id(), since, snapshot.version(),
        [&](const FeatureChange& change) {
            page.has_more = page.list.size() == limit;
            if (!page.has_more) {
                page.list.push_back(change);
            }
            return !page.has_more;
        },
        deadline);
    return page;
}

} // namespace api

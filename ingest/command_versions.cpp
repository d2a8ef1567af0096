#include "ingest/commands.hpp"
#include "ingest/history.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ingest {

namespace {

nlohmann::json to_json(const KeptVersion& kept)
{
    nlohmann::json json{{"version", kept.version}, {"current", kept.is_current}, {"bytes", kept.bytes}};
    if (!kept.problem.empty()) {
        json["problem"] = kept.problem;
        return json;
    }
    json["published"] = kept.published;
    json["count"] = kept.count;
    json["rejected"] = kept.rejected;
    return json;
}

void print(const KeptVersion& kept)
{
    const char* mark = kept.is_current ? "*" : " ";
    if (!kept.problem.empty()) {
        fmt::print("{} {}  読めません / cannot be read: {}\n", mark, kept.version, kept.problem);
        return;
    }
    fmt::print("{} {}  {}  {:>8} 件 rows  却下 rejected {:>5}  {:>8.1f} MB\n", mark, kept.version,
               kept.published, kept.count, kept.rejected, static_cast<double>(kept.bytes) / 1e6);
}

} // namespace

int execute(const VersionsOptions& options)
{
    const auto versions = versions_of(datasets::Store{options.store}, options.dataset);
    if (versions.empty()) {
        fmt::print(stderr, "'{}' は '{}' に公開されていません / '{}' is not published in '{}'\n",
                   options.dataset, options.store.string(), options.dataset, options.store.string());
        return status_usage;
    }
    if (options.json) {
        nlohmann::json entries = nlohmann::json::array();
        for (const KeptVersion& kept : versions) {
            entries.push_back(to_json(kept));
        }
        fmt::print("{}\n",
                   nlohmann::json{{"dataset", options.dataset}, {"versions", std::move(entries)}}.dump(1));
        return 0;
    }
    for (const KeptVersion& kept : versions) {
        print(kept);
    }
    fmt::print("* 公開中 / current\n");
    return 0;
}

} // namespace ingest

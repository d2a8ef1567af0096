#include "datasets/error.hpp"
#include "ingest/commands.hpp"
#include "ingest/error.hpp"
#include "ingest/history.hpp"
#include "ingest/storage_advice.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace ingest {

namespace {

nlohmann::json to_json(const std::string& dataset, const Pruned& pruned)
{
    nlohmann::json removed = nlohmann::json::array();
    for (const KeptVersion& gone : pruned.removed) {
        removed.push_back({{"version", gone.version}, {"bytes", gone.bytes}});
    }
    return {{"dataset", dataset}, {"removed", removed}, {"spared", pruned.spared}, {"bytes", pruned.bytes}};
}

void print(const std::string& dataset, const Pruned& pruned)
{
    fmt::print("{}: {} 版を消し {:.1f} MB 空けました / removed {} versions, freed {:.1f} MB\n", dataset,
               pruned.removed.size(), static_cast<double>(pruned.bytes) / 1e6, pruned.removed.size(),
               static_cast<double>(pruned.bytes) / 1e6);
    for (const KeptVersion& gone : pruned.removed) {
        fmt::print("  消去 removed {}  {:.1f} MB\n", gone.version, static_cast<double>(gone.bytes) / 1e6);
    }
    for (const std::string& version : pruned.spared) {
        fmt::print(
            "  残す kept {}  公開中か、1 時間以内まで公開中 / current, or current less than an hour ago\n",
            version);
    }
}

nlohmann::json refusal(const std::string& dataset, const std::string& reason)
{
    return {{"dataset", dataset}, {"status", "refused"}, {"reason", reason}};
}

} // namespace

int execute(const PruneOptions& options)
{
    const datasets::Store store{options.store};
    const auto ids = options.datasets.empty() ? datasets::published_datasets(store) : options.datasets;
    for (const std::string& id : ids) {
        if (!datasets::current_version(store, id)) {
            fmt::print(stderr, "'{}' は '{}' に公開されていません / '{}' is not published in '{}'\n", id,
                       store.root.string(), id, store.root.string());
            return status_usage;
        }
    }
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    int status = 0;
    nlohmann::json results = nlohmann::json::array();
    // What was removed cannot be had again: one dataset that is refused may not keep the others from being told of.
    const auto refuse = [&](const std::string& id, const std::string& reason) {
        status = status_refused;
        results.push_back(refusal(id, reason));
        if (!options.json) {
            fmt::print(stderr, "{}: 消せません / cannot be pruned: {}\n", id, reason);
        }
    };
    for (const std::string& id : ids) {
        try {
            const Pruned pruned = prune(store, id, options.keep, now);
            results.push_back(to_json(id, pruned));
            if (!options.json) {
                print(id, pruned);
            }
        } catch (const IngestError& error) {
            refuse(id, error.what());
        } catch (const datasets::StorageError& error) {
            refuse(id, with_storage_advice(error.what()));
        }
    }
    if (options.json) {
        fmt::print("{}\n", nlohmann::json{{"results", std::move(results)}}.dump(1));
    }
    return status;
}

} // namespace ingest

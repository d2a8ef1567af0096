#include "datasets/error.hpp"
#include "ingest/commands.hpp"
#include "ingest/error.hpp"
#include "ingest/history.hpp"
#include "ingest/storage_advice.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ingest {

namespace {

int refuse(const RollbackOptions& options, const std::string& reason)
{
    if (options.json) {
        const nlohmann::json json{{"dataset", options.dataset}, {"status", "refused"}, {"reason", reason}};
        fmt::print("{}\n", json.dump(1));
    } else {
        fmt::print(stderr, "戻しませんでした / refused: {}\n", reason);
    }
    return status_refused;
}

} // namespace

int execute(const RollbackOptions& options)
{
    const datasets::Store store{options.store};
    try {
        const std::string version = find_version(store, options.dataset, options.version);
        const std::string from = datasets::current_version(store, options.dataset).value_or("");
        roll_back(store, options.dataset, version);
        if (options.json) {
            const nlohmann::json json{
                {"dataset", options.dataset}, {"status", "current"}, {"version", version}, {"from", from}};
            fmt::print("{}\n", json.dump(1));
        } else {
            fmt::print("{}: {} に戻しました（{} から） / back to {} (from {})\n", options.dataset, version,
                       from, version, from);
        }
        return 0;
    } catch (const UnknownVersion& error) {
        fmt::print(stderr, "その版はありません / no such version: {}\n", error.what());
        return status_usage;
    } catch (const IngestError& error) {
        return refuse(options, error.what());
    } catch (const datasets::StorageError& error) {
        return refuse(options, with_storage_advice(error.what()));
    } catch (const datasets::FormatError& error) {
        return refuse(options, error.what());
    }
}

} // namespace ingest

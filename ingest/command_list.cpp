#include "datasets/dataset_info.hpp"
#include "ingest/commands.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ingest {

int execute(const ListOptions& options)
{
    const datasets::Store store{options.store};
    if (!std::filesystem::is_directory(options.store)) {
        fmt::print(stderr, "置き場所がありません / there is no store '{}'\n", options.store.string());
        return status_usage;
    }
    nlohmann::json entries = nlohmann::json::array();
    for (const std::string& id : datasets::published_datasets(store)) {
        const auto version = datasets::current_version(store, id).value_or("");
        const auto info = datasets::read_dataset_info(store.snapshot(id, version));
        if (options.json) {
            entries.push_back({{"dataset", id},
                               {"version", version},
                               {"published", info.published},
                               {"count", info.count},
                               {"title", {{"ja", info.manifest.title.ja}, {"en", info.manifest.title.en}}}});
        } else {
            fmt::print("{:<24} {}  {:>8}  {} / {}\n", id, version, info.count, info.manifest.title.ja,
                       info.manifest.title.en);
        }
    }
    if (options.json) {
        fmt::print("{}\n", nlohmann::json{{"datasets", std::move(entries)}}.dump(1));
    }
    return 0;
}

} // namespace ingest

#include "datasets/error.hpp"
#include "ingest/commands.hpp"
#include "ingest/error.hpp"
#include "ingest/job_runner.hpp"
#include "ingest/standard_check.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace ingest {

namespace {

int list_standards(bool json)
{
    nlohmann::json names = nlohmann::json::array();
    for (const StandardModel& model : standard_models()) {
        names.push_back(model.name);
        if (!json) {
            fmt::print("{}{}\n", model.name,
                       model.is_head_only ? "（共通の先頭の列だけ / its common first columns only）" : "");
        }
    }
    if (json) {
        fmt::print("{}\n", nlohmann::json{{"standards", std::move(names)}}.dump(1));
    }
    return 0;
}

int refuse(const std::filesystem::path& file, const std::string& reason)
{
    fmt::print(stderr, "{}: 調べられません / cannot be checked: {}\n", file.string(), reason);
    return status_refused;
}

/// The tables one after the other; one that cannot be read does not keep the others from being checked.
int check_tables(const CheckOptions& options, const StandardModel& model)
{
    int status = 0;
    nlohmann::json results = nlohmann::json::array();
    for (const auto& file : options.files) {
        try {
            const StandardReport report = check_standard(model, file, options.layer);
            status = report.conforms() ? status : status_refused;
            if (options.json) {
                results.push_back(nlohmann::json::parse(to_json(report)));
            } else {
                fmt::print("{}", to_text(report));
            }
        } catch (const IngestError& error) {
            status = refuse(file, error.what());
        } catch (const datasets::StorageError& error) {
            status = refuse(file, error.what());
        }
    }
    if (options.json) {
        fmt::print("{}\n", nlohmann::json{{"results", std::move(results)}}.dump(1));
    }
    return status;
}

} // namespace

int execute(const CheckOptions& options)
{
    if (options.standard == "list") {
        return list_standards(options.json);
    }
    if (!options.standard.empty()) {
        const StandardModel* model = find_standard_model(options.standard);
        if (model == nullptr) {
            fmt::print(stderr,
                       "「{0}」という標準データセットはありません。--standard list で一覧を見られます / no "
                       "standard dataset is "
                       "called '{0}'; --standard list names them\n",
                       options.standard);
            return status_usage;
        }
        return check_tables(options, *model);
    }
    const datasets::Store store{options.store};
    return run_jobs(options.files, options.json, [&](const Job& job) { return check(job, store); });
}

} // namespace ingest

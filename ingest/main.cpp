// machizu-ingest: see options.cpp for its commands.

#include "datasets/dataset_info.hpp"
#include "datasets/error.hpp"
#include "ingest/ingest.hpp"
#include "ingest/job_order.hpp"
#include "ingest/options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <exception>
#include <utility>

namespace {

using ingest::Job;
using ingest::Outcome;

constexpr int status_refused = 1;
constexpr int status_usage = 2;

const char* word_of(Outcome::Status status)
{
    switch (status) {
    case Outcome::Status::published:
        return "published";
    case Outcome::Status::unchanged:
        return "unchanged";
    case Outcome::Status::refused:
        break;
    }
    return "refused";
}

std::string headline(const Job& job, const Outcome& outcome)
{
    const std::string name =
        fmt::format("{}  {} / {}\n", job.manifest.id, job.manifest.title.ja, job.manifest.title.en);
    switch (outcome.status) {
    case Outcome::Status::published:
        return name + fmt::format("  公開しました / published: {}\n", outcome.version);
    case Outcome::Status::unchanged:
        return name + fmt::format("  変更なし / unchanged: {}\n", outcome.version);
    case Outcome::Status::refused:
        break;
    }
    return name + fmt::format("  公開しませんでした / refused: {}\n", outcome.reason);
}

std::string human_text(const Job& job, const Outcome& outcome)
{
    return headline(job, outcome) + (outcome.report.read > 0 ? to_text(outcome.report) : "");
}

nlohmann::json machine_json(const Job& job, const Outcome& outcome)
{
    nlohmann::json result{
        {"dataset", job.manifest.id}, {"status", word_of(outcome.status)}, {"version", outcome.version}};
    if (!outcome.reason.empty()) {
        result["reason"] = outcome.reason;
    }
    if (outcome.report.read > 0) {
        result["report"] = nlohmann::json::parse(to_json(outcome.report, job.manifest.id, outcome.version));
    }
    return result;
}

std::vector<Job> read_jobs(const ingest::RunOptions& options)
{
    std::vector<Job> jobs;
    for (const auto& path : options.manifests) {
        jobs.push_back(Job{datasets::read_manifest(path), path.parent_path()});
    }
    return ingest::in_join_order(std::move(jobs));
}

int run(const ingest::RunOptions& options)
{
    std::vector<Job> jobs;
    try {
        jobs = read_jobs(options);
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "マニフェストの誤り / wrong manifest: {}\n", error.what());
        return status_usage;
    }
    int status = 0;
    nlohmann::json results = nlohmann::json::array();
    for (const Job& job : jobs) {
        const Outcome outcome = ingest::ingest(job, datasets::Store{options.store});
        if (outcome.status == Outcome::Status::refused) {
            status = status_refused;
        }
        if (options.json) {
            results.push_back(machine_json(job, outcome));
        } else {
            fmt::print("{}", human_text(job, outcome));
            std::fflush(stdout);
        }
    }
    if (options.json) {
        fmt::print("{}\n", nlohmann::json{{"results", std::move(results)}}.dump(1));
    }
    return status;
}

int list(const ingest::ListOptions& options)
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

} // namespace

int main(int argc, char** argv)
{
    try {
        const ingest::Options options = ingest::parse_options(argc, argv);
        if (const auto* reply = std::get_if<ingest::UsageReply>(&options)) {
            fmt::print(reply->status == 0 ? stdout : stderr, "{}", reply->text);
            return reply->status;
        }
        const auto* run_options = std::get_if<ingest::RunOptions>(&options);
        return run_options != nullptr ? run(*run_options) : list(std::get<ingest::ListOptions>(options));
    } catch (const std::exception& error) {
        fmt::print(stderr, "machizu-ingest: {}\n", error.what());
        return status_refused;
    }
}

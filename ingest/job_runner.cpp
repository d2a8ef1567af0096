#include "ingest/job_runner.hpp"

#include "datasets/error.hpp"
#include "ingest/commands.hpp"
#include "ingest/error.hpp"
#include "ingest/job_order.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <utility>

namespace ingest {

namespace {

const char* word_of(Outcome::Status status)
{
    switch (status) {
    case Outcome::Status::published:
        return "published";
    case Outcome::Status::unchanged:
        return "unchanged";
    case Outcome::Status::checked:
        return "checked";
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
    case Outcome::Status::checked:
        return name + "  公開できます（何も公開していません） / can be published (nothing was)\n";
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

void refuse_what_is_no_file(const std::filesystem::path& manifest)
{
    if (std::filesystem::is_directory(manifest)) {
        throw IngestError{
            fmt::format("'{0}' はフォルダーです。中のマニフェストを指定してください（例: {1}） / '{0}' is a "
                        "folder: name the manifests in it, for instance {1}",
                        manifest.string(), (manifest / "*.json").string())};
    }
    if (!std::filesystem::exists(manifest)) {
        throw IngestError{fmt::format("'{0}' がありません / there is no '{0}'", manifest.string())};
    }
}

std::vector<Job> read_jobs(const std::vector<std::filesystem::path>& manifests)
{
    std::vector<Job> jobs;
    for (const auto& path : manifests) {
        refuse_what_is_no_file(path);
        jobs.push_back(Job{datasets::read_manifest(path), path.parent_path()});
    }
    return in_join_order(std::move(jobs));
}

} // namespace

int run_jobs(const std::vector<std::filesystem::path>& manifests, bool json,
             const std::function<Outcome(const Job&)>& run)
{
    std::vector<Job> jobs;
    try {
        jobs = read_jobs(manifests);
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "マニフェストの誤り / wrong manifest: {}\n", error.what());
        return status_usage;
    }
    int status = 0;
    nlohmann::json results = nlohmann::json::array();
    for (const Job& job : jobs) {
        const Outcome outcome = run(job);
        if (outcome.status == Outcome::Status::refused) {
            status = status_refused;
        }
        if (json) {
            results.push_back(machine_json(job, outcome));
        } else {
            fmt::print("{}", human_text(job, outcome));
            std::fflush(stdout);
        }
    }
    if (json) {
        fmt::print("{}\n", nlohmann::json{{"results", std::move(results)}}.dump(1));
    }
    return status;
}

} // namespace ingest

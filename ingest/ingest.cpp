#include "ingest/ingest.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "ingest/error.hpp"
#include "ingest/inputs.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/publisher.hpp"
#include "ingest/repairer.hpp"
#include "ingest/report_page.hpp"
#include "ingest/reprojector.hpp"
#include "ingest/run.hpp"
#include "ingest/scratch_folder.hpp"
#include "ingest/storage_advice.hpp"

#include <fmt/format.h>

#include <optional>

namespace ingest {

namespace {

using datasets::DatasetInfo;

/// The published version, if it was made from the same input.
std::optional<std::string> unchanged_version(const datasets::Store& store, const std::string& id,
                                             const std::string& hash)
{
    const auto version = datasets::current_version(store, id);
    if (!version) {
        return std::nullopt;
    }
    try {
        const bool same = datasets::read_dataset_info(store.snapshot(id, *version)).input_hash == hash;
        return same ? version : std::nullopt;
    } catch (const std::runtime_error&) {
        return std::nullopt; // a snapshot that cannot be read is one more reason to publish a new one
    }
}

/// Why the rows read are not to be published; empty if they are.
std::string objection(const datasets::RejectLimit& limit, const Report& report)
{
    if (report.read == 0) {
        return "見出しの下に行がありません。公開すると地図が空になります。書き出しに失敗したファイルではない"
               "か確かめてください / "
               "the source holds no row under its header; publishing it would empty the map, which is most "
               "often an "
               "export that failed";
    }
    const double allowed =
        limit.rows ? static_cast<double>(*limit.rows) : limit.share * static_cast<double>(report.read);
    if (static_cast<double>(report.rejected) <= allowed) {
        return "";
    }
    return fmt::format("{1} 行のうち {0} "
                       "行が却下され、max_rejected（{2}"
                       "）を超えました。元のファイルを直すか、マニフェストの上限を上げてください / "
                       "{0} of {1} rows were rejected, more than max_rejected allows ({2}); mend the source, "
                       "or raise the limit "
                       "in the manifest",
                       report.rejected, report.read,
                       limit.rows ? std::to_string(*limit.rows) : fmt::format("{}%", limit.share * 100));
}

DatasetInfo describe(const datasets::Manifest& manifest, const Inputs& inputs)
{
    DatasetInfo info;
    info.manifest = manifest;
    info.schema = datasets::public_schema(manifest);
    info.input_hash = inputs.hash;
    for (const auto& [id, other] : inputs.datasets) {
        info.joined[id] = other.info().version;
    }
    info.software = {{"machizu", MACHIZU_VERSION},
                     {"gdal", gdal_version()},
                     {"proj", proj_version()},
                     {"geos", geos_version()}};
    return info;
}

Outcome publish(const Job& job, const datasets::Store& store)
{
    Inputs inputs = collect_inputs(job.manifest, job.folder, store);
    if (const auto version = unchanged_version(store, job.manifest.id, inputs.hash)) {
        return {Outcome::Status::unchanged, *version, "", {}};
    }
    Publisher publisher{store, job.manifest.id, inputs.hash};
    DatasetInfo info = describe(job.manifest, inputs);
    info.version = publisher.version();
    info.published = publisher.published();
    Run run{job, inputs, publisher.staging(), info};
    Outcome outcome;
    outcome.report = run.read_all();
    outcome.reason = objection(job.manifest.max_rejected, outcome.report);
    if (!outcome.reason.empty()) {
        outcome.version = datasets::current_version(store, job.manifest.id).value_or("");
        return outcome;
    }
    run.finish(info);
    info.rows_read = outcome.report.read;
    info.count = outcome.report.published;
    info.rejected = outcome.report.rejected;
    info.without_geometry = outcome.report.without_position;
    info.sources = inputs.provenance;
    const std::string report = to_json(outcome.report, job.manifest.id, publisher.version());
    datasets::write_file(publisher.staging() / "report.json", report);
    datasets::write_file(publisher.staging() / "report.html", report_page(info, report, run.picture().svg()));
    publisher.publish(std::move(info));
    outcome.status = Outcome::Status::published;
    outcome.version = publisher.version();
    return outcome;
}

Outcome check_only(const Job& job, const datasets::Store& store)
{
    Inputs inputs = collect_inputs(job.manifest, job.folder, store);
    const ScratchFolder scratch;
    std::filesystem::create_directory(scratch.path() / "downloads");
    Run run{job, inputs, scratch.path(), describe(job.manifest, inputs)};
    Outcome outcome;
    outcome.report = run.read_all();
    outcome.reason = objection(job.manifest.max_rejected, outcome.report);
    outcome.status = outcome.reason.empty() ? Outcome::Status::checked : Outcome::Status::refused;
    return outcome;
}

/// What the data or the store are to blame for, as an outcome.
template <class Action>
Outcome guarded(const Job& job, const datasets::Store& store, const Action& action)
{
    const auto refused = [&](const std::string& reason) {
        Outcome outcome;
        outcome.version = datasets::current_version(store, job.manifest.id).value_or("");
        outcome.reason = reason;
        return outcome;
    };
    try {
        return action(job, store);
    } catch (const IngestError& error) {
        return refused(error.what());
    } catch (const datasets::FormatError& error) {
        return refused(error.what());
    } catch (const datasets::StorageError& error) {
        return refused(with_storage_advice(error.what()));
    } catch (const std::filesystem::filesystem_error& error) {
        return refused(with_storage_advice(error.what()));
    }
}

} // namespace

Outcome ingest(const Job& job, const datasets::Store& store) { return guarded(job, store, publish); }

Outcome check(const Job& job, const datasets::Store& store) { return guarded(job, store, check_only); }

} // namespace ingest

#include "ingest/ingest.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "ingest/columns.hpp"
#include "ingest/error.hpp"
#include "ingest/feature_builder.hpp"
#include "ingest/inputs.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/progress.hpp"
#include "ingest/publisher.hpp"
#include "ingest/rejects.hpp"
#include "ingest/reprojector.hpp"
#include "ingest/snapshot_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// One source file, opened: its rows with the constant columns added, and what makes features of them.
struct Reading {
    OpenedSource source{};
    std::vector<std::string> columns{};
    std::vector<std::string> constants{};
    std::optional<Reprojector> reprojector{};
};

/// The CRS of positions: the manifest's word, else the file's. Never a guess.
std::string crs_of(const datasets::Manifest& manifest, const OpenedSource& source, const std::string& path)
{
    if (!manifest.source.crs.empty()) {
        return manifest.source.crs;
    }
    if (source.crs.empty()) {
        throw IngestError{
            fmt::format("{}: the file does not say its coordinate reference system; say it in the manifest: "
                        "\"crs\": \"EPSG:6668\" for longitude and latitude on JGD2011, or "
                        "\"plane_rectangular_zone\": 5",
                        path)};
    }
    return source.crs;
}

Reading open_reading(const datasets::Manifest& manifest, Inputs& inputs, std::size_t file)
{
    const std::string& path = inputs.paths[file];
    datasets::SourceProvenance& provenance = inputs.provenance[file];
    Reading reading;
    reading.source = open_source(manifest.source, path);
    reading.columns = reading.source.rows->columns();
    if (const auto& labels = manifest.source.labels) {
        reading.columns = relabel(std::move(reading.columns), read_labels(*labels, *inputs.labels));
    }
    for (const auto& [column, value] : manifest.source.files[file].set) {
        reading.columns.push_back(column);
        reading.constants.push_back(value);
    }
    provenance.encoding = reading.source.encoding;
    const bool has_positions = std::holds_alternative<datasets::OwnGeometry>(manifest.geometry.from) ||
                               std::holds_alternative<datasets::ColumnGeometry>(manifest.geometry.from);
    if (has_positions) {
        provenance.crs = crs_of(manifest, reading.source, path);
        reading.reprojector.emplace(
            provenance.crs, ReprojectorOptions{inputs.grid_folders, manifest.source.accept_accuracy_m});
    }
    return reading;
}

/// Reads every row of every file into the snapshot, the report and the rejects.
class Run {
public:
    Run(const Job& job, Inputs& inputs, const Publisher& publisher, DatasetInfo& info)
        : job_{job},
          inputs_{inputs},
          writer_{info, publisher.staging()},
          rejects_path_{publisher.staging() / "rejects.csv"},
          progress_{job.manifest.id}
    {
    }

    Report read_all()
    {
        for (std::size_t file = 0; file < inputs_.paths.size(); ++file) {
            read_file(file);
        }
        rejects_->finish();
        return std::move(report_);
    }

    void finish(DatasetInfo& info) { writer_.finish(info, progress_); }

private:
    void read_file(std::size_t file)
    {
        const std::string& path = inputs_.paths[file];
        Reading reading = open_reading(job_.manifest, inputs_, file);
        begin_rejects(reading, path);
        const FeatureBuilder builder{job_.manifest, map_columns(job_.manifest, reading.columns, path),
                                     reading.reprojector ? &*reading.reprojector : nullptr,
                                     inputs_.join ? &*inputs_.join : nullptr,
                                     inputs_.extent ? &*inputs_.extent : nullptr};
        while (auto row = reading.source.rows->next()) {
            row->cells.insert(row->cells.end(), reading.constants.begin(), reading.constants.end());
            progress_.show("行", "rows", ++report_.read, reading.source.row_count);
            take(builder, *row, file);
        }
        if (reading.reprojector) {
            inputs_.provenance[file].crs_operation = reading.reprojector->operation();
            inputs_.provenance[file].accuracy_m = reading.reprojector->accuracy_m();
        }
    }

    void begin_rejects(const Reading& reading, const std::string& path)
    {
        if (!rejects_) {
            columns_ = reading.columns;
            rejects_.emplace(rejects_path_, columns_);
        } else if (columns_ != reading.columns) {
            throw IngestError{
                fmt::format("{}: its columns differ from those of the first file; files of one source must "
                            "be alike",
                            path)};
        }
    }

    void take(const FeatureBuilder& builder, const SourceRow& row, std::size_t file)
    {
        const bool is_only_file = inputs_.paths.size() == 1;
        const std::string file_name = is_only_file ? "" : job_.manifest.source.files[file].path;
        BuiltRow built = builder.build(row);
        if (built.feature && job_.manifest.key.empty() && !is_only_file) {
            built.feature->id = fmt::format("{}-{}", file + 1, built.feature->id); // each file has a row 2
        }
        if (built.feature && writer_.has_id(built.feature->id)) {
            built.entries.push_back(
                entry_of(Finding::key_duplicate, EntryKind::rejected, {}, built.feature->id));
            built.feature.reset();
        }
        const auto is = [](EntryKind kind) {
            return [kind](const ReportEntry& e) { return e.kind == kind; };
        };
        for (ReportEntry& entry : built.entries) {
            entry.file = file_name;
            entry.row = row.number;
        }
        if (built.feature) {
            ++report_.published;
            report_.repaired +=
                std::any_of(built.entries.begin(), built.entries.end(), is(EntryKind::repaired)) ? 1 : 0;
            report_.without_position += built.feature->geometry ? 0 : 1;
            const auto label = built.feature->geometry
                                   ? builder.repairer().label_point(*built.feature->geometry)
                                   : std::nullopt;
            writer_.add(*std::move(built.feature), label);
        } else {
            ++report_.rejected;
            rejects_->add(file_name, row,
                          *std::find_if(built.entries.begin(), built.entries.end(), is(EntryKind::rejected)));
        }
        std::move(built.entries.begin(), built.entries.end(), std::back_inserter(report_.entries));
    }

    const Job& job_;
    Inputs& inputs_;
    SnapshotWriter writer_;
    std::filesystem::path rejects_path_;
    std::optional<Rejects> rejects_{};
    std::vector<std::string> columns_{};
    Progress progress_;
    Report report_{};
};

/// Why the rows read are not to be published; empty if they are.
std::string objection(const datasets::RejectLimit& limit, const Report& report)
{
    if (report.read == 0) {
        return "the source holds no row under its header; publishing it would empty the map, which is most "
               "often an "
               "export that failed";
    }
    const double allowed =
        limit.rows ? static_cast<double>(*limit.rows) : limit.share * static_cast<double>(report.read);
    if (static_cast<double>(report.rejected) <= allowed) {
        return "";
    }
    return fmt::format("{} of {} rows were rejected, more than max_rejected allows ({}); mend the source, or "
                       "raise the limit "
                       "in the manifest",
                       report.rejected, report.read,
                       limit.rows ? std::to_string(*limit.rows) : fmt::format("{}%", limit.share * 100));
}

DatasetInfo describe(const datasets::Manifest& manifest, const Inputs& inputs, const Publisher& publisher)
{
    DatasetInfo info;
    info.version = publisher.version();
    info.published = publisher.published();
    info.manifest = manifest;
    info.schema = datasets::public_schema(manifest);
    info.input_hash = inputs.hash;
    if (const auto* join = std::get_if<datasets::JoinGeometry>(&manifest.geometry.from)) {
        info.joined[join->dataset] = inputs.join->version();
    }
    if (const auto& within = manifest.geometry.within; within && !within->dataset.empty()) {
        info.joined[within->dataset] = inputs.extent->version();
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
    DatasetInfo info = describe(job.manifest, inputs, publisher);
    Run run{job, inputs, publisher, info};
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
    datasets::write_file(publisher.staging() / "report.json",
                         to_json(outcome.report, job.manifest.id, publisher.version()));
    publisher.publish(std::move(info));
    outcome.status = Outcome::Status::published;
    outcome.version = publisher.version();
    return outcome;
}

} // namespace

Outcome ingest(const Job& job, const datasets::Store& store)
{
    const auto refused = [&](const std::exception& error) {
        Outcome outcome;
        outcome.version = datasets::current_version(store, job.manifest.id).value_or("");
        outcome.reason = error.what();
        return outcome;
    };
    try {
        return publish(job, store);
    } catch (const IngestError& error) {
        return refused(error);
    } catch (const datasets::FormatError& error) {
        return refused(error);
    } catch (const datasets::StorageError& error) {
        return refused(error);
    } catch (const std::filesystem::filesystem_error& error) {
        return refused(error);
    }
}

} // namespace ingest

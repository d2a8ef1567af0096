#include "ingest/ingest.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "ingest/columns.hpp"
#include "ingest/cp932.hpp"
#include "ingest/error.hpp"
#include "ingest/feature_builder.hpp"
#include "ingest/finding.hpp"
#include "ingest/inputs.hpp"
#include "ingest/labels.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/progress.hpp"
#include "ingest/publisher.hpp"
#include "ingest/rejects.hpp"
#include "ingest/repairer.hpp"
#include "ingest/report_page.hpp"
#include "ingest/report_picture.hpp"
#include "ingest/reprojector.hpp"
#include "ingest/small_counts.hpp"
#include "ingest/snapshot_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <unordered_set>

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
    /// The snapshot's files are made in `folder`.
    Run(const Job& job, Inputs& inputs, const std::filesystem::path& folder, const DatasetInfo& info)
        : job_{job},
          schema_{info.schema},
          inputs_{inputs},
          writer_{info, folder},
          rejects_path_{folder / "rejects.csv"},
          progress_{job.manifest.id}
    {
    }

    Report read_all()
    {
        for (std::size_t file = 0; file < inputs_.paths.size(); ++file) {
            read_file(file);
        }
        publish_held();
        rejects_->finish();
        return std::move(report_);
    }

    void finish(DatasetInfo& info) { writer_.finish(info, progress_); }

    [[nodiscard]] const ReportPicture& picture() const { return picture_; }

private:
    void read_file(std::size_t file)
    {
        const std::string& path = inputs_.paths[file];
        Reading reading = open_reading(job_.manifest, inputs_, file);
        begin_rejects(reading, path);
        ColumnMap columns = map_columns(job_.manifest, reading.columns, path);
        for (const auto& [wanted, found] : columns.variants) {
            say(entry_of(Finding::column_variant, EntryKind::note, {}, wanted + " ← " + found), 0, file);
        }
        const FeatureBuilder builder{
            job_.manifest, std::move(columns), reading.reprojector ? &*reading.reprojector : nullptr,
            inputs_.join ? &*inputs_.join : nullptr, inputs_.extent ? &*inputs_.extent : nullptr};
        while (auto row = reading.source.rows->next()) {
            if (is_no_data(*row, file)) {
                continue;
            }
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

    /// Notes under a table, and totals if the manifest says so. What is left out is always said.
    bool is_no_data(const SourceRow& row, std::size_t file)
    {
        const bool skips_totals = job_.manifest.source.total_rows == datasets::TotalRows::skip;
        if (row.role == RowRole::note) {
            say(entry_of(Finding::table_note, EntryKind::note), row.number, file);
            return true;
        }
        if (row.role == RowRole::total) {
            say(skips_totals ? entry_of(Finding::table_total_skipped, EntryKind::note)
                             : entry_of(Finding::table_total_row, EntryKind::warning),
                row.number, file);
            return skips_totals;
        }
        return false;
    }

    void say(ReportEntry entry, std::int64_t row, std::size_t file)
    {
        entry.file = file_name(file);
        entry.row = row;
        report_.entries.push_back(std::move(entry));
    }

    [[nodiscard]] std::string file_name(std::size_t file) const
    {
        return inputs_.paths.size() == 1 ? "" : job_.manifest.source.files[file].path;
    }

    void take(const FeatureBuilder& builder, const SourceRow& row, std::size_t file)
    {
        const bool is_only_file = inputs_.paths.size() == 1;
        const std::string name = file_name(file);
        BuiltRow built = builder.build(row);
        if (built.feature && job_.manifest.key.empty() && !is_only_file) {
            built.feature->id = fmt::format("{}-{}", file + 1, built.feature->id); // each file has a row 2
        }
        if (built.feature && !ids_.insert(built.feature->id).second) {
            built.entries.push_back(
                entry_of(Finding::key_duplicate, EntryKind::rejected, {}, built.feature->id));
            // A rejected row is no part of what a minimum count blurs, so it would stand there as it is.
            if (job_.manifest.min_count.threshold == 0) {
                draw(*built.feature, ReportPicture::Mark::rejected);
            }
            built.feature.reset();
        }
        if (!built.feature) {
            reject(row, name, std::move(built.entries));
        } else if (job_.manifest.min_count.threshold > 0) {
            held_.push_back({*std::move(built.feature), std::move(built.entries), row.number, name});
        } else {
            publish({*std::move(built.feature), std::move(built.entries), row.number, name});
        }
    }

    /// A feature with what is said of its row.
    struct Taken {
        datasets::Feature feature{};
        std::vector<ReportEntry> entries{};
        std::int64_t row = 0;
        std::string file{};
    };

    void report(std::vector<ReportEntry> entries, std::int64_t row, const std::string& file)
    {
        for (ReportEntry& entry : entries) {
            entry.file = file;
            entry.row = row;
            report_.entries.push_back(std::move(entry));
        }
    }

    void reject(const SourceRow& row, const std::string& file, std::vector<ReportEntry> entries)
    {
        ++report_.rejected;
        rejects_->add(file, row, *std::find_if(entries.begin(), entries.end(), [](const ReportEntry& entry) {
                          return entry.kind == EntryKind::rejected;
                      }));
        report(std::move(entries), row.number, file);
    }

    void draw(const datasets::Feature& feature, ReportPicture::Mark mark)
    {
        if (feature.geometry) {
            picture_.add(*feature.geometry, mark);
        }
    }

    void publish(Taken taken)
    {
        note_cp932(taken);
        ++report_.published;
        const bool repaired = std::any_of(taken.entries.begin(), taken.entries.end(),
                                          [](const ReportEntry& e) { return e.kind == EntryKind::repaired; });
        report_.repaired += repaired ? 1 : 0;
        draw(taken.feature, repaired ? ReportPicture::Mark::repaired : ReportPicture::Mark::published);
        report_.without_position += taken.feature.geometry ? 0 : 1;
        const auto label =
            taken.feature.geometry ? repairer_.label_point(*taken.feature.geometry) : std::nullopt;
        writer_.add(std::move(taken.feature), label);
        report(std::move(taken.entries), taken.row, taken.file);
    }

    /// Which counts are too small is only known when all rows are; until then nothing is written anywhere.
    void publish_held()
    {
        std::vector<datasets::Feature*> features;
        for (Taken& taken : held_) {
            features.push_back(&taken.feature);
        }
        for (const Hidden& hidden : hide_small_counts(features, job_.manifest.min_count, schema_)) {
            auto& entries = held_[hidden.feature].entries;
            // What was said of the value could tell it.
            std::erase_if(entries, [&](const ReportEntry& entry) {
                return !hidden.field.empty() && entry.field == hidden.field;
            });
            entries.push_back(entry_of(Finding::privacy_min_count, EntryKind::note, hidden.field));
        }
        for (Taken& taken : held_) {
            publish(std::move(taken));
        }
        held_.clear();
    }

    /// The download in CP932 is written later, without row numbers.
    void note_cp932(Taken& taken) const
    {
        for (std::size_t i = 0; i < taken.feature.values.size(); ++i) {
            const auto* text = std::get_if<std::string>(&taken.feature.values[i]);
            const std::string lacking = text == nullptr ? "" : to_cp932(*text).lacking;
            if (!lacking.empty()) {
                taken.entries.push_back(entry_of(Finding::download_cp932_replaced, EntryKind::note,
                                                 schema_.fields[i].name, lacking));
            }
        }
    }

    const Job& job_;
    datasets::Schema schema_;
    Inputs& inputs_;
    SnapshotWriter writer_;
    std::filesystem::path rejects_path_;
    std::optional<Rejects> rejects_{};
    std::vector<std::string> columns_{};
    std::unordered_set<std::string> ids_{};
    std::vector<Taken> held_{}; ///< of a dataset with a minimum count
    Repairer repairer_{};
    ReportPicture picture_{};
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

DatasetInfo describe(const datasets::Manifest& manifest, const Inputs& inputs)
{
    DatasetInfo info;
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

/// A folder for files that nobody is to see, gone with it.
class ScratchFolder {
public:
    ScratchFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "machizu-check-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) { // of mode 0700
            throw datasets::StorageError{fmt::format("cannot make a folder in '{}': {}",
                                                     std::filesystem::temp_directory_path().string(),
                                                     std::strerror(errno))};
        }
        path_ = name;
        std::filesystem::create_directory(path_ / "downloads");
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_{};
};

Outcome check_only(const Job& job, const datasets::Store& store)
{
    Inputs inputs = collect_inputs(job.manifest, job.folder, store);
    const ScratchFolder scratch;
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
    const auto refused = [&](const std::exception& error) {
        Outcome outcome;
        outcome.version = datasets::current_version(store, job.manifest.id).value_or("");
        outcome.reason = error.what();
        return outcome;
    };
    try {
        return action(job, store);
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

} // namespace

Outcome ingest(const Job& job, const datasets::Store& store) { return guarded(job, store, publish); }

Outcome check(const Job& job, const datasets::Store& store) { return guarded(job, store, check_only); }

} // namespace ingest

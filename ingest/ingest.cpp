#include "ingest/ingest.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/digest.hpp"
#include "datasets/error.hpp"
#include "datasets/feature_store_writer.hpp"
#include "datasets/file.hpp"
#include "ingest/columns.hpp"
#include "ingest/downloads.hpp"
#include "ingest/error.hpp"
#include "ingest/feature_builder.hpp"
#include "ingest/geometry_join.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/progress.hpp"
#include "ingest/publisher.hpp"
#include "ingest/rejects.hpp"
#include "ingest/reprojector.hpp"
#include "tiles/archive_metadata.hpp"
#include "tiles/pmtiles_writer.hpp"
#include "tiles/tiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace ingest {

namespace {

using datasets::DatasetInfo;

/// Raised whenever the same input would give other files, so that what is published is made anew.
constexpr std::string_view output_format = "1";

/// What goes into a run beside the manifest: the files, and the dataset joined with.
struct Inputs {
    std::vector<std::string> paths{}; ///< one a source file, as GDAL opens it
    std::vector<datasets::SourceProvenance> provenance{};
    std::optional<GeometryJoin> join{};
    std::string hash{};
};

datasets::SourceProvenance provenance_of(const std::string& stated_path, const std::string& path)
{
    datasets::SourceProvenance provenance;
    provenance.path = stated_path;
    datasets::Digest digest;
    for (const auto& file : files_of_source(path)) {
        provenance.bytes += static_cast<std::int64_t>(std::filesystem::file_size(file));
        digest.add(file.filename().string()).add("\n").add(datasets::sha256_of_file(file)).add("\n");
    }
    const auto files = files_of_source(path);
    provenance.sha256 = files.size() == 1 ? datasets::sha256_of_file(files.front()) : digest.hex();
    return provenance;
}

Inputs collect_inputs(const Job& job, const datasets::Store& store)
{
    Inputs inputs;
    datasets::Digest digest;
    digest.add(output_format).add("\n").add(MACHIZU_VERSION).add("\n").add(job.manifest.text);
    for (const datasets::SourceFile& file : job.manifest.source.files) {
        inputs.paths.push_back(source_path(job.folder, file.path));
        inputs.provenance.push_back(provenance_of(file.path, inputs.paths.back()));
        digest.add(inputs.provenance.back().sha256);
    }
    if (job.manifest.source.labels) {
        digest.add(provenance_of("", source_path(job.folder, job.manifest.source.labels->path)).sha256);
    }
    if (const auto* join = std::get_if<datasets::JoinGeometry>(&job.manifest.geometry.from)) {
        inputs.join.emplace(*join, store);
        digest.add(inputs.join->input_hash());
    }
    inputs.hash = digest.hex();
    return inputs;
}

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

/// All files of the snapshot that grow feature by feature.
class SnapshotWriter {
public:
    SnapshotWriter(const DatasetInfo& info, const Publisher& publisher)
        : folder_{publisher.staging()},
          id_{info.manifest.id},
          store_{folder_ / "features.gpkg",
                 {id_, info.manifest.title.ja, info.manifest.description.ja, publisher.published(),
                  info.schema}},
          geojson_{folder_ / "downloads" / (id_ + ".geojson"), id_, info.schema},
          csv_{folder_ / "downloads" / (id_ + ".csv"), info.schema},
          tiler_{id_, field_names(info), tile_options(info)}
    {
    }

    [[nodiscard]] bool has_id(const std::string& id) { return store_.has_id(id); }

    void add(datasets::Feature feature, std::optional<datasets::LonLat> label)
    {
        feature.fid = ++count_;
        store_.add(feature);
        geojson_.add(feature);
        csv_.add(feature);
        tiler_.add(feature, label);
        if (feature.geometry) {
            bbox_.extend(datasets::bbox_of(*feature.geometry));
            const auto kind = datasets::kind_of(*feature.geometry);
            kind_ =
                kind_ == datasets::GeometryKind::none || kind_ == kind ? kind : datasets::GeometryKind::mixed;
        }
    }

    void finish(DatasetInfo& info, Progress& progress)
    {
        store_.finish();
        geojson_.finish();
        csv_.finish();
        info.bbox = bbox_;
        info.geometry = kind_;
        write_tiles(info, progress);
    }

private:
    static std::vector<std::string> field_names(const DatasetInfo& info)
    {
        std::vector<std::string> names;
        for (const datasets::Field& field : info.schema.fields) {
            names.push_back(field.name);
        }
        return names;
    }

    static tiles::TileOptions tile_options(const DatasetInfo& info)
    {
        tiles::TileOptions options;
        options.minzoom = info.manifest.tiles.minzoom;
        options.maxzoom = info.manifest.tiles.maxzoom;
        options.cluster = info.manifest.tiles.cluster;
        return options;
    }

    void write_tiles(DatasetInfo& info, Progress& progress)
    {
        tiles::PmtilesWriter archive{folder_ / "tiles.pmtiles"};
        const tiles::TileStatistics statistics =
            tiler_.write(archive, [&](std::size_t done, std::size_t total) {
                progress.show("タイル", "tiles", static_cast<std::int64_t>(done),
                              static_cast<std::int64_t>(total));
            });
        tiles::ArchiveInfo about;
        about.minzoom = info.manifest.tiles.minzoom;
        about.maxzoom = info.manifest.tiles.maxzoom;
        about.bounds = bbox_;
        about.metadata = tiles::archive_metadata({info.manifest.title.ja, info.manifest.description.ja,
                                                  info.manifest.attribution.ja, info.version,
                                                  tiler_.vector_layers(), statistics});
        archive.commit(about);
        for (const tiles::ZoomStatistics& zoom : statistics) {
            info.zooms.push_back({zoom.zoom, static_cast<std::int64_t>(zoom.features),
                                  static_cast<std::int64_t>(zoom.clustered),
                                  static_cast<std::int64_t>(zoom.merged),
                                  static_cast<std::int64_t>(zoom.omitted)});
        }
    }

    std::filesystem::path folder_;
    std::string id_;
    datasets::FeatureStoreWriter store_;
    GeoJsonDownload geojson_;
    CsvDownload csv_;
    tiles::Tiler tiler_;
    std::int64_t count_ = 0;
    datasets::BBox bbox_{};
    datasets::GeometryKind kind_ = datasets::GeometryKind::none;
};

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

Reading open_reading(const Job& job, std::size_t file, const std::string& path,
                     datasets::SourceProvenance& provenance)
{
    const datasets::Manifest& manifest = job.manifest;
    Reading reading;
    reading.source = open_source(manifest.source, path);
    reading.columns = reading.source.rows->columns();
    if (const auto& labels = manifest.source.labels) {
        reading.columns =
            relabel(std::move(reading.columns), read_labels(*labels, source_path(job.folder, labels->path)));
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
        reading.reprojector.emplace(provenance.crs);
        provenance.crs_operation = reading.reprojector->operation();
        provenance.accuracy_m = reading.reprojector->accuracy_m();
    }
    return reading;
}

/// Reads every row of every file into the snapshot, the report and the rejects.
class Run {
public:
    Run(const Job& job, Inputs& inputs, const Publisher& publisher, DatasetInfo& info)
        : job_{job},
          inputs_{inputs},
          writer_{info, publisher},
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
        Reading reading = open_reading(job_, file, path, inputs_.provenance[file]);
        begin_rejects(reading, path);
        const FeatureBuilder builder{job_.manifest, map_columns(job_.manifest, reading.columns, path),
                                     reading.reprojector ? &*reading.reprojector : nullptr,
                                     inputs_.join ? &*inputs_.join : nullptr};
        const std::string name = inputs_.paths.size() > 1 ? job_.manifest.source.files[file].path : "";
        while (auto row = reading.source.rows->next()) {
            row->cells.insert(row->cells.end(), reading.constants.begin(), reading.constants.end());
            progress_.show("行", "rows", ++report_.read, reading.source.row_count);
            take(builder, *row, name);
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

    void take(const FeatureBuilder& builder, const SourceRow& row, const std::string& file)
    {
        BuiltRow built = builder.build(row);
        if (built.feature && writer_.has_id(built.feature->id)) {
            built.entries.push_back(
                entry_of(Finding::key_duplicate, EntryKind::rejected, {}, built.feature->id));
            built.feature.reset();
        }
        const auto is = [](EntryKind kind) {
            return [kind](const ReportEntry& e) { return e.kind == kind; };
        };
        for (ReportEntry& entry : built.entries) {
            entry.file = file;
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
            rejects_->add(file, row,
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

std::string too_many_rejects(const datasets::RejectLimit& limit, const Report& report)
{
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
    info.software = {{"machizu", MACHIZU_VERSION},
                     {"gdal", gdal_version()},
                     {"proj", proj_version()},
                     {"geos", geos_version()}};
    return info;
}

Outcome publish(const Job& job, const datasets::Store& store)
{
    Inputs inputs = collect_inputs(job, store);
    if (const auto version = unchanged_version(store, job.manifest.id, inputs.hash)) {
        return {Outcome::Status::unchanged, *version, "", {}};
    }
    Publisher publisher{store, job.manifest.id, inputs.hash};
    DatasetInfo info = describe(job.manifest, inputs, publisher);
    Run run{job, inputs, publisher, info};
    Outcome outcome;
    outcome.report = run.read_all();
    outcome.reason = too_many_rejects(job.manifest.max_rejected, outcome.report);
    if (!outcome.reason.empty()) {
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

#include "ingest/snapshot_writer.hpp"

#include "datasets/digest.hpp"
#include "datasets/file.hpp"
#include "ingest/cp932.hpp"
#include "ingest/data_dictionary.hpp"
#include "ingest/ogr_download.hpp"
#include "ingest/side_by_side.hpp"
#include "ingest/xlsx_download.hpp"
#include "tiles/archive_metadata.hpp"
#include "tiles/index_of_store.hpp"
#include "tiles/options_of.hpp"
#include "tiles/pmtiles_writer.hpp"

#include <functional>
#include <vector>

namespace ingest {

namespace {

using datasets::DatasetInfo;

std::vector<std::string> field_names(const DatasetInfo& info)
{
    std::vector<std::string> names;
    for (const datasets::Field& field : info.schema.fields) {
        names.push_back(field.name);
    }
    return names;
}

datasets::FeatureStoreHeader store_header(const DatasetInfo& info)
{
    return {info.manifest.id, info.manifest.title.ja, info.manifest.description.ja, info.published,
            info.schema};
}

/// Its table has a name of its own, so that nobody takes one file for the other.
datasets::FeatureStoreHeader staff_header(const DatasetInfo& info)
{
    constexpr unsigned owner_only = 0600;
    return {info.manifest.id + "-staff",
            info.manifest.title.ja + "（職員用・公開しないこと） / for staff, not public",
            info.manifest.description.ja,
            info.published,
            datasets::staff_schema(info.manifest),
            owner_only};
}

} // namespace

SnapshotWriter::SnapshotWriter(const DatasetInfo& info, std::filesystem::path folder,
                               std::pmr::memory_resource* memory)
    : folder_{std::move(folder)},
      store_{folder_ / "features.gpkg", store_header(info)},
      schema_{info.schema},
      geojson_{folder_ / "downloads" / (info.manifest.id + ".geojson"), info.manifest.id, info.schema},
      csv_{folder_ / "downloads" / (info.manifest.id + ".csv"), info.schema},
      kml_{folder_ / "downloads" / (info.manifest.id + ".kml"), info.manifest.title.ja, info.schema},
      tiler_{info.manifest.id, field_names(info), tiles::options_of(info.manifest.tiles), memory},
      index_{info.schema, memory},
      time_begin_{info.schema.index_of(info.manifest.time.begin)},
      time_end_{info.schema.index_of(info.manifest.time.end)}
{
    if (datasets::keeps_for_staff(info.manifest)) {
        staff_.emplace(folder_ / "staff.gpkg", staff_header(info));
    }
}

void SnapshotWriter::add(datasets::Feature feature, std::optional<datasets::LonLat> label,
                         std::optional<datasets::Feature> staff)
{
    feature.fid = ++count_;
    store_.add(feature);
    if (staff_ && staff) {
        staff->fid = feature.fid;
        staff_->add(*staff);
    }
    search_.add(feature, schema_);
    geojson_.add(feature);
    csv_.add(feature);
    kml_.add(feature);
    tiler_.add(feature, label);
    index_.add(feature);
    extend_time(feature);
    if (feature.geometry) {
        bbox_.extend(datasets::bbox_of(*feature.geometry));
        const auto kind = datasets::kind_of(*feature.geometry);
        kind_ = kind_ == datasets::GeometryKind::none || kind_ == kind ? kind : datasets::GeometryKind::mixed;
    }
}

/// Texts of one form, which compare as what they stand for.
void SnapshotWriter::extend_time(const datasets::Feature& feature)
{
    const auto text = [&](const std::optional<std::size_t>& field) {
        return field ? std::get_if<std::string>(&feature.values[*field]) : nullptr;
    };
    const std::string* begin = text(time_begin_);
    if (begin == nullptr) {
        return;
    }
    const std::string* end = text(time_end_) != nullptr ? text(time_end_) : begin;
    const std::string first = datasets::first_second(*begin), last = datasets::last_second(*end);
    time_.begin = time_.begin.empty() ? first : std::min(time_.begin, first);
    time_.end = std::max(time_.end, last);
}

void SnapshotWriter::finish(DatasetInfo& info, Progress& progress)
{
    store_.finish();
    if (staff_) {
        staff_->finish();
    }
    geojson_.finish();
    csv_.finish();
    kml_.finish();
    info.bbox = bbox_;
    info.time = time_;
    info.geometry = kind_;
    info.count = count_;
    static_cast<void>(tiler_.generalise());
    // All are made of what is finished and share nothing that changes.
    std::vector<std::function<void()>> tasks = ogr_downloads(info, folder_);
    const std::filesystem::path stem = folder_ / "downloads" / info.manifest.id;
    if (count_ <= most_xlsx_rows) {
        tasks.insert(tasks.begin(),
                     [about = info, stem, this] { write_xlsx(about, folder_, stem.string() + ".xlsx"); });
    }
    tasks.insert(tasks.begin(), [&] { write_tiles(info, progress); });
    tasks.emplace_back([&] { write_index(); });
    tasks.emplace_back([&] { write_cp932_copy(stem.string() + ".csv", stem.string() + ".cp932.csv"); });
    tasks.emplace_back([&] { datasets::write_file(folder_ / "search.index", search_.finish()); });
    do_side_by_side(tasks);
    datasets::write_file(stem.string() + ".dictionary.csv", dictionary_csv(info.schema));
    datasets::write_file(stem.string() + ".dictionary.json", dictionary_json(info));
}

void SnapshotWriter::write_index()
{
    const tiles::FeatureTable& drawn = tiler_.features();
    const bool is_coverage = drawn.options().polygons == tiles::PolygonRule::coverage;
    index_.write(folder_ / "features.index",
                 {datasets::sha256_of_file(folder_ / "features.gpkg"), is_coverage}, tiles::drawn_of(drawn));
}

void SnapshotWriter::write_tiles(DatasetInfo& info, Progress& progress)
{
    tiles::PmtilesWriter archive{folder_ / "tiles.pmtiles"};
    const tiles::TileStatistics statistics = tiler_.write(archive, [&](std::size_t done, std::size_t total) {
        progress.show("タイル", "tiles", static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
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
        info.zooms.push_back(
            {zoom.zoom, static_cast<std::int64_t>(zoom.features), static_cast<std::int64_t>(zoom.clustered),
             static_cast<std::int64_t>(zoom.merged), static_cast<std::int64_t>(zoom.omitted)});
    }
}

} // namespace ingest

#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/digest.hpp"
#include "datasets/feature_store_writer.hpp"
#include "datasets/file.hpp"
#include "tests/support/temp_folder.hpp"
#include "tiles/archive_metadata.hpp"
#include "tiles/feature_index_writer.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_writer.hpp"

#include <filesystem>
#include <string>
#include <utility>

/// A store in a temporary folder, with small snapshots written without ingest.
class TestStore {
public:
    static constexpr auto first_version = "20261001T000000Z-0123456789ab";
    static constexpr auto second_version = "20261002T000000Z-ba9876543210";

    /// Publishes parks: points 1 to `count` in a row along 34.7 N from 135.3 E, 0.001° apart; the last one has no position.
    /// Park 1 is named 中央公園, the others 公園 2, 公園 3…
    void publish(const std::string& id, const std::string& version, int count = 25)
    {
        const auto folder = store().snapshot(id, version);
        std::filesystem::create_directories(folder / "downloads");
        auto info = describe(id, version, count);
        write_features(folder, info, count);
        write_tiles(folder, id);
        add_file(folder, info, "downloads/" + id + ".csv", "text/csv; charset=utf-8",
                 "number,name\r\n" + std::string(5000, 'x'));
        for (const char* name : {"secret.csv", "staff.gpkg"}) {
            add_file(folder, info, name, "text/csv", "staff only");
            info.files.back().is_public = false;
        }
        const auto gpkg = folder / "features.gpkg";
        info.files.push_back({"features.gpkg", static_cast<std::int64_t>(std::filesystem::file_size(gpkg)),
                              datasets::sha256_of_file(gpkg), "application/geopackage+sqlite3", true,
                              id + ".gpkg"});
        datasets::write_file(folder / "dataset.json", to_json(info));
        point_to(id, version);
    }

    /// What a publish does last: exchanges the link in one step.
    void point_to(const std::string& id, const std::string& version)
    {
        const auto link = store().current_link(id);
        const auto fresh = link.parent_path() / ".current";
        std::filesystem::remove(fresh);
        std::filesystem::create_symlink(version, fresh);
        std::filesystem::rename(fresh, link);
    }

    [[nodiscard]] datasets::Store store() const { return {folder_.path()}; }
    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

private:
    static datasets::DatasetInfo describe(const std::string& id, const std::string& version, int count)
    {
        datasets::DatasetInfo info;
        info.manifest =
            datasets::parse_manifest(R"({"id": ")" + id + R"(", "title": {"ja": "公園", "en": "Parks"},
            "description": {"ja": "市の公園", "en": "Parks of the city"},
            "publisher": {"ja": "汐凪市", "en": "Shionagi City"},
            "license": {"id": "CC-BY-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
            "attribution": {"ja": "汐凪市 <公園課>", "en": "Shionagi City <Parks>"},
            "contact": "a@example.jp", "update_cycle": "yearly", "theme": "parks", "date": "2026-10-01",
            "source": {"path": "parks.csv"}, "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"},
            "key": ["number"],
            "fields": [
                {"name": "number", "source": "番号", "type": "integer", "label": {"ja": "番号", "en": "Number"}},
                {"name": "name", "source": "名称", "type": "text", "label": {"ja": "名称", "en": "Name"}, "searchable": true},
                {"name": "opened", "source": "開園日", "type": "date", "label": {"ja": "開園日", "en": "Opened"}}],
            "time": "opened",
            "view": {"title": "name", "style": "single"}})",
                                     "fixture");
        info.version = version;
        info.published = "2026-10-01T00:00:00Z";
        info.input_hash = version.substr(17);
        info.schema = public_schema(info.manifest);
        info.geometry = datasets::GeometryKind::point;
        info.rows_read = count;
        info.count = count;
        info.without_geometry = 1;
        info.time = {"2026-01-01T00:00:00", "2026-01-28T23:59:59"};
        info.bbox = {135.301, 34.7, 135.3 + 0.001 * (count - 1), 34.7};
        return info;
    }

    static void write_features(const std::filesystem::path& folder, const datasets::DatasetInfo& info,
                               int count)
    {
        datasets::FeatureStoreWriter writer(folder / "features.gpkg",
                                            {info.manifest.id, "公園", "", info.published, info.schema});
        tiles::FeatureIndexWriter index(info.schema);
        for (int i = 1; i <= count; ++i) {
            datasets::Feature feature;
            feature.fid = i;
            feature.id = i == 2 ? "a/2 b" : std::to_string(i);
            if (i < count) {
                feature.geometry = datasets::Points<datasets::LonLat>{{{135.3 + 0.001 * i, 34.7}}};
            }
            feature.values = {std::int64_t{i}, i == 1 ? std::string("中央公園") : "公園 " + std::to_string(i),
                              opened(i)};
            writer.add(feature);
            index.add(feature);
        }
        writer.finish();
        index.write(folder / "features.index", {datasets::sha256_of_file(folder / "features.gpkg"), false},
                    {});
    }

    /// Park 5 is open since nobody knows when, the others since 2026-01-01 to 2026-01-28 by their number.
    static datasets::Value opened(int park)
    {
        const std::string day = std::to_string(101 + (park - 1) % 28).substr(1);
        return park == 5 ? datasets::Value{} : datasets::Value{"2026-01-" + day};
    }

    static void write_tiles(const std::filesystem::path& folder, const std::string& id)
    {
        tiles::PmtilesWriter writer(folder / "tiles.pmtiles");
        writer.add({0, 0, 0}, tiles::gzip("tile 0/0/0 of " + id));
        tiles::ArchiveMetadata metadata;
        metadata.vector_layers = {{id, "", 0, 14, {{"number", "Number"}, {"name", "String"}}}};
        writer.commit({0, 14, {135.3, 34.7, 135.4, 34.7}, tiles::archive_metadata(metadata)});
    }

    static void add_file(const std::filesystem::path& folder, datasets::DatasetInfo& info,
                         const std::string& name, const std::string& type, const std::string& bytes)
    {
        datasets::write_file(folder / name, bytes);
        info.files.push_back(
            {name, static_cast<std::int64_t>(bytes.size()), datasets::sha256(bytes), type, true, ""});
    }

    TempFolder folder_{};
};

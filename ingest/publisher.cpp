#include "ingest/publisher.hpp"

#include "datasets/digest.hpp"
#include "datasets/error.hpp"
#include "datasets/file.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <utility>

namespace ingest {

namespace {

namespace fs = std::filesystem;

struct Rule {
    std::string_view folder;
    std::string_view name; ///< in a subfolder: how the name ends
    std::string_view media_type;
    bool is_public;
};

/// What each file of a snapshot is, the first that fits; one that is not named here is for staff.
constexpr std::array<Rule, 17> rules{{
    {"", "features.gpkg", "application/geopackage+sqlite3", true},
    {"", "features.index", "application/octet-stream", true},
    {"", "tiles.pmtiles", "application/vnd.pmtiles", true},
    {"", "search.index", "application/octet-stream", true},
    {"", "report.json", "application/json", true},
    {"", "report.html", "text/html; charset=utf-8", true},
    {"", "rejects.csv", "text/csv", false},
    {"", "staff.gpkg", "application/geopackage+sqlite3", false},
    {"downloads", ".geojson", "application/geo+json", true},
    {"downloads", ".cp932.csv", "text/csv; charset=windows-31j", true},
    {"downloads", ".dictionary.csv", "text/csv; charset=utf-8", true},
    {"downloads", ".dictionary.json", "application/json", true},
    {"downloads", ".csv", "text/csv; charset=utf-8", true},
    {"downloads", ".fgb", "application/flatgeobuf", true},
    {"downloads", ".kml", "application/vnd.google-earth.kml+xml", true},
    {"downloads", ".shp.zip", "application/zip", true},
    {"downloads", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true},
}};

/// The name under which the API gives the file; features.gpkg and tiles.pmtiles are downloads as they are, without a second copy on
/// the disk.
std::string download_name(const std::string& dataset, const fs::path& name)
{
    if (name == "features.gpkg" || name == "tiles.pmtiles") {
        return dataset + name.extension().string();
    }
    return name.parent_path() == "downloads" ? name.filename().string() : "";
}

datasets::SnapshotFile describe(const std::string& dataset, const fs::path& staging, const fs::path& file)
{
    const fs::path name = file.lexically_relative(staging);
    datasets::SnapshotFile described;
    described.name = name.string();
    described.bytes = static_cast<std::int64_t>(fs::file_size(file));
    described.sha256 = datasets::sha256_of_file(file);
    described.is_public = false;
    for (const Rule& rule : rules) {
        const bool fits = rule.folder.empty() ? name == rule.name : described.name.ends_with(rule.name);
        if (fits && name.parent_path() == rule.folder) {
            described.media_type = rule.media_type;
            described.is_public = rule.is_public;
            break;
        }
    }
    if (described.is_public) {
        described.download = download_name(dataset, name);
    }
    return described;
}

/// Errors of std::filesystem, as ours.
[[noreturn]] void fail(const std::string& what, const fs::path& path, const std::error_code& error)
{
    throw datasets::StorageError{fmt::format("cannot {} '{}': {}", what, path.string(), error.message())};
}

} // namespace

Publisher::Publisher(const datasets::Store& store, std::string dataset, const std::string& input_hash)
    : store_{store}, dataset_{std::move(dataset)}
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    constexpr std::size_t hash_digits = 12;
    version_ = fmt::format("{:%Y%m%dT%H%M%SZ}-{}", fmt::gmtime(now), input_hash.substr(0, hash_digits));
    published_ = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
    const fs::path folder = store_.dataset(dataset_);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        fail("create", folder, error);
    }
    lock_.emplace(store_, dataset_);
    remove_leftovers();
    staging_ = folder / (std::string{staging_prefix} + version_);
    fs::create_directories(staging_ / "downloads", error);
    if (error) {
        fail("create", staging_, error);
    }
}

Publisher::~Publisher()
{
    std::error_code ignored;
    fs::remove_all(staging_, ignored);
}

/// Only called with the lock held, so whatever looks unfinished is nobody's any more.
void Publisher::remove_leftovers() const
{
    for (const auto& entry : fs::directory_iterator{store_.dataset(dataset_)}) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(staging_prefix) || name == next_link_name) {
            std::error_code ignored; // what cannot be removed does no harm
            fs::remove_all(entry.path(), ignored);
        }
    }
}

void Publisher::publish(datasets::DatasetInfo info)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{staging_}) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        info.files.push_back(describe(dataset_, staging_, file));
        datasets::sync_path(file);
    }
    datasets::write_file(staging_ / "dataset.json", datasets::to_json(info));
    datasets::sync_path(staging_ / "downloads");
    datasets::sync_path(staging_);

    const fs::path folder = store_.dataset(dataset_);
    const fs::path final_folder = store_.snapshot(dataset_, version_);
    std::error_code error;
    fs::rename(staging_, final_folder, error);
    if (error) {
        fail("publish to", final_folder, error);
    }
    datasets::sync_path(folder);
    switch_current(store_, dataset_, version_);
}

} // namespace ingest

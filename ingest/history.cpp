#include "ingest/history.hpp"

#include "datasets/dataset_info.hpp"
#include "datasets/digest.hpp"
#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "ingest/dataset_folder.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace ingest {

namespace {

namespace fs = std::filesystem;

constexpr std::time_t in_use_seconds = 3600;

/// Names of versions begin with their time, so that the order of the names is that of the versions.
std::vector<std::string> names_of_versions(const datasets::Store& store, const std::string& dataset)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{store.dataset(dataset), error}) {
        std::string name = entry.path().filename().string();
        if (datasets::is_version(name) && entry.is_directory()) {
            names.push_back(std::move(name));
        }
    }
    std::sort(names.rbegin(), names.rend());
    return names;
}

std::int64_t bytes_in(const fs::path& folder)
{
    std::int64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        bytes += entry.is_regular_file() ? static_cast<std::int64_t>(entry.file_size()) : 0;
    }
    return bytes;
}

KeptVersion describe(const datasets::Store& store, const std::string& dataset, std::string version)
{
    KeptVersion kept;
    kept.is_current = datasets::current_version(store, dataset) == version;
    const fs::path folder = store.snapshot(dataset, version);
    kept.version = std::move(version);
    kept.bytes = bytes_in(folder);
    try {
        const auto info = datasets::read_dataset_info(folder);
        kept.published = info.published;
        kept.count = info.count;
        kept.rejected = info.rejected;
    } catch (const std::runtime_error& error) {
        kept.problem = error.what();
    }
    return kept;
}

/// The time in a version's name.
std::time_t time_of(std::string_view version)
{
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(version.data() + at, version.data() + at + length, value);
        return value;
    };
    std::tm time{};
    time.tm_year = number(0, 4) - 1900;
    time.tm_mon = number(4, 2) - 1;
    time.tm_mday = number(6, 2);
    time.tm_hour = number(9, 2);
    time.tm_min = number(11, 2);
    time.tm_sec = number(13, 2);
    return ::timegm(&time);
}

/// When `current` was last switched.
std::time_t switched_at(const datasets::Store& store, const std::string& dataset)
{
    struct ::stat status {};
    return ::lstat(store.current_link(dataset).c_str(), &status) == 0 ? status.st_mtime : 0;
}

/// A version ends being current when the next one is published; after a rollback, all newer ones may have been it.
bool was_current_lately(const std::vector<std::string>& newest_first, std::size_t index,
                        const std::string& current, std::time_t switched, std::time_t now)
{
    const std::time_t since = now - in_use_seconds;
    const bool succeeded_lately = index > 0 && time_of(newest_first[index - 1]) > since;
    return succeeded_lately || (newest_first[index] > current && switched > since);
}

/// Renamed first: a version that is half removed must not look like one.
void remove_version(const datasets::Store& store, const std::string& dataset, const std::string& version)
{
    const fs::path going = store.dataset(dataset) / fmt::format("{}pruned-{}", staging_prefix, version);
    std::error_code error;
    fs::rename(store.snapshot(dataset, version), going, error);
    if (!error) {
        fs::remove_all(going, error);
    }
    if (error) {
        throw datasets::StorageError{fmt::format("cannot remove '{}': {}",
                                                 store.snapshot(dataset, version).string(), error.message())};
    }
}

} // namespace

std::vector<KeptVersion> versions_of(const datasets::Store& store, const std::string& dataset)
{
    std::vector<KeptVersion> versions;
    for (std::string& name : names_of_versions(store, dataset)) {
        versions.push_back(describe(store, dataset, std::move(name)));
    }
    return versions;
}

std::string find_version(const datasets::Store& store, const std::string& dataset, std::string_view word)
{
    const auto names = names_of_versions(store, dataset);
    const std::string current = datasets::current_version(store, dataset).value_or("");
    if (word == "current" && !current.empty()) {
        return current;
    }
    std::vector<std::string> meant;
    for (const std::string& name : names) {
        const bool is_meant = word == "previous" ? meant.empty() && name < current : name.starts_with(word);
        if (is_meant && !word.empty()) {
            meant.push_back(name);
        }
    }
    if (meant.size() != 1) {
        throw UnknownVersion{
            fmt::format("'{0}': 版 '{2}' は{4}。ある版: {3} / {1} version is called '{2}'; there are: {3}",
                        dataset, meant.empty() ? "no" : "more than one", word,
                        names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")),
                        meant.empty() ? "ありません" : "いくつもあります")};
    }
    return meant.front();
}

void require_whole(const datasets::Store& store, const std::string& dataset, const std::string& version)
{
    const fs::path folder = store.snapshot(dataset, version);
    const auto info = datasets::read_dataset_info(folder);
    const auto damaged = [&](const std::string& what) {
        throw IngestError{fmt::format("'{1}' の版 {0} は壊れています。何も変えていません / the version {0} "
                                      "of '{1}' is damaged: {2}; nothing was changed",
                                      version, dataset, what)};
    };
    if (info.version != version || info.manifest.id != dataset) {
        damaged(fmt::format("its dataset.json is that of {} of '{}'", info.version, info.manifest.id));
    }
    for (const datasets::SnapshotFile& file : info.files) {
        const fs::path path = folder / file.name;
        if (!fs::is_regular_file(path)) {
            damaged(fmt::format("'{}' is missing", file.name));
        }
        if (static_cast<std::int64_t>(fs::file_size(path)) != file.bytes ||
            datasets::sha256_of_file(path) != file.sha256) {
            damaged(fmt::format("'{}' is not the file that was published", file.name));
        }
    }
}

void roll_back(const datasets::Store& store, const std::string& dataset, const std::string& version)
{
    const DatasetLock lock{store, dataset};
    require_whole(store, dataset, version);
    switch_current(store, dataset, version);
}

Pruned prune(const datasets::Store& store, const std::string& dataset, int keep, std::time_t now)
{
    const DatasetLock lock{store, dataset};
    const auto names = names_of_versions(store, dataset);
    const std::string current = datasets::current_version(store, dataset).value_or("");
    const std::time_t switched = switched_at(store, dataset);
    Pruned pruned;
    for (std::size_t i = static_cast<std::size_t>(keep); i < names.size(); ++i) {
        if (names[i] == current || was_current_lately(names, i, current, switched, now)) {
            pruned.spared.push_back(names[i]);
            continue;
        }
        pruned.removed.push_back(describe(store, dataset, names[i]));
        remove_version(store, dataset, names[i]);
        pruned.bytes += pruned.removed.back().bytes;
    }
    datasets::sync_path(store.dataset(dataset));
    return pruned;
}

} // namespace ingest

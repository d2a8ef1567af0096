#include "ingest/dataset_folder.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "ingest/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace ingest {

namespace fs = std::filesystem;

DatasetLock::DatasetLock(const datasets::Store& store, const std::string& dataset)
{
    const fs::path path = store.dataset(dataset) / ".lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) {
        throw datasets::StorageError{
            fmt::format("cannot create '{}': {}", path.string(), std::strerror(errno))};
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(std::exchange(file_, -1));
        throw IngestError{
            fmt::format("別の実行が '{0}' を公開しているところです。終わってから、もう一度実行してください / "
                        "another run is "
                        "publishing '{0}' to this store; wait until it has ended, and run again",
                        dataset)};
    }
}

DatasetLock::~DatasetLock()
{
    ::close(file_); // which gives the lock back
}

void switch_current(const datasets::Store& store, const std::string& dataset, const std::string& version)
{
    const fs::path folder = store.dataset(dataset);
    const fs::path next = folder / next_link_name;
    std::error_code error;
    fs::remove(next, error); // of an earlier crash
    fs::create_symlink(version, next, error);
    if (error) {
        throw datasets::StorageError{fmt::format("cannot create '{}': {}", next.string(), error.message())};
    }
    fs::rename(next, store.current_link(dataset), error);
    if (error) {
        throw datasets::StorageError{
            fmt::format("cannot switch '{}': {}", store.current_link(dataset).string(), error.message())};
    }
    datasets::sync_path(folder);
}

} // namespace ingest

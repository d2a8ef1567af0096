#include "ingest/ogr_checked_files.hpp"

#include "datasets/error.hpp"

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace ingest {

namespace {

constexpr const char* prefix = "/vsimachizu_checked/";

/// The first error of each file that is watched. GDAL knows one virtual file system for all threads.
class Errors {
public:
    void begin(const std::string& path)
    {
        const std::lock_guard lock{mutex_};
        errors_[path] = 0;
    }
    void end(const std::string& path)
    {
        const std::lock_guard lock{mutex_};
        errors_.erase(path);
    }
    void note(const std::string& path, int error)
    {
        const std::lock_guard lock{mutex_};
        if (const auto found = errors_.find(path); found != errors_.end() && found->second == 0) {
            found->second = error != 0 ? error : EIO;
        }
    }
    [[nodiscard]] int of(const std::string& path) const
    {
        const std::lock_guard lock{mutex_};
        const auto found = errors_.find(path);
        return found == errors_.end() ? 0 : found->second;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, int> errors_{};
};

Errors& errors()
{
    static Errors all;
    return all;
}

/// An open file, with its own buffer: drivers write in small pieces.
struct Open {
    std::FILE* file;
    std::string path;
};

Open& opened(void* handle) { return *static_cast<Open*>(handle); }

/// The path on disk: GDAL gives it without the prefix's slash at the end, or with all of it.
std::string on_disk(const char* name)
{
    const std::string path = name;
    return path.starts_with('/') ? path : "/" + path;
}

void* open_file(void* /*data*/, const char* name, const char* access)
{
    const std::string path = on_disk(name);
    std::FILE* const file = std::fopen(path.c_str(), access);
    return file == nullptr ? nullptr : std::make_unique<Open>(Open{file, path}).release();
}

int stat_file(void* /*data*/, const char* name, VSIStatBufL* status, int flags)
{
    return VSIStatExL(on_disk(name).c_str(), status, flags);
}

int unlink_file(void* /*data*/, const char* name) { return ::unlink(on_disk(name).c_str()); }

vsi_l_offset tell(void* handle) { return static_cast<vsi_l_offset>(::ftello(opened(handle).file)); }

int seek(void* handle, vsi_l_offset offset, int whence)
{
    return ::fseeko(opened(handle).file, static_cast<off_t>(offset), whence);
}

std::size_t read(void* handle, void* buffer, std::size_t size, std::size_t count)
{
    return std::fread(buffer, size, count, opened(handle).file);
}

int at_end(void* handle) { return std::feof(opened(handle).file); }

std::size_t write(void* handle, const void* buffer, std::size_t size, std::size_t count)
{
    const Open& open = opened(handle);
    const std::size_t written = std::fwrite(buffer, size, count, open.file);
    if (written < count) {
        errors().note(open.path, errno);
    }
    return written;
}

int flush(void* handle)
{
    const Open& open = opened(handle);
    if (std::fflush(open.file) == 0) {
        return 0;
    }
    errors().note(open.path, errno);
    return -1;
}

int close_file(void* handle)
{
    const std::unique_ptr<Open> open{static_cast<Open*>(handle)};
    if (std::fclose(open->file) == 0) {
        return 0;
    }
    errors().note(open->path, errno);
    return -1;
}

void install()
{
    static const bool installed = [] {
        const std::unique_ptr<VSIFilesystemPluginCallbacksStruct,
                              decltype(&VSIFreeFilesystemPluginCallbacksStruct)>
            calls{VSIAllocFilesystemPluginCallbacksStruct(), &VSIFreeFilesystemPluginCallbacksStruct};
        calls->open = open_file;
        calls->stat = stat_file;
        calls->unlink = unlink_file;
        calls->tell = tell;
        calls->seek = seek;
        calls->read = read;
        calls->eof = at_end;
        calls->write = write;
        calls->flush = flush;
        calls->close = close_file;
        return VSIInstallPluginHandler(prefix, calls.get()) == 0;
    }();
    (void)installed;
}

} // namespace

CheckedFile::CheckedFile(std::filesystem::path path)
    : path_{std::filesystem::absolute(std::move(path))},
      virtual_path_{prefix + path_.relative_path().string()}
{
    install();
    errors().begin(path_.string());
}

CheckedFile::~CheckedFile() { errors().end(path_.string()); }

void CheckedFile::require_whole() const
{
    if (const int error = errors().of(path_.string()); error != 0) {
        throw datasets::StorageError{
            fmt::format("cannot write '{}': {}", path_.string(), std::strerror(error))};
    }
}

} // namespace ingest

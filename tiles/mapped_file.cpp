#include "tiles/mapped_file.hpp"

#include "datasets/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tiles {

namespace {

struct FileDescriptor {
    int value;
    explicit FileDescriptor(int fd) : value{fd} {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor()
    {
        if (value >= 0) {
            ::close(value);
        }
    }
};

} // namespace

void MappedFile::Unmap::operator()(const std::byte* data) const noexcept
{
    ::munmap(const_cast<std::byte*>(data), size);
}

MappedFile::MappedFile(const std::filesystem::path& path)
{
    const auto fail = [&](const char* what) {
        return datasets::StorageError{
            fmt::format("cannot {} '{}': {}", what, path.string(), std::strerror(errno))};
    };
    const FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.value < 0) {
        throw fail("open");
    }
    struct stat status = {};
    if (::fstat(file.value, &status) != 0) {
        throw fail("stat");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) {
        return; // there is no mapping of nothing
    }
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.value, 0);
    if (data == MAP_FAILED) {
        throw fail("map");
    }
    data_ = {static_cast<const std::byte*>(data), Unmap{size}};
}

} // namespace tiles

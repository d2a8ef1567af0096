#include "datasets/file.hpp"

#include "datasets/error.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace datasets {

namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path, int error)
{
    throw StorageError{std::string{what} + " '" + path.string() + "': " + std::strerror(error)};
}

/// An open file descriptor that closes itself.
class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags, int mode, const char* what)
        : fd_{::open(path.c_str(), flags | O_CLOEXEC, mode)}
    {
        if (fd_ < 0) {
            fail(what, path, errno);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { ::close(fd_); }

    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

/// In the folder of a path; -1 and errno if there can be none.
int make_nameless_file(const std::filesystem::path& near)
{
    std::string name = (near.parent_path() / ".nameless-XXXXXX").string(); // the marks are mkostemp's
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) {
        ::unlink(name.c_str());
    }
    return file;
}

} // namespace

std::string read_file(const std::filesystem::path& path)
{
    const Descriptor file{path, O_RDONLY, 0, "cannot open"};
    std::string bytes;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            fail("cannot read", path, errno);
        }
        if (n == 0) {
            return bytes;
        }
        bytes.append(buffer.data(), static_cast<std::size_t>(n));
    }
}

void write_file(const std::filesystem::path& path, std::string_view bytes, int mode)
{
    const Descriptor file{path, O_WRONLY | O_CREAT | O_EXCL, mode, "cannot create"};
    while (!bytes.empty()) {
        const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            fail("cannot write", path, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(file.get()) != 0) {
        fail("cannot make durable", path, errno);
    }
}

void sync_path(const std::filesystem::path& path)
{
    const Descriptor file{path, O_RDONLY, 0, "cannot open"};
    if (::fsync(file.get()) != 0) {
        fail("cannot make durable", path, errno);
    }
}

int open_nameless_file(const std::filesystem::path& near)
{
    const int file = make_nameless_file(near);
    if (file < 0) {
        fail("cannot create a file in", near.parent_path(), errno);
    }
    return file;
}

std::string obstacle_to_writing(const std::filesystem::path& path, std::uintmax_t wanted)
{
    std::error_code unknown;
    if (const auto space = std::filesystem::space(path.parent_path(), unknown);
        !unknown && space.available < wanted) {
        return std::strerror(ENOSPC);
    }
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        return std::strerror(EFBIG);
    }
    const int file = make_nameless_file(path);
    if (file < 0) {
        return std::strerror(errno);
    }
    const std::array<char, 65536> bytes{};
    errno = 0; // a short write sets none
    const bool fits = ::write(file, bytes.data(), bytes.size()) == std::ssize(bytes) && ::fsync(file) == 0;
    const int error = errno == 0 ? ENOSPC : errno;
    ::close(file);
    return fits ? "" : std::strerror(error);
}

} // namespace datasets

#include "tiles/nameless_file.hpp"

#include "datasets/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace tiles {

int open_nameless_file(const std::filesystem::path& near)
{
    std::string name = near.string() + ".spool-XXXXXX";
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) {
        throw datasets::StorageError{fmt::format("cannot create '{}': {}", name, std::strerror(errno))};
    }
    ::unlink(name.c_str());
    return fd;
}

} // namespace tiles

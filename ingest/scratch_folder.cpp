#include "ingest/scratch_folder.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace ingest {

ScratchFolder::ScratchFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "machizu-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) { // of mode 0700
        throw datasets::StorageError{fmt::format("cannot make a folder in '{}': {}",
                                                 std::filesystem::temp_directory_path().string(),
                                                 std::strerror(errno))};
    }
    path_ = name;
}

ScratchFolder::~ScratchFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace ingest

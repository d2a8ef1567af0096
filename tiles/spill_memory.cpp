#include "tiles/spill_memory.hpp"

#include "datasets/error.hpp"
#include "datasets/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <new>
#include <utility>

namespace tiles {

namespace {
constexpr std::size_t least_block = 64 * 1024;
}

SpillMemory::SpillMemory(std::filesystem::path folder, std::size_t budget)
    : folder_{std::move(folder)}, budget_{budget}
{
}

std::size_t SpillMemory::spilled() const
{
    const std::scoped_lock lock{mutex_};
    return spilled_;
}

void* SpillMemory::do_allocate(std::size_t bytes, std::size_t alignment)
{
    if (bytes < least_block) {
        return ::operator new (bytes, std::align_val_t{alignment});
    }
    const std::scoped_lock lock{mutex_};
    if (bytes <= budget_ - held_) {
        void* const block = ::operator new (bytes, std::align_val_t{alignment});
        held_ += bytes;
        return block;
    }
    void* const block = map_file(bytes); // on a page, which is more than any alignment asked for
    try {
        in_files_.insert(block);
    } catch (...) {
        ::munmap(block, bytes);
        throw;
    }
    spilled_ += bytes;
    return block;
}

void SpillMemory::do_deallocate(void* block, std::size_t bytes, std::size_t alignment)
{
    if (bytes >= least_block) {
        const std::scoped_lock lock{mutex_};
        if (in_files_.erase(block) > 0) {
            ::munmap(block, bytes);
            spilled_ -= bytes;
            return;
        }
        held_ -= bytes;
    }
    ::operator delete (block, std::align_val_t{alignment});
}

void* SpillMemory::map_file(std::size_t bytes) const
{
    const int fd = datasets::open_nameless_file(folder_ / "memory");
    const int failure = ::posix_fallocate(fd, 0, static_cast<off_t>(bytes));
    void* const block =
        failure == 0 ? ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    ::close(fd); // the mapping keeps the file
    if (failure != 0) {
        throw datasets::StorageError{
            fmt::format("no room in '{}' for {} MB that do not fit into the memory allowed: {}",
                        folder_.string(), bytes / 1'000'000, std::strerror(failure))};
    }
    if (block == MAP_FAILED) {
        throw std::bad_alloc{};
    }
    return block;
}

} // namespace tiles

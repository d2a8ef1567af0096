#pragma once

#include <cstddef>
#include <filesystem>
#include <memory_resource>
#include <mutex>
#include <unordered_set>

namespace tiles {

/// Memory for large arrays, up to a budget; what goes beyond lies in files. Given to `std::pmr` containers, it bounds what a dataset
/// of any size keeps in memory, and nothing else has to know.
///
///     block  64 KiB or more, within the budget  -> heap
///            64 KiB or more, beyond it          -> a nameless file in the folder, mapped; the system writes it out and reads it
///                                                  back as memory is wanted
///            less                               -> heap, and not counted: there are never many
///
/// A file's room on the disk is taken when the block is, so a full disk is an error here and no signal later. Any thread may ask.
class SpillMemory final : public std::pmr::memory_resource {
public:
    /// `folder` must be there, and stay until the first block beyond the budget. `budget` in bytes.
    SpillMemory(std::filesystem::path folder, std::size_t budget);
    SpillMemory(const SpillMemory&) = delete;
    SpillMemory& operator=(const SpillMemory&) = delete;
    ~SpillMemory() override = default;

    /// Bytes of blocks that lie in files now.
    [[nodiscard]] std::size_t spilled() const;

private:
    /// Throws datasets::StorageError if there is no room for a file, std::bad_alloc if there is none to map it.
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* block, std::size_t bytes, std::size_t alignment) override;
    [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override
    {
        return this == &other;
    }
    [[nodiscard]] void* map_file(std::size_t bytes) const;

    std::filesystem::path folder_;
    std::size_t budget_;
    mutable std::mutex mutex_{};
    std::size_t held_ = 0; ///< bytes of large blocks on the heap
    std::size_t spilled_ = 0;
    std::unordered_set<const void*> in_files_{};
};

} // namespace tiles

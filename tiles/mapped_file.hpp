#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace tiles {

/// A file mapped into memory for reading. The mapping outlives the file's name: a replaced or removed file stays readable.
/// The file must not be cut short by others while it is mapped; published files never change.
class MappedFile {
public:
    /// Throws datasets::StorageError if the file cannot be opened or mapped.
    explicit MappedFile(const std::filesystem::path& path);

    /// Valid as long as this object, also after it was moved.
    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_.get(), data_.get_deleter().size}; }

private:
    struct Unmap {
        std::size_t size; // unique_ptr zeroes it
        void operator()(const std::byte* data) const noexcept;
    };
    std::unique_ptr<const std::byte, Unmap> data_;
};

} // namespace tiles

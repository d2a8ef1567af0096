#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// Each different text once, one after the other, numbered from 0 in the order they come: three arrays, however many texts.
class DistinctTexts {
public:
    explicit DistinctTexts(std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    /// The number of a text, added if it is new. Throws std::length_error beyond 4,294,967,294 texts.
    std::uint32_t number(std::string_view text);

    /// Adds a text; true if it is new.
    bool add(std::string_view text)
    {
        const std::size_t before = size();
        return number(text) == before;
    }

    [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }
    [[nodiscard]] std::string_view at(std::uint32_t number) const
    {
        return std::string_view{bytes_}.substr(begins_[number], begins_[number + 1] - begins_[number]);
    }

    /// Forgets all, and gives back the memory.
    void clear();

private:
    [[nodiscard]] std::size_t slot_of(std::string_view text) const;

    std::pmr::string bytes_;
    std::pmr::vector<std::uint64_t> begins_;
    std::pmr::vector<std::uint32_t> slots_; ///< open addressing; number + 1, 0 is free
};

} // namespace tiles

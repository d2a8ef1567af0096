#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// The layout of a search index, shared by its builder and its reader.
namespace datasets::search_format {

constexpr std::array<char, 8> magic{'M', 'Z', 'S', 'E', 'A', 'R', 'C', 'H'};
constexpr std::uint32_t version = 1;

/// Sections in the order in which they stand in the file.
enum Section : std::size_t {
    fids,
    fields,
    places,
    texts,
    sorted,
    by_feature,
    firsts,
    keys,
    list_places,
    list_counts,
    lists,
    section_count
};

struct Header {
    std::array<char, 8> magic{};
    std::uint32_t version = 0;
    std::uint32_t entries = 0;
    std::uint32_t keys = 0;
    std::uint32_t features = 0;                             ///< the largest fid
    std::array<std::uint64_t, section_count + 1> offsets{}; ///< of the sections, and of the end
};

/// Two characters, the second 0 where one is meant; `word`: where a word starts.
constexpr std::uint64_t key_of(char32_t first, char32_t second, bool word)
{
    return (std::uint64_t{first} << 22U) | (std::uint64_t{second} << 1U) | (word ? 1U : 0U);
}

constexpr std::size_t aligned(std::size_t size) { return (size + 7) / 8 * 8; }

} // namespace datasets::search_format

#include "tiles/feature_index_format.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace tiles::index_format {

namespace {

static_assert(std::endian::native == std::endian::little, "the index is mapped as it is");

using datasets::FormatError;

struct RawHeader {
    std::array<char, 8> magic;
    std::uint32_t version;
    std::uint32_t sections;
    std::uint64_t rows;
    std::uint64_t located;
    std::uint64_t flags;
    std::array<char, 64> source;
};
static_assert(sizeof(RawHeader) == 104);

constexpr std::uint64_t coverage_flag = 1;

struct RawSection {
    std::uint32_t part;
    std::uint32_t column;
    std::uint64_t offset;
    std::uint64_t length;
};
static_assert(sizeof(RawSection) == 24);

template <class T>
void append(std::string& bytes, const T& value)
{
    std::array<char, sizeof(T)> raw{};
    std::memcpy(raw.data(), &value, sizeof(T));
    bytes.append(raw.data(), raw.size());
}

template <class T>
T read(std::span<const std::byte> bytes, std::size_t at)
{
    T value{};
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    return value;
}

std::size_t aligned(std::size_t size) { return size + padding(size); }

} // namespace

std::string Assembler::head(const Header& header) const
{
    RawHeader raw{};
    std::copy(magic.begin(), magic.end(), raw.magic.begin());
    raw.version = version;
    raw.sections = static_cast<std::uint32_t>(sections_.size());
    raw.rows = header.rows;
    raw.located = header.located;
    raw.flags = header.is_coverage ? coverage_flag : 0;
    std::copy_n(header.source.begin(), std::min(header.source.size(), raw.source.size()), raw.source.begin());
    std::string bytes;
    append(bytes, raw);
    std::size_t at = sizeof(RawHeader) + sections_.size() * sizeof(RawSection);
    for (const Section& section : sections_) {
        append(bytes, RawSection{static_cast<std::uint32_t>(section.part), section.column, at,
                                 section.bytes.size()});
        at += aligned(section.bytes.size());
    }
    return bytes;
}

Sections::Sections(std::span<const std::byte> bytes)
{
    if (bytes.size() < sizeof(RawHeader)) {
        throw FormatError{
            fmt::format("{} bytes are no feature index: its header has {}", bytes.size(), sizeof(RawHeader))};
    }
    const auto raw = read<RawHeader>(bytes, 0);
    if (!std::equal(magic.begin(), magic.end(), raw.magic.begin())) {
        throw FormatError{"it does not begin as a feature index does"};
    }
    if (raw.version != version) {
        throw FormatError{fmt::format("feature index of version {}, expected {}", raw.version, version)};
    }
    constexpr std::uint64_t most_rows = 0xfffffffe;
    if (raw.located > raw.rows || raw.rows > most_rows) {
        throw FormatError{fmt::format("{} rows, of which {} have a position", raw.rows, raw.located)};
    }
    header_ = {raw.rows, raw.located, (raw.flags & coverage_flag) != 0,
               std::string{raw.source.begin(), raw.source.end()}};
    if (raw.sections > (bytes.size() - sizeof(RawHeader)) / sizeof(RawSection)) {
        throw FormatError{fmt::format("{} sections do not fit into {} bytes", raw.sections, bytes.size())};
    }
    for (std::size_t i = 0; i < raw.sections; ++i) {
        const auto entry = read<RawSection>(bytes, sizeof(RawHeader) + i * sizeof(RawSection));
        const auto part = static_cast<Part>(entry.part);
        check(entry.offset % 8 == 0 && entry.offset <= bytes.size() &&
                  entry.length <= bytes.size() - entry.offset,
              part, entry.column, "lies beyond the end");
        sections_.push_back({part, entry.column, bytes.subspan(entry.offset, entry.length)});
    }
    const auto order = [](const Section& s) { return std::pair{s.part, s.column}; };
    std::ranges::sort(sections_, {}, order);
    const auto twin = std::ranges::adjacent_find(sections_, {}, order);
    if (twin != sections_.end()) {
        check(false, twin->part, twin->column, "is there twice");
    }
}

bool Sections::has(Part part, std::uint32_t column) const
{
    return std::ranges::binary_search(sections_, std::pair{part, column}, {}, [](const Section& s) {
        return std::pair{s.part, s.column};
    });
}

std::span<const std::byte> Sections::bytes(Part part, std::uint32_t column) const
{
    const auto found = std::ranges::lower_bound(sections_, std::pair{part, column}, {}, [](const Section& s) {
        return std::pair{s.part, s.column};
    });
    check(found != sections_.end() && found->part == part && found->column == column, part, column,
          "is missing");
    return found->bytes;
}

std::span<const std::uint32_t> Sections::offsets(Part part, std::uint32_t column, std::uint64_t count,
                                                 std::uint64_t size) const
{
    const auto all = array<std::uint32_t>(part, column, count + 1);
    check(all.front() == 0 && all.back() == size && std::ranges::is_sorted(all), part, column,
          "has an offset that leads nowhere");
    return all;
}

void Sections::check(bool holds, Part part, std::uint32_t column, std::string_view complaint)
{
    if (!holds) {
        throw FormatError{
            fmt::format("section {} of column {} {}", static_cast<std::uint32_t>(part), column, complaint)};
    }
}

} // namespace tiles::index_format

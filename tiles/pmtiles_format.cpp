#include "tiles/pmtiles_format.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>
#include <protozero/buffer_string.hpp>
#include <protozero/exception.hpp>
#include <protozero/varint.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace tiles::pmtiles {

namespace {

using datasets::FormatError;

constexpr std::string_view magic = "PMTiles";
constexpr int spec_version = 3;

/// Appends numbers as the header has them: little endian, whatever the machine.
template <class T>
void put(std::string& out, T number)
{
    const std::uint64_t bits = static_cast<std::make_unsigned_t<T>>(number);
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        out.push_back(static_cast<char>(bits >> (8 * i) & 0xffU));
    }
}

/// Takes numbers off the front; the caller knows that there are enough bytes.
template <class T>
T take(std::span<const std::byte>& bytes)
{
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        bits |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    }
    bytes = bytes.subspan(sizeof(T));
    return static_cast<T>(bits);
}

/// Degrees as the header has them: ten-millionths (section 3.2).
constexpr double e7 = 1e7;

std::int32_t to_e7(double degrees) { return static_cast<std::int32_t>(std::lround(degrees * e7)); }

void put_position(std::string& out, double lon, double lat)
{
    put(out, to_e7(lon));
    put(out, to_e7(lat));
}

double take_degrees(std::span<const std::byte>& bytes) { return take<std::int32_t>(bytes) / e7; }

/// A column of a directory: all entries' values of one kind, as varints.
class ColumnReader {
public:
    explicit ColumnReader(std::string_view bytes) : at_{bytes.data()}, end_{bytes.data() + bytes.size()} {}

    std::uint64_t next() { return protozero::decode_varint(&at_, end_); }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

private:
    const char* at_;
    const char* end_;
};

std::uint32_t to_32_bits(std::uint64_t value, const char* what)
{
    if (value > std::numeric_limits<std::uint32_t>::max()) {
        throw FormatError{fmt::format("PMTiles directory: {} {} does not fit in 32 bits", what, value)};
    }
    return static_cast<std::uint32_t>(value);
}

std::vector<Entry> read_columns(ColumnReader column)
{
    const std::uint64_t count = column.next();
    if (count > column.left() / 4) { // an entry takes at least four bytes: do not believe more
        throw FormatError{fmt::format("PMTiles directory: {} entries in {} bytes", count, column.left())};
    }
    std::vector<Entry> entries(count);
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::uint64_t delta = column.next();
        if (delta > std::numeric_limits<std::uint64_t>::max() - id || (i > 0 && delta == 0)) {
            throw FormatError{fmt::format("PMTiles directory: entry {} does not ascend", i)};
        }
        id += delta;
        entries[i].tile_id = id;
    }
    for (Entry& entry : entries) {
        entry.run_length = to_32_bits(column.next(), "run length");
    }
    for (Entry& entry : entries) {
        entry.length = to_32_bits(column.next(), "length");
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::uint64_t value = column.next();
        if (value == 0 && i == 0) {
            throw FormatError{"PMTiles directory: the first entry follows none"};
        }
        entries[i].offset = value > 0 ? value - 1 : entries[i - 1].offset + entries[i - 1].length;
    }
    return entries;
}

} // namespace

std::string write_header(const Header& header)
{
    std::string out{magic};
    put(out, static_cast<std::uint8_t>(spec_version));
    for (const std::uint64_t number :
         {header.root_offset, header.root_length, header.metadata_offset, header.metadata_length,
          header.leaf_offset, header.leaf_length, header.tile_data_offset, header.tile_data_length,
          header.addressed_tiles, header.tile_entries, header.tile_contents}) {
        put(out, number);
    }
    put(out, static_cast<std::uint8_t>(header.clustered ? 1 : 0));
    put(out, static_cast<std::uint8_t>(header.internal_compression));
    put(out, static_cast<std::uint8_t>(header.tile_compression));
    put(out, static_cast<std::uint8_t>(header.tile_type));
    put(out, static_cast<std::uint8_t>(header.minzoom));
    put(out, static_cast<std::uint8_t>(header.maxzoom));
    put_position(out, header.bounds.min_lon, header.bounds.min_lat);
    put_position(out, header.bounds.max_lon, header.bounds.max_lat);
    put(out, static_cast<std::uint8_t>(header.center_zoom));
    put_position(out, header.center.lon, header.center.lat);
    return out;
}

Header read_header(std::span<const std::byte> bytes)
{
    if (bytes.size() < header_size) {
        throw FormatError{
            fmt::format("PMTiles: {} bytes, the header alone has {}", bytes.size(), header_size)};
    }
    if (!std::equal(magic.begin(), magic.end(), reinterpret_cast<const char*>(bytes.data()))) {
        throw FormatError{"PMTiles: does not begin with 'PMTiles'"};
    }
    bytes = bytes.subspan(magic.size());
    if (const int version = take<std::uint8_t>(bytes); version != spec_version) {
        throw FormatError{fmt::format("PMTiles: version {}, expected {}", version, spec_version)};
    }
    Header header;
    for (std::uint64_t* number :
         {&header.root_offset, &header.root_length, &header.metadata_offset, &header.metadata_length,
          &header.leaf_offset, &header.leaf_length, &header.tile_data_offset, &header.tile_data_length,
          &header.addressed_tiles, &header.tile_entries, &header.tile_contents}) {
        *number = take<std::uint64_t>(bytes);
    }
    header.clustered = take<std::uint8_t>(bytes) == 1;
    header.internal_compression = static_cast<Compression>(take<std::uint8_t>(bytes));
    header.tile_compression = static_cast<Compression>(take<std::uint8_t>(bytes));
    header.tile_type = static_cast<TileType>(take<std::uint8_t>(bytes));
    header.minzoom = take<std::uint8_t>(bytes);
    header.maxzoom = take<std::uint8_t>(bytes);
    header.bounds.min_lon = take_degrees(bytes);
    header.bounds.min_lat = take_degrees(bytes);
    header.bounds.max_lon = take_degrees(bytes);
    header.bounds.max_lat = take_degrees(bytes);
    header.center_zoom = take<std::uint8_t>(bytes);
    header.center.lon = take_degrees(bytes);
    header.center.lat = take_degrees(bytes);
    return header;
}

std::string write_directory(std::span<const Entry> entries)
{
    std::string out;
    protozero::add_varint_to_buffer(&out, entries.size());
    std::uint64_t last_id = 0;
    for (const Entry& entry : entries) {
        protozero::add_varint_to_buffer(&out, entry.tile_id - last_id);
        last_id = entry.tile_id;
    }
    for (const Entry& entry : entries) {
        protozero::add_varint_to_buffer(&out, entry.run_length);
    }
    for (const Entry& entry : entries) {
        protozero::add_varint_to_buffer(&out, entry.length);
    }
    std::uint64_t expected = 0; // where this entry begins if it follows the one before
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool follows = i > 0 && entries[i].offset == expected;
        protozero::add_varint_to_buffer(&out, follows ? 0 : entries[i].offset + 1);
        expected = entries[i].offset + entries[i].length;
    }
    return out;
}

std::vector<Entry> read_directory(std::string_view bytes)
{
    try {
        return read_columns(ColumnReader{bytes});
    } catch (const protozero::exception& error) {
        throw FormatError{fmt::format("PMTiles directory: damaged: {}", error.what())};
    }
}

const Entry* find_entry(std::span<const Entry> directory, std::uint64_t tile_id)
{
    const auto after = std::ranges::upper_bound(directory, tile_id, {}, &Entry::tile_id);
    if (after == directory.begin()) {
        return nullptr;
    }
    const Entry& entry = *std::prev(after);
    const bool is_leaf = entry.run_length == 0;
    return is_leaf || tile_id - entry.tile_id < entry.run_length ? &entry : nullptr;
}

} // namespace tiles::pmtiles

#pragma once

#include "datasets/file.hpp"

#include <bit>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// A column of a dBASE table; text only. Name and cells are bytes, in whatever encoding the test wants.
struct DbfColumn {
    std::string name{};
    std::size_t width = 0;
};

namespace shapefile {

template <class Number>
void append(std::string& bytes, Number number, bool big_endian)
{
    for (std::size_t i = 0; i < sizeof number; ++i) {
        const std::size_t byte = big_endian ? sizeof number - 1 - i : i;
        bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * byte));
    }
}

inline void append_le(std::string& bytes, double number)
{
    append(bytes, std::bit_cast<std::uint64_t>(number), false);
}

inline std::string header(std::size_t file_size)
{
    std::string bytes;
    append(bytes, std::int32_t{9994}, true);
    bytes.append(20, '\0');
    append(bytes, static_cast<std::int32_t>(file_size / 2), true);
    append(bytes, std::int32_t{1000}, false);
    append(bytes, std::int32_t{1}, false); // points
    for (const double edge : {122.0, 20.0, 154.0, 46.0, 0.0, 0.0, 0.0, 0.0}) {
        append_le(bytes, edge);
    }
    return bytes;
}

} // namespace shapefile

/// The bytes of a .dbf (dBASE III). `language` is byte 29: 0 says nothing, 0x13 CP932.
inline std::string dbf_bytes(const std::vector<DbfColumn>& columns,
                             const std::vector<std::vector<std::string>>& rows, char language = '\0')
{
    using shapefile::append;
    std::size_t record_size = 1;
    for (const DbfColumn& column : columns) {
        record_size += column.width;
    }
    std::string bytes{"\x03\x7E\x01\x01", 4};
    append(bytes, static_cast<std::int32_t>(rows.size()), false);
    append(bytes, static_cast<std::int16_t>(32 + 32 * columns.size() + 1), false);
    append(bytes, static_cast<std::int16_t>(record_size), false);
    bytes.append(17, '\0');
    bytes += language;
    bytes.append(2, '\0');
    for (const DbfColumn& column : columns) {
        std::string name = column.name;
        name.resize(11, '\0');
        bytes += name + 'C';
        bytes.append(4, '\0');
        bytes += static_cast<char>(column.width);
        bytes.append(15, '\0');
    }
    bytes += '\r';
    for (const auto& row : rows) {
        bytes += ' ';
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::string cell = row[i];
            cell.resize(columns[i].width, ' ');
            bytes += cell;
        }
    }
    return bytes + '\x1A';
}

/// The bytes of a .shp or, if `index`, of its .shx, of points in a row: 135.1 34.7, 135.2 34.7, …
inline std::string points_bytes(std::size_t count, bool index)
{
    using shapefile::append;
    std::string shp = shapefile::header(100 + 28 * count);
    std::string shx = shapefile::header(100 + 8 * count);
    for (std::size_t i = 0; i < count; ++i) {
        append(shx, static_cast<std::int32_t>(shp.size() / 2), true);
        append(shx, std::int32_t{10}, true);
        append(shp, static_cast<std::int32_t>(i + 1), true);
        append(shp, std::int32_t{10}, true);
        append(shp, std::int32_t{1}, false);
        shapefile::append_le(shp, 135.1 + 0.1 * static_cast<double>(i));
        shapefile::append_le(shp, 34.7);
    }
    return index ? shx : shp;
}

/// Writes .shp and .shx of points in a row.
inline void write_points(const std::filesystem::path& folder, const std::string& name, std::size_t count)
{
    datasets::write_file(folder / (name + ".shp"), points_bytes(count, false));
    datasets::write_file(folder / (name + ".shx"), points_bytes(count, true));
}

#include "datasets/mesh.hpp"

#include <fmt/format.h>

#include <cmath>

namespace datasets {

namespace {

// Third meshes a degree, which makes cells exact numbers.
constexpr int lat_cells = 120;
constexpr int lon_cells = 80;

} // namespace

MeshCell mesh_cell(LonLat position, int metres)
{
    const int parts = 1000 / metres;
    return {static_cast<std::int32_t>(std::floor(position.lat * lat_cells * parts)),
            static_cast<std::int32_t>(std::floor(position.lon * lon_cells * parts))};
}

BBox bbox_of(MeshCell cell, int metres)
{
    const double parts = 1000.0 / metres;
    const double lon_parts = lon_cells * parts;
    const double lat_parts = lat_cells * parts;
    return {cell.column / lon_parts, cell.row / lat_parts, (cell.column + 1) / lon_parts,
            (cell.row + 1) / lat_parts};
}

LonLat mesh_centre(LonLat position, int metres)
{
    const double parts = 1000.0 / metres;
    const MeshCell cell = mesh_cell(position, metres);
    return {(cell.column + 0.5) / (lon_cells * parts), (cell.row + 0.5) / (lat_cells * parts)};
}

std::optional<std::string> mesh_code(MeshCell cell, int metres)
{
    constexpr int first = 80; // third meshes in a first one, either way
    constexpr int west = 100; // degrees
    const int parts = 1000 / metres;
    const int y = cell.row, x = cell.column - west * lon_cells * parts;
    const int end = 100 * first * parts; // first meshes have two digits
    if (!(y >= 0 && y < end && x >= 0 && x < end)) {
        return std::nullopt;
    }
    const int third_y = y / parts, third_x = x / parts;
    std::string code = fmt::format("{:02}{:02}{}{}{}{}", third_y / first, third_x / first, third_y / 10 % 8,
                                   third_x / 10 % 8, third_y % 10, third_x % 10);
    for (int half = parts / 2; half >= 1; half /= 2) {
        code += static_cast<char>('1' + 2 * (y / half % 2) + x / half % 2);
    }
    return code;
}

std::optional<std::string> mesh_code(LonLat position, int metres)
{
    return mesh_code(mesh_cell(position, metres), metres);
}

} // namespace datasets

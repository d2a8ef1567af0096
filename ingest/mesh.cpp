#include "ingest/mesh.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ingest {

namespace {

// Third meshes a degree, which makes cells exact numbers.
constexpr int lat_cells = 120;
constexpr int lon_cells = 80;

} // namespace

datasets::LonLat mesh_centre(datasets::LonLat position, int metres)
{
    const double parts = 1000.0 / metres;
    const double lon_parts = lon_cells * parts;
    const double lat_parts = lat_cells * parts;
    return {(std::floor(position.lon * lon_parts) + 0.5) / lon_parts,
            (std::floor(position.lat * lat_parts) + 0.5) / lat_parts};
}

std::optional<std::string> mesh_code(datasets::LonLat position, int metres)
{
    constexpr int first = 80; // third meshes in a first one, either way
    constexpr int west = 100; // degrees
    const int parts = 1000 / metres;
    const double row = std::floor(position.lat * lat_cells * parts);
    const double column = std::floor(position.lon * lon_cells * parts) - west * lon_cells * parts;
    const double end = 100.0 * first * parts; // first meshes have two digits
    if (!(row >= 0 && row < end && column >= 0 && column < end)) {
        return std::nullopt;
    }
    const int y = static_cast<int>(row), x = static_cast<int>(column);
    const int third_y = y / parts, third_x = x / parts;
    std::string code = fmt::format("{:02}{:02}{}{}{}{}", third_y / first, third_x / first, third_y / 10 % 8,
                                   third_x / 10 % 8, third_y % 10, third_x % 10);
    for (int half = parts / 2; half >= 1; half /= 2) {
        code += static_cast<char>('1' + 2 * (y / half % 2) + x / half % 2);
    }
    return code;
}

} // namespace ingest

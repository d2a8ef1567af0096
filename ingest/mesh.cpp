#include "ingest/mesh.hpp"

#include <cmath>

namespace ingest {

datasets::LonLat mesh_centre(datasets::LonLat position, int metres)
{
    // In whole cells a degree, which are exact numbers: 120 third meshes of latitude, 80 of longitude.
    const double parts = 1000.0 / metres;
    const double lat_cells = 120 * parts;
    const double lon_cells = 80 * parts;
    return {(std::floor(position.lon * lon_cells) + 0.5) / lon_cells,
            (std::floor(position.lat * lat_cells) + 0.5) / lat_cells};
}

} // namespace ingest

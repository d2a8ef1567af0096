#include "ingest/ground_length.hpp"

#include "ingest/geodesic.hpp"

namespace ingest {

double ground_length(const datasets::Lines<datasets::LonLat>& lines)
{
    double metres = 0;
    for (const auto& line : lines.lines) {
        for (std::size_t i = 1; i < line.size(); ++i) {
            metres += course(line[i - 1], line[i]).metres;
        }
    }
    return metres;
}

} // namespace ingest

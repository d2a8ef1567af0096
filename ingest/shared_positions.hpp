#pragma once

#include "datasets/geometry.hpp"
#include "ingest/report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// Finds out if many rows lie at one position. Some do with reason: several AEDs in one building. Others were put at the city hall
/// by a geocoder that did not know their address. Only a clerk can tell, so it is a note.
///
/// Keeps 32 bytes a row.
class SharedPositions {
public:
    void add(const datasets::Geometry<datasets::LonLat>& geometry, const std::string& file, std::int64_t row);

    /// The position that most rows share, if they are more than ten and more than 1 % of all, with the first of them.
    [[nodiscard]] std::optional<ReportEntry> finding() const;

private:
    struct Placed {
        datasets::LonLat position{};
        std::int64_t row = 0;
        std::uint32_t file = 0;
    };

    std::vector<Placed> rows_{}; ///< points only
    std::vector<std::string> files_{};
};

} // namespace ingest

#pragma once

#include "datasets/manifest.hpp"
#include "ingest/source_row.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// What was found in the columns of positions.
struct DraftPosition {
    datasets::ColumnForm form = datasets::ColumnForm::lon_lat;
    std::vector<std::string>
        columns{}; ///< longitude and latitude; X (to the north) and Y; or the one with all of it
    datasets::Notation notation = datasets::Notation::decimal;
    bool lat_first = true;    ///< of a pair in one cell
    bool tokyo_datum = false; ///< as a header says
    bool is_plane = false;    ///< metres; then the zone must be known
    std::string
        zone_of{}; ///< the prefecture or the municipality's code that all rows name, if it lies in one zone
    std::string zone_column{}; ///< where it stands
    std::int64_t good = 0;
    std::int64_t bad = 0; ///< rows that have none, or one that cannot be
};

/// Looks for positions in the columns of a file: latitude and longitude in any notation, plane-rectangular X and Y, both in one
/// cell, well-known text. Columns are candidates by their names or, those that hold all in one cell, by what stands in them.
class PositionFinder {
public:
    explicit PositionFinder(const std::vector<std::string>& columns);

    void add(const SourceRow& row);

    /// The way to read positions that places the most rows; nothing if none does.
    [[nodiscard]] std::optional<DraftPosition> best() const;

    /// The columns that are headed as positions, whether any can be read or not.
    [[nodiscard]] std::vector<std::string> named() const;

private:
    static constexpr std::array notations{datasets::Notation::decimal, datasets::Notation::coded_dms,
                                          datasets::Notation::dms};

    struct Degrees {
        std::size_t lon;
        std::size_t lat;
        std::array<std::int64_t, notations.size()> good{};
    };
    struct Plane {
        std::size_t north;
        std::size_t east;
        std::int64_t metres = 0;
        std::int64_t degrees = 0; ///< as longitude and latitude, which some call x and y
    };
    /// A column that may hold all of a position in each cell.
    struct Whole {
        std::int64_t filled = 0;
        std::array<std::int64_t, 4> pairs{}; ///< decimal and DMS, each with latitude or with longitude first
        std::int64_t wkt_degrees = 0;
        std::int64_t wkt_metres = 0;
        bool given_up = false;
    };
    /// What a column says of the place of its rows.
    struct Place {
        std::size_t column;
        bool is_address;
        std::map<std::string, std::optional<int>, std::less<>> zones{}; ///< of each different word
    };

    static void look(std::string_view cell, Whole& whole);
    void look_at_place(std::string_view cell, Place& place);
    [[nodiscard]] std::vector<DraftPosition> found() const;
    void name_zone(DraftPosition& position) const;

    std::vector<std::string> columns_;
    std::vector<Degrees> degrees_{};
    std::vector<Plane> planes_{};
    std::vector<Whole> wholes_{};
    std::vector<Place> places_{};
    std::int64_t rows_ = 0;
};

} // namespace ingest

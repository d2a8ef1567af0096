#pragma once

#include "datasets/bbox.hpp"
#include "datasets/deadline.hpp"
#include "tiles/feature_index.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// What sets a group apart.
struct RowGroup {
    std::string key{};               ///< a value, the code of a mesh cell, the id of an area, 2026-04
    std::size_t area = 0;            ///< of a group by areas: its row in their index
    datasets::BBox bbox{};           ///< of a mesh cell or an area; else empty
    std::optional<double> area_m2{}; ///< on the ground, of a mesh cell or an area
};

/// Every row in one group or in none, whatever filter is asked later.
struct RowGroups {
    static constexpr std::uint32_t none = 0xffffffffU;

    std::vector<RowGroup> groups{};            ///< in the order in which people read them
    std::vector<std::uint32_t> group_of_row{}; ///< or `none`
    std::size_t in_several = 0; ///< rows that lie in more than one area; each is counted in the first
};

enum class TimeUnit { year, month, day, weekday, hour };
[[nodiscard]] std::optional<TimeUnit> time_unit_from(std::string_view name);

/// By the values of a column. Nothing if it has more than `most` different ones. Throws datasets::Overtime past the deadline, as the
/// others here do.
[[nodiscard]] std::optional<RowGroups> group_by_value(const IndexedFeatures& index, const IndexColumn& column,
                                                      std::size_t most,
                                                      const datasets::Deadline& deadline = {});

/// By when a date or datetime begins; weekdays from 1, Monday. A date has no hour.
[[nodiscard]] RowGroups group_by_time(const IndexedFeatures& index, const IndexColumn& column, TimeUnit unit,
                                      const datasets::Deadline& deadline = {});

/// By the square of JIS X 0410 (`metres`: 1000, 500, 250, 125) in which a row's place lies.
[[nodiscard]] RowGroups group_by_mesh(const IndexedFeatures& index, int metres,
                                      const datasets::Deadline& deadline = {});

/// By the polygons of another dataset; a border belongs to what lies east of it, or north (`datasets::Area`).
[[nodiscard]] RowGroups group_by_area(const IndexedFeatures& index, const IndexedFeatures& areas,
                                      const datasets::Deadline& deadline = {});

/// Where a row is counted: a point itself (of several the first), a polygon at `datasets::point_inside`, a line at its middle vertex.
/// Nothing if it has no position.
[[nodiscard]] std::optional<datasets::LonLat> place_of(const IndexedFeatures& index, std::size_t row);

} // namespace tiles

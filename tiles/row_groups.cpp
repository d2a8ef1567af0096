#include "tiles/row_groups.hpp"

#include "datasets/contains.hpp"
#include "datasets/ground_area.hpp"
#include "datasets/mesh.hpp"
#include "datasets/point_inside.hpp"
#include "tiles/index_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace tiles {

namespace {

using datasets::LonLat;

std::string text_of(const datasets::Value& value)
{
    struct Visitor {
        std::string operator()(std::monostate) const { return ""; }
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
        std::string operator()(double v) const { return fmt::format("{}", v); }
        std::string operator()(const std::string& v) const { return v; }
    };
    return std::visit(Visitor{}, value);
}

/// Groups numbered as they come, in the order of their keys.
template <class Key, class KeyOf, class Describe>
RowGroups group_by(std::size_t rows, const datasets::Deadline& deadline, const KeyOf& key_of,
                   const Describe& describe)
{
    datasets::Pace pace{deadline};
    std::vector<std::optional<Key>> keys(rows);
    std::map<Key, std::uint32_t> numbers;
    for (std::size_t row = 0; row < rows; ++row) {
        pace.step();
        keys[row] = key_of(row);
        if (keys[row]) {
            numbers.try_emplace(*keys[row], 0U);
        }
    }
    RowGroups all;
    for (auto& [key, number] : numbers) {
        number = static_cast<std::uint32_t>(all.groups.size());
        all.groups.push_back(describe(key));
    }
    all.group_of_row.assign(rows, RowGroups::none);
    for (std::size_t row = 0; row < rows; ++row) {
        if (keys[row]) {
            all.group_of_row[row] = numbers.find(*keys[row])->second;
        }
    }
    return all;
}

std::optional<std::string> time_key(std::string_view first_second, TimeUnit unit)
{
    using namespace std::chrono;
    switch (unit) {
    case TimeUnit::year:
        return std::string{first_second.substr(0, 4)};
    case TimeUnit::month:
        return first_second.size() >= 7 ? std::optional{std::string{first_second.substr(0, 7)}}
                                        : std::nullopt;
    case TimeUnit::day:
        return first_second.size() >= 10 ? std::optional{std::string{first_second.substr(0, 10)}}
                                         : std::nullopt;
    case TimeUnit::hour:
        return first_second.size() >= 13 ? std::optional{std::string{first_second.substr(11, 2)}}
                                         : std::nullopt;
    case TimeUnit::weekday:
        break;
    }
    return std::nullopt;
}

/// 1 for Monday; 1970-01-01 was a Thursday.
int weekday_of(std::int64_t seconds)
{
    constexpr std::int64_t day = 86400, thursday = 3;
    const std::int64_t days = (seconds - (seconds % day + day) % day) / day;
    return static_cast<int>(((days + thursday) % 7 + 7) % 7) + 1;
}

/// The polygons of an area, ready to be asked.
struct Candidate {
    std::size_t row;
    datasets::Area area;
};

} // namespace

std::optional<TimeUnit> time_unit_from(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"year", "month", "day", "weekday", "hour"};
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt : std::optional{static_cast<TimeUnit>(found - names.begin())};
}

std::optional<RowGroups> group_by_value(const IndexedFeatures& index, const IndexColumn& column,
                                        std::size_t most, const datasets::Deadline& deadline)
{
    if (column.in_dictionary()) {
        if (column.distinct() > most) {
            return std::nullopt;
        }
        return group_by<std::uint32_t>(
            index.size(), deadline,
            [&](std::size_t row) {
                const std::uint32_t code = column.code(row);
                return code == column.distinct() ? std::nullopt : std::optional{code};
            },
            [&](std::uint32_t code) {
                return RowGroup{text_of(column.value_of(code)), 0, {}, {}};
            });
    }
    std::set<double> different;
    for (std::size_t row = 0; row < index.size() && different.size() <= most; ++row) {
        if (!column.is_missing(row)) {
            different.insert(column.number(row));
        }
    }
    if (different.size() > most) {
        return std::nullopt;
    }
    return group_by<double>(
        index.size(), deadline,
        [&](std::size_t row) {
            return column.is_missing(row) ? std::nullopt : std::optional{column.number(row)};
        },
        [&](double value) {
            return RowGroup{fmt::format("{}", value), 0, {}, {}};
        });
}

RowGroups group_by_time(const IndexedFeatures& index, const IndexColumn& column, TimeUnit unit,
                        const datasets::Deadline& deadline)
{
    // Once for each different date.
    std::vector<std::optional<std::string>> keys;
    for (std::size_t code = 0; code < column.distinct(); ++code) {
        if (unit == TimeUnit::weekday) {
            const bool has_day = column.text_of(code).size() >= 10 &&
                                 column.first_seconds()[code] != std::numeric_limits<std::int64_t>::min();
            keys.push_back(has_day
                               ? std::optional{fmt::format("{}", weekday_of(column.first_seconds()[code]))}
                               : std::nullopt);
        } else {
            keys.push_back(time_key(column.text_of(code), unit));
        }
    }
    return group_by<std::string>(
        index.size(), deadline,
        [&](std::size_t row) -> std::optional<std::string> {
            const std::uint32_t code = column.code(row);
            return code == column.distinct() ? std::nullopt : keys[code];
        },
        [&](const std::string& key) {
            return RowGroup{key, 0, {}, {}};
        });
}

RowGroups group_by_mesh(const IndexedFeatures& index, int metres, const datasets::Deadline& deadline)
{
    return group_by<datasets::MeshCell>(
        index.size(), deadline,
        [&](std::size_t row) -> std::optional<datasets::MeshCell> {
            const auto place = place_of(index, row);
            if (!place) {
                return std::nullopt;
            }
            const auto cell = datasets::mesh_cell(*place, metres);
            return datasets::mesh_code(cell, metres) ? std::optional{cell} : std::nullopt;
        },
        [&](datasets::MeshCell cell) {
            const auto box = datasets::bbox_of(cell, metres);
            return RowGroup{*datasets::mesh_code(cell, metres), 0, box, datasets::ground_area(box)};
        });
}

RowGroups group_by_area(const IndexedFeatures& index, const IndexedFeatures& areas,
                        const datasets::Deadline& deadline)
{
    datasets::Pace pace{deadline, 16};
    RowGroups all;
    all.group_of_row.assign(index.size(), RowGroups::none);
    std::vector<std::size_t> order(areas.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t row) { return areas.fid(row); });
    std::vector<bool> is_in_several(index.size());
    for (const std::size_t area_row : order) {
        deadline.check();
        if (areas.kind(area_row) != datasets::GeometryKind::polygon) {
            continue;
        }
        const auto geometry = areas.geometry(area_row);
        const auto& polygons = std::get<datasets::Polygons<LonLat>>(*geometry);
        const datasets::Area area{polygons};
        const auto group = static_cast<std::uint32_t>(all.groups.size());
        all.groups.push_back(
            {std::string{areas.id(area_row)}, area_row, area.bbox(), datasets::ground_area(polygons)});
        index.tree().search(around(area.bbox()),
                            [&](std::size_t first, std::size_t last, PackedRtree::Meets) {
                                for (std::size_t row = first; row < last; ++row) {
                                    pace.step();
                                    if (!area.contains(*place_of(index, row))) {
                                        continue;
                                    }
                                    if (all.group_of_row[row] == RowGroups::none) {
                                        all.group_of_row[row] = group;
                                    } else {
                                        is_in_several[row] = true;
                                    }
                                }
                            });
    }
    all.in_several = static_cast<std::size_t>(std::ranges::count(is_in_several, true));
    return all;
}

std::optional<LonLat> place_of(const IndexedFeatures& index, std::size_t row)
{
    switch (index.kind(row)) {
    case datasets::GeometryKind::none:
    case datasets::GeometryKind::mixed:
        return std::nullopt;
    case datasets::GeometryKind::point:
        return index.positions(row).front();
    case datasets::GeometryKind::polygon:
        if (const auto inside =
                datasets::point_inside(std::get<datasets::Polygons<LonLat>>(*index.geometry(row)))) {
            return inside;
        }
        return index.positions(row).front();
    case datasets::GeometryKind::line:
        break;
    }
    return index.positions(row)[index.positions(row).size() / 2];
}

} // namespace tiles

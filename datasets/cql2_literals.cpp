#include "datasets/cql2_literals.hpp"

#include "datasets/time_interval.hpp"

#include <fmt/format.h>

#include <cmath>

namespace datasets {

namespace {

/// On this many places of each edge a box is bent as its CRS asks.
constexpr int steps_of_an_edge = 16;

std::vector<LonLat> bent_ring(double west, double south, double east, double north, const ToLonLat& to_lonlat)
{
    std::vector<LonLat> ring;
    const auto edge = [&](double x0, double y0, double x1, double y1) {
        for (int i = 0; i < steps_of_an_edge; ++i) {
            const double t = static_cast<double>(i) / steps_of_an_edge;
            ring.push_back(to_lonlat(x0 + t * (x1 - x0), y0 + t * (y1 - y0)));
        }
    };
    edge(west, south, east, south);
    edge(east, south, east, north);
    edge(east, north, west, north);
    edge(west, north, west, south);
    ring.push_back(ring.front());
    return ring;
}

/// A box without width or height is a line or a point: as a polygon it would be invalid.
Geometry<LonLat> geometry_of(const BBox& box)
{
    const LonLat a{box.min_lon, box.min_lat}, c{box.max_lon, box.max_lat};
    if (a == c) {
        return Points<LonLat>{{a}};
    }
    if (a.lon == c.lon || a.lat == c.lat) {
        return Lines<LonLat>{{{a, c}}};
    }
    return Polygons<LonLat>{{{{a, {c.lon, a.lat}, c, {a.lon, c.lat}, a}, {}}}};
}

} // namespace

void refuse_filter(const std::string& where, const std::string& expected)
{
    throw FilterError{where + ": " + expected};
}

FilterBudget::Level FilterBudget::descend()
{
    if (depth_ >= deepest_filter) {
        throw FilterError{
            fmt::format("a filter may be at most {} expressions deep; this one is deeper", deepest_filter)};
    }
    return Level{*this};
}

void FilterBudget::take_part()
{
    if (++parts_ > most_filter_parts) {
        throw FilterError{
            fmt::format("a filter may have at most {} parts; this one has more", most_filter_parts)};
    }
}

std::optional<Instant> read_instant(std::string_view text)
{
    constexpr std::size_t day = 10, minute = 16, second = 19;
    if (text.find('/') != std::string_view::npos) {
        return std::nullopt;
    }
    std::string whole{text};
    if (text.size() == minute) {
        whole += ":00+09:00";
    } else if (text.size() == second) {
        whole += "+09:00";
    }
    const auto interval = read_time_interval(whole);
    if (!interval) {
        return std::nullopt;
    }
    const bool as_told = text.size() == day || text.size() == minute;
    return as_told ? Instant{std::string{text}} : Instant{interval->begin};
}

LonLat literal_position(std::span<const double> numbers, const ToLonLat& to_lonlat, const std::string& where)
{
    if (numbers.size() != 2 && numbers.size() != 3) {
        refuse_filter(where, fmt::format("expected a position of 2 or 3 numbers, came {}", numbers.size()));
    }
    return to_lonlat ? to_lonlat(numbers[0], numbers[1]) : LonLat{numbers[0], numbers[1]};
}

Shape box_shape(std::span<const double> numbers, const ToLonLat& to_lonlat, const std::string& where)
{
    if (numbers.size() != 4 && numbers.size() != 6) {
        refuse_filter(where,
                      fmt::format("expected a box of 4 or 6 numbers (west, south, east, north), came {}",
                                  numbers.size()));
    }
    const bool flat = numbers.size() == 4;
    const double west = numbers[0], south = numbers[1];
    const double east = numbers[flat ? 2 : 3], north = numbers[flat ? 3 : 4];
    if (south > north) {
        refuse_filter(where, "expected a box with south not above north");
    }
    if (to_lonlat) {
        if (west > east) {
            refuse_filter(where, "expected a box with west not beyond east");
        }
        if (west == east || south == north) {
            return {{Lines<LonLat>{{{to_lonlat(west, south), to_lonlat(east, north)}}}}, {}};
        }
        return {{Polygons<LonLat>{{{bent_ring(west, south, east, north, to_lonlat), {}}}}}, {}};
    }
    Shape shape;
    shape.boxes = west <= east ? std::vector<BBox>{{west, south, east, north}}
                               : std::vector<BBox>{{west, south, 180, north}, {-180, south, east, north}};
    for (const BBox& box : shape.boxes) {
        shape.parts.push_back(geometry_of(box));
    }
    return shape;
}

void check_line(const std::vector<LonLat>& line, const std::string& where)
{
    if (line.size() < 2) {
        refuse_filter(where, "a line has at least 2 positions");
    }
}

void check_ring(const std::vector<LonLat>& ring, const std::string& where)
{
    if (ring.size() < 4 || ring.front() != ring.back()) {
        refuse_filter(where, "a ring has at least 4 positions, and its last is its first");
    }
}

} // namespace datasets

#include "datasets/geojson.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace datasets {

namespace {

/// As printf("%.{decimals}f") rounds it, without trailing zeros. For the few numbers of which the quick way cannot tell how that is.
void append_number_exactly(std::string& json, double number, int decimals)
{
    const std::size_t begin = json.size();
    fmt::format_to(std::back_inserter(json), "{:.{}f}", number, decimals);
    while (json.back() == '0') {
        json.pop_back();
    }
    if (json.back() == '.') {
        json.pop_back();
    }
    if (std::string_view{json}.substr(begin) == "-0") {
        json.erase(begin, 1);
    }
}

/// Shortest with so many decimals (1 to 9) at most. By whole numbers: half of the time of a page of features went into printing
/// coordinates otherwise.
void append_number(std::string& json, double value, int decimals)
{
    constexpr std::array scales{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    const double scaled = std::abs(value) * scales[static_cast<std::size_t>(decimals)];
    const double below = std::floor(scaled);
    const double rest = scaled - below;
    // The product may be off by 1e-5 of the last decimal: that near to a half it does not tell up from down.
    if (!(scaled < 1e11) || std::abs(rest - 0.5) < 1e-4) {
        append_number_exactly(json, value, decimals);
        return;
    }
    auto number = static_cast<std::uint64_t>(below) + (rest > 0.5 ? 1 : 0);
    if (number == 0) {
        json += '0';
        return;
    }
    std::array<char, 24> digits{}; // filled from the end
    auto first = digits.size();
    bool any = false; // a decimal that is no trailing zero
    for (int i = 0; i < decimals; ++i, number /= 10) {
        const auto digit = static_cast<char>('0' + number % 10);
        any = any || digit != '0';
        if (any) {
            digits[--first] = digit;
        }
    }
    if (any) {
        digits[--first] = '.';
    }
    do {
        digits[--first] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number != 0);
    if (value < 0) {
        digits[--first] = '-';
    }
    json.append(digits.data() + first, digits.size() - first);
}

void append_position(std::string& json, LonLat p, const Positions& how)
{
    const auto [first, second] = how.project ? how.project(p) : std::array{p.lon, p.lat};
    json += '[';
    append_number(json, first, how.decimals);
    json += ',';
    append_number(json, second, how.decimals);
    json += ']';
}

/// Writes `[a,b,c]`, each element by `f`.
template <class Range, class F>
void append_list(std::string& json, const Range& range, F&& f)
{
    json += '[';
    bool first = true;
    for (const auto& element : range) {
        if (!first) {
            json += ',';
        }
        first = false;
        f(element);
    }
    json += ']';
}

void append_path(std::string& json, const std::vector<LonLat>& path, const Positions& how)
{
    append_list(json, path, [&](LonLat p) { append_position(json, p, how); });
}

/// Twice the signed area: positive if the ring runs counter-clockwise.
double winding(const std::vector<LonLat>& ring)
{
    double sum = 0;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        // Relative to the first position, so that small rings far from 0,0 keep their digits.
        const LonLat a{ring[i - 1].lon - ring[0].lon, ring[i - 1].lat - ring[0].lat};
        const LonLat b{ring[i].lon - ring[0].lon, ring[i].lat - ring[0].lat};
        sum += a.lon * b.lat - b.lon * a.lat;
    }
    return sum;
}

void append_ring(std::string& json, const std::vector<LonLat>& ring, bool counter_clockwise,
                 const Positions& how)
{
    if ((winding(ring) > 0) == counter_clockwise) {
        append_path(json, ring, how);
    } else {
        append_path(json, std::vector<LonLat>(ring.rbegin(), ring.rend()), how);
    }
}

void append_polygon(std::string& json, const Polygon<LonLat>& polygon, const Positions& how)
{
    json += '[';
    append_ring(json, polygon.exterior, true, how);
    for (const auto& ring : polygon.interiors) {
        json += ',';
        append_ring(json, ring, false, how);
    }
    json += ']';
}

/// `{"type":"Multi<name>","coordinates":[…]}`, or the single form if there is one part.
template <class Parts, class F>
void append_parts(std::string& json, const char* name, const Parts& parts, F&& f)
{
    json += parts.size() == 1 ? "{\"type\":\"" : "{\"type\":\"Multi";
    json += name;
    json += "\",\"coordinates\":";
    if (parts.size() == 1) {
        f(parts.front());
    } else {
        append_list(json, parts, f);
    }
    json += '}';
}

} // namespace

void append_json_string(std::string& json, std::string_view text)
{
    json += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        json.append(text, done, i - done);
        done = i + 1;
        switch (c) {
        case '"':
            json += "\\\"";
            break;
        case '\\':
            json += "\\\\";
            break;
        case '\n':
            json += "\\n";
            break;
        default:
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned char>(c));
        }
    }
    json.append(text, done);
    json += '"';
}

void append_json_value(std::string& json, const Value& value)
{
    struct Visitor {
        std::string& json;
        void operator()(std::monostate) const { json += "null"; }
        void operator()(bool v) const { json += v ? "true" : "false"; }
        void operator()(std::int64_t v) const { fmt::format_to(std::back_inserter(json), "{}", v); }
        void operator()(double v) const
        {
            if (std::isfinite(v)) {
                fmt::format_to(std::back_inserter(json), "{}", v);
            } else {
                json += "null";
            }
        }
        void operator()(const std::string& v) const { append_json_string(json, v); }
    };
    std::visit(Visitor{json}, value);
}

void append_geojson_geometry(std::string& json, const Geometry<LonLat>& geometry, const Positions& how)
{
    if (const auto* points = std::get_if<Points<LonLat>>(&geometry)) {
        append_parts(json, "Point", points->points, [&](LonLat p) { append_position(json, p, how); });
    } else if (const auto* lines = std::get_if<Lines<LonLat>>(&geometry)) {
        append_parts(json, "LineString", lines->lines,
                     [&](const auto& line) { append_path(json, line, how); });
    } else {
        append_parts(json, "Polygon", std::get<Polygons<LonLat>>(geometry).polygons,
                     [&](const auto& polygon) { append_polygon(json, polygon, how); });
    }
}

void append_geojson_feature(std::string& json, const Feature& feature, const Schema& schema,
                            std::string_view links, const Positions& how)
{
    json += "{\"type\":\"Feature\",\"id\":";
    append_json_string(json, feature.id);
    json += ",\"geometry\":";
    if (feature.geometry) {
        append_geojson_geometry(json, *feature.geometry, how);
    } else {
        json += "null";
    }
    json += ",\"properties\":{";
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        if (i > 0) {
            json += ',';
        }
        append_json_string(json, schema.fields[i].name);
        json += ':';
        append_json_value(json, feature.values[i]);
    }
    json += '}';
    if (!links.empty()) {
        json += ",\"links\":";
        json += links;
    }
    json += '}';
}

} // namespace datasets

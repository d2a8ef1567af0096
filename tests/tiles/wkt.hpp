#pragma once

#include "tiles/quantize.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Geometry as tests draw it: WKT of the multi types and POINT, LINESTRING, POLYGON, in any of our coordinate spaces.
namespace wkt {

class Reader {
public:
    explicit Reader(std::string_view text) : left_{text} {}

    std::string word()
    {
        skip();
        std::string word;
        while (!left_.empty() && left_.front() >= 'A' && left_.front() <= 'Z') {
            word += left_.front();
            left_.remove_prefix(1);
        }
        return word;
    }

    /// "(item, item, ...)"
    template <class F>
    auto list(F&& item) -> std::vector<decltype(item())>
    {
        expect('(');
        std::vector<decltype(item())> items{item()};
        for (skip(); !left_.empty() && left_.front() == ','; skip()) {
            left_.remove_prefix(1);
            items.push_back(item());
        }
        expect(')');
        return items;
    }

    double number()
    {
        skip();
        double value = 0;
        const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), value);
        if (error != std::errc{}) {
            throw std::invalid_argument{"a number expected at: " + std::string{left_}};
        }
        left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
        return value;
    }

private:
    void skip()
    {
        while (!left_.empty() && left_.front() == ' ') {
            left_.remove_prefix(1);
        }
    }

    void expect(char c)
    {
        skip();
        if (left_.empty() || left_.front() != c) {
            throw std::invalid_argument{std::string{c} + " expected at: " + std::string{left_}};
        }
        left_.remove_prefix(1);
    }

    std::string_view left_;
};

template <class P>
datasets::Geometry<P> read(std::string_view text)
{
    Reader reader{text};
    const auto point = [&] {
        const double x = reader.number();
        const double y = reader.number();
        return P{static_cast<decltype(P::x)>(x), static_cast<decltype(P::x)>(y)};
    };
    const auto path = [&] { return reader.list(point); };
    const auto polygon = [&] {
        auto rings = reader.list(path);
        datasets::Polygon<P> result{rings.front(), {}};
        result.interiors.assign(rings.begin() + 1, rings.end());
        return result;
    };
    const std::string type = reader.word();
    if (type == "POINT" || type == "MULTIPOINT") {
        return datasets::Points<P>{path()};
    }
    if (type == "LINESTRING") {
        return datasets::Lines<P>{{path()}};
    }
    if (type == "MULTILINESTRING") {
        return datasets::Lines<P>{reader.list(path)};
    }
    if (type == "POLYGON") {
        return datasets::Polygons<P>{{polygon()}};
    }
    if (type == "MULTIPOLYGON") {
        return datasets::Polygons<P>{reader.list(polygon)};
    }
    throw std::invalid_argument{"not a type of WKT: " + type};
}

inline datasets::Geometry<tiles::UnitPoint> unit(std::string_view text)
{
    return read<tiles::UnitPoint>(text);
}
inline datasets::Geometry<tiles::TilePoint> tile(std::string_view text)
{
    return read<tiles::TilePoint>(text);
}

template <class P>
std::string text(const std::vector<P>& path)
{
    std::string out;
    for (const P& p : path) {
        out += fmt::format("{}{:.10g} {:.10g}", out.empty() ? "(" : ", ", static_cast<double>(p.x),
                           static_cast<double>(p.y));
    }
    return out.empty() ? "EMPTY" : out + ")";
}

template <class P>
std::string text(const datasets::Polygon<P>& polygon)
{
    std::string out = "(" + text(polygon.exterior);
    for (const auto& ring : polygon.interiors) {
        out += ", " + text(ring);
    }
    return out + ")";
}

template <class T>
std::string list(const std::vector<T>& items)
{
    std::string out;
    for (const T& item : items) {
        out += (out.empty() ? "(" : ", ") + text(item);
    }
    return out.empty() ? "EMPTY" : out + ")";
}

/// Multi types only, so that what is written does not depend on the number of parts.
template <class P>
std::string text(const datasets::Geometry<P>& geometry)
{
    if (const auto* points = std::get_if<datasets::Points<P>>(&geometry)) {
        return "MULTIPOINT " + text(points->points);
    }
    if (const auto* lines = std::get_if<datasets::Lines<P>>(&geometry)) {
        return "MULTILINESTRING " + list(lines->lines);
    }
    return "MULTIPOLYGON " + list(std::get<datasets::Polygons<P>>(geometry).polygons);
}

} // namespace wkt

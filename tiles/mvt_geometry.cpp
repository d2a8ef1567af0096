#include "tiles/mvt_geometry.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>
#include <protozero/varint.hpp>

#include <utility>

namespace tiles {

namespace {

using datasets::FormatError;
using datasets::Geometry;
using datasets::Lines;
using datasets::Points;
using datasets::Polygon;
using datasets::Polygons;
using Path = std::vector<TilePoint>;

/// MVT 4.3.1
enum class Command : std::uint32_t { move_to = 1, line_to = 2, close_path = 7 };

class GeometryEncoder {
public:
    explicit GeometryEncoder(std::vector<std::uint32_t>& integers) : integers_{integers} {}

    void operator()(const Points<TilePoint>& g)
    {
        command(Command::move_to, g.points.size());
        points(g.points);
    }

    void operator()(const Lines<TilePoint>& g)
    {
        for (const Path& line : g.lines) {
            path(line);
        }
    }

    void operator()(const Polygons<TilePoint>& g)
    {
        for (const auto& polygon : g.polygons) {
            ring(polygon.exterior);
            for (const Path& interior : polygon.interiors) {
                ring(interior);
            }
        }
    }

private:
    void ring(const Path& closed)
    {
        path(std::span{closed}.first(closed.size() - 1)); // ClosePath draws the way back
        command(Command::close_path, 1);
    }

    void path(std::span<const TilePoint> line)
    {
        command(Command::move_to, 1);
        points(line.first(1));
        command(Command::line_to, line.size() - 1);
        points(line.subspan(1));
    }

    void command(Command id, std::size_t count)
    {
        integers_.push_back(static_cast<std::uint32_t>(count << 3U) | static_cast<std::uint32_t>(id));
    }

    void points(std::span<const TilePoint> path)
    {
        for (const TilePoint p : path) {
            integers_.push_back(protozero::encode_zigzag32(p.x - cursor_.x));
            integers_.push_back(protozero::encode_zigzag32(p.y - cursor_.y));
            cursor_ = p;
        }
    }

    std::vector<std::uint32_t>& integers_;
    TilePoint cursor_{};
};

class GeometryDecoder {
public:
    GeometryDecoder(std::span<const std::uint32_t> integers, std::uint32_t version)
        : left_{integers}, version_{version}
    {
    }

    Points<TilePoint> points()
    {
        Points<TilePoint> g{take(Command::move_to)};
        if (!left_.empty()) {
            throw FormatError{"MVT geometry: more than one command for points"};
        }
        return g;
    }

    Lines<TilePoint> lines()
    {
        Lines<TilePoint> g;
        while (!left_.empty()) {
            g.lines.push_back(path(1));
            if (version_ == 1 && !left_.empty() && left_.front() == closing) {
                left_ = left_.subspan(1);
                g.lines.back().push_back(g.lines.back().front());
            }
        }
        return g;
    }

    Polygons<TilePoint> polygons()
    {
        Polygons<TilePoint> g;
        while (!left_.empty()) {
            Path ring = path(2);
            if (next(Command::close_path) != 1) {
                throw FormatError{"MVT geometry: ClosePath more than once"};
            }
            ring.push_back(ring.front());
            const std::int64_t area = doubled_area(ring);
            if (area > 0) {
                g.polygons.push_back({std::move(ring), {}});
            } else if (area < 0 && !g.polygons.empty()) {
                g.polygons.back().interiors.push_back(std::move(ring));
            } else {
                if (area != 0) {
                    throw WindingError{"MVT geometry: an interior ring before any exterior one"};
                }
                throw FormatError{"MVT geometry: a ring without area"};
            }
        }
        return g;
    }

private:
    static constexpr std::uint32_t closing = 1U << 3U | static_cast<std::uint32_t>(Command::close_path);

    /// MoveTo once, LineTo at least `segments` times.
    Path path(std::size_t segments)
    {
        Path path = take(Command::move_to);
        if (path.size() != 1) {
            throw FormatError{"MVT geometry: MoveTo more than once in a line or ring"};
        }
        const Path rest = take(Command::line_to);
        if (rest.size() < segments) {
            throw FormatError{
                fmt::format("MVT geometry: LineTo {} times, at least {} expected", rest.size(), segments)};
        }
        path.insert(path.end(), rest.begin(), rest.end());
        return path;
    }

    /// The points of a command that must come next.
    Path take(Command command)
    {
        const std::size_t count = next(command);
        if (count == 0 || count > left_.size() / 2) {
            throw FormatError{fmt::format("MVT geometry: {} points in {} integers", count, left_.size())};
        }
        Path points;
        points.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (command == Command::line_to && left_[2 * i] == 0 && left_[2 * i + 1] == 0) { // 4.3.3.2
                throw FormatError{"MVT geometry: LineTo to where the cursor is"};
            }
            cursor_ = {moved(cursor_.x, left_[2 * i]), moved(cursor_.y, left_[2 * i + 1])};
            points.push_back(cursor_);
        }
        left_ = left_.subspan(2 * count);
        return points;
    }

    /// The count of a command that must come next.
    std::size_t next(Command command)
    {
        if (left_.empty() || (left_.front() & 7U) != static_cast<std::uint32_t>(command)) {
            throw FormatError{fmt::format("MVT geometry: command {} expected, {}", static_cast<int>(command),
                                          left_.empty() ? "the end came" : "another came")};
        }
        const std::size_t count = left_.front() >> 3U;
        left_ = left_.subspan(1);
        return count;
    }

    /// Coordinates stay small enough that areas fit in 64 bits; tiles that reach further are damaged.
    static std::int32_t moved(std::int32_t cursor, std::uint32_t parameter)
    {
        constexpr std::int64_t farthest = std::int64_t{1} << 24;
        const std::int64_t at = std::int64_t{cursor} + protozero::decode_zigzag32(parameter);
        if (at < -farthest || at > farthest) {
            throw FormatError{"MVT geometry: a coordinate is far outside the tile"};
        }
        return static_cast<std::int32_t>(at);
    }

    std::span<const std::uint32_t> left_;
    std::uint32_t version_;
    TilePoint cursor_{};
};

} // namespace

GeomType geom_type(const Geometry<TilePoint>& geometry)
{
    constexpr GeomType types[] = {GeomType::point, GeomType::linestring, GeomType::polygon};
    return types[geometry.index()];
}

void append_geometry(const Geometry<TilePoint>& geometry, std::vector<std::uint32_t>& integers)
{
    GeometryEncoder encoder{integers};
    std::visit(encoder, geometry);
}

std::vector<std::uint32_t> encode_geometry(const Geometry<TilePoint>& geometry)
{
    std::vector<std::uint32_t> integers;
    append_geometry(geometry, integers);
    return integers;
}

Geometry<TilePoint> decode_geometry(GeomType type, std::span<const std::uint32_t> integers,
                                    std::uint32_t version)
{
    if (integers.empty()) {
        throw FormatError{"MVT geometry: none"};
    }
    GeometryDecoder decoder{integers, version};
    switch (type) {
    case GeomType::point:
        return decoder.points();
    case GeomType::linestring:
        return decoder.lines();
    case GeomType::polygon:
        return decoder.polygons();
    case GeomType::unknown:
        break;
    }
    throw FormatError{fmt::format("MVT geometry: type {}", static_cast<std::uint32_t>(type))};
}

} // namespace tiles

#include "datasets/wkb.hpp"

#include "datasets/error.hpp"
#include "datasets/main_parts.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

namespace datasets {

namespace {

enum WkbType : std::uint32_t {
    wkb_point = 1,
    wkb_line_string = 2,
    wkb_polygon = 3,
    wkb_multi_point = 4,
    wkb_multi_line_string = 5,
    wkb_multi_polygon = 6,
    wkb_geometry_collection = 7,
};

constexpr std::size_t gpkg_header_size = 8;
constexpr std::size_t gpkg_envelope_size = 32;

class Writer {
public:
    void header(std::uint32_t type)
    {
        bytes_.push_back(std::byte{1}); // little endian
        number(type);
    }
    void count(std::size_t n) { number(static_cast<std::uint32_t>(n)); }
    void position(LonLat p)
    {
        number(p.lon);
        number(p.lat);
    }
    void path(const std::vector<LonLat>& path)
    {
        count(path.size());
        for (const LonLat p : path) {
            position(p);
        }
    }
    template <class T>
    void number(T value)
    {
        static_assert(std::endian::native == std::endian::little);
        const std::size_t at = bytes_.size();
        bytes_.resize(at + sizeof value);
        std::memcpy(bytes_.data() + at, &value, sizeof value);
    }
    void byte(unsigned char value) { bytes_.push_back(std::byte{value}); }

    void operator()(const Points<LonLat>& g)
    {
        if (g.points.size() == 1) {
            header(wkb_point);
            position(g.points.front());
            return;
        }
        header(wkb_multi_point);
        count(g.points.size());
        for (const LonLat p : g.points) {
            header(wkb_point);
            position(p);
        }
    }
    void operator()(const Lines<LonLat>& g)
    {
        header(wkb_multi_line_string);
        count(g.lines.size());
        for (const auto& line : g.lines) {
            header(wkb_line_string);
            path(line);
        }
    }
    void operator()(const Polygons<LonLat>& g)
    {
        header(wkb_multi_polygon);
        count(g.polygons.size());
        for (const auto& polygon : g.polygons) {
            header(wkb_polygon);
            count(1 + polygon.interiors.size());
            path(polygon.exterior);
            for (const auto& ring : polygon.interiors) {
                path(ring);
            }
        }
    }

    Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_{};
};

template <class P>
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : rest_{bytes} {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] bool is_mixed() const { return mixed_; } ///< parts of the lesser kinds were left out

    Geometry<P> geometry(int depth = 0)
    {
        const std::uint32_t type = header();
        switch (type) {
        case wkb_point:
            return point();
        case wkb_line_string:
            return Lines<P>{{path()}};
        case wkb_polygon:
            return Polygons<P>{{polygon()}};
        case wkb_multi_point:
        case wkb_multi_line_string:
        case wkb_multi_polygon:
        case wkb_geometry_collection:
            return parts(type, depth);
        default:
            throw FormatError{"WKB: geometry type " + std::to_string(type) +
                              " is not a point, line or polygon"};
        }
    }

private:
    template <class T>
    T number()
    {
        if (rest_.size() < sizeof(T)) {
            throw FormatError{"WKB: cut short"};
        }
        T value{};
        if (big_endian_) {
            std::byte reversed[sizeof(T)];
            std::reverse_copy(rest_.begin(), rest_.begin() + sizeof(T), reversed);
            std::memcpy(&value, reversed, sizeof value);
        } else {
            std::memcpy(&value, rest_.data(), sizeof value);
        }
        rest_ = rest_.subspan(sizeof(T));
        return value;
    }

    std::uint32_t header()
    {
        const auto order = number<std::uint8_t>();
        if (order > 1) {
            throw FormatError{"WKB: byte order " + std::to_string(order)};
        }
        big_endian_ = order == 0;
        return number<std::uint32_t>();
    }

    /// A count of things of at least `size` bytes each: never larger than what can follow, so that a wrong count cannot
    /// make us reserve memory for it.
    std::size_t count(std::size_t size)
    {
        const auto n = number<std::uint32_t>();
        if (n > rest_.size() / size) {
            throw FormatError{"WKB: cut short"};
        }
        return n;
    }

    P position()
    {
        const auto x = number<double>();
        return P{x, number<double>()};
    }

    /// A point without a position is written as two NaN (OGC 12-128r18, 2.1.3).
    Geometry<P> point()
    {
        const auto x = number<double>();
        const auto y = number<double>();
        return std::isnan(x) && std::isnan(y) ? Points<P>{} : Points<P>{{P{x, y}}};
    }

    std::vector<P> path()
    {
        std::vector<P> points(count(2 * sizeof(double)));
        for (P& p : points) {
            p = position();
        }
        return points;
    }

    Polygon<P> polygon()
    {
        Polygon<P> polygon;
        const std::size_t rings = count(sizeof(std::uint32_t));
        for (std::size_t i = 0; i < rings; ++i) {
            auto ring = path();
            if (i == 0) {
                polygon.exterior = std::move(ring);
            } else {
                polygon.interiors.push_back(std::move(ring));
            }
        }
        return polygon;
    }

    Geometry<P> parts(std::uint32_t type, int depth)
    {
        if (depth > 8) {
            throw FormatError{"WKB: collections nested too deeply"};
        }
        const std::size_t n = count(5);
        std::optional<Geometry<P>> whole;
        for (std::size_t i = 0; i < n; ++i) {
            const bool was_mixed = add_main_part(whole, geometry(depth + 1));
            mixed_ = mixed_ || was_mixed;
        }
        return whole ? *std::move(whole) : empty(type);
    }

    static Geometry<P> empty(std::uint32_t type)
    {
        if (type == wkb_multi_line_string) {
            return Lines<P>{};
        }
        if (type == wkb_multi_polygon) {
            return Polygons<P>{};
        }
        return Points<P>{};
    }

    std::span<const std::byte> rest_;
    bool big_endian_ = false;
    bool mixed_ = false;
};

} // namespace

Bytes to_wkb(const Geometry<LonLat>& geometry)
{
    Writer writer;
    std::visit(writer, geometry);
    return writer.take();
}

template <class P>
MainParts<P> main_parts_from_wkb(std::span<const std::byte> bytes)
{
    Reader<P> reader{bytes};
    auto geometry = reader.geometry();
    if (!reader.at_end()) {
        throw FormatError{"WKB: bytes left over"};
    }
    return {std::move(geometry), reader.is_mixed()};
}

template MainParts<LonLat> main_parts_from_wkb(std::span<const std::byte> bytes);
template MainParts<SourcePoint> main_parts_from_wkb(std::span<const std::byte> bytes);

template <class P>
Geometry<P> geometry_from_wkb(std::span<const std::byte> bytes)
{
    auto [geometry, left_out] = main_parts_from_wkb<P>(bytes);
    if (left_out) {
        throw FormatError{"WKB: a collection of different kinds of geometry"};
    }
    return std::move(geometry);
}

template Geometry<LonLat> geometry_from_wkb(std::span<const std::byte> bytes);
template Geometry<SourcePoint> geometry_from_wkb(std::span<const std::byte> bytes);

Bytes to_gpkg_blob(const Geometry<LonLat>& geometry)
{
    const bool empty = is_empty(geometry);
    const BBox box = bbox_of(geometry);
    Writer writer;
    writer.byte('G');
    writer.byte('P');
    writer.byte(0);                                 // version 1
    writer.byte(empty ? 0b0001'0001 : 0b0000'0011); // little endian; empty, or envelope of x and y
    writer.number(std::int32_t{4326});
    if (!empty) {
        for (const double edge : {box.min_lon, box.max_lon, box.min_lat, box.max_lat}) {
            writer.number(edge);
        }
    }
    std::visit(writer, geometry);
    return writer.take();
}

Geometry<LonLat> geometry_from_gpkg_blob(std::span<const std::byte> bytes)
{
    if (bytes.size() < gpkg_header_size || bytes[0] != std::byte{'G'} || bytes[1] != std::byte{'P'}) {
        throw FormatError{"GeoPackage geometry: no GP header"};
    }
    const auto envelope = (std::to_integer<unsigned>(bytes[3]) >> 1) & 7U;
    if (envelope > 1) {
        throw FormatError{"GeoPackage geometry: an envelope with Z or M"};
    }
    const std::size_t header = gpkg_header_size + (envelope == 1 ? gpkg_envelope_size : 0);
    if (bytes.size() < header) {
        throw FormatError{"GeoPackage geometry: cut short"};
    }
    return geometry_from_wkb(bytes.subspan(header));
}

} // namespace datasets

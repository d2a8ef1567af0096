#include "api/static_map.hpp"

#include "datasets/bbox.hpp"
#include "datasets/ground_distance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace api {

namespace {

using datasets::BBox;
using datasets::Geometry;
using datasets::LonLat;

constexpr double width = 480; ///< units of the SVG
constexpr double height = 320;
constexpr double least_metres = 1400;       ///< across, around a point
constexpr int most_features = 600;          ///< of a dataset of the ground
constexpr std::size_t most_bytes = 150'000; ///< of the drawing: then the ground stays as it is by then

/// From degrees to the drawing: a plane that touches the ellipsoid in its middle.
class Frame {
public:
    explicit Frame(const BBox& box)
        : middle_{(box.min_lon + box.max_lon) / 2, (box.min_lat + box.max_lat) / 2},
          degree_(datasets::degree_length(middle_.lat))
    {
        const double across = (box.max_lon - box.min_lon) * degree_.lon_m;
        const double up = (box.max_lat - box.min_lat) * degree_.lat_m;
        constexpr double room = 1.35;
        metres_ = std::max({least_metres, across * room, up * room * width / height});
    }

    [[nodiscard]] double metres() const { return metres_; } ///< from the left to the right edge
    [[nodiscard]] double x(LonLat p) const
    {
        return width / 2 + (p.lon - middle_.lon) * degree_.lon_m * width / metres_;
    }
    [[nodiscard]] double y(LonLat p) const
    {
        return height / 2 - (p.lat - middle_.lat) * degree_.lat_m * width / metres_;
    }
    [[nodiscard]] BBox box() const
    {
        const double lon = metres_ / 2 / degree_.lon_m, lat = metres_ * height / width / 2 / degree_.lat_m;
        return {middle_.lon - lon, middle_.lat - lat, middle_.lon + lon, middle_.lat + lat};
    }

private:
    LonLat middle_;
    datasets::DegreeLength degree_;
    double metres_ = 0;
};

struct Position {
    double x = 0;
    double y = 0;
};
using Path = std::vector<Position>;

constexpr double margin = 12; ///< drawn beyond the edge, so that no border is seen where something was cut

/// What of a ring lies on one side of a line: `inside` is positive there, and falls evenly. Sutherland and Hodgman, 1974.
template <class Inside>
Path half_of(const Path& ring, Inside&& inside)
{
    Path half;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Position a = ring[i == 0 ? ring.size() - 1 : i - 1], b = ring[i];
        const double in_a = inside(a), in_b = inside(b);
        if ((in_a > 0) != (in_b > 0)) {
            const double t = in_a / (in_a - in_b);
            half.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
        if (in_b > 0) {
            half.push_back(b);
        }
    }
    return half;
}

Path within_frame(Path ring)
{
    ring = half_of(ring, [](Position p) { return p.x + margin; });
    ring = half_of(ring, [](Position p) { return width + margin - p.x; });
    ring = half_of(ring, [](Position p) { return p.y + margin; });
    return half_of(ring, [](Position p) { return height + margin - p.y; });
}

/// What of the stretch from `a` to `b` lies within the frame, if anything does. Liang and Barsky, 1984.
std::optional<std::pair<Position, Position>> within_frame(Position a, Position b)
{
    const double dx = b.x - a.x, dy = b.y - a.y;
    const std::array<std::pair<double, double>, 4> sides{
        {{-dx, a.x + margin}, {dx, width + margin - a.x}, {-dy, a.y + margin}, {dy, height + margin - a.y}}};
    double first = 0, last = 1;
    for (const auto& [p, q] : sides) {
        if (p == 0 && q < 0) {
            return std::nullopt;
        }
        first = p < 0 ? std::max(first, q / p) : first;
        last = p > 0 ? std::min(last, q / p) : last;
    }
    if (first >= last) {
        return std::nullopt;
    }
    return std::pair{Position{a.x + first * dx, a.y + first * dy},
                     Position{a.x + last * dx, a.y + last * dy}};
}

/// Without positions nearer than half a unit to the one before.
Path project(const std::vector<LonLat>& path, const Frame& frame)
{
    Path projected;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Position p{frame.x(path[i]), frame.y(path[i])};
        if (projected.empty() || i + 1 == path.size() ||
            std::hypot(p.x - projected.back().x, p.y - projected.back().y) >= 0.6) {
            projected.push_back(p);
        }
    }
    return projected;
}

void append_area(std::string& d, const std::vector<LonLat>& ring, const Frame& frame)
{
    const auto drawn = within_frame(project(ring, frame));
    for (std::size_t i = 0; i < drawn.size() && drawn.size() > 2; ++i) {
        d += fmt::format("{}{:.1f} {:.1f}", i == 0 ? 'M' : 'L', drawn[i].x, drawn[i].y);
    }
    d += drawn.size() > 2 ? "z" : "";
}

void append_line(std::string& d, const std::vector<LonLat>& line, const Frame& frame)
{
    const auto path = project(line, frame);
    Position end{-1e9, -1e9};
    for (std::size_t i = 1; i < path.size(); ++i) {
        const auto stretch = within_frame(path[i - 1], path[i]);
        if (!stretch) {
            continue;
        }
        if (std::hypot(stretch->first.x - end.x, stretch->first.y - end.y) > 0.01) {
            d += fmt::format("M{:.1f} {:.1f}", stretch->first.x, stretch->first.y);
        }
        end = stretch->second;
        d += fmt::format("L{:.1f} {:.1f}", end.x, end.y);
    }
}

std::string path_of(const Geometry<LonLat>& geometry, const Frame& frame)
{
    std::string d;
    if (const auto* lines = std::get_if<datasets::Lines<LonLat>>(&geometry)) {
        for (const auto& line : lines->lines) {
            append_line(d, line, frame);
        }
    } else if (const auto* polygons = std::get_if<datasets::Polygons<LonLat>>(&geometry)) {
        for (const auto& polygon : polygons->polygons) {
            append_area(d, polygon.exterior, frame);
            for (const auto& hole : polygon.interiors) {
                append_area(d, hole, frame);
            }
        }
    }
    return d;
}

std::string number(double value) { return fmt::format("{:.2f}", value); }

void write_ground(Html& html, const Snapshot& snapshot, const Frame& frame)
{
    const auto page = snapshot.features.items({{{frame.box()}, {}, {}}, 0, most_features});
    std::string areas, lines;
    std::vector<LonLat> points;
    for (const auto& feature : page.features) {
        auto& d = std::holds_alternative<datasets::Polygons<LonLat>>(*feature.geometry) ? areas : lines;
        d += path_of(*feature.geometry, frame);
        if (const auto* at = std::get_if<datasets::Points<LonLat>>(&*feature.geometry)) {
            points.insert(points.end(), at->points.begin(), at->points.end());
        }
    }
    const auto& view = snapshot.view;
    if (!areas.empty()) {
        html.leaf("path", "",
                  {{"d", areas},
                   {"fill", view.color},
                   {"fill-opacity", number(view.opacity)},
                   {"stroke", view.outline},
                   {"stroke-width", number(std::min(view.width, 1.5))},
                   {"fill-rule", "evenodd"}});
    }
    if (!lines.empty()) {
        html.leaf("path", "",
                  {{"d", lines},
                   {"fill", "none"},
                   {"stroke", view.color},
                   {"stroke-opacity", number(view.opacity)},
                   {"stroke-width", number(view.width)},
                   {"stroke-linejoin", "round"},
                   {"stroke-linecap", "round"}});
    }
    for (const auto& point : points) {
        html.leaf("circle", "",
                  {{"cx", number(frame.x(point))},
                   {"cy", number(frame.y(point))},
                   {"r", number(std::min(view.radius, 5.0))},
                   {"fill", view.color},
                   {"stroke", view.outline},
                   {"stroke-width", "1.5"}});
    }
}

/// Names of points and lines of the ground, such as stations, where they do not cover each other.
void write_names(Html& html, const Snapshot& snapshot, const Frame& frame,
                 std::vector<std::array<double, 4>>& taken)
{
    if (!snapshot.view.label || snapshot.info.geometry != datasets::GeometryKind::point) {
        return;
    }
    const auto page = snapshot.features.items({{{frame.box()}, {}, {}}, 0, 40});
    for (const auto& feature : page.features) {
        const auto* name = std::get_if<std::string>(&feature.values[*snapshot.view.label]);
        const auto* points = std::get_if<datasets::Points<LonLat>>(&*feature.geometry);
        if (name == nullptr || points == nullptr) {
            continue;
        }
        const double x = frame.x(points->points.front()) + 7, y = frame.y(points->points.front()) + 4;
        const double w = static_cast<double>(name->size()) / 3 * 12;
        const std::array<double, 4> box{x, y - 12, x + w, y + 4};
        const bool covers = std::any_of(taken.begin(), taken.end(), [&](const auto& other) {
            return box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
        });
        if (covers || x < 0 || x + w > width || y < 12 || y > height) {
            continue;
        }
        taken.push_back(box);
        html.leaf("text", *name,
                  {{"x", number(x)},
                   {"y", number(y)},
                   {"font-size", "12"},
                   {"fill", "#1b2229"},
                   {"stroke", "#ffffff"},
                   {"stroke-width", "3"},
                   {"paint-order", "stroke"}});
    }
}

void write_feature(Html& html, const Geometry<LonLat>& geometry, const Frame& frame)
{
    constexpr auto color = "#c1121f";
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry)) {
        for (const auto& point : points->points) {
            html.leaf("circle", "",
                      {{"cx", number(frame.x(point))},
                       {"cy", number(frame.y(point))},
                       {"r", "8"},
                       {"fill", color},
                       {"stroke", "#ffffff"},
                       {"stroke-width", "3"}});
        }
        return;
    }
    const bool is_area = std::holds_alternative<datasets::Polygons<LonLat>>(geometry);
    const auto d = path_of(geometry, frame);
    if (!is_area) {
        html.leaf("path", "",
                  {{"d", d},
                   {"fill", "none"},
                   {"stroke", "#ffffff"},
                   {"stroke-width", "8"},
                   {"stroke-linecap", "round"}});
    }
    html.leaf("path", "",
              {{"d", d},
               {"fill", is_area ? color : "none"},
               {"fill-opacity", "0.18"},
               {"fill-rule", "evenodd"},
               {"stroke", color},
               {"stroke-width", is_area ? "3" : "5"},
               {"stroke-linejoin", "round"},
               {"stroke-linecap", "round"}});
}

/// A bar of 1, 2 or 5 times a power of ten metres, about a fifth of the map.
void write_scale(Html& html, const Frame& frame)
{
    const double wanted = frame.metres() / 5;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    const double metres = wanted >= 5 * power ? 5 * power : wanted >= 2 * power ? 2 * power : power;
    const double length = metres * width / frame.metres();
    html.leaf("path", "",
              {{"d", fmt::format("M{:.1f} {:.1f}h{:.1f}", width - 12 - length, height - 12, length)},
               {"stroke", "#ffffff"},
               {"stroke-width", "6"}});
    html.leaf("path", "",
              {{"d", fmt::format("M{0:.1f} {1:.1f}v6h{2:.1f}v-6", width - 12 - length, height - 18, length)},
               {"stroke", "#1b2229"},
               {"stroke-width", "1.5"},
               {"fill", "none"}});
    html.leaf("text",
              metres >= 1000 ? fmt::format("{:.0f} km", metres / 1000) : fmt::format("{:.0f} m", metres),
              {{"x", number(width - 12 - length / 2)},
               {"y", number(height - 22)},
               {"font-size", "12"},
               {"text-anchor", "middle"},
               {"fill", "#1b2229"},
               {"stroke", "#ffffff"},
               {"stroke-width", "3"},
               {"paint-order", "stroke"}});
}

} // namespace

void write_static_map(Html& html, const Catalogue& catalogue, const Snapshot& snapshot,
                      const datasets::Feature& feature, const std::string& title)
{
    if (!feature.geometry || datasets::is_empty(*feature.geometry)) {
        return;
    }
    const Frame frame(datasets::bbox_of(*feature.geometry));
    std::vector<const Snapshot*> ground;
    for (const auto& [id, other] : catalogue.datasets) {
        if (other->view.is_base && other.get() != &snapshot) {
            ground.push_back(other.get());
        }
    }
    std::stable_sort(ground.begin(), ground.end(),
                     [](const auto* a, const auto* b) { return a->view.order < b->view.order; });
    html.in("svg",
            {{"xmlns", "http://www.w3.org/2000/svg"},
             {"role", "img"},
             {"aria-label", title},
             {"viewBox", fmt::format("0 0 {} {}", width, height)}},
            [&] {
                html.leaf("rect", "", {{"width", "480"}, {"height", "320"}, {"fill", "#f2f1ec"}});
                const auto before = html.written().size();
                std::vector<std::array<double, 4>> taken;
                for (const auto* other : ground) {
                    if (html.written().size() - before < most_bytes) {
                        write_ground(html, *other, frame);
                    }
                }
                for (const auto* other : ground) {
                    write_names(html, *other, frame, taken);
                }
                write_feature(html, *feature.geometry, frame);
                write_scale(html, frame);
            });
}

} // namespace api

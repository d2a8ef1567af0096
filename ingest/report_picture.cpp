#include "ingest/report_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ingest {

namespace {

constexpr std::size_t most_marks = 1500; // of a kind; more would be one grey area on paper
constexpr double width = 640;            // of the longer side, in pixels
constexpr double margin = 8;

std::pair<std::int64_t, std::int64_t> cell_of(datasets::LonLat position, double cell)
{
    return {static_cast<std::int64_t>(std::floor(position.lon / cell)),
            static_cast<std::int64_t>(std::floor(position.lat / cell))};
}

struct Look {
    const char* name;
    const char* fill;
    double radius;
};

/// In the order of the marks; what matters most is drawn last, larger, and differs in more than its colour.
constexpr std::array<Look, 3> looks{{
    {"published", "#9aa5b1", 1.2},
    {"repaired", "#e69f00", 2.4},
    {"rejected", "#c1121f", 3.4},
}};

} // namespace

void ReportPicture::Grid::add(datasets::LonLat position, std::size_t most)
{
    cells.insert(cell_of(position, cell));
    while (cells.size() > most) {
        std::set<std::pair<std::int64_t, std::int64_t>> fewer;
        for (const auto& [x, y] : cells) {
            fewer.emplace(x >> 1, y >> 1);
        }
        cells = std::move(fewer);
        cell *= 2;
    }
}

void ReportPicture::add(const datasets::Geometry<datasets::LonLat>& geometry, Mark mark)
{
    const datasets::BBox box = datasets::bbox_of(geometry);
    if (box.empty()) {
        return;
    }
    const datasets::LonLat middle{(box.min_lon + box.max_lon) / 2, (box.min_lat + box.max_lat) / 2};
    bbox_.extend(datasets::BBox{middle.lon, middle.lat, middle.lon, middle.lat});
    grids_.at(static_cast<std::size_t>(mark)).add(middle, most_marks);
}

std::string ReportPicture::svg() const
{
    if (bbox_.empty()) {
        return "";
    }
    const double shrink = std::cos((bbox_.min_lat + bbox_.max_lat) / 2 * std::numbers::pi / 180);
    const double wide = std::max((bbox_.max_lon - bbox_.min_lon) * shrink, 1e-4);
    const double high = std::max(bbox_.max_lat - bbox_.min_lat, 1e-4);
    const double scale = (width - 2 * margin) / std::max(wide, high);
    std::string svg = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                                  "aria-labelledby=\"where\" viewBox=\"0 0 {:.0f} {:.0f}\">\n",
                                  wide * scale + 2 * margin, high * scale + 2 * margin);
    for (std::size_t mark = 0; mark < grids_.size(); ++mark) {
        const Grid& grid = grids_.at(mark);
        svg += fmt::format("<g class=\"{}\" fill=\"{}\">\n", looks.at(mark).name, looks.at(mark).fill);
        for (const auto& [x, y] : grid.cells) {
            const double lon =
                std::clamp((static_cast<double>(x) + 0.5) * grid.cell, bbox_.min_lon, bbox_.max_lon);
            const double lat =
                std::clamp((static_cast<double>(y) + 0.5) * grid.cell, bbox_.min_lat, bbox_.max_lat);
            svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"/>\n",
                               margin + (lon - bbox_.min_lon) * shrink * scale,
                               margin + (bbox_.max_lat - lat) * scale, looks.at(mark).radius);
        }
        svg += "</g>\n";
    }
    return svg + "</svg>\n";
}

} // namespace ingest

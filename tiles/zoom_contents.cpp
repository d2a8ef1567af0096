#include "tiles/zoom_contents.hpp"

#include "tiles/cut.hpp"
#include "tiles/workers.hpp"
#include "tiles/zoom_labels.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace tiles {

namespace {

/// A feature that reaches more tiles than this is cut once, by halves, instead of by each tile.
constexpr std::uint64_t few_tiles = 4;

/// Bits by which a Morton number of positions becomes that of a zoom's tiles; 64 at zoom 0, where there is but one.
int shift_of(int zoom) { return 2 * (32 - zoom); }

std::uint64_t tile_number(WorldPoint p, int zoom) { return zoom == 0 ? 0 : morton(p) >> shift_of(zoom); }

} // namespace

ZoomContents::ZoomContents(const FeatureTable& table, int zoom, std::size_t workers)
    : table_{table},
      zoom_{zoom},
      references_{table.memory()},
      tiles_{table.memory()},
      labels_{labels_of_zoom(table, zoom, workers)}
{
    const std::size_t count = table.shaped().size();
    std::vector<Part> parts;
    for (std::size_t i = 0; i < workers; ++i) {
        parts.emplace_back(table.memory());
    }
    do_with_workers(workers, workers, [&](std::size_t, std::size_t i) {
        parts[i] = find(count * i / workers, count * (i + 1) / workers);
        std::ranges::sort(parts[i].references);
    });
    for (Part& part : parts) {
        for (Reference& reference : part.references) {
            if (reference.piece != no_piece) {
                reference.piece += static_cast<std::uint32_t>(pieces_.size());
            }
        }
        std::ranges::move(part.pieces, std::back_inserter(pieces_));
        std::pmr::vector<Reference> merged{table.memory()};
        merged.reserve(references_.size() + part.references.size());
        std::ranges::merge(references_, part.references, std::back_inserter(merged));
        references_ = std::move(merged);
        part = Part{table.memory()};
    }
    list_tiles();
    std::ranges::sort(labels_, {}, [&](const LineLabel& label) {
        return std::pair{number_of(label.place), label.feature};
    });
}

ZoomContents::Part ZoomContents::find(std::size_t first, std::size_t last) const
{
    Part part{table_.memory()};
    for (std::size_t i = first; i < last; ++i) {
        find_in_tiles(static_cast<std::uint32_t>(i), part);
    }
    return part;
}

std::uint64_t ZoomContents::number_of(std::uint32_t x, std::uint32_t y) const { return morton({x, y}); }

std::uint64_t ZoomContents::number_of(WorldPoint position) const { return tile_number(position, zoom_); }

void ZoomContents::find_in_tiles(std::uint32_t rank, Part& part) const
{
    const FeatureIndex feature = table_.shaped()[rank];
    const FeatureShape& shape = table_.shape(feature);
    const TileOptions& options = table_.options();
    const double unit = tile_unit(zoom_, options.extent);
    const TileId home = tile_at(shape.place, zoom_);
    const auto name = [&](std::uint32_t x, std::uint32_t y) {
        part.references.push_back({number_of(x, y), rank, no_piece});
    };
    const bool is_speck = shape.kind == datasets::GeometryKind::polygon &&
                          options.polygons == PolygonRule::scattered && shape.size < unit * unit;
    if (is_speck && table_.pinned_from(feature) > zoom_) { // drawn where its place is, if at all
        name(home.x, home.y);
        return;
    }
    const auto last = static_cast<double>(tiles_across(zoom_) - 1);
    const double side = world_size / static_cast<double>(tiles_across(zoom_));
    const double beyond = unit * options.buffer;
    const auto index = [&](double position) {
        return static_cast<std::uint32_t>(std::clamp(std::floor(position / side), 0.0, last));
    };
    const std::uint32_t west = index(shape.low.x - beyond);
    const std::uint32_t east = index(shape.high.x + beyond);
    const std::uint32_t north = index(shape.low.y - beyond);
    const std::uint32_t south = index(shape.high.y + beyond);
    if (std::uint64_t{east - west + 1} * (south - north + 1) <= few_tiles) {
        for (std::uint32_t y = north; y <= south; ++y) {
            for (std::uint32_t x = west; x <= east; ++x) {
                name(x, y);
            }
        }
        return;
    }
    bool is_home = false;
    cut(datasets::map_points(table_.geometry(feature, zoom_), [](WorldPoint p) { return to_unit_point(p); }),
        zoom_, static_cast<double>(options.buffer) / options.extent,
        [&](TileId tile, datasets::Geometry<UnitPoint> piece) {
            is_home = is_home || tile == home;
            part.references.push_back(
                {number_of(tile.x, tile.y), rank, static_cast<std::uint32_t>(part.pieces.size())});
            part.pieces.push_back(std::move(piece));
        });
    if (!is_home) { // its label stands there, and if nothing is drawn, the tile counts it
        name(home.x, home.y);
    }
}

/// Both lists are in Morton order: goes through them side by side.
void ZoomContents::list_tiles()
{
    const auto points = table_.points();
    std::size_t r = 0;
    std::size_t p = 0;
    while (r < references_.size() || p < points.size()) {
        Tile tile;
        tile.number =
            std::min(r < references_.size() ? references_[r].tile : ~std::uint64_t{0},
                     p < points.size() ? tile_number(points[p].position, zoom_) : ~std::uint64_t{0});
        tile.first_reference = r;
        while (r < references_.size() && references_[r].tile == tile.number) {
            ++r;
        }
        tile.last_reference = r;
        tile.first_point = p;
        while (p < points.size() && tile_number(points[p].position, zoom_) == tile.number) {
            ++p;
        }
        tile.last_point = p;
        tiles_.push_back(tile);
    }
}

TileContent ZoomContents::content(std::size_t index) const
{
    const Tile& tile = tiles_[index];
    TileContent content;
    for (int bit = 0; bit < zoom_; ++bit) {
        content.tile.x |= static_cast<std::uint32_t>(tile.number >> (2 * bit) & 1U) << bit;
        content.tile.y |= static_cast<std::uint32_t>(tile.number >> (2 * bit + 1) & 1U) << bit;
    }
    content.tile.z = zoom_;
    const auto points = table_.points();
    content.points.assign(points.begin() + static_cast<std::ptrdiff_t>(tile.first_point),
                          points.begin() + static_cast<std::ptrdiff_t>(tile.last_point));
    content.shapes.reserve(tile.last_reference - tile.first_reference);
    for (std::size_t i = tile.first_reference; i < tile.last_reference; ++i) {
        const Reference& reference = references_[i];
        content.shapes.push_back({table_.shaped()[reference.rank],
                                  reference.piece == no_piece ? nullptr : &pieces_[reference.piece]});
    }
    const auto tile_of = [&](const LineLabel& label) { return number_of(label.place); };
    content.line_labels.assign(std::ranges::lower_bound(labels_, tile.number, {}, tile_of),
                               std::ranges::upper_bound(labels_, tile.number, {}, tile_of));
    return content;
}

} // namespace tiles

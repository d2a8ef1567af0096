#include "tiles/options_of.hpp"

namespace tiles {

TileOptions options_of(const datasets::TileRules& rules)
{
    using datasets::TileRules;
    TileOptions options;
    options.minzoom = rules.minzoom;
    options.maxzoom = rules.maxzoom;
    options.cluster = rules.cluster;
    options.points = rules.thin ? PointRule::thin : PointRule::cluster;
    options.polygons = rules.polygons == TileRules::Polygons::coverage    ? PolygonRule::coverage
                       : rules.polygons == TileRules::Polygons::scattered ? PolygonRule::scattered
                                                                          : PolygonRule::automatic;
    options.join_lines = rules.join_lines;
    options.labels = rules.labels;
    options.line_labels = rules.line_labels;
    options.count_by = rules.count_by;
    options.from_zoom = rules.from_zoom;
    for (const datasets::PinRule& pin : rules.pins) {
        options.pins.push_back({pin.field, pin.values, pin.zoom});
    }
    return options;
}

} // namespace tiles

#include "tiles/tile_encoder.hpp"

#include "tiles/gzip.hpp"
#include "tiles/mvt_layer.hpp"
#include "tiles/simplify.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::Points;
using datasets::Polygons;

/// A layer under construction that takes features of the table.
class TableLayer {
public:
    TableLayer(const std::string& name, int extent, const FeatureTable& table)
        : layer_{name, extent}, table_{table}
    {
    }

    void add(FeatureIndex feature, const Geometry<TilePoint>& geometry)
    {
        tags_.clear();
        const auto values = table_.values(feature);
        for (std::size_t field = 0; field < values.size(); ++field) {
            if (values[field] != FeatureTable::missing) {
                tags_.push_back(layer_.key(table_.fields()[field]));
                tags_.push_back(value(values[field]));
            }
        }
        layer_.add(table_.mvt_id(feature), geometry, tags_);
    }

    void add_cluster(std::size_t count, const Geometry<TilePoint>& geometry)
    {
        const std::array tags{layer_.key("point_count"), layer_.value(static_cast<std::int64_t>(count))};
        layer_.add(std::nullopt, geometry, tags);
    }

    [[nodiscard]] const LayerBuilder& layer() const { return layer_; }

private:
    /// From the table's index of a value to the layer's.
    [[nodiscard]] std::uint32_t value(std::uint32_t table_index)
    {
        const auto known = values_.find(table_index);
        if (known != values_.end()) {
            return known->second;
        }
        const std::uint32_t index = layer_.value(table_.value(table_index));
        values_.emplace(table_index, index);
        return index;
    }

    LayerBuilder layer_;
    const FeatureTable& table_;
    std::unordered_map<std::uint32_t, std::uint32_t> values_{};
    std::vector<std::uint32_t> tags_{};
};

/// The features whose pieces and labels may stay: the largest, of equals the first.
std::unordered_set<FeatureIndex> largest(const TileContent& content, std::size_t most)
{
    std::unordered_map<FeatureIndex, double> sizes;
    for (const TilePiece& piece : content.pieces) {
        sizes[piece.feature] = piece.size;
    }
    for (const TilePlace& label : content.labels) {
        sizes.try_emplace(label.feature, 0.0);
    }
    std::vector<std::pair<double, FeatureIndex>> order;
    order.reserve(sizes.size());
    for (const auto& [feature, size] : sizes) {
        order.emplace_back(-size, feature);
    }
    std::ranges::sort(order);
    order.resize(std::min(most, order.size()));
    std::unordered_set<FeatureIndex> kept;
    for (const auto& [size, feature] : order) {
        kept.insert(feature);
    }
    return kept;
}

} // namespace

/// One try at a tile. It stops as soon as the limit is passed.
struct TileEncoder::Attempt {
    TableLayer main;
    TableLayer labels;
    std::size_t limit;
    EncodedTile result{};
    double fitting = 1; ///< the part of pieces and labels that there was room for

    [[nodiscard]] bool too_large() const
    {
        return (main.layer().empty() ? 0 : main.layer().size()) +
                   (labels.layer().empty() ? 0 : labels.layer().size()) >
               limit;
    }

    [[nodiscard]] bool fits() const
    {
        return !too_large() && result.bytes <= limit && result.gzipped.size() <= limit;
    }

    void finish()
    {
        std::string bytes;
        for (const TableLayer* layer : {&main, &labels}) {
            if (!layer->layer().empty()) {
                bytes += layer->layer().finish();
            }
        }
        result.bytes = bytes.size();
        if (!bytes.empty()) {
            result.gzipped = gzip(bytes);
        }
    }
};

EncodedTile TileEncoder::encode(const TileContent& content) const
{
    Crowding crowding = first_crowding(content, options_.cluster && content.tile.z < options_.maxzoom);
    for (bool crowded = false;; crowded = true) {
        Attempt attempt = this->attempt(content, crowding);
        if (!attempt.too_large()) {
            attempt.finish();
        }
        const bool nothing_left_to_give = crowding.cells == 1 && crowding.most_features == 0;
        if (attempt.fits() || nothing_left_to_give) {
            attempt.result.tile = content.tile;
            attempt.result.crowded = crowded;
            return std::move(attempt.result);
        }
        crowding = next_crowding(crowding, attempt.fitting);
    }
}

TileEncoder::Attempt TileEncoder::attempt(const TileContent& content, const Crowding& crowding) const
{
    Attempt attempt{TableLayer{name_, options_.extent, table_},
                    TableLayer{name_ + "-labels", options_.extent, table_}, options_.max_tile_bytes};
    add_points(content, crowding, attempt);
    if (!attempt.too_large()) {
        add_pieces(content, crowding, attempt);
    }
    return attempt;
}

void TileEncoder::add_points(const TileContent& content, const Crowding& crowding, Attempt& attempt) const
{
    if (crowding.cells == 0) {
        for (const TilePlace& point : content.points) {
            attempt.main.add(point.feature, place(point.position, content.tile));
            attempt.result.drawn.push_back(point.feature);
            if (attempt.too_large()) {
                return;
            }
        }
        return;
    }
    for (const PointGroup& group : group_by_cell(content.points, content.tile, crowding.cells)) {
        if (group.features.size() == 1) {
            attempt.main.add(group.features.front(), place(group.position, content.tile));
            attempt.result.drawn.push_back(group.features.front());
        } else {
            attempt.main.add_cluster(group.features.size(), place(group.position, content.tile));
            auto& clustered = attempt.result.clustered;
            clustered.insert(clustered.end(), group.features.begin(), group.features.end());
        }
        if (attempt.too_large()) {
            return;
        }
    }
}

void TileEncoder::add_pieces(const TileContent& content, const Crowding& crowding, Attempt& attempt) const
{
    const std::unordered_set<FeatureIndex> kept = largest(content, crowding.most_features);
    const auto stays = [&](const auto& part) { return kept.contains(part.feature); };
    const auto parts = static_cast<double>(std::ranges::count_if(content.labels, stays) +
                                           std::ranges::count_if(content.pieces, stays));
    double done = 0;
    const auto is_full = [&] {
        attempt.fitting = ++done / parts;
        return attempt.too_large();
    };
    for (const TilePlace& label : content.labels) {
        if (stays(label)) {
            attempt.labels.add(label.feature, place(label.position, content.tile));
            if (is_full()) {
                return;
            }
        }
    }
    for (const TilePiece& piece : content.pieces) {
        if (!stays(piece)) {
            attempt.result.omitted.push_back(piece.feature);
            continue;
        }
        if (const auto geometry = shape(piece, content.tile, crowding.tolerance);
            !datasets::is_empty(geometry)) {
            attempt.main.add(piece.feature, geometry);
            attempt.result.drawn.push_back(piece.feature);
        }
        if (is_full()) {
            return;
        }
    }
}

Geometry<TilePoint> TileEncoder::place(UnitPoint position, TileId tile) const
{
    return quantize(Points<UnitPoint>{{position}}, tile, options_.extent);
}

Geometry<TilePoint> TileEncoder::shape(const TilePiece& piece, TileId tile, double tolerance) const
{
    const double unit = 1.0 / (static_cast<double>(tiles_across(tile.z)) * options_.extent);
    Geometry<TilePoint> quantized =
        tolerance == 0
            ? quantize(piece.geometry, tile, options_.extent)
            : quantize(simplify(weigh(piece.geometry, {}), tolerance * unit), tile, options_.extent);
    if (auto* polygons = std::get_if<Polygons<TilePoint>>(&quantized)) {
        return mender_.mend(std::move(*polygons));
    }
    return quantized;
}

} // namespace tiles

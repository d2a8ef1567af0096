#include "tiles/tiler.hpp"

#include "tiles/cut.hpp"
#include "tiles/pmtiles_writer.hpp"
#include "tiles/simplify.hpp"
#include "tiles/tile_encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <span>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::Points;

/// Lines or polygons of a feature; weighed when all features are there.
struct Shape {
    FeatureIndex feature = 0;
    double size = 0;
    Geometry<UnitPoint> geometry{};
    Geometry<WeightedPoint> weighed{};
};

void check(const TileOptions& options)
{
    constexpr int finest_extent =
        1 << 16; // 256 times a screen's pixels; areas in tile units stay far from overflow
    if (options.minzoom < 0 || options.minzoom > options.maxzoom || options.maxzoom > 24) {
        throw std::invalid_argument{fmt::format("zooms {} to {}: expected 0 <= minzoom <= maxzoom <= 24",
                                                options.minzoom, options.maxzoom)};
    }
    if (options.extent < 256 || options.extent > finest_extent || options.buffer < 0 ||
        options.buffer > options.extent) {
        throw std::invalid_argument{
            fmt::format("extent {} or buffer {} is out of range", options.extent, options.buffer)};
    }
}

double diagonal(const Geometry<UnitPoint>& geometry)
{
    UnitPoint low{1, 1};
    UnitPoint high{0, 0};
    datasets::for_each_point(geometry, [&](UnitPoint p) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    });
    return std::hypot(high.x - low.x, high.y - low.y);
}

bool is_on_map(UnitPoint p) { return p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1; }

/// Sorts places and pieces of one zoom into its tiles.
class TileSorter {
public:
    [[nodiscard]] TileContent& at(TileId tile)
    {
        const auto [it, is_new] = index_.try_emplace(hilbert_id(tile), contents_.size());
        if (is_new) {
            contents_.emplace_back().tile = tile;
        }
        return contents_[it->second];
    }

    /// In Hilbert order, in which the archive wants them.
    [[nodiscard]] std::vector<TileContent> finish()
    {
        std::ranges::sort(contents_, {}, [](const TileContent& content) { return hilbert_id(content.tile); });
        return std::move(contents_);
    }

private:
    std::unordered_map<std::uint64_t, std::size_t> index_{};
    std::vector<TileContent> contents_{};
};

/// What became of each feature at a zoom, gathered from the zoom's tiles.
class Ledger {
public:
    Ledger(int zoom, std::size_t features) : fate_(features, 0) { statistics_.zoom = zoom; }

    void take(const EncodedTile& tile)
    {
        statistics_.tiles += tile.gzipped.empty() ? 0U : 1U;
        statistics_.crowded_tiles += tile.crowded ? 1U : 0U;
        statistics_.largest_tile = std::max(statistics_.largest_tile, tile.bytes);
        mark(tile.drawn, drawn);
        mark(tile.clustered, clustered);
        mark(tile.omitted, omitted);
    }

    /// A feature counts once, by the worst that happened to it in any tile.
    [[nodiscard]] ZoomStatistics finish() const
    {
        ZoomStatistics statistics = statistics_;
        for (const unsigned char fate : fate_) {
            if ((fate & omitted) != 0 || fate == 0) {
                ++statistics.omitted;
            } else if ((fate & clustered) != 0) {
                ++statistics.clustered;
            } else {
                ++statistics.features;
            }
        }
        return statistics;
    }

private:
    static constexpr unsigned char drawn = 1;
    static constexpr unsigned char clustered = 2;
    static constexpr unsigned char omitted = 4;

    void mark(const std::vector<FeatureIndex>& features, unsigned char fate)
    {
        for (const FeatureIndex feature : features) {
            fate_[feature] = static_cast<unsigned char>(fate_[feature] | fate);
        }
    }

    ZoomStatistics statistics_{};
    std::vector<unsigned char> fate_;
};

/// Encodes a run of tiles on all cores: worker w takes every n-th of them. The result is in their order.
std::vector<EncodedTile> encode_all(std::span<const TileContent> contents,
                                    const std::vector<TileEncoder>& encoders)
{
    std::vector<EncodedTile> encoded(contents.size());
    std::vector<std::future<void>> workers;
    for (std::size_t w = 0; w < encoders.size(); ++w) {
        workers.push_back(std::async(std::launch::async, [&, w] {
            for (std::size_t i = w; i < contents.size(); i += encoders.size()) {
                encoded[i] = encoders[w].encode(contents[i]);
            }
        }));
    }
    for (auto& worker : workers) {
        worker.wait();
    }
    for (auto& worker : workers) {
        worker.get(); // throws what the worker threw
    }
    return encoded;
}

} // namespace

struct Tiler::Store {
    std::string name;
    TileOptions options;
    FeatureTable table;
    SharedBorders borders{};
    std::vector<TilePlace> points{};
    std::vector<TilePlace> labels{};
    std::vector<Shape> shapes{};
    datasets::BBox bounds{};

    Store(std::string layer, const TileOptions& tile_options, std::vector<std::string> fields)
        : name{std::move(layer)}, options{tile_options}, table{std::move(fields)}
    {
    }

    void weigh_shapes();
    [[nodiscard]] std::vector<TileContent> contents_of(int zoom) const;
};

Tiler::Tiler(std::string name, std::vector<std::string> fields, const TileOptions& options)
{
    check(options);
    store_ = std::make_unique<Store>(std::move(name), options, std::move(fields));
}

Tiler::Tiler(Tiler&&) noexcept = default;
Tiler& Tiler::operator=(Tiler&&) noexcept = default;
Tiler::~Tiler() = default;

void Tiler::add(const datasets::Feature& feature, std::optional<datasets::LonLat> label)
{
    if (!feature.geometry || datasets::is_empty(*feature.geometry)) {
        return;
    }
    const FeatureIndex index = store_->table.add(feature);
    store_->bounds.extend(datasets::bbox_of(*feature.geometry));
    Geometry<UnitPoint> geometry = project(*feature.geometry);
    if (const auto* points = std::get_if<Points<UnitPoint>>(&geometry)) {
        for (const UnitPoint p : points->points) {
            store_->points.push_back({index, p});
        }
        return;
    }
    if (label) {
        store_->labels.push_back({index, to_unit_point(*label)});
    }
    store_->borders.add(geometry);
    const double size = diagonal(geometry);
    store_->shapes.push_back({index, size, std::move(geometry)});
}

void Tiler::Store::weigh_shapes()
{
    for (Shape& shape : shapes) {
        if (datasets::is_empty(shape.weighed)) {
            shape.weighed = weigh(shape.geometry, borders);
            shape.geometry = {};
        }
    }
    borders = {};
}

std::vector<TileContent> Tiler::Store::contents_of(int zoom) const
{
    TileSorter sorter;
    for (const TilePlace& point : points) {
        if (is_on_map(point.position)) {
            sorter.at(tile_at(point.position, zoom)).points.push_back(point);
        }
    }
    for (const TilePlace& label : labels) {
        if (is_on_map(label.position)) {
            sorter.at(tile_at(label.position, zoom)).labels.push_back(label);
        }
    }
    // The deepest zoom is magnified by viewers, so it keeps whatever its tile units can show.
    const double unit = 1.0 / (static_cast<double>(tiles_across(zoom)) * options.extent);
    const double tolerance = zoom == options.maxzoom ? 0 : options.tolerance * unit;
    const double buffer = static_cast<double>(options.buffer) / options.extent;
    for (const Shape& shape : shapes) {
        cut(simplify(shape.weighed, tolerance), zoom, buffer, [&](TileId tile, Geometry<UnitPoint> piece) {
            sorter.at(tile).pieces.push_back({shape.feature, shape.size, std::move(piece)});
        });
    }
    return sorter.finish();
}

TileStatistics Tiler::write(PmtilesWriter& writer, const TileProgress& progress)
{
    constexpr std::size_t batch = 256; // tiles that wait encoded in memory
    store_->weigh_shapes();
    const std::size_t cores = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
    std::vector<TileEncoder> encoders;
    for (std::size_t i = 0; i < cores; ++i) {
        encoders.emplace_back(store_->name, store_->table, store_->options);
    }
    TileStatistics statistics;
    std::size_t done = 0;
    for (int zoom = store_->options.maxzoom; zoom >= store_->options.minzoom; --zoom) {
        const std::vector<TileContent> contents = store_->contents_of(zoom);
        const std::size_t total =
            done + contents.size() + contents.size() / 3; // each zoom above has a quarter
        Ledger ledger{zoom, store_->table.size()};
        for (std::size_t first = 0; first < contents.size(); first += batch) {
            const std::span run{contents.data() + first, std::min(batch, contents.size() - first)};
            for (const EncodedTile& tile : encode_all(run, encoders)) {
                ledger.take(tile);
                if (!tile.gzipped.empty()) {
                    writer.add(tile.tile, tile.gzipped);
                }
            }
            done += run.size();
            if (progress) {
                progress(done, std::max(done, total));
            }
        }
        statistics.insert(statistics.begin(), ledger.finish());
    }
    return statistics;
}

std::size_t Tiler::feature_count() const { return store_->table.size(); }

datasets::BBox Tiler::bounds() const { return store_->bounds; }

std::vector<VectorLayer> Tiler::vector_layers() const
{
    VectorLayer main{store_->name, {}, store_->options.minzoom, store_->options.maxzoom, {}};
    const auto& fields = store_->table.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        main.fields.emplace_back(fields[i], store_->table.kind(i));
    }
    std::vector<VectorLayer> layers{main};
    if (!store_->labels.empty()) {
        layers.push_back(main);
        layers.back().id += "-labels";
    }
    if (!store_->points.empty()) {
        layers.front().fields.emplace_back("point_count", "Number");
    }
    return layers;
}

} // namespace tiles

#include "tiles/tiler.hpp"

#include "tiles/pmtiles_writer.hpp"
#include "tiles/tile_encoder.hpp"
#include "tiles/workers.hpp"
#include "tiles/zoom_contents.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace tiles {

namespace {

/// What became of each feature at a zoom, gathered from the zoom's tiles.
class Ledger {
public:
    Ledger(int zoom, std::size_t features) : fate_(features, Fate::omitted) { statistics_.zoom = zoom; }

    void take(const EncodedTile& tile)
    {
        statistics_.tiles += tile.mvt.empty() ? 0U : 1U;
        statistics_.crowded_tiles += tile.crowded ? 1U : 0U;
        statistics_.shrunk += tile.shrunk;
        statistics_.largest_tile = std::max(statistics_.largest_tile, tile.mvt.size());
        mark(tile.drawn, Fate::drawn);
        mark(tile.clustered, Fate::clustered);
        mark(tile.merged, Fate::merged);
    }

    /// A feature counts once, by the best that happened to it in any tile.
    [[nodiscard]] ZoomStatistics finish() const
    {
        ZoomStatistics statistics = statistics_;
        const auto count = [&](Fate fate) {
            return static_cast<std::size_t>(std::ranges::count(fate_, fate));
        };
        statistics.features = count(Fate::drawn);
        statistics.clustered = count(Fate::clustered);
        statistics.merged = count(Fate::merged);
        statistics.omitted = count(Fate::omitted);
        return statistics;
    }

private:
    enum class Fate : unsigned char { omitted, merged, clustered, drawn };

    void mark(const std::vector<FeatureIndex>& features, Fate fate)
    {
        for (const FeatureIndex feature : features) {
            fate_[feature] = std::max(fate_[feature], fate);
        }
    }

    ZoomStatistics statistics_{};
    std::vector<Fate> fate_;
};

} // namespace

Tiler::Tiler(std::string name, std::vector<std::string> fields, const TileOptions& options,
             std::pmr::memory_resource* memory)
    : name_{std::move(name)}, table_{std::move(fields), options, memory}
{
}

void Tiler::add(const datasets::Feature& feature, std::optional<datasets::LonLat> label)
{
    if (!feature.geometry || datasets::is_empty(*feature.geometry)) {
        return;
    }
    table_.add(feature, label);
    bounds_.extend(datasets::bbox_of(*feature.geometry));
}

TileStatistics Tiler::write(PmtilesWriter& writer, const TileProgress& progress) const
{
    constexpr std::size_t batch = 64; // tiles that wait encoded in memory, each of half a megabyte at most
    const TileOptions& options = table_.options();
    const std::size_t workers = worker_count();
    std::vector<std::unique_ptr<TileEncoder>> encoders;
    for (std::size_t i = 0; i < workers; ++i) {
        encoders.push_back(std::make_unique<TileEncoder>(name_, table_, options));
    }
    TileStatistics statistics;
    std::size_t done = 0;
    for (int zoom = options.maxzoom; zoom >= options.minzoom; --zoom) {
        const ZoomContents contents{table_, zoom, workers};
        const std::size_t total =
            done + contents.size() + contents.size() / 3; // each zoom above has a quarter
        Ledger ledger{zoom, table_.size()};
        for (std::size_t first = 0; first < contents.size(); first += batch) {
            std::vector<EncodedTile> encoded(std::min(batch, contents.size() - first));
            do_with_workers(workers, encoded.size(), [&](std::size_t worker, std::size_t i) {
                encoded[i] = encoders[worker]->encode(contents.content(first + i));
            });
            for (const EncodedTile& tile : encoded) {
                ledger.take(tile);
                if (!tile.gzipped.empty()) {
                    writer.add(tile.tile, tile.gzipped);
                }
            }
            done += encoded.size();
            if (progress) {
                progress(done, std::max(done, total));
            }
        }
        statistics.insert(statistics.begin(), ledger.finish());
    }
    return statistics;
}

std::vector<VectorLayer> Tiler::vector_layers() const
{
    const TileOptions& options = table_.options();
    VectorLayer main{name_, {}, options.minzoom, options.maxzoom, {}};
    const auto& fields = table_.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        main.fields.emplace_back(fields[i], table_.kind(i));
    }
    VectorLayer labels = main;
    labels.id += "-labels";
    labels.fields.clear();
    for (const std::size_t field : label_fields(fields, options, options.maxzoom)) {
        labels.fields.emplace_back(fields[field], table_.kind(field));
    }
    const bool names_lines =
        labels_lines(options) && std::ranges::any_of(table_.shaped(), [&](FeatureIndex f) {
            return table_.shape(f).kind == datasets::GeometryKind::line;
        });
    if (names_lines) {
        labels.fields.emplace_back("label_angle", "Number");
    }
    if (!table_.points().empty()) {
        main.fields.emplace_back("point_count", "Number");
    }
    if (options.join_lines) {
        main.fields.emplace_back("joined_count", "Number");
        labels.fields.emplace_back("joined_count", "Number");
    }
    std::vector<VectorLayer> layers{std::move(main)};
    if (names_lines ||
        std::ranges::any_of(table_.shaped(), [&](FeatureIndex f) { return table_.shape(f).has_label; })) {
        layers.push_back(std::move(labels));
    }
    layers.push_back({name_ + "-tile", {}, options.minzoom, options.maxzoom, {}});
    for (const char* number : {"features", "clustered", "merged", "omitted"}) {
        layers.back().fields.emplace_back(number, "Number");
    }
    return layers;
}

} // namespace tiles

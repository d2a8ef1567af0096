#include "tiles/index_of_store.hpp"

#include "datasets/point_inside.hpp"
#include "tiles/feature_index_writer.hpp"
#include "tiles/feature_table.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace tiles {

namespace {

std::optional<datasets::LonLat> label_of(const datasets::Geometry<datasets::LonLat>& geometry)
{
    const auto* polygons = std::get_if<datasets::Polygons<datasets::LonLat>>(&geometry);
    return polygons == nullptr ? std::nullopt : datasets::point_inside(*polygons);
}

} // namespace

DrawnFeatures drawn_of(const FeatureTable& table)
{
    return [&table](std::size_t feature) {
        const auto number = static_cast<FeatureIndex>(feature);
        return DrawnFeature{table.generalised(number), table.shape(number)};
    };
}

std::optional<IndexedFeatures> index_of_store(const datasets::FeatureStore& store, const TileOptions& options,
                                              const std::string& source, const std::stop_token& stop)
{
    constexpr int page_size = 10'000;
    std::vector<std::string> names;
    for (const datasets::Field& field : store.schema().fields) {
        names.push_back(field.name);
    }
    FeatureIndexWriter writer{store.schema()};
    FeatureTable table{names, options};
    datasets::ItemsQuery query{{}, 0, page_size};
    for (bool more = true; more;) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        const auto page = store.items(query);
        for (const datasets::Feature& feature : page.features) {
            writer.add(feature);
            if (feature.geometry && !datasets::is_empty(*feature.geometry)) {
                table.add(feature, label_of(*feature.geometry));
            }
            query.after = feature.fid;
        }
        more = page.has_more;
    }
    static_cast<void>(table.generalise());
    const IndexSeal seal{source, table.options().polygons == PolygonRule::coverage};
    const auto words =
        std::make_shared<const std::vector<std::uint64_t>>(writer.assemble(seal, drawn_of(table)));
    return IndexedFeatures{words, std::as_bytes(std::span{*words})};
}

} // namespace tiles

#pragma once

#include "datasets/feature.hpp"
#include "tiles/distinct_texts.hpp"
#include "tiles/feature_source.hpp"
#include "tiles/generalise.hpp"
#include "tiles/tile_content.hpp"
#include "tiles/tile_options.hpp"

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiles {

/// The features of a dataset as tiles need them, small in memory: each different value is kept once, encoded; a feature is a row of
/// their numbers; geometry is in world integers. Features are numbered from 0 in the order they come.
class FeatureTable final : public FeatureSource {
public:
    /// The property that every feature has beside its fields.
    static constexpr const char* id_field = "feature_id";

    /// Throws std::invalid_argument if a field has the name of `id_field`, or the options name one that is not there.
    /// Its arrays lie in `memory`.
    FeatureTable(std::vector<std::string> fields, const TileOptions& options,
                 std::pmr::memory_resource* memory = std::pmr::get_default_resource());

    /// Takes a feature with a geometry. `label`, for a polygon: a point on its surface.
    /// Throws std::invalid_argument unless it has a value for each field.
    FeatureIndex add(const datasets::Feature& feature, std::optional<datasets::LonLat> label);

    /// Puts the points in Morton order, finds borders and gives vertices their zooms; decides what polygons are to each other, if the options leave it to the data.
    /// Call once, after the last feature.
    GeneraliseResult generalise();

    [[nodiscard]] std::size_t size() const { return fids_.size(); }
    [[nodiscard]] std::pmr::memory_resource* memory() const { return geometry_.memory(); }
    [[nodiscard]] const TileOptions& options() const { return options_; }

    /// The points of all features that are on the map; in Morton order after `generalise`.
    [[nodiscard]] std::span<const TilePlace> points() const { return points_; }

    /// Features with lines or polygons, in their order.
    [[nodiscard]] std::span<const FeatureIndex> shaped() const { return shaped_; }

    /// Its lines or polygons with the zoom of each vertex.
    [[nodiscard]] GeneralisedGeometry generalised(FeatureIndex feature) const;

    /// String, Number or Boolean, for `vector_layers`: what the field's first value is; String if it has none.
    [[nodiscard]] std::string kind(std::size_t field) const { return kinds_[field]; }

    [[nodiscard]] const std::vector<std::string>& fields() const override { return fields_; }
    [[nodiscard]] std::optional<std::uint64_t> mvt_id(FeatureIndex feature) const override;
    [[nodiscard]] std::uint64_t token(FeatureIndex feature, std::size_t field) const override;
    [[nodiscard]] std::string_view encoded(std::size_t field, std::uint64_t token,
                                           std::string& scratch) const override;
    [[nodiscard]] const FeatureShape& shape(FeatureIndex feature) const override { return shapes_[feature]; }
    [[nodiscard]] datasets::Geometry<WorldPoint> geometry(FeatureIndex feature, int zoom) const override;
    [[nodiscard]] int pinned_from(FeatureIndex feature) const override
    {
        return pinned_.empty() ? never : pinned_[feature];
    }

private:
    void add_shape(FeatureIndex feature, const datasets::Geometry<datasets::LonLat>& geometry,
                   std::optional<datasets::LonLat> label);

    std::vector<std::string> fields_;
    TileOptions options_;
    std::vector<std::string> kinds_;
    std::vector<bool> has_kind_;
    std::pmr::vector<std::int64_t> fids_;
    std::pmr::vector<std::uint32_t> rows_;        ///< fields_.size() - 1 for each feature
    DistinctTexts values_;                        ///< encoded
    std::pmr::string ids_;                        ///< encoded ids one after the other
    std::pmr::vector<std::uint64_t> id_begins_;   ///< and where each begins
    std::pmr::vector<FeatureShape> shapes_;       ///< for each feature; of kind none for points
    std::pmr::vector<std::uint32_t> in_geometry_; ///< for each feature its number in geometry_
    ShapeTable geometry_;
    std::pmr::vector<FeatureIndex> shaped_;
    std::pmr::vector<TilePlace> points_;
    std::pmr::vector<std::uint8_t> pinned_; ///< empty without pins
};

} // namespace tiles

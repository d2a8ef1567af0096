#pragma once

#include "tiles/feature_index.hpp"
#include "tiles/feature_source.hpp"
#include "tiles/tile_options.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace tiles {

/// The features of an index as the encoder wants them. A feature's number is its fid less one, as a tiler that was given the same
/// features has it; a token is the number of a value in its column's dictionary, or the value itself.
///
/// One object belongs to one thread; index and options must outlive it.
class IndexSource final : public FeatureSource {
public:
    /// `options` say which features are pinned.
    IndexSource(const IndexedFeatures& index, const TileOptions& options);

    [[nodiscard]] FeatureIndex number_of(std::size_t row) const
    {
        return static_cast<FeatureIndex>(index_->fid(row) - 1);
    }
    [[nodiscard]] std::size_t row_of(FeatureIndex feature) const
    {
        return index_->row_of(std::int64_t{feature} + 1);
    }

    [[nodiscard]] const std::vector<std::string>& fields() const override { return fields_; }
    [[nodiscard]] std::optional<std::uint64_t> mvt_id(FeatureIndex feature) const override
    {
        return std::uint64_t{feature} + 1;
    }
    [[nodiscard]] std::uint64_t token(FeatureIndex feature, std::size_t field) const override;
    [[nodiscard]] std::string_view encoded(std::size_t field, std::uint64_t token,
                                           std::string& scratch) const override;
    [[nodiscard]] const FeatureShape& shape(FeatureIndex feature) const override;
    [[nodiscard]] datasets::Geometry<WorldPoint> geometry(FeatureIndex feature, int zoom) const override
    {
        return at_zoom(index_->drawn(row_of(feature)), zoom);
    }

    [[nodiscard]] int pinned_from(FeatureIndex feature) const override;

private:
    const IndexedFeatures* index_;
    const TileOptions* options_;
    std::vector<std::string> fields_{};
    mutable std::unordered_map<FeatureIndex, FeatureShape>
        shapes_{}; ///< those asked for: they must stay where they are
};

} // namespace tiles

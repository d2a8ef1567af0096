#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "tiles/feature_source.hpp"
#include "tiles/generalised_geometry.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <memory_resource>
#include <string>
#include <vector>

namespace tiles {

/// What a tile draws of lines or polygons.
struct DrawnFeature {
    GeneralisedGeometry geometry{};
    FeatureShape shape{};
};

/// The n-th of the features added that have a geometry, from 0, as a tiler that was given the same features numbers them; only asked
/// for those of lines and polygons.
using DrawnFeatures = std::function<DrawnFeature(std::size_t feature)>;

/// What an index says of itself.
struct IndexSeal {
    std::string
        source{}; ///< SHA-256 of the features.gpkg with the same features: tells whether the two belong together
    bool is_coverage = false; ///< polygons share borders, as `generalise` found
};

/// Makes features.index of a snapshot's features: what it is for is told in feature_index.hpp, its bytes in
/// feature_index_format.hpp. Holds the features in the memory given, for each some 40 bytes, 25 a vertex and 4 a field, beside each
/// different text once.
class FeatureIndexWriter {
public:
    explicit FeatureIndexWriter(const datasets::Schema& schema,
                                std::pmr::memory_resource* memory = std::pmr::get_default_resource());
    FeatureIndexWriter(const FeatureIndexWriter&) = delete;
    FeatureIndexWriter& operator=(const FeatureIndexWriter&) = delete;
    FeatureIndexWriter(FeatureIndexWriter&&) noexcept;
    FeatureIndexWriter& operator=(FeatureIndexWriter&&) noexcept;
    ~FeatureIndexWriter();

    /// The next feature; fids are 1, 2, … in this order. Throws std::invalid_argument if the fid or a value does not fit.
    void add(const datasets::Feature& feature);

    /// Writes the file. Throws datasets::StorageError. Nothing can be added after.
    void write(const std::filesystem::path& path, const IndexSeal& seal, const DrawnFeatures& drawn);

    /// The same in memory, on a multiple of eight bytes.
    [[nodiscard]] std::vector<std::uint64_t> assemble(const IndexSeal& seal, const DrawnFeatures& drawn);

private:
    struct Store;
    std::unique_ptr<Store> store_;
};

} // namespace tiles

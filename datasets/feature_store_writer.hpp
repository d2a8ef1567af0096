#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace datasets {

/// What stands in a GeoPackage beside its features.
struct FeatureStoreHeader {
    std::string dataset{}; ///< names the table
    std::string title{};
    std::string description{};
    std::string published{}; ///< RFC 3339, UTC
    Schema schema{};
    unsigned mode = 0644; ///< of the file, from before its first byte on
};

/// Writes features.gpkg or staff.gpkg: a GeoPackage 1.3 (OGC 12-128r17) with R-tree. Without `finish` the
/// file is removed again.
class FeatureStoreWriter {
public:
    /// Throws StorageError if the file is there already or cannot be written, as do the other calls.
    FeatureStoreWriter(const std::filesystem::path& path, const FeatureStoreHeader& header);
    FeatureStoreWriter(FeatureStoreWriter&&) noexcept;
    FeatureStoreWriter& operator=(FeatureStoreWriter&&) noexcept;
    ~FeatureStoreWriter();

    /// `feature.fid` and `feature.id` must be new. Values stand in the schema's order.
    void add(const Feature& feature);

    /// True if a feature has this id.
    [[nodiscard]] bool has_id(const std::string& id);

    /// Writes the metadata and commits. Nothing can be added after.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace datasets

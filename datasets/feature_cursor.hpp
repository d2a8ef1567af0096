#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "datasets/sqlite.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace datasets {

/// All features of a snapshot one after the other, by rising id (in the order of its bytes), so that two snapshots can be
/// merged without holding either. Every call throws StorageError if the file fails, FormatError if a geometry is broken.
class FeatureCursor {
public:
    /// `dataset` names the table. Begins after the id `after`; no id is empty.
    FeatureCursor(const std::filesystem::path& gpkg, const std::string& dataset, Schema schema,
                  const std::string& after = {});
    FeatureCursor(const FeatureCursor&) = delete; // the statement knows where the database is
    FeatureCursor& operator=(const FeatureCursor&) = delete;
    ~FeatureCursor() = default;

    [[nodiscard]] const Schema& schema() const { return schema_; }
    [[nodiscard]] std::optional<Feature> next();

private:
    Schema schema_;
    Database database_;
    Statement statement_;
};

} // namespace datasets

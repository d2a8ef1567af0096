#pragma once

#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "ingest/published_dataset.hpp"
#include "ingest/report.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ingest {

/// The features of another published dataset, found by equal values of a join's key. Remembers which were found.
class DatasetJoin {
public:
    /// What to keep of each feature in memory.
    struct Wanted {
        bool geometry = false;
        std::vector<std::string> fields{};
        bool together = false; ///< the geometry of all features with a key, not of the first
    };

    /// The feature there that belongs to a row here.
    struct Partner {
        std::optional<datasets::Geometry<datasets::LonLat>> geometry{}; ///< if wanted
        std::vector<datasets::Value> values{};                          ///< of `Wanted::fields`
        std::string key{};                                              ///< as it stands there
        std::int64_t fid = 0;
        bool has_doubles = false;   ///< more have this key, and not all is taken of them
        bool is_incomplete = false; ///< `geometry` was to be that of all, and some have none
        mutable std::atomic<bool> found{false};
    };

    /// Throws IngestError if `other`, the dataset that `join` names, lacks a field of the key or a wanted one, or if points,
    /// lines and polygons are wanted together.
    DatasetJoin(const datasets::Join& join, const PublishedDataset& other, Wanted wanted);

    [[nodiscard]] const datasets::Join& join() const { return join_; }
    [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }

    /// `key`: values in the order of the join's key. Values are compared as text, in folded width; a missing one is equal to
    /// nothing. Null if there is no such feature.
    [[nodiscard]] const Partner* find(const std::vector<datasets::Value>& key) const;

    /// What is to be said of the whole table after its last row: keys there that no row here had, one entry each, and those
    /// found that are not the only ones, or whose geometry lacks a part.
    [[nodiscard]] std::vector<ReportEntry> findings() const;

private:
    datasets::Join join_;
    std::vector<std::string> fields_;
    std::unordered_map<std::string, Partner> partners_{};
};

/// Values of a key as the report quotes them.
[[nodiscard]] std::string shown_key(const std::vector<datasets::Value>& key);

/// Opens the joins of the manifest, one for each dataset and key, whatever it is used for.
[[nodiscard]] std::vector<DatasetJoin> open_joins(const datasets::Manifest& manifest,
                                                  const std::map<std::string, PublishedDataset>& datasets);

/// The one among `joins`, which must be there.
[[nodiscard]] const DatasetJoin& opened(const std::vector<DatasetJoin>& joins, const datasets::Join& join);

} // namespace ingest

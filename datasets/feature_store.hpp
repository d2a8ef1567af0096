#pragma once

#include "datasets/bbox.hpp"
#include "datasets/cql2.hpp"
#include "datasets/feature.hpp"
#include "datasets/manifest.hpp"
#include "datasets/schema.hpp"
#include "datasets/time_interval.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// Which features are asked for; those that fit all of it.
struct Selection {
    std::vector<BBox>
        boxes{}; ///< geometry touches one of them; one without geometry never does. Empty: anywhere
    TimeFields time_fields{};
    std::optional<TimeInterval> time{}; ///< `time_fields`, if there are any, name a span that touches it

    [[nodiscard]] bool is_everything() const { return boxes.empty() && (!time || time_fields.begin.empty()); }
};

/// By the values of a field, those not known last; of features alike, by rising fid. Texts by their code points.
struct SortKey {
    std::size_t field = 0; ///< its place in the schema
    bool descending = false;
};

struct ItemsQuery {
    Selection selection{};
    std::int64_t after =
        0; ///< only features that come after this fid: the keyset of paging. 0: from the beginning
    int limit = 10;
    const Filter* filter = nullptr; ///< looked at feature by feature; none: all
    std::vector<SortKey> order{};   ///< empty: by rising fid
};

struct ItemsPage {
    std::vector<Feature> features{}; ///< in the order asked for
    bool has_more = false;           ///< then the next page begins after the last of them
};

/// The features of one snapshot, read from its features.gpkg. Safe to use from several threads at once.
/// Every call throws StorageError if the file fails, FormatError if a geometry in it is broken.
class FeatureStore {
public:
    /// `dataset` names the table.
    FeatureStore(const std::filesystem::path& gpkg, const std::string& dataset, Schema schema);
    FeatureStore(FeatureStore&&) noexcept;
    FeatureStore& operator=(FeatureStore&&) noexcept;
    ~FeatureStore();

    [[nodiscard]] const Schema& schema() const;
    [[nodiscard]] std::optional<Feature> by_id(std::string_view id) const;
    [[nodiscard]] std::optional<Feature> by_fid(std::int64_t fid) const;
    [[nodiscard]] ItemsPage items(const ItemsQuery& query) const;

    /// Ids of features by rising fid, `limit` of them after the fid `after`.
    [[nodiscard]] std::vector<std::string> ids(std::int64_t after, int limit) const;

    /// How many features are selected. With a filter every selected feature is read.
    [[nodiscard]] std::int64_t count(const Selection& selection = {}, const Filter* filter = nullptr) const;

private:
    struct Connections;
    std::unique_ptr<Connections> connections_;
};

} // namespace datasets

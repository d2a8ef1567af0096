#pragma once

#include "datasets/feature.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiles {

/// The properties of a dataset's features, small in memory: each different value is kept once, a feature is a row of their indexes.
/// Features are numbered from 0 in the order they come.
class FeatureTable {
public:
    /// The property that every feature has beside its fields.
    static constexpr const char* id_field = "feature_id";

    /// Throws std::invalid_argument if a field has the name of `id_field`.
    explicit FeatureTable(std::vector<std::string> fields);

    /// Throws std::invalid_argument unless the feature has a value for each field.
    std::uint32_t add(const datasets::Feature& feature);

    [[nodiscard]] std::size_t size() const { return fids_.size(); }

    /// Property names, `id_field` last.
    [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }

    /// MVT feature id; none for a negative fid.
    [[nodiscard]] std::optional<std::uint64_t> mvt_id(std::uint32_t feature) const;

    /// For each field an index for `value`, or `missing`.
    [[nodiscard]] std::span<const std::uint32_t> values(std::uint32_t feature) const;
    static constexpr std::uint32_t missing = 0xffffffffU;

    [[nodiscard]] const datasets::Value& value(std::uint32_t index) const { return *values_[index]; }

    /// String, Number or Boolean, for `vector_layers`: what the field's first value is; String if it has none.
    [[nodiscard]] std::string kind(std::size_t field) const;

private:
    [[nodiscard]] std::uint32_t index_of(const datasets::Value& value);

    std::vector<std::string> fields_;
    std::vector<std::int64_t> fids_{};
    std::vector<std::uint32_t> rows_{}; ///< fields_.size() for each feature
    std::unordered_map<datasets::Value, std::uint32_t> index_{};
    std::vector<const datasets::Value*> values_{}; ///< keys of index_, which stay where they are
};

} // namespace tiles

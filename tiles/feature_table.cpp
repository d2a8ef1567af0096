#include "tiles/feature_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace tiles {

using datasets::Value;

FeatureTable::FeatureTable(std::vector<std::string> fields) : fields_{std::move(fields)}
{
    if (std::ranges::find(fields_, id_field) != fields_.end()) {
        throw std::invalid_argument{
            fmt::format("a field may not be named '{}': tiles keep the feature's id there", id_field)};
    }
    fields_.emplace_back(id_field);
}

std::uint32_t FeatureTable::add(const datasets::Feature& feature)
{
    if (feature.values.size() + 1 != fields_.size()) {
        throw std::invalid_argument{fmt::format("feature {} has {} values, there are {} fields", feature.fid,
                                                feature.values.size(), fields_.size() - 1)};
    }
    for (const Value& value : feature.values) {
        rows_.push_back(index_of(value));
    }
    rows_.push_back(index_of(Value{feature.id}));
    fids_.push_back(feature.fid);
    return static_cast<std::uint32_t>(fids_.size() - 1);
}

std::uint32_t FeatureTable::index_of(const Value& value)
{
    const auto* number = std::get_if<double>(&value);
    if (datasets::is_missing(value) || (number != nullptr && !std::isfinite(*number))) {
        return missing; // JSON, which the viewer makes of it, has no infinity
    }
    const auto [it, is_new] = index_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (is_new) {
        values_.push_back(&it->first);
    }
    return it->second;
}

std::optional<std::uint64_t> FeatureTable::mvt_id(std::uint32_t feature) const
{
    const std::int64_t fid = fids_[feature];
    return fid < 0 ? std::nullopt : std::optional{static_cast<std::uint64_t>(fid)};
}

std::span<const std::uint32_t> FeatureTable::values(std::uint32_t feature) const
{
    return std::span{rows_}.subspan(feature * fields_.size(), fields_.size());
}

std::string FeatureTable::kind(std::size_t field) const
{
    for (std::size_t at = field; at < rows_.size(); at += fields_.size()) {
        if (rows_[at] != missing) {
            const Value& first = value(rows_[at]);
            return std::holds_alternative<std::string>(first) ? "String"
                   : std::holds_alternative<bool>(first)      ? "Boolean"
                                                              : "Number";
        }
    }
    return "String";
}

} // namespace tiles

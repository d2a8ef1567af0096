#include "tiles/index_source.hpp"

#include "tiles/mvt_value.hpp"

#include <bit>

namespace tiles {

namespace {

/// Turns the tokens of integers so that the one that means "missing" is the least of them all and not -1, which there may be. (No
/// number has that pattern either: it is a NaN.)
constexpr std::uint64_t integer_mask = 0x7fffffffffffffffU;

} // namespace

IndexSource::IndexSource(const IndexedFeatures& index, const TileOptions& options)
    : index_{&index}, options_{&options}
{
    for (const IndexColumn& column : index.columns()) {
        fields_.push_back(column.name());
    }
    fields_.emplace_back("feature_id");
}

std::uint64_t IndexSource::token(FeatureIndex feature, std::size_t field) const
{
    if (field == index_->columns().size()) {
        return feature;
    }
    const IndexColumn& column = index_->columns()[field];
    const std::size_t row = row_of(feature);
    if (column.is_missing(row)) {
        return missing;
    }
    if (column.in_dictionary()) {
        return column.code(row);
    }
    return column.integers().empty() ? std::bit_cast<std::uint64_t>(column.numbers()[row])
                                     : std::bit_cast<std::uint64_t>(column.integers()[row]) ^ integer_mask;
}

std::string_view IndexSource::encoded(std::size_t field, std::uint64_t token, std::string& scratch) const
{
    scratch.clear();
    if (field == index_->columns().size()) {
        append_mvt_value(std::string{index_->id(row_of(static_cast<FeatureIndex>(token)))}, scratch);
        return scratch;
    }
    const IndexColumn& column = index_->columns()[field];
    if (column.in_dictionary()) {
        append_mvt_value(column.value_of(token), scratch);
    } else if (column.integers().empty()) {
        append_mvt_value(std::bit_cast<double>(token), scratch);
    } else {
        append_mvt_value(std::bit_cast<std::int64_t>(token ^ integer_mask), scratch);
    }
    return scratch;
}

int IndexSource::pinned_from(FeatureIndex feature) const
{
    if (options_->pins.empty()) {
        return never;
    }
    std::vector<datasets::Value> values;
    for (const IndexColumn& column : index_->columns()) {
        values.push_back(column.value(row_of(feature)));
    }
    return tiles::pinned_from(values, fields_, *options_);
}

const FeatureShape& IndexSource::shape(FeatureIndex feature) const
{
    const auto [it, is_new] = shapes_.try_emplace(feature);
    if (is_new) {
        it->second = index_->shape(row_of(feature));
    }
    return it->second;
}

} // namespace tiles

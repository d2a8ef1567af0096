#include "ingest/small_counts.hpp"

#include "datasets/wkb.hpp"
#include "ingest/key_text.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace ingest {

namespace {

using datasets::Feature;

/// Indexes of features that are counted together.
using Groups = std::map<std::vector<std::string>, std::vector<std::size_t>>;

std::vector<std::string> group_key(const Feature& feature, const datasets::MinCount& rule,
                                   const datasets::Schema& schema)
{
    std::vector<std::string> key;
    for (const std::string& name : rule.group) {
        key.push_back(key_text(feature.values[*schema.index_of(name)]));
    }
    return key;
}

std::string position_key(const Feature& feature)
{
    const datasets::Bytes wkb = datasets::to_wkb(*feature.geometry);
    return {reinterpret_cast<const char*>(wkb.data()), wkb.size()};
}

void hide_rare_positions(const std::vector<Feature*>& features, const datasets::MinCount& rule,
                         const datasets::Schema& schema, std::vector<Hidden>& hidden)
{
    Groups cells;
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (features[i]->geometry) {
            auto key = group_key(*features[i], rule, schema);
            key.push_back(position_key(*features[i]));
            cells[std::move(key)].push_back(i);
        }
    }
    for (const auto& [key, members] : cells) {
        if (members.size() < static_cast<std::size_t>(rule.threshold)) {
            for (const std::size_t i : members) {
                features[i]->geometry.reset();
                hidden.push_back({i, "", false});
            }
        }
    }
}

/// The rows of one group under one sum.
class SumTable {
public:
    SumTable(const std::vector<Feature*>& features, const std::vector<std::size_t>& members,
             const datasets::CountSum& sum, int threshold, const datasets::Schema& schema, bool lacks_rows)
        : threshold_{threshold}, lacks_rows_{lacks_rows}
    {
        const auto value = [&](const Feature& feature, const std::string& name) {
            return std::get_if<std::int64_t>(&feature.values[*schema.index_of(name)]);
        };
        for (const std::size_t i : members) {
            Row row;
            row.feature = i;
            std::int64_t parts = 0;
            bool lacks_part = false;
            for (const std::string& part : sum.parts) {
                const auto* number = value(*features[i], part);
                lacks_part = lacks_part || number == nullptr;
                row.parts.push_back(number == nullptr ? 0 : *number);
                parts += row.parts.back();
            }
            const auto* total = value(*features[i], sum.total);
            row.total = std::max(parts, total == nullptr ? 0 : *total);
            row.told = lacks_part ? row.total - parts : 0;
            rows_.push_back(std::move(row));
        }
    }

    struct Row {
        std::size_t feature = 0;
        std::vector<std::int64_t> parts{};
        std::int64_t total = 0;
        std::int64_t told = 0; ///< what the total and the parts there are tell of those that are missing
        bool parts_hidden = false;
        bool total_hidden = false;
    };

    /// Decides which parts and totals go.
    const std::vector<Row>& decide()
    {
        for (Row& row : rows_) {
            row.total_hidden = is_small(row.total);
            row.parts_hidden = row.total_hidden || is_small(row.told) ||
                               std::any_of(row.parts.begin(), row.parts.end(),
                                           [this](std::int64_t part) { return is_small(part); });
        }
        while (cover_parts() || cover_totals()) {
        }
        return rows_;
    }

private:
    [[nodiscard]] bool is_small(std::int64_t count) const { return count > 0 && count < threshold_; }

    /// True if what is hidden of a column can be told from the column's sum: of one row, or too few together.
    template <class IsHidden, class Count>
    [[nodiscard]] bool can_be_told(IsHidden is_hidden, Count count) const
    {
        int rows = 0;
        std::int64_t together = 0;
        for (const Row& row : rows_) {
            if (is_hidden(row) && row.total > 0) {
                ++rows;
                together += count(row);
            }
        }
        return (rows == 1 && !lacks_rows_) || ((rows > 1 || lacks_rows_) && together < threshold_);
    }

    /// Hides the smallest rows that are not yet hidden, all of the same size together: which of them it is must not depend on
    /// their order. False if there are none.
    template <class IsHidden, class Hide>
    bool hide_next(IsHidden is_hidden, Hide hide)
    {
        std::optional<std::int64_t> smallest;
        for (const Row& row : rows_) {
            if (!is_hidden(row) && row.total > 0) {
                smallest = std::min(smallest.value_or(row.total), row.total);
            }
        }
        for (Row& row : rows_) {
            if (smallest == row.total && !is_hidden(row)) {
                hide(row);
            }
        }
        return smallest.has_value();
    }

    bool cover_parts()
    {
        const auto is_hidden = [](const Row& row) { return row.parts_hidden; };
        for (std::size_t part = 0; !rows_.empty() && part < rows_.front().parts.size(); ++part) {
            if (can_be_told(is_hidden, [&](const Row& row) { return row.parts[part]; })) {
                return hide_next(is_hidden, [](Row& row) { row.parts_hidden = true; });
            }
        }
        return false;
    }

    bool cover_totals()
    {
        const auto is_hidden = [](const Row& row) { return row.total_hidden; };
        return can_be_told(is_hidden, [](const Row& row) { return row.total; }) &&
               hide_next(is_hidden, [](Row& row) { row.parts_hidden = row.total_hidden = true; });
    }

    std::int64_t threshold_;
    bool lacks_rows_; ///< rejected ones, of unknown counts
    std::vector<Row> rows_{};
};

void hide_value(Feature& feature, std::size_t index, const std::string& field, const datasets::Schema& schema,
                std::vector<Hidden>& hidden)
{
    datasets::Value& value = feature.values[*schema.index_of(field)];
    hidden.push_back({index, field, datasets::is_missing(value)});
    value = std::monostate{};
}

/// What would tell something hidden goes too. `hidden` holds all of it, the position as a field without name.
void hide_computed(const std::vector<Feature*>& features, const datasets::MinCount& rule,
                   const datasets::Schema& schema, std::vector<Hidden>& hidden)
{
    for (const datasets::ComputedField& computed : rule.computed) {
        const std::size_t before = hidden.size();
        for (std::size_t i = 0; i < before; ++i) {
            const auto [feature, field, was_missing] = Hidden{hidden[i]};
            if (was_missing) {
                continue;
            }
            const bool told = field.empty() ? computed.from_position
                                            : std::find(computed.from.begin(), computed.from.end(), field) !=
                                                  computed.from.end();
            if (told) {
                hide_value(*features[feature], feature, computed.name, schema, hidden);
            }
        }
    }
}

void hide_row(const SumTable::Row& row, const datasets::CountSum& sum, Feature& feature,
              const datasets::Schema& schema, std::vector<Hidden>& hidden)
{
    if (row.parts_hidden) {
        for (const auto* names : {&sum.parts, &sum.with}) {
            for (const std::string& name : *names) {
                hide_value(feature, row.feature, name, schema, hidden);
            }
        }
    }
    if (row.total_hidden) {
        hide_value(feature, row.feature, sum.total, schema, hidden);
    }
}

} // namespace

std::vector<Hidden> hide_small_counts(std::vector<Feature*> features, const datasets::MinCount& rule,
                                      const datasets::Schema& schema, bool rows_were_rejected)
{
    std::vector<Hidden> hidden;
    if (rule.cells) {
        hide_rare_positions(features, rule, schema, hidden);
    }
    Groups groups;
    for (std::size_t i = 0; i < features.size() && !rule.sums.empty(); ++i) {
        groups[group_key(*features[i], rule, schema)].push_back(i);
    }
    for (const datasets::CountSum& sum : rule.sums) {
        for (const auto& [key, members] : groups) {
            SumTable table{features, members, sum, rule.threshold, schema, rows_were_rejected};
            for (const SumTable::Row& row : table.decide()) {
                hide_row(row, sum, *features[row.feature], schema, hidden);
            }
        }
    }
    hide_computed(features, rule, schema, hidden);
    std::stable_sort(hidden.begin(), hidden.end(),
                     [](const Hidden& a, const Hidden& b) { return a.feature < b.feature; });
    return hidden;
}

} // namespace ingest

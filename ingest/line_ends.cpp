#include "ingest/line_ends.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/finding.hpp"
#include "ingest/row_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ingest {

using datasets::LocalText;
using datasets::LonLat;

/// An end of a line, and the points there.
struct LineEnds::End {
    LonLat position{};
    bool is_first = false;                   ///< where the line was begun
    std::vector<NearbyPoints::Found> here{}; ///< within the tolerance
    std::optional<NearbyPoints::Found> nearest{};
};

namespace {

/// Where an odd number of parts end, in the order of the parts; true for where one begins.
std::vector<std::pair<LonLat, bool>> loose_ends(const datasets::Lines<LonLat>& lines)
{
    std::vector<std::pair<LonLat, bool>> ends;
    const auto add = [&](LonLat position, bool is_first) {
        const auto same =
            std::find_if(ends.begin(), ends.end(), [&](const auto& e) { return e.first == position; });
        if (same != ends.end()) {
            ends.erase(same);
        } else {
            ends.emplace_back(position, is_first);
        }
    };
    for (const auto& line : lines.lines) {
        if (!line.empty()) {
            add(line.front(), true);
            add(line.back(), false);
        }
    }
    return ends;
}

LocalText name_of(bool is_first)
{
    return is_first ? LocalText{"始点", "first end"} : LocalText{"終点", "last end"};
}

} // namespace

LineEnds::LineEnds(const datasets::EndsCheck& rule, const PublishedDataset& points) : rule_{rule}
{
    std::optional<std::size_t> number;
    if (!rule.number.empty()) {
        number = points.field(rule.number, "by which ends could be known (checks)");
    }
    std::vector<LonLat> positions;
    points.for_each([&](datasets::Feature& feature) {
        const auto* at =
            feature.geometry ? std::get_if<datasets::Points<LonLat>>(&*feature.geometry) : nullptr;
        for (std::size_t i = 0; at != nullptr && i < at->points.size(); ++i) {
            positions.push_back(at->points[i]);
            numbers_.push_back(number ? key_text(feature.values[*number]) : feature.id);
        }
    });
    if (positions.empty()) {
        throw IngestError{fmt::format("データセット '{0}' には、線の端になる点がありません（checks） / the "
                                      "dataset '{0}' has no point at which lines could end (checks)",
                                      rule.dataset)};
    }
    met_.resize(positions.size());
    points_ = NearbyPoints{positions};
}

LineEnds::End LineEnds::find_end(LonLat position, bool is_first) const
{
    End end{position, is_first, points_.within(position, rule_.search), std::nullopt};
    if (!end.here.empty()) {
        end.nearest = end.here.front();
    }
    std::erase_if(end.here, [&](const NearbyPoints::Found& found) { return found.metres > rule_.tolerance; });
    return end;
}

bool LineEnds::has_number(const End& end, const std::string& number) const
{
    const std::string wanted = datasets::fold_width(number);
    return !number.empty() &&
           std::any_of(end.here.begin(), end.here.end(), [&](const NearbyPoints::Found& found) {
               return datasets::fold_width(numbers_[found.index]) == wanted;
           });
}

void LineEnds::compare_number(const End& end, const std::string& field, const std::string& number,
                              std::vector<ReportEntry>& entries) const
{
    if (number.empty() || end.here.empty() || has_number(end, number)) {
        return;
    }
    const LocalText name = name_of(end.is_first);
    const std::string told = fmt::format(": {} ≠ {}", number, numbers_[end.here.front().index]);
    entries.push_back(entry_of(Finding::network_number, EntryKind::warning, field,
                               LocalText{name.ja + told, name.en + told}));
}

/// How far it is to the nearest point, or that none is near.
ReportEntry LineEnds::nothing_at(const End& end) const
{
    LocalText about = name_of(end.is_first);
    if (end.nearest) {
        const std::string& number = numbers_[end.nearest->index];
        about.ja += fmt::format(": 最も近い {} まで {:.2f} m", number, end.nearest->metres);
        about.en += fmt::format(": {:.2f} m to {}, the nearest", end.nearest->metres, number);
    } else {
        about.ja += fmt::format(": {} m 以内になし", shown(rule_.search));
        about.en += fmt::format(": none within {} m", shown(rule_.search));
    }
    return entry_of(Finding::network_end, EntryKind::warning, {}, about);
}

void LineEnds::check(const datasets::Feature& feature, const datasets::Schema& schema,
                     std::vector<ReportEntry>& entries)
{
    const RowValues values{feature, schema};
    if (values.lines() == nullptr) {
        return;
    }
    std::vector<End> ends;
    for (const auto& [position, is_first] : loose_ends(*values.lines())) {
        ends.push_back(find_end(position, is_first));
        if (ends.back().here.empty()) {
            entries.push_back(nothing_at(ends.back()));
        }
        for (const NearbyPoints::Found& found : ends.back().here) {
            met_[found.index] = true;
        }
    }
    // A ring, a fork, or parts that do not join: nothing says which way it runs.
    if (ends.size() == 2 && ends[0].is_first != ends[1].is_first) {
        const bool in_order = ends[0].is_first;
        compare_numbers(ends[in_order ? 0 : 1], ends[in_order ? 1 : 0], values, entries);
    }
}

/// `first` is the end where the line was begun: the upstream one, unless the numbers fit the other way round.
void LineEnds::compare_numbers(const End& first, const End& last, const RowValues& values,
                               std::vector<ReportEntry>& entries) const
{
    const std::string upstream = values.text(rule_.upstream);
    const std::string downstream = values.text(rule_.downstream);
    const auto agreeing = [&](const End& up, const End& down) {
        return (has_number(up, upstream) ? 1 : 0) + (has_number(down, downstream) ? 1 : 0);
    };
    const bool reversed = agreeing(last, first) > agreeing(first, last);
    if (reversed) {
        entries.push_back(entry_of(Finding::network_reversed, EntryKind::note));
    }
    compare_number(reversed ? last : first, rule_.upstream, upstream, entries);
    compare_number(reversed ? first : last, rule_.downstream, downstream, entries);
}

std::optional<ReportEntry> LineEnds::orphans() const
{
    constexpr std::size_t most_named = 20;
    std::string names;
    std::size_t count = 0;
    for (std::size_t i = 0; i < met_.size(); ++i) {
        if (!met_[i] && ++count <= most_named) {
            names += (names.empty() ? "" : ", ") + numbers_[i];
        }
    }
    if (count == 0) {
        return std::nullopt;
    }
    return entry_of(Finding::network_orphan, EntryKind::note, {},
                    fmt::format("{} {}: {}{}", rule_.dataset, count, names, count > most_named ? ", …" : ""));
}

} // namespace ingest

#include "ingest/shared_positions.hpp"

#include "ingest/finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <variant>

namespace ingest {

using datasets::LonLat;

void SharedPositions::add(const datasets::Geometry<LonLat>& geometry, const std::string& file,
                          std::int64_t row)
{
    const auto* points = std::get_if<datasets::Points<LonLat>>(&geometry);
    if (points == nullptr || points->points.size() != 1) {
        return;
    }
    if (files_.empty() || files_.back() != file) {
        files_.push_back(file);
    }
    rows_.push_back({points->points.front(), row, static_cast<std::uint32_t>(files_.size() - 1)});
}

std::optional<ReportEntry> SharedPositions::finding() const
{
    constexpr std::size_t usual = 10; // so many may share a building
    constexpr std::size_t rows_shown = 8;
    auto rows = rows_;
    const auto position_of = [](const Placed& p) { return std::tuple{p.position.lon, p.position.lat}; };
    std::sort(rows.begin(), rows.end(), [&](const Placed& a, const Placed& b) {
        return std::tuple_cat(position_of(a), std::tuple{a.file, a.row}) <
               std::tuple_cat(position_of(b), std::tuple{b.file, b.row});
    });
    auto most = rows.end();
    std::size_t count = std::max(usual, rows.size() / 100);
    for (auto begin = rows.begin(); begin != rows.end();) {
        const auto end =
            std::find_if(begin, rows.end(), [&](const Placed& p) { return p.position != begin->position; });
        const auto here = static_cast<std::size_t>(end - begin);
        if (here > count) {
            most = begin;
            count = here;
        }
        begin = end;
    }
    if (most == rows.end()) {
        return std::nullopt;
    }
    std::string first;
    for (std::size_t i = 0; i < std::min(count, rows_shown); ++i, ++most) {
        const std::string& file = files_[most->file];
        first += fmt::format("{}{}{}", i == 0 ? "" : ", ", file.empty() ? "" : file + " ", most->row);
    }
    const LonLat at = std::prev(most)->position;
    const std::string where = fmt::format("{:.6f}, {:.6f}", at.lat, at.lon);
    const char* const more = count > rows_shown ? ", …" : "";
    return entry_of(Finding::position_shared, EntryKind::note, {},
                    datasets::LocalText{fmt::format("{} に {} 行: {}{}", where, count, first, more),
                                        fmt::format("{} rows at {}: {}{}", count, where, first, more)});
}

} // namespace ingest

#include "ingest/draft_positions.hpp"

#include "datasets/error.hpp"
#include "datasets/municipality.hpp"
#include "datasets/text_folding.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/values.hpp"
#include "ingest/wkt.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ingest {

namespace {

using datasets::ColumnForm;
using datasets::Notation;
using Kind = JudgedPosition::Kind;

bool holds(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

void replace_all(std::string& text, std::string_view word, std::string_view by)
{
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
        text.replace(at, word.size(), by);
    }
}

bool is_lat(std::string_view folded)
{
    return holds(folded, "緯度") || holds(folded, "北緯") || folded == "lat" || holds(folded, "latitude");
}

/// What the column of longitude beside this one of latitude is called.
std::string lon_name(std::string folded)
{
    replace_all(folded, "緯", "経");
    replace_all(folded, "北", "東");
    replace_all(folded, "latitude", "longitude");
    return folded == "lat" ? "lon" : folded;
}

bool is_lon(std::string_view folded)
{
    return holds(folded, "経度") || holds(folded, "東経") || folded == "lon" || folded == "lng" ||
           folded == "long" || holds(folded, "longitude");
}

/// X座標, 座標値X(m), 平面直角X, x_coord: "x". Nothing more of other names.
std::string axis_of(std::string folded)
{
    for (const char* word : {"平面直角", "公共", "世界測地系", "測量", "座標", "系", "値", "coordinate",
                             "coord", "(m)", "(", ")", "_", "-"}) {
        replace_all(folded, word, "");
    }
    return folded == "x" || folded == "y" ? folded : "";
}

bool names_place(std::string_view folded)
{
    const bool is_code = holds(folded, "こーど") &&
                         (holds(folded, "市区町村") || holds(folded, "団体") || holds(folded, "自治体"));
    return is_code || folded == "都道府県名" || folded == "都道府県" || folded == "prefecture" ||
           folded == "prefcode" || folded == "n03_007" || folded == "n03_001";
}

bool is_address(std::string_view folded)
{
    return holds(folded, "住所") || holds(folded, "所在地") || folded == "address";
}

bool is_placed(const JudgedPosition& judged)
{
    return judged.kind == Kind::good || judged.kind == Kind::swapped;
}

/// No zone is wider; numbers of other kinds often are.
bool is_in_a_zone(const JudgedPlane& plane)
{
    constexpr double furthest = 2'000'000;
    return plane.kind == Kind::good && std::abs(plane.position.x) < furthest &&
           std::abs(plane.position.y) < furthest;
}

datasets::SourcePoint first_point(const datasets::Geometry<datasets::SourcePoint>& geometry)
{
    if (const auto* points = std::get_if<datasets::Points<datasets::SourcePoint>>(&geometry)) {
        return points->points.front();
    }
    if (const auto* lines = std::get_if<datasets::Lines<datasets::SourcePoint>>(&geometry)) {
        return lines->lines.front().front();
    }
    return std::get<datasets::Polygons<datasets::SourcePoint>>(geometry).polygons.front().exterior.front();
}

} // namespace

PositionFinder::PositionFinder(const std::vector<std::string>& columns)
    : columns_{columns}, wholes_(columns.size())
{
    std::vector<std::string> folded;
    for (const std::string& column : columns) {
        folded.push_back(datasets::fold_search(column));
    }
    const auto find = [&](const auto& fits) -> std::optional<std::size_t> {
        const auto found = std::find_if(folded.begin(), folded.end(), fits);
        return found == folded.end() ? std::nullopt
                                     : std::optional{static_cast<std::size_t>(found - folded.begin())};
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (is_lat(folded[i]) && !is_lon(folded[i])) { // 緯度経度 is one column
            auto lon = find([&](const std::string& name) { return name == lon_name(folded[i]); });
            lon = lon ? lon : find([&](const std::string& name) { return is_lon(name) && !is_lat(name); });
            if (lon) {
                degrees_.push_back({*lon, i});
            }
        }
        if (axis_of(folded[i]) == "x") {
            if (const auto east = find([](const std::string& name) { return axis_of(name) == "y"; })) {
                planes_.push_back({i, *east});
            }
        }
        if (names_place(folded[i]) || is_address(folded[i])) {
            places_.push_back({i, is_address(folded[i])});
        }
    }
}

void PositionFinder::add(const SourceRow& row)
{
    ++rows_;
    for (Degrees& candidate : degrees_) {
        for (std::size_t i = 0; i < notations.size(); ++i) {
            const auto judged =
                judge_position(row.cells[candidate.lon], row.cells[candidate.lat], notations.at(i));
            candidate.good.at(i) += is_placed(judged) ? 1 : 0;
        }
    }
    for (Plane& plane : planes_) {
        const std::string& x = row.cells[plane.north];
        const std::string& y = row.cells[plane.east];
        plane.metres += is_in_a_zone(judge_plane(x, y)) ? 1 : 0;
        plane.degrees += is_placed(judge_position(x, y, Notation::decimal)) ? 1 : 0;
    }
    for (std::size_t i = 0; i < wholes_.size(); ++i) {
        look(row.cells[i], wholes_[i]);
    }
    for (Place& place : places_) {
        look_at_place(trim(row.cells[place.column]), place);
    }
}

void PositionFinder::look(std::string_view cell, Whole& whole)
{
    constexpr std::int64_t enough =
        100; // filled cells without a position show that the column holds something else
    cell = trim(cell);
    if (whole.given_up || cell.empty() || cell == ",") {
        return;
    }
    ++whole.filled;
    if (cell.find_first_of("0123456789") != std::string_view::npos ||
        static_cast<unsigned char>(cell[0]) >= 0x80) {
        for (std::size_t i = 0; i < whole.pairs.size(); ++i) {
            const auto judged = judge_pair(cell, i % 2 == 0, i < 2 ? Notation::decimal : Notation::dms);
            whole.pairs.at(i) += judged.kind == Kind::good ? 1 : 0;
        }
    }
    constexpr std::size_t longest_word = 20; // SRID=6668;POLYGON (
    if (cell.substr(0, longest_word).find('(') != std::string_view::npos) {
        try {
            const auto point = first_point(main_parts_from_wkt(cell).geometry);
            const bool degrees = is_in_japan({point.x, point.y});
            whole.wkt_degrees += degrees ? 1 : 0;
            whole.wkt_metres += degrees ? 0 : 1;
        } catch (const datasets::FormatError&) { // a text with a bracket in it
        }
    }
    const std::int64_t good =
        whole.wkt_degrees + whole.wkt_metres + *std::max_element(whole.pairs.begin(), whole.pairs.end());
    whole.given_up = whole.filled >= enough && good == 0;
}

void PositionFinder::look_at_place(std::string_view cell, Place& place)
{
    constexpr std::size_t most_words = 10'000;
    std::string word{cell};
    if (place.is_address) { // of which the prefecture comes first, with three or four characters
        word = datasets::plane_zone(cell.substr(0, 9)) ? cell.substr(0, 9) : cell.substr(0, 12);
    }
    if (!cell.empty() && place.zones.size() < most_words && !place.zones.contains(word)) {
        place.zones.emplace(word, datasets::plane_zone(word));
    }
}

/// A code or a name that stands for the zone of all rows.
void PositionFinder::name_zone(DraftPosition& position) const
{
    for (const Place& place : places_) {
        std::set<std::optional<int>> different;
        for (const auto& [word, zone] : place.zones) {
            different.insert(zone);
        }
        if (different.size() == 1 && *different.begin()) {
            position.zone_of = place.zones.begin()->first;
            position.zone_column = columns_[place.column];
            return;
        }
    }
}

std::vector<DraftPosition> PositionFinder::found() const
{
    std::vector<DraftPosition> all;
    const auto add = [&](DraftPosition position) {
        position.bad = rows_ - position.good;
        for (const std::string& column : position.columns) {
            const std::string folded = datasets::fold_search(column);
            position.tokyo_datum = position.tokyo_datum || holds(folded, "日本測地系") ||
                                   holds(folded, "旧測地系") || holds(folded, "tokyo");
        }
        all.push_back(std::move(position));
    };
    for (const Degrees& pair : degrees_) {
        const auto most = std::max_element(pair.good.begin(), pair.good.end());
        add({.columns = {columns_[pair.lon], columns_[pair.lat]},
             .notation = notations.at(static_cast<std::size_t>(most - pair.good.begin())),
             .good = *most});
    }
    for (const Plane& plane : planes_) {
        const bool degrees = plane.degrees > 0 && 2 * plane.degrees >= plane.metres;
        add({.form = degrees ? ColumnForm::lon_lat : ColumnForm::plane,
             .columns = {columns_[plane.north], columns_[plane.east]},
             .is_plane = !degrees,
             .good = degrees ? plane.degrees : plane.metres});
    }
    for (std::size_t i = 0; i < wholes_.size(); ++i) {
        const Whole& whole = wholes_[i];
        const auto most = std::max_element(whole.pairs.begin(), whole.pairs.end());
        const auto at = most - whole.pairs.begin();
        if (2 * *most >= whole.filled) {
            add({.form = ColumnForm::pair,
                 .columns = {columns_[i]},
                 .notation = at < 2 ? Notation::decimal : Notation::dms,
                 .lat_first = at % 2 == 0,
                 .good = *most});
        }
        if (2 * (whole.wkt_degrees + whole.wkt_metres) >= whole.filled) {
            add({.form = ColumnForm::wkt,
                 .columns = {columns_[i]},
                 .is_plane = whole.wkt_metres > whole.wkt_degrees,
                 .good = whole.wkt_degrees + whole.wkt_metres});
        }
    }
    return all;
}

std::optional<DraftPosition> PositionFinder::best() const
{
    std::vector<DraftPosition> all = found();
    const auto most = std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::pair{a.good, !a.tokyo_datum} < std::pair{b.good, !b.tokyo_datum};
    });
    if (most == all.end() || most->good == 0) {
        return std::nullopt;
    }
    if (most->is_plane) {
        name_zone(*most);
    }
    return std::move(*most);
}

std::vector<std::string> PositionFinder::named() const
{
    if (!degrees_.empty()) {
        return {columns_[degrees_.front().lon], columns_[degrees_.front().lat]};
    }
    return planes_.empty() ? std::vector<std::string>{}
                           : std::vector{columns_[planes_.front().north], columns_[planes_.front().east]};
}

} // namespace ingest

#include "ingest/geometry_finder.hpp"

#include "datasets/error.hpp"
#include "datasets/wkb.hpp"
#include "ingest/error.hpp"
#include "ingest/judged_shape.hpp"
#include "ingest/values.hpp"
#include "ingest/wkt.hpp"

#include <fmt/format.h>

#include <utility>

namespace ingest {

using datasets::SourcePoint;
using datasets::Value;

std::optional<LonLatGeometry> GeometryFinder::find(const SourceRow& row, BuiltRow& built) const
{
    std::optional<LonLatGeometry> geometry;
    if (std::holds_alternative<datasets::ColumnGeometry>(manifest_.geometry.from)) {
        geometry = column_geometry(row, built);
    } else if (std::holds_alternative<datasets::OwnGeometry>(manifest_.geometry.from)) {
        geometry = own_geometry(row, built);
    } else if (std::holds_alternative<datasets::JoinGeometry>(manifest_.geometry.from)) {
        geometry = joined_geometry(built);
    } else if (std::holds_alternative<datasets::AddressGeometry>(manifest_.geometry.from)) {
        geometry = address_geometry(row, built);
    }
    if (geometry && built.feature) {
        check_extent(*geometry, built);
    }
    return built.feature ? geometry : std::nullopt;
}

void GeometryFinder::missing(Finding finding, BuiltRow& built, bool was_wrong, const std::string& about) const
{
    if (!manifest_.geometry.publish_missing) {
        reject(built, finding, {}, about);
        return;
    }
    built.entries.push_back(entry_of(finding, was_wrong ? EntryKind::warning : EntryKind::note, {}, about));
}

/// Before positions are blurred, which may carry them over the border.
void GeometryFinder::check_extent(const LonLatGeometry& geometry, BuiltRow& built) const
{
    if (sources_.extent == nullptr || sources_.extent->holds(geometry)) {
        return;
    }
    if (manifest_.geometry.within->reject) {
        reject(built, Finding::position_outside_city);
    } else {
        built.entries.push_back(entry_of(Finding::position_outside_city, EntryKind::warning));
    }
}

/// Says what is wrong with a position.
bool GeometryFinder::is_usable(JudgedPosition::Kind kind, BuiltRow& built) const
{
    using Kind = JudgedPosition::Kind;
    switch (kind) {
    case Kind::good:
        return true;
    case Kind::swapped:
        built.entries.push_back(entry_of(Finding::position_swapped, EntryKind::repaired));
        return true;
    case Kind::missing:
        missing(Finding::position_missing, built, false);
        break;
    case Kind::zero:
        missing(Finding::position_zero, built, false);
        break;
    case Kind::unreadable:
        missing(Finding::position_unreadable, built, true);
        break;
    case Kind::equal:
        missing(Finding::position_equal, built, true);
        break;
    case Kind::outside_japan:
        missing(Finding::position_outside_japan, built, true);
        break;
    case Kind::outside_crs:
        missing(Finding::position_outside_crs, built, true);
        break;
    }
    return false;
}

std::optional<LonLatGeometry> GeometryFinder::column_geometry(const SourceRow& row, BuiltRow& built) const
{
    const auto& columns = std::get<datasets::ColumnGeometry>(manifest_.geometry.from);
    switch (columns.form) {
    case datasets::ColumnForm::plane:
        return plane_geometry(row, built);
    case datasets::ColumnForm::wkt:
        return wkt_geometry(row, built);
    case datasets::ColumnForm::lon_lat:
    case datasets::ColumnForm::pair:
        break;
    }
    const JudgedPosition judged =
        columns.form == datasets::ColumnForm::pair
            ? judge_pair(row.cells[columns_.lon], columns.lat_first, columns.notation, anywhere_)
            : judge_position(row.cells[columns_.lon], row.cells[columns_.lat], columns.notation, anywhere_);
    if (!is_usable(judged.kind, built)) {
        return std::nullopt;
    }
    return placed(datasets::Points<SourcePoint>{{{judged.position.lon, judged.position.lat}}}, built);
}

std::optional<LonLatGeometry> GeometryFinder::plane_geometry(const SourceRow& row, BuiltRow& built) const
{
    const JudgedPlane judged = judge_plane(row.cells[columns_.lat], row.cells[columns_.lon]);
    return is_usable(judged.kind, built) ? placed(datasets::Points<SourcePoint>{{judged.position}}, built)
                                         : std::nullopt;
}

std::optional<LonLatGeometry> GeometryFinder::wkt_geometry(const SourceRow& row, BuiltRow& built) const
{
    const std::string_view text = trim(row.cells[columns_.lon]);
    if (text.empty() || text.ends_with("EMPTY")) {
        missing(Finding::position_missing, built, false);
        return std::nullopt;
    }
    try {
        return placed(main_parts_from_wkt(text), built);
    } catch (const datasets::FormatError& error) {
        missing(Finding::geometry_unreadable, built, true, error.what());
        return std::nullopt;
    }
}

std::optional<LonLatGeometry> GeometryFinder::own_geometry(const SourceRow& row, BuiltRow& built) const
{
    if (!row.wkb) {
        missing(Finding::position_missing, built, false);
        return std::nullopt;
    }
    try {
        return placed(datasets::main_parts_from_wkb<SourcePoint>(*row.wkb), built);
    } catch (const datasets::FormatError& error) {
        missing(Finding::geometry_unreadable, built, true, error.what());
        return std::nullopt;
    }
}

std::optional<LonLatGeometry> GeometryFinder::joined_geometry(BuiltRow& built) const
{
    std::vector<Value> key;
    for (const auto& [here, there] : std::get<datasets::JoinGeometry>(manifest_.geometry.from).join.key) {
        key.push_back(built.feature->values[*schema_.index_of(here)]);
    }
    const DatasetJoin::Partner* partner = sources_.join->find(key);
    if (partner == nullptr) {
        missing(Finding::join_unmatched, built, true, sources_.join->join().dataset + ": " + shown_key(key));
        return std::nullopt;
    }
    if (!partner->geometry) {
        missing(Finding::position_missing, built, false);
    }
    return partner->geometry;
}

/// What is said of an address never quotes it: its columns may be private.
std::optional<LonLatGeometry> GeometryFinder::address_geometry(const SourceRow& row, BuiltRow& built) const
{
    const auto& rule = std::get<datasets::AddressGeometry>(manifest_.geometry.from);
    std::string address;
    for (const std::size_t column : columns_.address) {
        address += trim(row.cells[column]);
    }
    if (address.empty()) {
        missing(Finding::position_missing, built, false);
        return std::nullopt;
    }
    const FoundAddress found = sources_.gazetteer->find(address);
    if (found.kind == FoundAddress::Kind::unknown) {
        missing(Finding::address_unknown, built, true);
    } else if (found.level < rule.minimum) {
        missing(Finding::address_coarse, built, true, std::string{to_string(found.level)});
    } else if (found.kind == FoundAddress::Kind::ambiguous) {
        missing(Finding::address_ambiguous, built, true, std::string{to_string(found.level)});
    } else {
        built.address = found.level;
        if (const auto field = schema_.index_of(rule.level_field)) {
            built.feature->values[*field] = std::string{to_string(found.level)};
        }
        return datasets::Points<datasets::LonLat>{{found.position}};
    }
    return std::nullopt;
}

std::optional<LonLatGeometry> GeometryFinder::placed(const datasets::MainParts<SourcePoint>& shape,
                                                     BuiltRow& built) const
{
    auto geometry = placed(shape.geometry, built);
    if (geometry && shape.left_out) {
        built.entries.push_back(entry_of(Finding::geometry_parts_left_out, EntryKind::repaired));
    }
    return geometry;
}

std::optional<LonLatGeometry> GeometryFinder::placed(const datasets::Geometry<SourcePoint>& shape,
                                                     BuiltRow& built) const
{
    JudgedShape judged = judge_shape(shape, *sources_.reprojector, anywhere_);
    return is_usable(judged.kind, built) ? std::move(judged.geometry) : std::nullopt;
}

} // namespace ingest

#include "ingest/geometry_finder.hpp"

#include "datasets/error.hpp"
#include "ingest/error.hpp"
#include "ingest/values.hpp"
#include "ingest/wkt.hpp"

#include <fmt/format.h>

#include <utility>

namespace ingest {

using datasets::LonLat;
using datasets::Value;

GeometryFinder::GeometryFinder(const datasets::Manifest& manifest, const datasets::Schema& schema,
                               const ColumnMap& columns, GeometrySources sources)
    : manifest_{manifest}, schema_{schema}, columns_{columns}, sources_{sources}
{
    if (const auto* joined = std::get_if<datasets::JoinGeometry>(&manifest.geometry.from)) {
        for (const auto& [here, there] : joined->key) {
            if (!schema_.index_of(here)) {
                throw IngestError{fmt::format(
                    "the manifest joins geometry by '{}' (geometry.key), which is no public field", here)};
            }
        }
    }
}

std::optional<LonLatGeometry> GeometryFinder::find(const SourceRow& row, BuiltRow& built) const
{
    std::optional<LonLatGeometry> geometry;
    if (std::holds_alternative<datasets::ColumnGeometry>(manifest_.geometry.from)) {
        geometry = column_geometry(row, built);
    } else if (std::holds_alternative<datasets::OwnGeometry>(manifest_.geometry.from)) {
        geometry = own_geometry(row, built);
    } else if (std::holds_alternative<datasets::JoinGeometry>(manifest_.geometry.from)) {
        geometry = joined_geometry(built);
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

void GeometryFinder::no_position(JudgedPosition::Kind kind, BuiltRow& built) const
{
    using Kind = JudgedPosition::Kind;
    switch (kind) {
    case Kind::good:
    case Kind::swapped:
        break;
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
    }
}

std::optional<LonLatGeometry> GeometryFinder::column_geometry(const SourceRow& row, BuiltRow& built) const
{
    using Kind = JudgedPosition::Kind;
    const auto& columns = std::get<datasets::ColumnGeometry>(manifest_.geometry.from);
    if (columns.form == datasets::ColumnForm::plane) {
        return plane_geometry(row, built);
    }
    if (columns.form == datasets::ColumnForm::wkt) {
        return wkt_geometry(row, built);
    }
    const JudgedPosition judged =
        columns.form == datasets::ColumnForm::pair
            ? judge_pair(row.cells[columns_.lon], columns.lat_first, columns.notation)
            : judge_position(row.cells[columns_.lon], row.cells[columns_.lat], columns.notation);
    if (judged.kind == Kind::swapped) {
        built.entries.push_back(entry_of(Finding::position_swapped, EntryKind::repaired));
    } else if (judged.kind != Kind::good) {
        no_position(judged.kind, built);
        return std::nullopt;
    }
    return reprojected(datasets::Points<datasets::SourcePoint>{{{judged.position.lon, judged.position.lat}}},
                       built);
}

std::optional<LonLatGeometry> GeometryFinder::plane_geometry(const SourceRow& row, BuiltRow& built) const
{
    const JudgedPlane judged = judge_plane(row.cells[columns_.lat], row.cells[columns_.lon]);
    if (judged.kind != JudgedPosition::Kind::good) {
        no_position(judged.kind, built);
        return std::nullopt;
    }
    auto geometry = reprojected(datasets::Points<datasets::SourcePoint>{{judged.position}}, built);
    if (geometry && !is_in_japan(std::get<datasets::Points<LonLat>>(*geometry).points.front())) {
        missing(Finding::position_outside_japan, built, true);
        return std::nullopt;
    }
    return geometry;
}

std::optional<LonLatGeometry> GeometryFinder::wkt_geometry(const SourceRow& row, BuiltRow& built) const
{
    const std::string_view text = trim(row.cells[columns_.lon]);
    if (text.empty() || text.ends_with("EMPTY")) {
        missing(Finding::position_missing, built, false);
        return std::nullopt;
    }
    try {
        return reprojected(geometry_from_wkt(text), built);
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
        return reprojected(datasets::geometry_from_wkb<datasets::SourcePoint>(*row.wkb), built);
    } catch (const datasets::FormatError& error) {
        missing(Finding::geometry_unreadable, built, true, error.what());
        return std::nullopt;
    }
}

std::optional<LonLatGeometry> GeometryFinder::joined_geometry(BuiltRow& built) const
{
    std::vector<Value> key;
    for (const auto& [here, there] : std::get<datasets::JoinGeometry>(manifest_.geometry.from).key) {
        key.push_back(built.feature->values[*schema_.index_of(here)]);
    }
    auto geometry = sources_.join->find(key);
    if (!geometry) {
        missing(Finding::join_unmatched, built, true);
    }
    return geometry;
}

std::optional<LonLatGeometry>
GeometryFinder::reprojected(const datasets::Geometry<datasets::SourcePoint>& geometry, BuiltRow& built) const
{
    bool inside = true;
    auto lon_lat = datasets::map_points(geometry, [&](datasets::SourcePoint p) {
        const auto position = (*sources_.reprojector)(p);
        inside = inside && position.has_value();
        return position.value_or(LonLat{});
    });
    if (!inside) {
        missing(Finding::position_outside_crs, built, true);
        return std::nullopt;
    }
    return lon_lat;
}

} // namespace ingest

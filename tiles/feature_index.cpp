#include "tiles/feature_index.hpp"

#include "datasets/error.hpp"
#include "tiles/mapped_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tiles {

using datasets::FormatError;
using datasets::GeometryKind;
using datasets::LonLat;
using index_format::Part;
using index_format::Sections;

namespace {

static_assert(sizeof(LonLat) == 16 && sizeof(WorldPoint) == 8 && sizeof(WorldBox) == 16);

enum class Rows { all, some }; ///< of those with a position, all have parts, or some

PartsView read_parts(const Sections& file, Part parts, Part roles, Part vertices, std::size_t positions,
                     Rows with_parts)
{
    PartsView view;
    view.roles = file.array<std::uint8_t>(roles);
    view.first_part = file.offsets(parts, 0, file.header().rows, view.roles.size());
    view.first_vertex = file.offsets(vertices, 0, view.roles.size(), positions);
    Sections::check(parts_fit(view), roles, 0, "has parts that make no geometry");
    // Rows with a position come first.
    for (std::size_t row = 0; row < file.header().rows; ++row) {
        const bool is_located = row < file.header().located;
        Sections::check(is_located ? with_parts == Rows::some || !view.empty(row) : view.empty(row), parts, 0,
                        "has a row that lacks its geometry or should have none");
    }
    return view;
}

template <class T>
std::span<const T> part_of(std::span<const T> all, const PartsView& view, std::size_t row)
{
    return all.subspan(view.begin(row), view.end(row) - view.begin(row));
}

} // namespace

IndexedFeatures IndexedFeatures::open(const std::filesystem::path& path)
{
    auto file = std::make_shared<const MappedFile>(path);
    const auto bytes = file->bytes();
    try {
        return {std::move(file), bytes};
    } catch (const FormatError& error) {
        throw FormatError{fmt::format("'{}' is damaged: {}", path.string(), error.what())};
    }
}

IndexedFeatures::IndexedFeatures(std::shared_ptr<const void> owner, std::span<const std::byte> bytes)
    : owner_{std::move(owner)}
{
    const Sections file{bytes};
    const auto [rows, located, is_coverage, source] = file.header();
    source_ = source;
    is_coverage_ = is_coverage;
    fids_ = file.array<std::uint32_t>(Part::fids, 0, rows);
    rows_by_fid_ = file.array<std::uint32_t>(Part::rows_by_fid, 0, rows);
    check_fids();
    const auto ids = file.bytes(Part::id_texts);
    ids_ = {reinterpret_cast<const char*>(ids.data()), ids.size()};
    id_offsets_ = file.offsets(Part::id_offsets, 0, rows, ids.size());
    tree_ = PackedRtree{file.array<WorldBox>(Part::boxes, 0, PackedRtree::packed_size(located)), located};
    exact_positions_ = file.array<LonLat>(Part::exact_positions);
    exact_ = read_parts(file, Part::exact_parts, Part::exact_roles, Part::exact_vertices,
                        exact_positions_.size(), Rows::all);
    drawn_positions_ = file.array<WorldPoint>(Part::drawn_positions);
    drawn_zooms_ = file.array<std::uint8_t>(Part::drawn_zooms, 0, drawn_positions_.size());
    drawn_ = read_parts(file, Part::drawn_parts, Part::drawn_roles, Part::drawn_vertices,
                        drawn_positions_.size(), Rows::some);
    places_ = file.array<WorldPoint>(Part::places, 0, located);
    sizes_ = file.array<double>(Part::sizes, 0, located);
    label_rows_ = file.array<std::uint64_t>(Part::label_rows, 0, (rows + 63) / 64);
    read_schema(file);
}

void IndexedFeatures::check_fids() const
{
    for (std::size_t row = 0; row < fids_.size(); ++row) {
        const std::uint32_t fid = fids_[row];
        Sections::check(fid >= 1 && fid <= fids_.size() && rows_by_fid_[fid - 1] == row, Part::fids, 0,
                        "does not agree with the rows by fid");
    }
}

void IndexedFeatures::read_schema(const Sections& file)
{
    const auto bytes = file.array<std::uint8_t>(Part::schema);
    constexpr std::size_t fixed = 4;
    for (std::size_t at = 0; at < bytes.size();) {
        const auto number = static_cast<std::uint32_t>(columns_.size());
        Sections::check(bytes.size() - at >= fixed, Part::schema, number, "is cut short");
        const std::size_t length = bytes[at + 2] + std::size_t{256} * bytes[at + 3];
        Sections::check(bytes[at] <= static_cast<std::uint8_t>(datasets::FieldType::datetime) &&
                            bytes[at + 1] <= 1 && length <= bytes.size() - at - fixed,
                        Part::schema, number, "is damaged");
        columns_.emplace_back(
            file, number, std::string{reinterpret_cast<const char*>(bytes.data()) + at + fixed, length},
            static_cast<datasets::FieldType>(bytes[at]), static_cast<index_format::Storage>(bytes[at + 1]));
        at += fixed + length;
    }
}

std::string IndexedFeatures::mismatch(const datasets::Schema& schema, std::int64_t count,
                                      const std::string& source) const
{
    if (source_ != source) {
        return "it was made of another features.gpkg";
    }
    if (static_cast<std::int64_t>(size()) != count) {
        return fmt::format("it has {} features instead of {}", size(), count);
    }
    const bool same = std::ranges::equal(columns_, schema.fields, [](const auto& column, const auto& field) {
        return column.name() == field.name && column.type() == field.type;
    });
    return same ? "" : "it has other fields";
}

datasets::Feature IndexedFeatures::feature(std::size_t row) const
{
    datasets::Feature feature{fid(row), std::string{id(row)}, geometry(row), {}};
    feature.values.reserve(columns_.size());
    for (const IndexColumn& column : columns_) {
        feature.values.push_back(column.value(row));
    }
    return feature;
}

std::optional<datasets::Geometry<LonLat>> IndexedFeatures::geometry(std::size_t row) const
{
    if (row >= located()) {
        return std::nullopt;
    }
    return unpack_row(exact_, row, [&](std::size_t first, std::size_t last) {
        const auto path = exact_positions_.subspan(first, last - first);
        return std::vector<LonLat>(path.begin(), path.end());
    });
}

std::span<const LonLat> IndexedFeatures::positions(std::size_t row) const
{
    return part_of(exact_positions_, exact_, row);
}

GeometryKind IndexedFeatures::kind(std::size_t row) const
{
    if (row >= located()) {
        return GeometryKind::none;
    }
    switch (exact_.role(exact_.first_part[row])) {
    case index_format::Role::points:
        return GeometryKind::point;
    case index_format::Role::line:
        return GeometryKind::line;
    case index_format::Role::exterior:
    case index_format::Role::interior:
        break;
    }
    return GeometryKind::polygon;
}

GeneralisedGeometry IndexedFeatures::drawn(std::size_t row) const
{
    if (drawn_.empty(row)) {
        return {};
    }
    return unpack_row(drawn_, row, [&](std::size_t first, std::size_t last) {
        std::vector<ZoomVertex> path;
        path.reserve(last - first);
        for (std::size_t i = first; i < last; ++i) {
            path.push_back({drawn_positions_[i], drawn_zooms_[i]});
        }
        return path;
    });
}

std::span<const WorldPoint> IndexedFeatures::drawn_positions(std::size_t row) const
{
    return part_of(drawn_positions_, drawn_, row);
}

FeatureShape IndexedFeatures::shape(std::size_t row) const
{
    if (row >= located()) {
        return {};
    }
    const WorldBox& box = tree_.box(row);
    const bool has_label = (label_rows_[row / 64] >> (row % 64) & 1) != 0;
    const auto of_shape = kind(row) == GeometryKind::point ? GeometryKind::none : kind(row);
    return {of_shape, {box.min_x, box.min_y}, {box.max_x, box.max_y}, places_[row], sizes_[row], has_label};
}

} // namespace tiles

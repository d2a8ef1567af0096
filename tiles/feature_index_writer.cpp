#include "tiles/feature_index_writer.hpp"

#include "datasets/bbox.hpp"
#include "datasets/error.hpp"
#include "tiles/column_builder.hpp"
#include "tiles/feature_index_format.hpp"
#include "tiles/packed_geometry.hpp"
#include "tiles/packed_rtree.hpp"
#include "tiles/tile_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>

namespace tiles {

namespace {

using datasets::Geometry;
using datasets::LonLat;
using index_format::Assembler;
using index_format::Part;

template <class T>
std::span<const std::byte> as_bytes(const std::pmr::vector<T>& values)
{
    return std::as_bytes(std::span{values});
}

WorldBox box_of(WorldPoint p) { return {p.x, p.y, p.x, p.y}; }

/// The centre's place on the Hilbert curve. Halved, since tile ids end at zoom 31.
std::uint64_t order_of(const WorldBox& box)
{
    const auto middle = [](std::uint32_t low, std::uint32_t high) { return low / 2 + (high - low) / 4; };
    return hilbert_id({deepest_zoom, middle(box.min_x, box.max_x), middle(box.min_y, box.max_y)});
}

std::pmr::vector<std::uint8_t> schema_bytes(const std::vector<ColumnBuilder>& columns,
                                            const std::vector<std::string>& names)
{
    std::pmr::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto length = names[i].size();
        bytes.push_back(static_cast<std::uint8_t>(columns[i].type()));
        bytes.push_back(static_cast<std::uint8_t>(columns[i].storage()));
        bytes.push_back(static_cast<std::uint8_t>(length & 0xff));
        bytes.push_back(static_cast<std::uint8_t>(length >> 8));
        bytes.insert(bytes.end(), names[i].begin(), names[i].end());
    }
    return bytes;
}

} // namespace

/// Geometries are kept packed in the order they were added; `finish` lays rows down in Hilbert order.
struct FeatureIndexWriter::Store {
    explicit Store(std::pmr::memory_resource* m) : memory{m} {}

    std::pmr::memory_resource* memory;

    // As added.
    std::vector<std::string> names{};
    std::vector<ColumnBuilder> columns{};
    std::pmr::vector<std::uint32_t> id_ends{memory};
    std::pmr::string ids{memory};
    PackedParts added{memory};
    std::pmr::vector<LonLat> added_positions{memory};

    // By row.
    std::pmr::vector<std::uint32_t> order{memory};
    std::pmr::vector<std::uint32_t> ranks{memory}; ///< of each feature added, among those with a position
    std::size_t located = 0;
    std::pmr::vector<std::uint8_t> schema{};
    std::pmr::vector<std::uint32_t> fids{memory}, rows_by_fid{memory}, id_offsets{memory};
    std::pmr::string id_texts{memory};
    std::pmr::vector<WorldBox> boxes{memory};
    PackedParts exact{memory}, drawn{memory};
    std::pmr::vector<LonLat> exact_positions{memory};
    std::pmr::vector<WorldPoint> drawn_positions{memory}, places{memory};
    std::pmr::vector<double> sizes{memory};
    std::pmr::vector<std::uint8_t> drawn_zooms{memory};
    std::pmr::vector<std::uint64_t> label_rows{memory};

    [[nodiscard]] PartsView added_view() const { return {added.first_part, added.roles, added.first_vertex}; }
    [[nodiscard]] std::optional<Geometry<LonLat>> geometry(std::size_t feature) const;
    [[nodiscard]] WorldBox box(std::size_t feature) const;
    void sort();
    void lay_down(const DrawnFeatures& drawn_features);
    void lay_down_geometry(std::size_t row, const DrawnFeatures& drawn_features);
    [[nodiscard]] Assembler assembler() const;
};

FeatureIndexWriter::FeatureIndexWriter(const datasets::Schema& schema, std::pmr::memory_resource* memory)
    : store_{std::make_unique<Store>(memory)}
{
    for (const datasets::Field& field : schema.fields) {
        store_->names.push_back(field.name);
        store_->columns.emplace_back(field.type, memory);
    }
}

FeatureIndexWriter::FeatureIndexWriter(FeatureIndexWriter&&) noexcept = default;
FeatureIndexWriter& FeatureIndexWriter::operator=(FeatureIndexWriter&&) noexcept = default;
FeatureIndexWriter::~FeatureIndexWriter() = default;

void FeatureIndexWriter::add(const datasets::Feature& feature)
{
    Store& store = *store_;
    if (feature.fid != static_cast<std::int64_t>(store.id_ends.size()) + 1 ||
        feature.values.size() != store.columns.size()) {
        throw std::invalid_argument{fmt::format("feature {} with {} values, expected {} with {}", feature.fid,
                                                feature.values.size(), store.id_ends.size() + 1,
                                                store.columns.size())};
    }
    for (std::size_t i = 0; i < store.columns.size(); ++i) {
        store.columns[i].add(feature.values[i]);
    }
    store.ids += feature.id;
    if (store.ids.size() > 0xffffffffU) {
        throw std::length_error{"a feature index holds at most 4 GiB of ids"};
    }
    store.id_ends.push_back(static_cast<std::uint32_t>(store.ids.size()));
    pack_row(
        store.added, feature.geometry ? &*feature.geometry : nullptr,
        [&](LonLat p) { store.added_positions.push_back(p); }, [&] { return store.added_positions.size(); });
}

std::optional<Geometry<LonLat>> FeatureIndexWriter::Store::geometry(std::size_t feature) const
{
    if (added_view().empty(feature)) {
        return std::nullopt;
    }
    return unpack_row(added_view(), feature, [&](std::size_t first, std::size_t last) {
        return std::vector<LonLat>(added_positions.begin() + static_cast<std::ptrdiff_t>(first),
                                   added_positions.begin() + static_cast<std::ptrdiff_t>(last));
    });
}

WorldBox FeatureIndexWriter::Store::box(std::size_t feature) const
{
    WorldBox box;
    for (std::size_t i = added_view().begin(feature); i < added_view().end(feature); ++i) {
        box.extend(box_of(to_world_point(added_positions[i])));
    }
    return box;
}

/// Along the Hilbert curve; what has no position comes last, equals in the order they were added.
void FeatureIndexWriter::Store::sort()
{
    std::pmr::vector<std::uint64_t> keys(added.rows(), memory);
    order.resize(added.rows());
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool is_located = !added_view().empty(i);
        ranks.push_back(static_cast<std::uint32_t>(located));
        located += is_located ? 1U : 0U;
        keys[i] = is_located ? order_of(box(i)) : ~std::uint64_t{0};
    }
    std::ranges::sort(order, {}, [&](std::uint32_t i) { return std::pair{keys[i], i}; });
}

void FeatureIndexWriter::Store::lay_down(const DrawnFeatures& drawn_features)
{
    sort();
    id_offsets.push_back(0);
    rows_by_fid.resize(order.size());
    label_rows.resize((order.size() + 63) / 64);
    for (std::uint32_t row = 0; row < order.size(); ++row) {
        const std::uint32_t feature = order[row];
        fids.push_back(feature + 1);
        rows_by_fid[feature] = row;
        const std::uint32_t id_begin = feature == 0 ? 0 : id_ends[feature - 1];
        id_texts.append(ids, id_begin, id_ends[feature] - id_begin);
        id_offsets.push_back(static_cast<std::uint32_t>(id_texts.size()));
        lay_down_geometry(row, drawn_features);
    }
    boxes = PackedRtree::pack(std::move(boxes));
    for (ColumnBuilder& column : columns) {
        column.finish(order);
    }
    schema = schema_bytes(columns, names);
}

void FeatureIndexWriter::Store::lay_down_geometry(std::size_t row, const DrawnFeatures& drawn_features)
{
    const std::size_t feature = order[row];
    const auto exact_geometry = geometry(feature);
    pack_row(
        exact, exact_geometry ? &*exact_geometry : nullptr, [&](LonLat p) { exact_positions.push_back(p); },
        [&] { return exact_positions.size(); });
    const auto add_drawn = [&](const GeneralisedGeometry* geometry) {
        pack_row(
            drawn, geometry,
            [&](const ZoomVertex& p) {
                drawn_positions.push_back(p.position);
                drawn_zooms.push_back(p.zoom);
            },
            [&] { return drawn_positions.size(); });
    };
    if (!exact_geometry) {
        add_drawn(nullptr);
        return;
    }
    DrawnFeature shown;
    if (const auto* points = std::get_if<datasets::Points<LonLat>>(&*exact_geometry)) {
        datasets::Points<WorldPoint> on_map;
        for (const LonLat p : points->points) {
            if (is_on_map(to_unit_point(p))) {
                on_map.points.push_back(to_world_point(p));
            }
        }
        shown.geometry = for_every_zoom(on_map);
        shown.shape.place = on_map.points.empty() ? WorldPoint{} : on_map.points.front();
    } else {
        shown = drawn_features(ranks[feature]);
    }
    WorldBox reach = box(feature);
    datasets::for_each_point(shown.geometry, [&](const ZoomVertex& p) { reach.extend(box_of(p.position)); });
    boxes.push_back(reach);
    places.push_back(shown.shape.place);
    sizes.push_back(shown.shape.size);
    if (shown.shape.has_label) {
        label_rows[row / 64] |= std::uint64_t{1} << (row % 64);
    }
    add_drawn(&shown.geometry);
}

Assembler FeatureIndexWriter::Store::assembler() const
{
    Assembler file;
    file.add(Part::schema, 0, as_bytes(schema));
    file.add(Part::fids, 0, as_bytes(fids));
    file.add(Part::rows_by_fid, 0, as_bytes(rows_by_fid));
    file.add(Part::id_offsets, 0, as_bytes(id_offsets));
    file.add(Part::id_texts, 0, std::as_bytes(std::span{id_texts}));
    file.add(Part::boxes, 0, as_bytes(boxes));
    file.add(Part::exact_parts, 0, as_bytes(exact.first_part));
    file.add(Part::exact_roles, 0, as_bytes(exact.roles));
    file.add(Part::exact_vertices, 0, as_bytes(exact.first_vertex));
    file.add(Part::exact_positions, 0, as_bytes(exact_positions));
    file.add(Part::drawn_parts, 0, as_bytes(drawn.first_part));
    file.add(Part::drawn_roles, 0, as_bytes(drawn.roles));
    file.add(Part::drawn_vertices, 0, as_bytes(drawn.first_vertex));
    file.add(Part::drawn_positions, 0, as_bytes(drawn_positions));
    file.add(Part::drawn_zooms, 0, as_bytes(drawn_zooms));
    file.add(Part::places, 0, as_bytes(places));
    file.add(Part::sizes, 0, as_bytes(sizes));
    file.add(Part::label_rows, 0, as_bytes(label_rows));
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        columns[i].add_sections(file, i);
    }
    return file;
}

void FeatureIndexWriter::write(const std::filesystem::path& path, const IndexSeal& seal,
                               const DrawnFeatures& drawn)
{
    store_->lay_down(drawn);
    const Assembler file = store_->assembler();
    const std::string head =
        file.head({store_->order.size(), store_->located, seal.is_coverage, seal.source});
    std::ofstream out{path, std::ios::binary};
    out.write(head.data(), static_cast<std::streamsize>(head.size()));
    constexpr std::string_view nothing{"\0\0\0\0\0\0\0", 7};
    for (const index_format::Section& section : file.sections()) {
        out.write(reinterpret_cast<const char*>(section.bytes.data()),
                  static_cast<std::streamsize>(section.bytes.size()));
        out.write(nothing.data(), static_cast<std::streamsize>(index_format::padding(section.bytes.size())));
    }
    out.close();
    if (!out) {
        throw datasets::StorageError{
            fmt::format("cannot write '{}': {}", path.string(), std::strerror(errno))};
    }
}

std::vector<std::uint64_t> FeatureIndexWriter::assemble(const IndexSeal& seal, const DrawnFeatures& drawn)
{
    store_->lay_down(drawn);
    const Assembler file = store_->assembler();
    const std::string head =
        file.head({store_->order.size(), store_->located, seal.is_coverage, seal.source});
    std::size_t size = head.size() / 8;
    for (const index_format::Section& section : file.sections()) {
        size += (section.bytes.size() + 7) / 8;
    }
    std::vector<std::uint64_t> words(size);
    std::memcpy(words.data(), head.data(), head.size());
    std::size_t at = head.size() / 8;
    for (const index_format::Section& section : file.sections()) {
        if (!section.bytes.empty()) {
            std::memcpy(words.data() + at, section.bytes.data(), section.bytes.size());
        }
        at += (section.bytes.size() + 7) / 8;
    }
    return words;
}

} // namespace tiles

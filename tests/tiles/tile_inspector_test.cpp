#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tiles/archive_inspector.hpp"
#include "tiles/archive_metadata.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_format.hpp"
#include "tiles/pmtiles_format.hpp"
#include "tiles/tile_inspector.hpp"

#include <protozero/pbf_builder.hpp>

#include <set>

using protozero::pbf_builder;
using tiles::TileFault;
using tiles::mvt::FeatureField;
using tiles::mvt::LayerField;
using tiles::mvt::TileField;
using tiles::mvt::ValueField;

namespace {

using Integers = std::vector<std::uint32_t>;

std::string feature(std::uint32_t type, const Integers& geometry, const Integers& tags = {},
                    std::uint64_t id = 1)
{
    std::string bytes;
    pbf_builder<FeatureField> message{bytes};
    message.add_uint64(FeatureField::id, id);
    message.add_packed_uint32(FeatureField::tags, tags.begin(), tags.end());
    message.add_enum(FeatureField::type, static_cast<std::int32_t>(type));
    message.add_packed_uint32(FeatureField::geometry, geometry.begin(), geometry.end());
    return bytes;
}

struct Layer {
    std::string name = "parks";
    std::vector<std::string> features{};
    std::vector<std::string> keys{};
    std::uint32_t version = 2;
};

std::string tile(const std::vector<Layer>& layers)
{
    std::string bytes;
    pbf_builder<TileField> message{bytes};
    for (const Layer& layer : layers) {
        std::string part;
        pbf_builder<LayerField> builder{part};
        builder.add_uint32(LayerField::version, layer.version);
        builder.add_string(LayerField::name, layer.name);
        for (const auto& feature : layer.features) {
            builder.add_message(LayerField::features, feature);
        }
        for (const auto& key : layer.keys) {
            builder.add_string(LayerField::keys, key);
            std::string value;
            pbf_builder<ValueField>{value}.add_string(ValueField::string_value, key);
            builder.add_message(LayerField::values, value);
        }
        message.add_message(TileField::layers, part);
    }
    return bytes;
}

std::string point(std::uint64_t id = 1, const Integers& tags = {})
{
    return feature(1, {9, 50, 34}, tags, id);
}

std::set<TileFault> faults(const std::string& bytes)
{
    std::set<TileFault> found;
    for (const auto& problem : tiles::TileInspector{64}.inspect(bytes).problems) {
        found.insert(problem.fault);
    }
    return found;
}

using Faults = std::set<TileFault>;

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span{text}); }

/// An archive of entries as they are given, over one blob of tiles.
std::string archive(const std::vector<tiles::pmtiles::Entry>& entries, const std::string& blob,
                    tiles::pmtiles::Header header = {})
{
    tiles::ArchiveMetadata metadata;
    metadata.vector_layers = {{"parks", "", 0, 14, {}}};
    const auto root = tiles::gzip(tiles::pmtiles::write_directory(entries));
    const auto json = tiles::gzip(tiles::archive_metadata(metadata));
    header.root_offset = tiles::pmtiles::header_size;
    header.root_length = root.size();
    header.metadata_offset = header.root_offset + root.size();
    header.metadata_length = json.size();
    header.leaf_offset = header.metadata_offset + json.size();
    header.tile_data_offset = header.leaf_offset;
    header.tile_data_length = blob.size();
    header.maxzoom = header.maxzoom == 0 ? 1 : header.maxzoom;
    header.bounds = {135, 34, 136, 35};
    return tiles::pmtiles::write_header(header) + root + json + blob;
}

Faults faults_of(const tiles::ArchiveSummary& summary)
{
    Faults found;
    for (const auto& [fault, count] : summary.faults) {
        found.insert(fault);
    }
    return found;
}

} // namespace

TEST_CASE("every fault of a tile has a name of its own", "[inspect]")
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(TileFault::zoom); ++i) {
        names.insert(to_string(static_cast<TileFault>(i)));
    }
    CHECK(names.size() == static_cast<std::size_t>(TileFault::zoom) + 1);
    CHECK(to_string(TileFault::damaged) == "damaged");
    CHECK(to_string(TileFault::polygon) == "polygon");
    CHECK(to_string(TileFault::zoom) == "zoom");
    CHECK_FALSE(is_error(TileFault::id_repeated));
    CHECK(is_error(TileFault::polygon));
}

TEST_CASE("a good tile is summed up without a problem", "[inspect]")
{
    const auto bytes = tile(
        {{"parks", {point(1, {0, 0}), feature(3, {9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15}, {}, 2)}, {"name"}},
         {"roads", {feature(2, {9, 4, 4, 18, 0, 16, 16, 0})}, {}}});
    const auto summary = tiles::TileInspector{64}.inspect(bytes);
    CHECK(summary.problems.empty());
    CHECK(summary.bytes == bytes.size());
    REQUIRE(summary.layers.size() == 2);
    CHECK(summary.layers[0].points == 1);
    CHECK(summary.layers[0].polygons == 1);
    CHECK(summary.layers[0].properties == 1);
    CHECK(summary.layers[0].vertices == 6);
    CHECK(summary.layers[1].lines == 1);
}

TEST_CASE("each thing that is wrong with a tile is found", "[inspect]")
{
    CHECK(faults(tile({{"", {point()}, {}}})) == Faults{TileFault::layer_name});
    CHECK(faults(tile({{"a", {point()}, {}}, {"a", {point()}, {}}})) == Faults{TileFault::layer_repeated});
    CHECK(faults(tile({{"a", {point()}, {}, 3}})) == Faults{TileFault::layer_version});
    CHECK(faults(tile({{"a", {}, {}}})) == Faults{TileFault::layer_empty});
    CHECK(faults(tile({{"a", {point()}, {"x", "x"}}})) == Faults{TileFault::key_repeated});
    CHECK(faults(tile({{"a", {point(1, {0, 1})}, {"x"}}})) == Faults{TileFault::tag});
    CHECK(faults(tile({{"a", {point(1, {0})}, {"x"}}})) == Faults{TileFault::tag});
    CHECK(faults(tile({{"a", {point(1, {0, 0, 0, 0})}, {"x"}}})) == Faults{TileFault::property_repeated});
    CHECK(faults(tile({{"a", {feature(4, {9, 50, 34})}, {}}})) == Faults{TileFault::feature_type});
    CHECK(faults(tile({{"a", {feature(0, {9, 50, 34})}, {}}})) == Faults{TileFault::feature_unknown});
    CHECK(faults(tile({{"a", {point(5), point(5)}, {}}})) == Faults{TileFault::id_repeated});
    CHECK(faults(tile({{"a", {feature(1, {10, 50, 34})}, {}}})) == Faults{TileFault::geometry});
    CHECK(faults(tile({{"a", {feature(2, {9, 0, 0, 10, 0, 0})}, {}}})) == Faults{TileFault::geometry});
    // the square of the good tile, the other way round
    CHECK(faults(tile({{"a", {feature(3, {9, 0, 0, 26, 0, 20, 20, 0, 0, 19, 15})}, {}}})) ==
          Faults{TileFault::winding});
    // an asymmetric bow tie: (0 0), (20 0), (0 20), (5 20)
    CHECK(faults(tile({{"a", {feature(3, {9, 0, 0, 26, 40, 0, 39, 40, 10, 0, 15})}, {}}}))
              .contains(TileFault::polygon));
    CHECK(faults(tile({{"a", {feature(1, {9, 129, 0})}, {}}})) == Faults{TileFault::beyond_buffer});
    CHECK(faults(tile({{"a", {feature(1, {9, 127, 0})}, {}}})).empty());
    CHECK(faults("no protocol buffer").contains(TileFault::damaged));
}

TEST_CASE("what is wrong is left out and the rest is read", "[inspect]")
{
    const auto bytes = tile({{"a", {feature(1, {10, 50, 34}), point(2)}, {}}, {"b", {point(3)}, {}}});
    const auto summary = tiles::TileInspector{64}.inspect(bytes);
    REQUIRE(summary.problems.size() == 1);
    CHECK(summary.problems[0].layer == "a");
    CHECK(summary.problems[0].feature == 0U);
    CHECK(summary.layers[0].features() == 1);
    CHECK(summary.layers[1].features() == 1);
    CHECK_THROWS_AS(tiles::read_mvt(bytes), datasets::FormatError);
}

TEST_CASE("an archive is summed up by zoom and layer", "[inspect]")
{
    const auto one = tiles::gzip(tile({{"parks", {point(1), point(2)}, {}}}));
    const auto length = static_cast<std::uint32_t>(one.size());
    tiles::pmtiles::Header header;
    header.clustered = true;
    header.addressed_tiles = 4;
    header.tile_entries = 2;
    header.tile_contents = 1;
    const auto summary =
        tiles::inspect_archive(bytes_of(archive({{0, 0, length, 1}, {1, 0, length, 3}}, one, header)), {});
    CHECK(summary.problem_count == 0);
    CHECK(summary.zooms.at(0).tiles == 1);
    CHECK(summary.zooms.at(1).tiles == 3);
    CHECK(summary.zooms.at(1).contents == 1);
    CHECK(summary.zooms.at(1).layers.at("parks").features == 6);
    REQUIRE(summary.worst.size() == 1);
    CHECK(summary.worst[0].packed == length);
}

TEST_CASE("each thing that is wrong with an archive is found", "[inspect]")
{
    const auto good = tiles::gzip(tile({{"parks", {point()}, {}}}));
    const auto length = static_cast<std::uint32_t>(good.size());
    const auto inspect = [](const std::string& bytes) {
        return faults_of(tiles::inspect_archive(bytes_of(bytes), {}));
    };
    CHECK(inspect("no archive") == Faults{TileFault::archive});
    CHECK(inspect(archive({{0, 0, length, 1}}, good)).empty());
    CHECK(inspect(archive({{0, 5, length, 1}}, good)) == Faults{TileFault::beyond_file});
    CHECK(inspect(archive({{0, 0, length, 2}, {1, 0, length, 1}}, good)) == Faults{TileFault::directory});
    CHECK(inspect(archive({{0, 0, 0, 1}}, good)) == Faults{TileFault::directory});
    CHECK(inspect(archive({{5, 0, length, 1}}, good)) == Faults{TileFault::zoom});
    CHECK(inspect(archive({{0, 0, 40, 0}}, good)) == Faults{TileFault::beyond_file});
    tiles::pmtiles::Header header;
    header.addressed_tiles = 7;
    CHECK(inspect(archive({{0, 0, length, 1}}, good, header)) == Faults{TileFault::header});
    const auto unknown = tiles::gzip(tile({{"roads", {point()}, {}}}));
    CHECK(inspect(archive({{0, 0, static_cast<std::uint32_t>(unknown.size()), 1}}, unknown)) ==
          Faults{TileFault::metadata});
    const std::string damaged(30, 'x');
    CHECK(inspect(archive({{0, 0, 30, 1}}, damaged)) == Faults{TileFault::damaged});
    auto cut = archive({{0, 0, length, 1}}, good);
    cut.resize(cut.size() - 1);
    CHECK(inspect(cut) == Faults{TileFault::beyond_file});
}

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"
#include "tiles/archive_metadata.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_format.hpp"
#include "tiles/pmtiles_reader.hpp"
#include "tiles/pmtiles_writer.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>

using datasets::FormatError;
using tiles::TileId;
namespace pmtiles = tiles::pmtiles;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span{text}); }

std::string content(const tiles::PmtilesReader& reader, TileId tile)
{
    const auto bytes = reader.tile(tile);
    return bytes ? tiles::gunzip(*bytes, 1000) : "no such tile";
}

/// A whole archive: header, directories, metadata and the given tiles.
std::string archive(const std::map<TileId, std::string>& contents)
{
    const TempFolder folder;
    tiles::PmtilesWriter writer{folder.path() / "a.pmtiles"};
    for (const auto& [tile, text] : contents) {
        writer.add(tile, tiles::gzip(text));
    }
    writer.commit({0, 2, {134, 34, 135, 35}, R"({"name":"a"})"});
    return datasets::read_file(folder.path() / "a.pmtiles");
}

} // namespace

TEST_CASE("a header has 127 bytes and comes back whole", "[pmtiles]")
{
    pmtiles::Header header;
    header.root_offset = 127;
    header.root_length = 0x0102030405060708;
    header.addressed_tiles = 3;
    header.clustered = true;
    header.minzoom = 2;
    header.maxzoom = 14;
    header.bounds = {133.5, -34.25, 134.5, 34.5};
    header.center = {134, 0.125};
    header.center_zoom = 9;
    const std::string bytes = pmtiles::write_header(header);
    CHECK(bytes.size() == pmtiles::header_size);
    CHECK(bytes.substr(0, 8) == "PMTiles\x03");
    CHECK(bytes.substr(16, 8) == "\x08\x07\x06\x05\x04\x03\x02\x01");
    CHECK(bytes.substr(96, 6) ==
          std::string{"\x01\x02\x02\x01\x02\x0e"}); // clustered, gzip twice, MVT, zooms
    CHECK(pmtiles::read_header(bytes_of(bytes)) == header);
}

TEST_CASE("what is no archive of version 3 is refused", "[pmtiles]")
{
    std::string bytes = pmtiles::write_header({});
    CHECK_THROWS_AS(pmtiles::read_header(bytes_of(bytes).first(126)), FormatError);
    bytes[7] = 2;
    CHECK_THROWS_WITH(pmtiles::read_header(bytes_of(bytes)), ContainsSubstring("version 2"));
    bytes[0] = 'X';
    CHECK_THROWS_AS(pmtiles::read_header(bytes_of(bytes)), FormatError);
}

TEST_CASE("a directory is written column by column, as in section 4.2 of the specification", "[pmtiles]")
{
    const std::vector<pmtiles::Entry> entries{{5, 0, 1, 1}, {42, 1, 300, 3}, {69, 0, 1, 1}};
    const std::string bytes = pmtiles::write_directory(entries);
    //                        count ids         runs       lengths        offsets: first, follows, again the first
    CHECK(bytes == std::string{"\x03\x05\x25\x1b\x01\x03\x01\x01\xac\x02\x01\x01\x00\x01", 14});
    CHECK(pmtiles::read_directory(bytes) == entries);
}

TEST_CASE("a damaged directory is refused", "[pmtiles]")
{
    const std::vector<pmtiles::Entry> entries{{5, 0, 1, 1}, {42, 1, 300, 3}};
    const std::string bytes = pmtiles::write_directory(entries);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CHECK_THROWS_AS(pmtiles::read_directory(std::string_view{bytes}.substr(0, size)), FormatError);
    }
    CHECK_THROWS_AS(pmtiles::read_directory("\xff\xff\xff\xff\x0f"), FormatError); // four billion entries
    CHECK_THROWS_AS(pmtiles::read_directory(std::string(5, '\x01').replace(4, 1, 1, '\0')), FormatError);
}

TEST_CASE("an entry is found by its run, a leaf directory stands for all ids after it", "[pmtiles]")
{
    const std::vector<pmtiles::Entry> entries{{5, 0, 1, 2}, {10, 1, 1, 1}, {20, 0, 9, 0}};
    CHECK(pmtiles::find_entry(entries, 4) == nullptr);
    CHECK(pmtiles::find_entry(entries, 5) == &entries[0]);
    CHECK(pmtiles::find_entry(entries, 6) == &entries[0]);
    CHECK(pmtiles::find_entry(entries, 7) == nullptr);
    CHECK(pmtiles::find_entry(entries, 10) == &entries[1]);
    CHECK(pmtiles::find_entry(entries, 1000) == &entries[2]);
    CHECK(pmtiles::find_entry({}, 1) == nullptr);
}

TEST_CASE("an archive gives back its tiles and says what it is", "[pmtiles]")
{
    const std::string bytes = archive({{{0, 0, 0}, "world"}, {{2, 3, 1}, "east"}});
    const tiles::PmtilesReader reader{bytes_of(bytes)};
    CHECK(content(reader, {0, 0, 0}) == "world");
    CHECK(content(reader, {2, 3, 1}) == "east");
    CHECK(content(reader, {1, 0, 0}) == "no such tile");
    CHECK_FALSE(reader.tile({2, 4, 0}).has_value());
    CHECK(reader.metadata() == R"({"name":"a"})");
    CHECK(reader.header().maxzoom == 2);
    CHECK(reader.header().bounds == datasets::BBox{134, 34, 135, 35});
    CHECK(reader.header().center == datasets::LonLat{134.5, 34.5});
    CHECK(reader.header().tile_type == pmtiles::TileType::mvt);
}

TEST_CASE("identical tiles are stored once, side by side as a run", "[pmtiles]")
{
    const std::string bytes = archive({{{1, 0, 0}, "sea"},
                                       {{1, 0, 1}, "sea"},
                                       {{1, 1, 1}, "land"},
                                       {{1, 1, 0}, "sea"},
                                       {{2, 0, 0}, "sea"}});
    const tiles::PmtilesReader reader{bytes_of(bytes)};
    CHECK(reader.header().addressed_tiles == 5);
    CHECK(reader.header().tile_entries == 3);
    CHECK(reader.header().tile_contents == 2);
    CHECK(reader.entries().at(0).run_length == 2);
    CHECK(content(reader, {1, 0, 1}) == "sea");
    CHECK(content(reader, {1, 1, 1}) == "land");
    CHECK(content(reader, {2, 0, 0}) == "sea");
}

TEST_CASE("the order in which tiles are added changes no byte, contents lie in the order of ids", "[pmtiles]")
{
    const TempFolder folder;
    tiles::PmtilesWriter forth{folder.path() / "forth"};
    tiles::PmtilesWriter back{folder.path() / "back"};
    for (std::uint32_t i = 0; i < 16; ++i) {
        forth.add({2, i / 4, i % 4}, tiles::gzip(fmt::format("tile {}", i)));
        back.add({2, (15 - i) / 4, (15 - i) % 4}, tiles::gzip(fmt::format("tile {}", 15 - i)));
    }
    forth.commit({});
    back.commit({});
    CHECK(datasets::read_file(folder.path() / "forth") == datasets::read_file(folder.path() / "back"));

    const tiles::PmtilesReader reader{folder.path() / "forth"};
    CHECK(reader.header().clustered);
    std::uint64_t end = 0;
    for (const auto& entry : reader.entries()) {
        CHECK(entry.offset == end);
        end += entry.length;
    }
}

TEST_CASE("an archive of many tiles has leaf directories and a root within the first 16 KiB", "[pmtiles]")
{
    const TempFolder folder;
    tiles::PmtilesWriter writer{folder.path() / "many"};
    constexpr std::uint32_t across = 1U << 8U;
    for (std::uint32_t x = 0; x < across; ++x) {
        for (std::uint32_t y = 0; y < across; ++y) {
            writer.add({8, x, y}, tiles::gzip(fmt::format("{} {}", x, y)));
        }
    }
    writer.commit({8, 8, {}, "{}"});
    const tiles::PmtilesReader reader{folder.path() / "many"};
    CHECK(reader.header().leaf_length > 0);
    CHECK(reader.header().root_offset + reader.header().root_length <= pmtiles::first_bytes);
    CHECK(reader.entries().size() == across * across);
    for (const std::uint32_t i : {0U, 1U, 77U, across - 1}) {
        CHECK(content(reader, {8, i, across - 1 - i}) == fmt::format("{} {}", i, across - 1 - i));
    }
}

TEST_CASE("an archive without tiles can be opened", "[pmtiles]")
{
    const std::string bytes = archive({});
    const tiles::PmtilesReader reader{bytes_of(bytes)};
    CHECK_FALSE(reader.tile({0, 0, 0}).has_value());
    CHECK(reader.entries().empty());
}

TEST_CASE("a writer that does not commit leaves nothing behind", "[pmtiles]")
{
    const TempFolder folder;
    {
        tiles::PmtilesWriter writer{folder.path() / "a.pmtiles"};
        writer.add({0, 0, 0}, tiles::gzip("tile"));
        CHECK(std::filesystem::is_empty(folder.path()));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a tile that comes twice or does not exist is refused, and no archive appears", "[pmtiles]")
{
    const TempFolder folder;
    tiles::PmtilesWriter writer{folder.path() / "a.pmtiles"};
    CHECK_THROWS_AS(writer.add({1, 2, 0}, "x"), FormatError);
    writer.add({1, 0, 0}, "x");
    writer.add({1, 0, 0}, "y");
    CHECK_THROWS_WITH(writer.commit({}), ContainsSubstring("1/0/0"));
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK_THROWS_AS(tiles::PmtilesWriter{folder.path() / "no/such/folder"}, datasets::StorageError);
}

TEST_CASE("an archive cut short is refused, on opening or at the tile that is missing", "[pmtiles]")
{
    const std::string bytes = archive({{{0, 0, 0}, "world"}, {{1, 1, 1}, "east"}});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto read = [&] {
            const tiles::PmtilesReader reader{bytes_of(bytes).first(size)};
            static_cast<void>(reader.metadata());
            static_cast<void>(reader.tile({1, 1, 1}));
        };
        CHECK_THROWS_AS(read(), FormatError);
    }
}

TEST_CASE("metadata names the layers with their fields, and what each zoom leaves out", "[pmtiles]")
{
    tiles::ArchiveMetadata metadata;
    metadata.name = "投票所";
    metadata.vector_layers = {{"polling-places", "", 0, 14, {{"name", "String"}}}};
    metadata.statistics = {{14, 3, 40, 0, 0, 2, 0, 1234}};
    const std::string json = tiles::archive_metadata(metadata);
    CHECK_THAT(json, ContainsSubstring(R"("name":"投票所")"));
    CHECK_THAT(json, ContainsSubstring(R"("id":"polling-places")"));
    CHECK_THAT(json, ContainsSubstring(R"("fields":{"name":"String"})"));
    CHECK_THAT(json, ContainsSubstring(R"("features":40,"clustered":0,"merged":0,"omitted":2)"));
}

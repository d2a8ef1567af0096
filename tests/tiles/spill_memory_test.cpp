#include "datasets/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"
#include "tiles/distinct_texts.hpp"
#include "tiles/feature_index_writer.hpp"
#include "tiles/index_of_store.hpp"
#include "tiles/pmtiles_writer.hpp"
#include "tiles/spill_memory.hpp"
#include "tiles/tiler.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <memory_resource>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using datasets::Feature;
using datasets::LonLat;
using tiles::SpillMemory;

namespace {

constexpr std::size_t kilobyte = 1024;

datasets::Schema schema()
{
    datasets::Schema schema;
    schema.fields.push_back({"name", datasets::FieldType::text, {}, {}, false});
    schema.fields.push_back({"count", datasets::FieldType::integer, {}, {}, false});
    return schema;
}

/// Points, lines and squares that touch, each with a text of its own and a number.
std::vector<Feature> some_features()
{
    std::mt19937 random{20261126};
    std::vector<Feature> features;
    for (int i = 0; i < 6000; ++i) {
        const double lon = 134.0 + 0.001 * (i % 100), lat = 34.3 + 0.001 * (i / 100 % 20);
        datasets::Geometry<LonLat> geometry = datasets::Points<LonLat>{{{lon, lat}}};
        if (i % 3 == 1) {
            geometry =
                datasets::Lines<LonLat>{{{{lon, lat}, {lon + 0.0004, lat + 0.0003}, {lon + 0.01, lat}}}};
        } else if (i % 3 == 2) {
            const LonLat a{lon, lat}, b{lon + 0.001, lat}, c{lon + 0.001, lat + 0.001}, d{lon, lat + 0.001};
            geometry = datasets::Polygons<LonLat>{{{{a, b, c, d, a}, {}}}};
        }
        features.push_back({i + 1,
                            std::to_string(i + 1),
                            std::move(geometry),
                            {fmt::format("name {}", random()), static_cast<std::int64_t>(random() % 100)}});
    }
    return features;
}

struct Files {
    std::string tiles{};
    std::vector<std::uint64_t> index{};
};

/// The archive and the index of the features, whatever memory they were made in.
Files files_in(std::pmr::memory_resource* memory)
{
    const TempFolder folder;
    tiles::TileOptions options;
    options.maxzoom = 12;
    tiles::Tiler tiler{"data", {"name", "count"}, options, memory};
    tiles::FeatureIndexWriter index{schema(), memory};
    for (const Feature& feature : some_features()) {
        tiler.add(feature);
        index.add(feature);
    }
    static_cast<void>(tiler.generalise());
    tiles::PmtilesWriter writer{folder.path() / "tiles.pmtiles"};
    static_cast<void>(tiler.write(writer));
    writer.commit({});
    return {datasets::read_file(folder.path() / "tiles.pmtiles"),
            index.assemble({"source", false}, tiles::drawn_of(tiler.features()))};
}

} // namespace

TEST_CASE("blocks beyond the budget lie in files, and come and go like any others", "[memory]")
{
    const TempFolder folder;
    SpillMemory memory{folder.path(), 100 * kilobyte};
    {
        const std::pmr::vector<char> within(90 * kilobyte, 'a', &memory);
        CHECK(memory.spilled() == 0);
        const std::pmr::vector<char> small(10 * kilobyte, 'b', &memory); // not counted, however many
        const std::pmr::vector<char> beyond(70 * kilobyte, 'c', &memory);
        CHECK(memory.spilled() == 70 * kilobyte);
        CHECK(std::accumulate(beyond.begin(), beyond.end(), std::size_t{0}) == 70 * kilobyte * 'c');
        CHECK(std::filesystem::is_empty(folder.path())); // its files have no names
    }
    CHECK(memory.spilled() == 0);
    const std::pmr::vector<char> again(90 * kilobyte, 'd', &memory); // the budget is free again
    CHECK(memory.spilled() == 0);
}

TEST_CASE("an array that grows from memory into a file keeps what it holds", "[memory]")
{
    const TempFolder folder;
    SpillMemory memory{folder.path(), 200 * kilobyte};
    std::pmr::vector<std::uint64_t> numbers{&memory};
    for (std::uint64_t i = 0; i < 500'000; ++i) {
        numbers.push_back(i * i);
    }
    CHECK(memory.spilled() > 0);
    for (std::uint64_t i = 0; i < numbers.size(); ++i) {
        REQUIRE(numbers[i] == i * i);
    }
}

TEST_CASE("no room for what is beyond the budget is an error that names the folder", "[memory]")
{
    SpillMemory memory{"/nowhere/at/all", 0};
    CHECK_THROWS_AS(std::pmr::vector<char>(kilobyte * kilobyte, 'a', &memory), datasets::StorageError);
    const TempFolder folder;
    SpillMemory full{folder.path(), 0};
    constexpr std::size_t more_than_any_disk = std::size_t{1} << 60U;
    CHECK_THROWS_WITH(full.allocate(more_than_any_disk),
                      ContainsSubstring(folder.path().string()) && ContainsSubstring("no room"));
}

TEST_CASE("tiles and index are the same bytes, whether made in memory or in files", "[memory]")
{
    const TempFolder folder;
    SpillMemory memory{folder.path(), 0};
    const Files in_files = files_in(&memory);
    const Files in_memory = files_in(std::pmr::get_default_resource());
    CHECK(in_files.tiles == in_memory.tiles);
    CHECK(in_files.index == in_memory.index);
}

TEST_CASE("different texts have different numbers, equal ones the same", "[memory]")
{
    tiles::DistinctTexts texts;
    std::vector<std::uint32_t> numbers;
    for (int i = 0; i < 10'000; ++i) {
        numbers.push_back(texts.number(std::to_string(i)));
    }
    CHECK(texts.size() == numbers.size());
    for (int i = 0; i < 10'000; ++i) {
        REQUIRE(texts.number(std::to_string(i)) == numbers[static_cast<std::size_t>(i)]);
        REQUIRE(texts.at(numbers[static_cast<std::size_t>(i)]) == std::to_string(i));
    }
    CHECK(texts.add(""));
    CHECK_FALSE(texts.add(""));
    texts.clear();
    CHECK(texts.size() == 0);
    CHECK(texts.add("0"));
}

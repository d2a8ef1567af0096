#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/tiles/index_features.hpp"
#include "tiles/bitmap.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/packed_rtree.hpp"

#include <algorithm>
#include <cstring>
#include <random>

using datasets::Feature;
using tiles::Bitmap;
using tiles::IndexedFeatures;
using tiles::PackedRtree;
using tiles::WorldBox;

namespace {

void check_same(const Feature& a, const Feature& b)
{
    CHECK(a.fid == b.fid);
    CHECK(a.id == b.id);
    CHECK(a.geometry == b.geometry);
    CHECK(a.values == b.values);
}

} // namespace

TEST_CASE("the index gives every feature back as it was added", "[index]")
{
    const auto features = mixed_features(500);
    const auto index = index_of(features);
    REQUIRE(index.size() == features.size());
    for (std::size_t row = 0; row < index.size(); ++row) {
        check_same(index.feature(row), features[static_cast<std::size_t>(index.fid(row) - 1)]);
        CHECK(index.row_of(index.fid(row)) == row);
        CHECK((row < index.located()) == index.geometry(row).has_value());
    }
}

TEST_CASE("an index of nothing, of one feature and of features without positions can be made and read",
          "[index]")
{
    CHECK(index_of({}).size() == 0);
    CHECK(index_of(mixed_features(1)).size() == 1);
    auto features = mixed_features(70);
    for (auto& feature : features) {
        feature.geometry.reset();
    }
    const auto index = index_of(features);
    CHECK(index.located() == 0);
    CHECK(index.feature(0).values == features[0].values);
}

TEST_CASE("an index written to a file is the same as the one in memory", "[index]")
{
    const TempFolder folder;
    const auto features = mixed_features(100);
    writer_of(features, mixed_schema())
        .write(folder.path() / "features.index", {std::string(64, 'b'), false}, drawn_whole(features));
    const auto index = IndexedFeatures::open(folder.path() / "features.index");
    CHECK(index.source() == std::string(64, 'b'));
    for (std::size_t row = 0; row < index.size(); ++row) {
        check_same(index.feature(row), features[static_cast<std::size_t>(index.fid(row) - 1)]);
    }
}

TEST_CASE("the index keeps the zoom of each vertex", "[index]")
{
    std::vector<Feature> features(1);
    features[0].fid = 1;
    features[0].geometry = datasets::Lines<datasets::LonLat>{{{{134, 34}, {134.1, 34.2}, {134.2, 34}}}};
    const tiles::DrawnFeature drawn{
        datasets::Lines<tiles::ZoomVertex>{{{{{1, 2}, 0}, {{3, 4}, 9}, {{5, 6}, 0}}}},
        {datasets::GeometryKind::line, {1, 2}, {5, 6}, {3, 4}, 7.5, true}};
    const auto index = index_of_words(
        writer_of(features, {}).assemble({std::string(64, 'a'), true}, [&](std::size_t) { return drawn; }));
    CHECK(index.drawn(0) == drawn.geometry);
    CHECK(index.shape(0).place == drawn.shape.place);
    CHECK(index.shape(0).size == drawn.shape.size);
    CHECK(index.shape(0).has_label);
    CHECK(index.is_coverage());
}

TEST_CASE("an index says why it does not belong to the features beside it", "[index]")
{
    const auto index = index_of(mixed_features(10));
    const std::string source(64, 'a');
    CHECK(index.mismatch(mixed_schema(), 10, source).empty());
    CHECK_THAT(index.mismatch(mixed_schema(), 10, std::string(64, 'c')),
               ContainsSubstring("another features.gpkg"));
    CHECK_THAT(index.mismatch(mixed_schema(), 11, source), ContainsSubstring("10 features instead of 11"));
    auto other = mixed_schema();
    other.fields[0].name = "sort";
    CHECK_THAT(index.mismatch(other, 10, source), ContainsSubstring("other fields"));
}

TEST_CASE("an index cut short anywhere is an error", "[index]")
{
    const auto features = mixed_features(40);
    const auto words =
        writer_of(features, mixed_schema()).assemble({std::string(64, 'a'), true}, drawn_whole(features));
    const auto owner = std::make_shared<const std::vector<std::uint64_t>>(words);
    const auto bytes = std::as_bytes(std::span{*owner});
    for (std::size_t size = 0; size + 8 < bytes.size(); size += size < 2000 ? 1 : 97) {
        REQUIRE_THROWS_AS((IndexedFeatures{owner, bytes.first(size)}), datasets::FormatError);
    }
}

TEST_CASE("an index with any byte changed is an error or can be read to its end", "[index]")
{
    const auto features = mixed_features(40);
    const auto words =
        writer_of(features, mixed_schema()).assemble({std::string(64, 'a'), true}, drawn_whole(features));
    for (std::size_t at = 0; at < words.size() * 8; ++at) {
        auto changed = words;
        auto& byte = reinterpret_cast<unsigned char*>(changed.data())[at];
        byte = static_cast<unsigned char>(byte ^ (at % 3 == 0 ? 0xffU : 0x01U));
        try {
            const auto index = index_of_words(std::move(changed));
            for (std::size_t row = 0; row < index.size(); ++row) {
                static_cast<void>(index.feature(row));
                static_cast<void>(index.drawn(row));
                static_cast<void>(index.shape(row));
            }
            index.tree().search(
                WorldBox{0, 0, 0xffffffff, 0xffffffff},
                [&](std::size_t, std::size_t last, PackedRtree::Meets) { REQUIRE(last <= index.located()); });
        } catch (const datasets::FormatError&) {
        }
    }
}

TEST_CASE("features must come with the fids they will have", "[index]")
{
    auto features = mixed_features(2);
    tiles::FeatureIndexWriter writer{mixed_schema()};
    CHECK_THAT(complaint_of([&] { writer.add(features[1]); }), ContainsSubstring("feature 2"));
    features[0].values.pop_back();
    CHECK_THAT(complaint_of([&] { writer.add(features[0]); }), ContainsSubstring("7 values"));
}

TEST_CASE("the packed R-tree finds what a look at every box finds", "[index]")
{
    std::mt19937 random{7};
    for (const std::size_t count : {0U, 1U, 15U, 16U, 17U, 255U, 256U, 257U, 5000U}) {
        std::pmr::vector<WorldBox> rows;
        for (std::size_t i = 0; i < count; ++i) {
            const auto x = static_cast<std::uint32_t>(random() % 1000),
                       y = static_cast<std::uint32_t>(random() % 1000);
            rows.push_back({x, y, x + static_cast<std::uint32_t>(random() % 50), y});
        }
        const auto boxes = PackedRtree::pack(rows);
        REQUIRE(boxes.size() == PackedRtree::packed_size(count));
        const PackedRtree tree{boxes, count};
        for (int i = 0; i < 50; ++i) {
            const auto x = static_cast<std::uint32_t>(random() % 1000),
                       y = static_cast<std::uint32_t>(random() % 1000);
            const WorldBox window{x, y, x + static_cast<std::uint32_t>(random() % 400), y + 100};
            std::vector<int> found(count, 0);
            std::size_t end = 0;
            tree.search(window, [&](std::size_t first, std::size_t last, PackedRtree::Meets meets) {
                REQUIRE(first >= end); // rising
                end = last;
                for (std::size_t row = first; row < last; ++row) {
                    found[row] = meets == PackedRtree::Meets::wholly ? 2 : 1;
                }
            });
            for (std::size_t row = 0; row < count; ++row) {
                // A whole range may be cut into its parts, but never claims too much.
                REQUIRE((found[row] > 0) == window.intersects(rows[row]));
                REQUIRE((found[row] < 2 || window.contains(rows[row])));
            }
        }
    }
}

TEST_CASE("a bitmap's ranges end where they are told to", "[index]")
{
    for (const std::size_t size : {1U, 63U, 64U, 65U, 200U}) {
        for (std::size_t first = 0; first <= size; first += 13) {
            for (std::size_t last = first; last <= size; last += 17) {
                Bitmap bits{size};
                bits.set_range(first, last);
                CHECK(bits.count() == last - first);
                std::vector<std::size_t> rows;
                Bitmap{size, true}.for_each(first, last, [&](std::size_t row) { rows.push_back(row); });
                CHECK(rows.size() == last - first);
                CHECK((~bits).count() == size - (last - first));
            }
        }
    }
}

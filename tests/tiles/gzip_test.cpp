#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mapped_file.hpp"

#include <fstream>

TEST_CASE("bytes come back from gzip, however many", "[gzip]")
{
    for (const std::size_t size : {0U, 1U, 100U, 1'000'000U}) {
        const std::string bytes(size, 'x');
        CHECK(tiles::gunzip(tiles::gzip(bytes), size) == bytes);
    }
}

TEST_CASE("a member is a gzip member, and the same for the same input", "[gzip]")
{
    const std::string member = tiles::gzip("tile");
    CHECK(member.substr(0, 3) == "\x1f\x8b\x08");
    CHECK(tiles::gzip("tile") == member);
}

TEST_CASE("content larger than allowed is refused", "[gzip]")
{
    CHECK_THROWS_AS(tiles::gunzip(tiles::gzip(std::string(1000, 'x')), 999), datasets::FormatError);
}

TEST_CASE("a member that is damaged, cut short, too long or lies about its size is refused", "[gzip]")
{
    const std::string member = tiles::gzip("so much for the tile");
    for (std::size_t size = 0; size < member.size(); ++size) {
        CHECK_THROWS_AS(tiles::gunzip(std::string_view{member}.substr(0, size), 1000), datasets::FormatError);
    }
    std::string changed = member;
    changed[member.size() / 2] = static_cast<char>(changed[member.size() / 2] ^ 1);
    CHECK_THROWS_AS(tiles::gunzip(changed, 1000), datasets::FormatError);
    CHECK_THROWS_AS(tiles::gunzip(member + "more", 2'000'000'000), datasets::FormatError);
    std::string liar = member;
    liar[member.size() - 2] = '\x7f'; // 8 MB out of 40 bytes
    CHECK_THROWS_AS(tiles::gunzip(liar, 2'000'000'000), datasets::FormatError);
}

TEST_CASE("a mapped file stays readable after it was removed", "[mapped_file]")
{
    const TempFolder folder;
    std::ofstream{folder.path() / "file"} << "content";
    tiles::MappedFile file{folder.path() / "file"};
    std::filesystem::remove(folder.path() / "file");
    const tiles::MappedFile moved = std::move(file);
    const auto bytes = moved.bytes();
    CHECK(std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()} == "content");
}

TEST_CASE("an empty file maps to no bytes, a missing one is an error that names it", "[mapped_file]")
{
    const TempFolder folder;
    std::ofstream{folder.path() / "empty"}.flush();
    CHECK(tiles::MappedFile{folder.path() / "empty"}.bytes().empty());
    CHECK_THROWS_WITH(tiles::MappedFile{folder.path() / "missing"}, ContainsSubstring("missing"));
    CHECK_THROWS_AS(tiles::MappedFile{folder.path() / "missing"}, datasets::StorageError);
}

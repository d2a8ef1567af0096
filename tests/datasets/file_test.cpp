#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/stat.h>

#include <string>

TEST_CASE("a file is read as it was written, zero bytes too", "[file]")
{
    const TempFolder folder;
    const std::string bytes = std::string{"a\0b", 3} + std::string(100'000, 'x');
    datasets::write_file(folder.path() / "file", bytes);
    CHECK(datasets::read_file(folder.path() / "file") == bytes);
}

TEST_CASE("a file that is there already is never overwritten", "[file]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "file", "first");
    CHECK_THROWS_AS(datasets::write_file(folder.path() / "file", "second"), datasets::StorageError);
    CHECK(datasets::read_file(folder.path() / "file") == "first");
}

TEST_CASE("a file for staff is readable by its owner alone from its first moment", "[file]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "rejects.csv", "x", 0600);
    struct stat status {};
    REQUIRE(::stat((folder.path() / "rejects.csv").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("what cannot be read, written or made durable is named", "[file]")
{
    const TempFolder folder;
    const auto missing = folder.path() / "none" / "file";
    CHECK_THROWS_WITH(datasets::read_file(missing),
                      ContainsSubstring("none/file") && ContainsSubstring("No such"));
    CHECK_THROWS_WITH(datasets::write_file(missing, ""), ContainsSubstring("none/file"));
    CHECK_THROWS_WITH(datasets::sync_path(missing), ContainsSubstring("none/file"));
    CHECK_THROWS_AS(datasets::read_file(folder.path()), datasets::StorageError);
    CHECK_NOTHROW(datasets::sync_path(folder.path()));
}

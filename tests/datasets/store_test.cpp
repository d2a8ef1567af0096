#include "datasets/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

using datasets::current_version;
using datasets::is_dataset_id;
using datasets::is_version;

TEST_CASE("only names as versions have them are versions", "[store]")
{
    CHECK(is_version("20261121T043000Z-3f9a1c0b2d4e"));
    for (const char* name : {"", "..", "current", "20261121T043000Z-3f9a1c", "20261121T043000Z-3F9A1C0B2D4E",
                             "20261121T043000Z-3f9a1c0b2d4e5", "20261121 043000Z-3f9a1c0b2d4e",
                             "2026112xT043000Z-3f9a1c0b2d4e", "../61121T043000Z-3f9a1c0b2d4e",
                             "20261121T043000Z_3f9a1c0b2d4e", "20261121T043000Z-3f9a1c0b2d4/"}) {
        CHECK_FALSE(is_version(name));
    }
}

TEST_CASE("only lower-case letters, digits and hyphens make a dataset id", "[store]")
{
    CHECK(is_dataset_id("polling-places"));
    CHECK(is_dataset_id("2026"));
    CHECK(is_dataset_id(std::string(64, 'a')));
    for (const char* name : {"", "-a", "A", "a_b", "a.b", "..", "a/b", "街", "a b"}) {
        CHECK_FALSE(is_dataset_id(name));
    }
    CHECK_FALSE(is_dataset_id(std::string(65, 'a')));
}

TEST_CASE("the current version is where the link points, and nothing else counts", "[store]")
{
    const TempFolder folder;
    const datasets::Store store{folder.path()};
    CHECK(current_version(store, "parks") == std::nullopt);

    std::filesystem::create_directories(store.dataset("parks"));
    std::filesystem::create_directories(store.dataset("draft")); // never published
    std::filesystem::create_symlink("20261121T043000Z-3f9a1c0b2d4e", store.current_link("parks"));
    CHECK(current_version(store, "parks") == "20261121T043000Z-3f9a1c0b2d4e");
    CHECK(datasets::published_datasets(store) == std::vector<std::string>{"parks"});

    std::filesystem::create_directories(store.dataset("evil"));
    std::filesystem::create_symlink("../../etc", store.current_link("evil"));
    CHECK(current_version(store, "evil") == std::nullopt);
    CHECK(datasets::published_datasets(store) == std::vector<std::string>{"parks"});
}

TEST_CASE("published datasets are listed by id, a store that is not there has none", "[store]")
{
    const TempFolder folder;
    const datasets::Store store{folder.path()};
    for (const char* id : {"sewer", "aed", "parks"}) {
        std::filesystem::create_directories(store.dataset(id));
        std::filesystem::create_symlink("20261121T043000Z-3f9a1c0b2d4e", store.current_link(id));
    }
    CHECK(datasets::published_datasets(store) == std::vector<std::string>{"aed", "parks", "sewer"});
    CHECK(datasets::published_datasets(datasets::Store{folder.path() / "none"}).empty());
}

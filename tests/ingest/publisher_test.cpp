#include "datasets/digest.hpp"
#include "datasets/file.hpp"
#include "ingest/error.hpp"
#include "ingest/publisher.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace fs = std::filesystem;

using datasets::Store;
using ingest::Publisher;

namespace {

const std::string hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

datasets::DatasetInfo info_of(const Publisher& publisher, const std::string& id = "parks")
{
    datasets::DatasetInfo info;
    info.manifest =
        datasets::parse_manifest(R"({"id": ")" + id + R"(", "title": {"ja": "公園", "en": "Parks"},
        "source": {"path": "a.csv"}, "geometry": {"from": "none"}, "fields": []})",
                                 "test");
    info.version = publisher.version();
    info.published = publisher.published();
    info.input_hash = hash;
    return info;
}

std::set<std::string> names_in(const fs::path& folder)
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator{folder}) {
        names.insert(entry.path().filename());
    }
    return names;
}

} // namespace

TEST_CASE("publishing makes a version of time and hash, and points the link at it", "[publisher]")
{
    const TempFolder folder;
    const Store store{folder.path()};
    std::string version;
    {
        Publisher publisher{store, "parks", hash};
        version = publisher.version();
        CHECK(datasets::is_version(version));
        CHECK(version.ends_with("-0123456789ab"));
        datasets::write_file(publisher.staging() / "report.json", "{}");
        CHECK_FALSE(datasets::current_version(store, "parks"));
        publisher.publish(info_of(publisher));
    }
    CHECK(datasets::current_version(store, "parks") == version);
    CHECK(fs::read_symlink(store.current_link("parks")) ==
          fs::path{version}); // relative: a store can be moved
    CHECK(names_in(store.dataset("parks")) == std::set<std::string>{".lock", version, "current"});
    CHECK(names_in(store.snapshot("parks", version)) ==
          std::set<std::string>{"dataset.json", "downloads", "report.json"});
}

TEST_CASE("what is not published vanishes", "[publisher]")
{
    const TempFolder folder;
    const Store store{folder.path()};
    {
        const Publisher publisher{store, "parks", hash};
        datasets::write_file(publisher.staging() / "features.gpkg", "half");
    }
    CHECK(names_in(store.dataset("parks")) == std::set<std::string>{".lock"});
}

TEST_CASE("what a crash left behind is taken away, published versions are not", "[publisher]")
{
    const TempFolder folder;
    const Store store{folder.path()};
    const auto parks = store.dataset("parks");
    fs::create_directories(parks / ".staging-20260101T000000Z-aaaaaaaaaaaa" / "downloads");
    datasets::write_file(parks / ".staging-20260101T000000Z-aaaaaaaaaaaa" / "features.gpkg", "half");
    fs::create_directories(parks / "20251231T000000Z-bbbbbbbbbbbb");
    fs::create_symlink("20260101T000000Z-aaaaaaaaaaaa", parks / ".current-next");
    fs::create_symlink("20251231T000000Z-bbbbbbbbbbbb", parks / "current");
    {
        const Publisher publisher{store, "parks", hash};
        CHECK(names_in(parks) == std::set<std::string>{".lock", publisher.staging().filename().string(),
                                                       "current", "20251231T000000Z-bbbbbbbbbbbb"});
    }
    CHECK(datasets::current_version(store, "parks") == "20251231T000000Z-bbbbbbbbbbbb");
}

TEST_CASE("one run at a time publishes a dataset", "[publisher]")
{
    const TempFolder folder;
    const Store store{folder.path()};
    {
        const Publisher first{store, "parks", hash};
        CHECK_THAT(complaint_of([&] { Publisher(store, "parks", hash); }),
                   ContainsSubstring("another run is publishing 'parks'"));
        CHECK(fs::exists(first.staging())); // the second has not taken it for a leftover
        CHECK_NOTHROW(Publisher(store, "schools", hash));
    }
    CHECK_NOTHROW(Publisher(store, "parks", hash));
}

TEST_CASE("dataset.json tells size, hash, media type and audience of each file", "[publisher]")
{
    const TempFolder folder;
    const Store store{folder.path()};
    Publisher publisher{store, "rejects", hash}; // a name on purpose like that of a private file
    const std::map<std::string, bool> is_public{{"features.gpkg", true},
                                                {"tiles.pmtiles", true},
                                                {"report.json", true},
                                                {"downloads/rejects.csv", true},
                                                {"downloads/rejects.geojson", true},
                                                {"rejects.csv", false},
                                                {"downloads/unheard-of.bin", false},
                                                {"staff.csv", false}};
    for (const auto& [name, ignored] : is_public) {
        datasets::write_file(publisher.staging() / name, "bytes of " + name);
    }
    publisher.publish(info_of(publisher, "rejects"));
    const auto info = datasets::read_dataset_info(store.snapshot("rejects", publisher.version()));
    CHECK(info.files.size() == is_public.size());
    for (const auto& file : info.files) {
        INFO(file.name);
        const std::string bytes = "bytes of " + file.name;
        CHECK(file.bytes == static_cast<std::int64_t>(bytes.size()));
        CHECK(file.sha256 == datasets::sha256(bytes));
        CHECK(file.is_public == is_public.at(file.name));
        CHECK(file.media_type.empty() ==
              (file.name == "downloads/unheard-of.bin" || file.name == "staff.csv"));
    }
}

TEST_CASE("a store that cannot be written is refused by its path", "[publisher]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "store", "a file where a folder should be");
    CHECK_THAT(complaint_of([&] { Publisher(Store{folder.path() / "store"}, "parks", hash); }),
               ContainsSubstring("cannot create") && ContainsSubstring("store/parks"));
}

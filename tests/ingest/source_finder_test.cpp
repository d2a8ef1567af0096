#include "ingest/ogr_files.hpp"
#include "ingest/source_finder.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/zip.hpp"

#include <fstream>

using ingest::SourceFinder;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& bytes)
{
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << bytes;
}

/// Some of everything.
struct Files {
    Files()
    {
        write(here / "plain.csv", "n\n1\n");
        write(here / "one/parks.csv", "n\n1\n");
        write(here / "two/a.csv", "n\n1\n");
        write(here / "two/b.csv", "n\n1\n");
        write(here / "one.zip", zip_bytes({{"data/parks.csv", "n\n1\n"}}));
        write(here / "two.zip", zip_bytes({{"a.csv", "n\n1\n"}, {"b.csv", "n\n1\n"}}));
        write(here / "folder.zip/parks.csv", "n\n1\n");
    }

    [[nodiscard]] std::string found(const std::string& path) const
    {
        std::string full = SourceFinder{here}.find(path);
        if (const auto at = full.find(here.string()); at != std::string::npos) {
            full.replace(at, here.string().size(), "HERE");
        }
        return full;
    }

    TempFolder folder{};
    fs::path here = folder.path();
};

} // namespace

TEST_CASE("a file is where it is, and one in a folder or archive is found in it", "[source_finder]")
{
    const Files files;
    CHECK(files.found("plain.csv") == "HERE/plain.csv");
    CHECK(files.found("one") == "HERE/one/parks.csv");
    CHECK(files.found("one.zip") == "/vsizip/HERE/one.zip/data/parks.csv");
    CHECK(files.found("/vsizip/one.zip") == "/vsizip/HERE/one.zip/data/parks.csv");
    CHECK(files.found("one.zip/data") == "/vsizip/HERE/one.zip/data/parks.csv");
    CHECK(files.found("two.zip/b.csv") == "/vsizip/HERE/two.zip/b.csv");
    CHECK(files.found("/vsizip/two.zip/b.csv") == "/vsizip/HERE/two.zip/b.csv");
    CHECK(files.found("folder.zip") == "HERE/folder.zip/parks.csv"); // so named, but no archive
    CHECK(files.found("plain.csv.gz") == "/vsigzip/HERE/plain.csv.gz");
}

TEST_CASE("what the complaint about several files says to write is found", "[source_finder]")
{
    const Files files;
    for (const std::string name : {"two", "two.zip"}) {
        CHECK_THAT(complaint_of([&] { (void)files.found(name); }),
                   ContainsSubstring("as '" + name + "/a.csv'"));
        CHECK_NOTHROW(ingest::read_source_bytes(SourceFinder{files.here}.find(name + "/a.csv")));
    }
}

TEST_CASE("a URL that cannot be fetched, or should not be, is refused in words", "[source_finder]")
{
    const Files files;
    const auto complaint = [&](const std::string& path) {
        return complaint_of([&] { (void)files.found(path); });
    };
    CHECK_THAT(complaint("ftp://city.example/parks.csv"), ContainsSubstring("only http:// and https://"));
    CHECK_THAT(complaint("https://me:secret@city.example/parks.csv"),
               ContainsSubstring("no name or password") && !ContainsSubstring("secret"));
    CHECK_THAT(complaint("http://127.0.0.1:1/parks.csv"),
               ContainsSubstring("http://127.0.0.1:1/parks.csv") && ContainsSubstring("取得できません"));
}

TEST_CASE("an archive with a password is named as that", "[source_finder]")
{
    const Files files;
    std::string locked = zip_bytes({{"parks.csv", "n\n1\n"}});
    for (const auto& [header, flags] : {std::pair{"PK\3\4", 6}, {"PK\1\2", 8}}) {
        locked[locked.find(header) + static_cast<std::size_t>(flags)] |= 1;
    }
    write(files.here / "locked.zip", locked);
    CHECK_THAT(complaint_of([&] { (void)files.found("locked.zip"); }),
               ContainsSubstring("has a password: unpack it"));
    // What looks like the entry of a list, in data that may hold any bytes, is none.
    write(files.here / "open.zip", zip_bytes({{"parks.csv", "n\nPK\1\2" + std::string(60, '\xff') + "\n"}}));
    CHECK(files.found("open.zip") == "/vsizip/HERE/open.zip/parks.csv");
}

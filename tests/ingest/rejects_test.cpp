#include "datasets/file.hpp"
#include "ingest/finding.hpp"
#include "ingest/rejects.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/stat.h>

#include <cstddef>
#include <string>

using ingest::entry_of;
using ingest::EntryKind;
using ingest::Finding;

TEST_CASE("a rejected row stands in rejects.csv as it stood in its source, with the reason before it",
          "[rejects]")
{
    const TempFolder folder;
    ingest::Rejects rejects{folder.path() / "rejects.csv", {"番号", "所有者,氏名"}};
    rejects.add("parks.csv", {7, {"", "汐凪 \"太郎\"\n様"}, {}},
                entry_of(Finding::key_missing, EntryKind::rejected, "number"));
    rejects.finish();
    CHECK(datasets::read_file(folder.path() / "rejects.csv") ==
          "\xEF\xBB\xBFファイル file,行 row,コード code,理由,reason,番号,\"所有者,氏名\",WKB\r\n"
          "parks.csv,7,key.missing,キーの値がありません,a key value is missing,,\"汐凪 "
          "\"\"太郎\"\"\n様\",\r\n");
}

TEST_CASE("a rejected geometry is kept as hexadecimal WKB", "[rejects]")
{
    const TempFolder folder;
    ingest::Rejects rejects{folder.path() / "rejects.csv", {"番号"}};
    rejects.add("", {1, {"1"}, datasets::Bytes{std::byte{0x01}, std::byte{0x0A}, std::byte{0xFF}}},
                entry_of(Finding::geometry_unreadable, EntryKind::rejected));
    rejects.finish();
    CHECK_THAT(datasets::read_file(folder.path() / "rejects.csv"), ContainsSubstring(",1,010AFF\r\n"));
}

TEST_CASE("cells beyond the header's columns are kept behind the others", "[rejects]")
{
    const TempFolder folder;
    ingest::Rejects rejects{folder.path() / "rejects.csv", {"番号", "名称"}};
    ingest::SourceRow row{3, {"2", "広場"}, {}};
    row.surplus = {"西口", "a,b"};
    rejects.add("", row, entry_of(Finding::row_too_wide, EntryKind::rejected));
    rejects.finish();
    CHECK_THAT(datasets::read_file(folder.path() / "rejects.csv"),
               ContainsSubstring(",3,row.too_wide,") && ContainsSubstring(",2,広場,,西口,\"a,b\"\r\n"));
}

TEST_CASE("rejects.csv may hold private columns, so only its owner may read it", "[rejects]")
{
    const TempFolder folder;
    const auto path = folder.path() / "rejects.csv";
    const ingest::Rejects rejects{path, {"番号"}};
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U); // before the first row is written
}

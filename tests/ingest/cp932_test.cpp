#include "datasets/file.hpp"
#include "ingest/cp932.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <string>

using ingest::to_cp932;

TEST_CASE("text becomes CP932, Windows' own characters too", "[cp932]")
{
    CHECK(to_cp932("park 1").bytes == "park 1");
    CHECK(to_cp932("公園").bytes == "\x8C\xF6\x89\x80");
    CHECK(to_cp932("①㈱髙﨑").bytes == "\x87\x40\x87\x8A\xFB\xFC\xFA\xB1");
    CHECK(to_cp932("ｱ").bytes == "\xB1");
    CHECK(to_cp932("①㈱髙﨑").lacking.empty());
}

TEST_CASE("the two Unicode characters of a wave dash, a minus sign and others are one in CP932", "[cp932]")
{
    CHECK(to_cp932("8:30〜20:00").bytes == to_cp932("8:30～20:00").bytes);
    CHECK(to_cp932("−").bytes == to_cp932("－").bytes);
    CHECK(to_cp932("〜−—‖¢£¬").lacking.empty());
    CHECK(to_cp932("〜−—‖¢£¬").bytes == "\x81\x60\x81\x7C\x81\x5C\x81\x61\x81\x91\x81\x92\x81\xCA");
}

TEST_CASE("a character that CP932 lacks is seen, and named", "[cp932]")
{
    const auto text = to_cp932("𠮷野家 é 한");
    CHECK(text.bytes == to_cp932("〓野家 〓 〓").bytes);
    CHECK(text.lacking == "𠮷é한");
}

TEST_CASE("a text file is copied into CP932 line by line, without its byte order mark", "[cp932]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "a.csv", "\xEF\xBB\xBF番号,名称\r\n1,𠮷\r\n2,\"a\nb\"");
    ingest::write_cp932_copy(folder.path() / "a.csv", folder.path() / "b.csv");
    CHECK(datasets::read_file(folder.path() / "b.csv") == to_cp932("番号,名称\r\n1,〓\r\n2,\"a\nb\"").bytes);
}

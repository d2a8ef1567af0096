#include "ingest/error.hpp"
#include "ingest/json_list.hpp"
#include "tests/support/catch.hpp"

using ingest::IngestError;
using ingest::JsonList;

TEST_CASE("objects of a JSON list are rows under all the names that stand in any of them", "[json_list]")
{
    JsonList list{R"([{"b": "x", "a": 1.50}, {"c": null, "a": true, "d": [1, {"e": "y"}]}, {}])", "t"};
    CHECK(list.columns() == std::vector<std::string>{"b", "a", "c", "d"});
    CHECK(list.row_count() == 3);
    CHECK(list.next()->cells == std::vector<std::string>{"x", "1.5", "", ""});
    CHECK(list.next()->cells == std::vector<std::string>{"", "true", "", R"([1,{"e":"y"}])"});
    const auto last = list.next();
    CHECK(last->number == 3);
    CHECK(last->cells.size() == 4);
    CHECK_FALSE(list.next());
}

TEST_CASE("what is no list of objects is refused with its place", "[json_list]")
{
    CHECK_THROWS_WITH((JsonList{R"([{"a": 1}, 2])", "t.json"}), ContainsSubstring("entry 2"));
    CHECK_THROWS_AS((JsonList{R"([{"a": 1},)", "t.json"}), IngestError);
    CHECK_THROWS_AS((JsonList{std::string(100'000, '['), "t.json"}), IngestError);
}

#include "ingest/finding.hpp"
#include "tests/support/catch.hpp"

#include <set>
#include <string>

using ingest::entry_of;
using ingest::EntryKind;
using ingest::Finding;

TEST_CASE("every finding has a code of its own and words in both languages", "[finding]")
{
    std::set<std::string> codes;
    constexpr int last = static_cast<int>(Finding::privacy_min_count);
    for (int i = 0; i <= last; ++i) {
        const auto entry = entry_of(static_cast<Finding>(i), EntryKind::warning);
        INFO(i << " " << entry.code);
        CHECK(entry.code.find('.') != std::string::npos);
        CHECK_FALSE(entry.detail.ja.empty());
        CHECK_FALSE(entry.detail.en.empty());
        codes.insert(entry.code);
    }
    CHECK(codes.size() == static_cast<std::size_t>(last) + 1);
}

TEST_CASE("codes stand beside their finding", "[finding]")
{
    CHECK(entry_of(Finding::position_missing, EntryKind::note).code == "position.missing");
    CHECK(entry_of(Finding::geometry_repaired, EntryKind::repaired).code == "geometry.repaired");
    CHECK(entry_of(Finding::value_several, EntryKind::warning).code == "value.several");
    CHECK(entry_of(Finding::value_missing_word, EntryKind::note).code == "value.missing_word");
    CHECK(entry_of(Finding::key_duplicate, EntryKind::rejected).code == "key.duplicate");
}

TEST_CASE("what it is about stands behind the words of both languages", "[finding]")
{
    const auto entry =
        entry_of(Finding::value_several, EntryKind::warning, "designated", "2013-09-26、2020-10-09");
    CHECK(entry.field == "designated");
    CHECK(entry.detail.ja ==
          "日付が2つ以上あり、1つに決められないため空にしました（2013-09-26、2020-10-09）");
    CHECK(entry.detail.en == "several dates in one cell, none chosen; left empty (2013-09-26、2020-10-09)");
}

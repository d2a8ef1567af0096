#include "ingest/storage_advice.hpp"
#include "tests/support/catch.hpp"

using ingest::with_storage_advice;

TEST_CASE("what the system says of a store has behind it what a clerk can do", "[storage_advice]")
{
    CHECK_THAT(with_storage_advice("cannot write 'a': No space left on device"),
               ContainsSubstring("'a'") && ContainsSubstring("空き容量") &&
                   ContainsSubstring("free some space"));
    CHECK_THAT(with_storage_advice("cannot write 'a': database or disk is full"),
               ContainsSubstring("空き容量"));
    CHECK_THAT(with_storage_advice("cannot write 'a': File too large"), ContainsSubstring("LimitFSIZE"));
    CHECK_THAT(with_storage_advice("cannot create 'a': Read-only file system"),
               ContainsSubstring("読み取り専用"));
    CHECK_THAT(with_storage_advice("cannot create 'a': Permission denied"), ContainsSubstring("権限"));
    CHECK(with_storage_advice("cannot create 'a': it is there already") ==
          "cannot create 'a': it is there already");
}

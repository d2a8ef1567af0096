#include "ingest/error.hpp"
#include "ingest/read_ahead.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <vector>

using ingest::ReadAhead;

namespace {

std::function<std::optional<int>()> numbers_to(int last)
{
    return [last, i = 0]() mutable { return i < last ? std::optional{++i} : std::nullopt; };
}

} // namespace

TEST_CASE("values made ahead come in their order, each once, however many there are", "[read_ahead]")
{
    const int count = GENERATE(0, 1, 255, 256, 257, 100'000);
    ReadAhead<int> numbers{numbers_to(count)};
    int last = 0;
    while (const auto number = numbers.next()) {
        if (*number != ++last) {
            FAIL("after " << last - 1 << " comes " << *number);
        }
    }
    CHECK(last == count);
    CHECK_FALSE(numbers.next()); // the end stays the end
}

TEST_CASE("what making a value throws is thrown after the values before it", "[read_ahead]")
{
    ReadAhead<int> numbers{[make = numbers_to(1000)]() mutable {
        const auto number = make();
        if (number == 700) {
            throw ingest::IngestError{"row 700 breaks off"};
        }
        return number;
    }};
    int taken = 0;
    CHECK_THROWS_WITH(
        [&] {
            while (numbers.next()) {
                ++taken;
            }
        }(),
        "row 700 breaks off");
    CHECK(taken == 699);
    CHECK_FALSE(numbers.next());
}

TEST_CASE("who stops asking ends the making, and little was made in vain", "[read_ahead]")
{
    std::atomic<int> made = 0;
    {
        ReadAhead<std::vector<int>> endless{[&]() -> std::optional<std::vector<int>> {
            ++made;
            return std::vector<int>(100);
        }};
        CHECK(endless.next());
    }
    CHECK(made < 10'000);
}

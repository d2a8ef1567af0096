#include "ingest/error.hpp"
#include "ingest/side_by_side.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

using ingest::do_side_by_side;

TEST_CASE("every task is done once before the call returns", "[side_by_side]")
{
    const std::size_t count = GENERATE(0U, 1U, 2U, 500U);
    std::vector<std::atomic<int>> done(count);
    std::vector<std::function<void()>> tasks;
    for (std::size_t i = 0; i < count; ++i) {
        tasks.emplace_back([&done, i] { ++done[i]; });
    }
    do_side_by_side(tasks);
    for (const auto& times : done) {
        CHECK(times == 1);
    }
}

TEST_CASE("two tasks are under way at the same time", "[side_by_side]")
{
    std::atomic<int> arrived = 0;
    const auto meet = [&] {
        ++arrived;
        arrived.notify_all();
        arrived.wait(1); // for ever, if the other one waited for this one to end
    };
    do_side_by_side({meet, meet});
    CHECK(arrived == 2);
}

TEST_CASE("what a task throws is thrown when the others have ended", "[side_by_side]")
{
    std::atomic<int> done = 0;
    const auto good = [&] { ++done; };
    CHECK_THROWS_WITH(do_side_by_side({good, [] { throw ingest::IngestError{"the disk is full"}; }}),
                      "the disk is full");
    CHECK(done == 1);
}

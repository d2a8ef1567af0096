#include "datasets/deadline.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <thread>

using namespace std::chrono_literals;
using datasets::Deadline;

TEST_CASE("a deadline says when it has passed, and how long it was", "[deadline]")
{
    CHECK_NOTHROW(Deadline{}.check());
    CHECK_NOTHROW(Deadline{1h}.check());
    const Deadline short_one{1ms};
    std::this_thread::sleep_for(5ms);
    CHECK_THROWS_AS(short_one.check(), datasets::Overtime);
    CHECK_THROWS_WITH(short_one.check(), "this takes longer than 0.001 seconds");
}

TEST_CASE("a pace asks every so many steps", "[deadline]")
{
    const Deadline passed{-1ms};
    datasets::Pace pace{passed, 4};
    for (int i = 0; i < 3; ++i) {
        CHECK_NOTHROW(pace.step());
    }
    CHECK_THROWS_AS(pace.step(), datasets::Overtime);
}

#include "datasets/class_breaks.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

using namespace std::chrono_literals;
using datasets::class_breaks;
using datasets::ClassMethod;
using Breaks = std::vector<double>;

namespace {

double variance_within(const Breaks& values, const Breaks& breaks)
{
    double sum = 0;
    for (std::size_t k = 0; k <= breaks.size(); ++k) {
        Breaks inside;
        for (const double v : values) {
            if ((k == 0 || v >= breaks[k - 1]) && (k == breaks.size() || v < breaks[k])) {
                inside.push_back(v);
            }
        }
        double mean = 0;
        for (const double v : inside) {
            mean += v / static_cast<double>(inside.size());
        }
        for (const double v : inside) {
            sum += (v - mean) * (v - mean);
        }
    }
    return sum;
}

/// The least variance that any breaks between the values give.
double least_variance(const Breaks& sorted, std::size_t classes, Breaks breaks = {})
{
    if (breaks.size() + 1 == classes) {
        return variance_within(sorted, breaks);
    }
    double least = std::numeric_limits<double>::infinity();
    for (const double v : sorted) {
        if (v > sorted.front() && (breaks.empty() || v > breaks.back())) {
            auto next = breaks;
            next.push_back(v);
            least = std::min(least, least_variance(sorted, classes, next));
        }
    }
    return std::min(least, variance_within(sorted, breaks));
}

} // namespace

TEST_CASE("equal classes are as wide as each other", "[classes]")
{
    CHECK(class_breaks({0, 3, 10}, ClassMethod::equal, 5) == Breaks{2, 4, 6, 8});
}

TEST_CASE("quantile classes hold as many values each", "[classes]")
{
    CHECK(class_breaks({1, 2, 3, 4, 5, 6, 7, 8, 9}, ClassMethod::quantile, 4) == Breaks{3, 5, 7});
    CHECK(
        class_breaks({1, 1, 1, 1, 1, 1, 9}, ClassMethod::quantile, 4).empty()); // equal values stay together
}

TEST_CASE("natural breaks part what lies together", "[classes]")
{
    CHECK(class_breaks({1, 2, 1.5, 20, 21, 100, 101, 99}, ClassMethod::jenks, 3) == Breaks{20, 99});
    CHECK(class_breaks({5, 5, 5}, ClassMethod::jenks, 3).empty());
    CHECK(class_breaks({}, ClassMethod::jenks, 3).empty());
    CHECK(class_breaks({1, 2}, ClassMethod::jenks, 5) == Breaks{2});
}

TEST_CASE("natural breaks have the least variance within classes that there is", "[classes]")
{
    std::mt19937 random{2};
    for (int i = 0; i < 60; ++i) {
        Breaks values;
        for (std::size_t n = 4 + random() % 9; n > 0; --n) {
            values.push_back(static_cast<double>(random() % 40));
        }
        std::sort(values.begin(), values.end());
        const std::size_t classes = 2 + random() % 3;
        const auto breaks = class_breaks(values, ClassMethod::jenks, classes);
        CHECK(variance_within(values, breaks) == Approx(least_variance(values, classes)).margin(1e-9));
    }
}

TEST_CASE("natural breaks of many values end at the deadline", "[classes]")
{
    Breaks values(2000);
    std::iota(values.begin(), values.end(), 0.0);
    CHECK(class_breaks(values, ClassMethod::jenks, 5, datasets::Deadline{1h}) ==
          class_breaks(values, ClassMethod::jenks, 5));
    CHECK_THROWS_AS(class_breaks(values, ClassMethod::jenks, 5, datasets::Deadline{-1ms}),
                    datasets::Overtime);
}

TEST_CASE("a quantile lies between two values in proportion", "[classes]")
{
    CHECK(datasets::quantile_of({1, 2, 3, 4}, 0.5) == 2.5);
    CHECK(datasets::quantile_of({7}, 0.25) == 7);
}

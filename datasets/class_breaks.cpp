#include "datasets/class_breaks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace datasets {

namespace {

constexpr std::array<std::string_view, 3> names{"quantile", "equal", "jenks"};

/// Different values and how many of each.
struct Counted {
    std::vector<double> values{};
    std::vector<double> counts{};
};

Counted counted(const std::vector<double>& sorted)
{
    Counted all;
    for (const double value : sorted) {
        if (all.values.empty() || all.values.back() != value) {
            all.values.push_back(value);
            all.counts.push_back(0);
        }
        ++all.counts.back();
    }
    return all;
}

/// The sum of squared distances from the mean over any run of values, at once.
class Variance {
public:
    explicit Variance(const Counted& all)
    {
        // From the middle, so that large values that lie close together lose no digits.
        const double middle = (all.values.front() + all.values.back()) / 2;
        for (std::size_t i = 0; i < all.values.size(); ++i) {
            const double v = all.values[i] - middle, n = all.counts[i];
            counts_.push_back(counts_.back() + n);
            sums_.push_back(sums_.back() + n * v);
            squares_.push_back(squares_.back() + n * v * v);
        }
    }
    [[nodiscard]] double of(std::size_t first, std::size_t last) const ///< `last` is one past the end
    {
        const double n = counts_[last] - counts_[first], sum = sums_[last] - sums_[first];
        return std::max(0.0, squares_[last] - squares_[first] - sum * sum / n);
    }

private:
    std::vector<double> counts_{0}, sums_{0}, squares_{0};
};

/// Optimal classes by dynamic programming: the best with k classes of the first i values ends with a class that begins no earlier
/// than the best of the first i - 1 values does, so each row is filled by halves, in n log n.
class Fisher {
public:
    Fisher(const Counted& all, std::size_t classes, const Deadline& deadline)
        : variance_{all}, size_{all.values.size()}, pace_{deadline, fills_unwatched}
    {
        best_.assign(size_ + 1, std::numeric_limits<double>::infinity());
        for (std::size_t i = 1; i <= size_; ++i) {
            best_[i] = variance_.of(0, i);
        }
        for (std::size_t k = 2; k <= classes; ++k) {
            next_.assign(size_ + 1, std::numeric_limits<double>::infinity());
            begins_.emplace_back(size_ + 1, 0);
            fill(k, size_, k - 1, size_ - 1);
            best_ = std::move(next_);
        }
    }

    /// Where the second class begins, and the third …
    [[nodiscard]] std::vector<std::size_t> begins() const
    {
        std::vector<std::size_t> places;
        std::size_t end = size_;
        for (auto row = begins_.rbegin(); row != begins_.rend(); ++row) {
            end = (*row)[end];
            places.push_back(end);
        }
        std::ranges::reverse(places);
        return places;
    }

private:
    /// Of the first `low` to `high` values, whose last class begins from `from` to `to`.
    void fill(std::size_t low, std::size_t high, std::size_t from, std::size_t to)
    {
        if (low > high) {
            return;
        }
        pace_.step();
        const std::size_t middle = low + (high - low) / 2;
        std::size_t best = from;
        for (std::size_t begin = from; begin <= std::min(to, middle - 1); ++begin) {
            const double cost = best_[begin] + variance_.of(begin, middle);
            if (cost < next_[middle]) {
                next_[middle] = cost;
                best = begin;
            }
        }
        begins_.back()[middle] = best;
        fill(low, middle - 1, from, best);
        fill(middle + 1, high, best, to);
    }

    // The first of a row go over all values, most over a few. Of a million values the end came 11 ms late at most.
    static constexpr unsigned fills_unwatched = 16;

    Variance variance_;
    std::size_t size_;
    Pace pace_;
    std::vector<double> best_{}, next_{};
    std::vector<std::vector<std::size_t>> begins_{};
};

} // namespace

std::optional<ClassMethod> class_method_from(std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<ClassMethod>(found - names.begin())};
}

std::string_view to_string(ClassMethod method) { return names[static_cast<std::size_t>(method)]; }

double quantile_of(const std::vector<double>& sorted, double part)
{
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double rest = place - static_cast<double>(below);
    return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
}

std::vector<double> class_breaks(std::vector<double> values, ClassMethod method, std::size_t classes,
                                 const Deadline& deadline)
{
    std::ranges::sort(values);
    std::vector<double> breaks;
    if (values.empty() || classes < 2 || values.front() == values.back()) {
        return breaks;
    }
    if (method == ClassMethod::jenks) {
        const Counted all = counted(values);
        const Fisher fisher{all, std::min(classes, all.values.size()), deadline};
        for (const std::size_t begin : fisher.begins()) {
            breaks.push_back(all.values[begin]);
        }
        return breaks;
    }
    for (std::size_t i = 1; i < classes; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(classes);
        const double at = method == ClassMethod::equal
                              ? values.front() + part * (values.back() - values.front())
                              : quantile_of(values, part);
        // A class that holds nothing is none.
        if (at > values.front() && (breaks.empty() || at > breaks.back())) {
            breaks.push_back(at);
        }
    }
    return breaks;
}

} // namespace datasets

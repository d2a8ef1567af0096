#include "ingest/standard_header.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/standard_columns.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace ingest {

namespace {

/// In how many characters two texts differ (Levenshtein).
std::size_t distance(const std::u32string& a, const std::u32string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

bool is_slip(std::string_view wanted, std::string_view found)
{
    const std::u32string a = datasets::code_points(loose_name(wanted));
    const std::u32string b = datasets::code_points(loose_name(found));
    constexpr std::size_t shortest = 3; // of shorter names one letter is half of the meaning
    constexpr std::size_t long_name = 8;
    return std::min(a.size(), b.size()) >= shortest && distance(a, b) <= (a.size() >= long_name ? 2U : 1U);
}

bool is_variant(std::string_view wanted, std::string_view found)
{
    const auto variants = standard_variants(wanted);
    return std::any_of(variants.begin(), variants.end(),
                       [&](std::string_view variant) { return loose_name(variant) == loose_name(found); });
}

StandardFinding finding(bool is_error, const char* code, std::string_view column, const std::string& found,
                        datasets::LocalText detail)
{
    StandardFinding made;
    made.is_error = is_error;
    made.code = code;
    made.column = column;
    made.found = found;
    made.detail = std::move(detail);
    return made;
}

/// Gives columns of the file to those of the model, the surest first.
class Matcher {
public:
    Matcher(const StandardModel& model, const std::vector<std::string>& columns)
        : model_{model}, columns_{columns}, taken_(columns.size())
    {
        header_.columns.resize(model.columns.size());
    }

    StandardHeader match()
    {
        match_by([](std::string_view wanted, std::string_view found) { return wanted == trim(found); }, {});
        match_by(
            [](std::string_view wanted, std::string_view found) {
                return loose_name(wanted) == loose_name(found);
            },
            {"幅・かな・空白・記号の書き方が違います", "written with other width, kana, spaces or signs"});
        match_by(is_variant, {"別の版や市での名前です", "its name in another edition, or in other cities"});
        match_by(is_slip, {"書き誤りのようです", "looks like a slip of the hand"});
        say_missing();
        say_order();
        say_rest();
        return std::move(header_);
    }

private:
    using IsIt = std::function<bool(std::string_view, std::string_view)>;

    void match_by(const IsIt& is_it, const datasets::LocalText& wrong)
    {
        for (std::size_t i = 0; i < model_.columns.size(); ++i) {
            for (std::size_t j = 0; j < columns_.size() && !header_.columns[i]; ++j) {
                if (taken_[j] || !is_it(model_.columns[i].name, columns_[j])) {
                    continue;
                }
                taken_[j] = true;
                header_.columns[i] = j;
                if (!wrong.ja.empty()) {
                    header_.findings.push_back(
                        finding(true, "column.misnamed", model_.columns[i].name, columns_[j], wrong));
                }
            }
        }
    }

    void say_missing()
    {
        for (std::size_t i = 0; i < model_.columns.size(); ++i) {
            const StandardColumn& column = model_.columns[i];
            if (header_.columns[i]) {
                continue;
            }
            header_.findings.push_back(column.required
                                           ? finding(true, "column.missing_required", column.name, "",
                                                     {"必須の列がありません", "a required column is missing"})
                                           : finding(false, "column.missing_optional", column.name, "",
                                                     {"列がありません", "not there"}));
        }
    }

    /// Names the fewest columns whose move would put all into the standard's order.
    void say_order()
    {
        std::vector<std::pair<std::size_t, std::size_t>> found; // place in the file, in the model
        for (std::size_t i = 0; i < model_.columns.size(); ++i) {
            if (header_.columns[i]) {
                found.emplace_back(*header_.columns[i], i);
            }
        }
        std::sort(found.begin(), found.end());
        std::vector<std::size_t> length(found.size(), 1); // of the longest ordered run that ends here
        std::vector<std::size_t> before(found.size(), found.size());
        std::size_t last = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (found[j].second < found[i].second && length[j] + 1 > length[i]) {
                    length[i] = length[j] + 1;
                    before[i] = j;
                }
            }
            last = length[i] > length[last] ? i : last;
        }
        std::vector<bool> in_order(found.size());
        for (std::size_t i = last; i < found.size(); i = before[i]) {
            in_order[i] = true;
        }
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!in_order[i]) {
                header_.findings.push_back(finding(
                    false, "column.order", model_.columns[found[i].second].name, columns_[found[i].first],
                    {"標準の順番と違う位置にあります", "not where the standard puts it"}));
            }
        }
    }

    void say_rest()
    {
        for (std::size_t j = 0; j < columns_.size(); ++j) {
            if (taken_[j]) {
                continue;
            }
            const auto twin =
                std::find(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(j), columns_[j]);
            if (trim(columns_[j]).empty()) {
                header_.findings.push_back(finding(false, "column.unnamed", "", std::to_string(j + 1),
                                                   {"名前のない列です（左から数えた番号）",
                                                    "a column without a name (counted from the left)"}));
            } else if (twin != columns_.begin() + static_cast<std::ptrdiff_t>(j)) {
                header_.findings.push_back(
                    finding(true, "column.twice", "", columns_[j],
                            {"同じ名前の列が 2 つあります", "two columns have this name"}));
            } else if (!model_.is_head_only) {
                header_.findings.push_back(finding(false, "column.extra", "", columns_[j],
                                                   {"標準にない列です", "not a column of the standard"}));
            }
        }
    }

    const StandardModel& model_;
    const std::vector<std::string>& columns_;
    std::vector<bool> taken_;
    StandardHeader header_{};
};

} // namespace

StandardHeader match_header(const StandardModel& model, const std::vector<std::string>& columns)
{
    return Matcher{model, columns}.match();
}

} // namespace ingest

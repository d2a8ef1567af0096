#include "ingest/japanese_date.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/kanji_numerals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace ingest {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

struct Era {
    std::string_view name;
    std::string_view short_name;
    std::string_view sign; ///< the two characters as one
    char letter;
    year_month_day first;
    year_month_day last;
};

/// First and last days by law. Dates of 明治 before 1873 are lunar; they are read as written.
constexpr std::array<Era, 5> eras{{
    {"明治", "明", "㍾", 'M', year{1868} / 1 / 25, year{1912} / 7 / 29},
    {"大正", "大", "㍽", 'T', year{1912} / 7 / 30, year{1926} / 12 / 24},
    {"昭和", "昭", "㍼", 'S', year{1926} / 12 / 25, year{1989} / 1 / 7},
    {"平成", "平", "㍻", 'H', year{1989} / 1 / 8, year{2019} / 4 / 30},
    {"令和", "令", "㋿", 'R', year{2019} / 5 / 1, year{9999} / 12 / 31},
}};

/// Reads a text from left to right; every step that fits takes its part off.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_{text} {}

    void skip_spaces()
    {
        while (!rest_.empty() && rest_.front() == ' ') {
            rest_.remove_prefix(1);
        }
    }
    bool take(std::string_view word)
    {
        const bool fits = rest_.starts_with(word);
        rest_.remove_prefix(fits ? word.size() : 0);
        return fits;
    }
    template <std::size_t N>
    bool take_any(const std::array<std::string_view, N>& words)
    {
        for (const std::string_view word : words) {
            if (take(word)) {
                return true;
            }
        }
        return false;
    }
    /// One to `most` digits.
    std::optional<int> number(std::size_t most)
    {
        int value = 0;
        std::size_t digits = 0;
        while (digits < most && digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
            value = value * 10 + (rest_[digits] - '0');
            ++digits;
        }
        rest_.remove_prefix(digits);
        return digits == 0 ? std::nullopt : std::optional{value};
    }
    [[nodiscard]] std::size_t digits_ahead() const
    {
        std::size_t n = 0;
        while (n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') {
            ++n;
        }
        return n;
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

constexpr std::array<std::string_view, 5> date_separators{"年", "月", "-", "/", "."};

const Era* take_era(Scanner& text)
{
    for (const Era& era : eras) {
        const std::string_view letter{&era.letter, 1};
        const char lower[] = {static_cast<char>(era.letter + 32), '\0'};
        if (text.take(era.name) || text.take(era.short_name) || text.take(era.sign) || text.take(letter) ||
            text.take(lower)) {
            return &era;
        }
    }
    return nullptr;
}

const Era* era_named(std::string_view name)
{
    Scanner text{name};
    const Era* const era = take_era(text);
    return era != nullptr && text.at_end() ? era : nullptr;
}

int year_before(const Era& era) { return static_cast<int>(era.first.year()) - 1; }

struct DateParts {
    int year = 0;
    int month = 0;
    int day = 0;
};

std::optional<DateParts> take_compact_date(Scanner& text)
{
    const int y = *text.number(4);
    const int m = *text.number(2);
    return DateParts{y, m, *text.number(2)};
}

/// Year, month and day with something between them; the year counts in the era, if there is one.
std::optional<DateParts> take_separated_date(Scanner& text, const Era* era)
{
    text.skip_spaces();
    const std::size_t most_digits = era != nullptr ? 2 : 4;
    const auto y = text.take("元") ? std::optional{1} : text.number(most_digits);
    if (!y || *y == 0 || !text.take_any(date_separators)) {
        return std::nullopt;
    }
    text.skip_spaces();
    const auto m = text.number(2);
    if (!m || !text.take_any(date_separators)) {
        return std::nullopt;
    }
    text.skip_spaces();
    const auto d = text.number(2);
    if (!d) {
        return std::nullopt;
    }
    text.take("日");
    const int base = era != nullptr ? year_before(*era) : 0;
    return DateParts{base + *y, *m, *d};
}

/// 24:00 is how offices write the end of a day; nothing comes after it.
bool is_time(int hour, int minute) { return minute < 60 && (hour < 24 || (hour == 24 && minute <= 0)); }

std::optional<std::string> take_time(Scanner& text)
{
    text.take("T");
    text.skip_spaces();
    const auto hour = text.number(2);
    if (!hour) {
        return std::nullopt;
    }
    constexpr std::array<std::string_view, 2> separators{":", "時"};
    if (!text.take_any(separators)) {
        return std::nullopt;
    }
    const int minute = text.number(2).value_or(0);
    text.take("分");
    if (text.take(":")) {
        (void)text.number(2); // seconds, which no city's records mean
    }
    if (!is_time(*hour, minute)) {
        return std::nullopt;
    }
    return fmt::format("T{:02}:{:02}", *hour, minute);
}

std::optional<year_month_day> calendar_day(const DateParts& parts)
{
    const year_month_day date{year{parts.year}, month{static_cast<unsigned>(parts.month)},
                              day{static_cast<unsigned>(parts.day)}};
    // std::chrono keeps one byte of a month and of a day, so that 257 would be January.
    const bool plausible = parts.year >= 1000 && parts.year <= 9999 && parts.month >= 1 &&
                           parts.month <= 12 && parts.day >= 1 && parts.day <= 31;
    return plausible && date.ok() ? std::optional{date} : std::nullopt;
}

std::string iso(const DateParts& parts)
{
    return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
}

/// An era for years of one or two digits that have none.
const Era* era_or_stated(Scanner& text, std::string_view stated)
{
    const Era* const era = take_era(text);
    const std::size_t digits = text.digits_ahead();
    return era == nullptr && (digits == 1 || digits == 2) ? era_named(stated) : era;
}

/// 平成31年度 and nothing behind it: the first of April. An era may begin within the fiscal year that is named by it (令和元年度),
/// but not end before it.
std::optional<ReadDate> read_fiscal_year(Scanner text, std::string_view stated)
{
    text.skip_spaces();
    const Era* const era = era_or_stated(text, stated);
    text.skip_spaces();
    const auto y = text.take("元") ? std::optional{1} : text.number(era != nullptr ? 2 : 4);
    text.skip_spaces();
    const bool is_fiscal_year = y && *y > 0 && text.take("年度");
    text.skip_spaces();
    const int western = is_fiscal_year ? *y + (era != nullptr ? year_before(*era) : 0) : 0;
    if (!text.at_end() || western < 1000) {
        return std::nullopt;
    }
    const year_month_day first_day = year{western} / 4 / 1;
    return ReadDate{fmt::format("{:04}-04-01", western), era != nullptr && first_day > era->last, true};
}

/// The day that the text begins with.
std::optional<ReadDate> take_day(Scanner& text, std::string_view stated)
{
    text.skip_spaces();
    const Era* era = era_or_stated(text, stated);
    const bool compact = era == nullptr && text.digits_ahead() == 8;
    const auto parts = compact ? take_compact_date(text) : take_separated_date(text, era);
    if (!parts || (era == nullptr && parts->year < 1000)) {
        return std::nullopt; // a short year without an era could be anything
    }
    const auto date = calendar_day(*parts);
    if (!date) {
        return std::nullopt;
    }
    return ReadDate{iso(*parts), era != nullptr && (*date < era->first || *date > era->last), false};
}

} // namespace

std::optional<ReadDate> read_date(std::string_view text, std::string_view stated)
{
    const std::string folded = with_date_digits(datasets::fold_width(text));
    if (const auto fiscal_year = read_fiscal_year(Scanner{folded}, stated)) {
        return fiscal_year;
    }
    Scanner scanner{folded};
    auto read = take_day(scanner, stated);
    scanner.skip_spaces();
    if (read && !scanner.at_end()) {
        const auto time = take_time(scanner);
        scanner.skip_spaces();
        if (!time || !scanner.at_end()) {
            return std::nullopt;
        }
        read->iso += *time;
    }
    return read;
}

bool holds_several_dates(std::string_view text, std::string_view stated)
{
    constexpr std::array<std::string_view, 8> between{"、", ",", ";", "・", "~", "〜", "\n", "から"};
    const std::string folded = with_date_digits(datasets::fold_width(text));
    Scanner scanner{folded};
    int dates = take_day(scanner, stated) ? 1 : 0;
    std::string_view rest = folded;
    while (!rest.empty()) {
        Scanner ahead{rest};
        const bool separated = ahead.take_any(between);
        rest = separated ? ahead.rest() : rest.substr(1);
        dates += separated && take_day(ahead, stated) ? 1 : 0;
    }
    return dates > 1;
}

std::optional<int> western_year(std::string_view era_text, std::string_view year_text)
{
    const std::string folded_era = datasets::fold_width(era_text);
    const std::string folded_year = with_date_digits(datasets::fold_width(year_text));
    Scanner scanner{folded_year};
    scanner.skip_spaces();
    const std::size_t digits = scanner.digits_ahead();
    const auto y = scanner.take("元") ? std::optional{1} : scanner.number(4);
    scanner.take("年度") || scanner.take("年");
    scanner.skip_spaces();
    if (!y || *y == 0 || !scanner.at_end()) {
        return std::nullopt;
    }
    if (folded_era.empty() || folded_era == "西暦") {
        return digits == 4 ? y : std::nullopt;
    }
    const bool is_code = folded_era.size() == 1 && folded_era[0] >= '1' && folded_era[0] <= '5';
    const Era* const era =
        is_code ? &eras.at(static_cast<std::size_t>(folded_era[0] - '1')) : era_named(folded_era);
    return era != nullptr && *y < 100 ? std::optional{year_before(*era) + *y} : std::nullopt;
}

std::optional<ReadDate> date_from_parts(int year, int month, int day, int hour, int minute)
{
    const DateParts parts{year, month, day};
    if (!calendar_day(parts) || !is_time(hour, minute)) {
        return std::nullopt;
    }
    ReadDate read{iso(parts), false, false};
    if (hour >= 0) {
        read.iso += fmt::format("T{:02}:{:02}", hour, minute < 0 ? 0 : minute);
    }
    return read;
}

} // namespace ingest

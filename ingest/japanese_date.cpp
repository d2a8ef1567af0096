#include "ingest/japanese_date.hpp"

#include "datasets/text_folding.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace ingest {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

struct Era {
    std::string_view name;
    char letter;
    year_month_day first;
    year_month_day last;
};

/// First and last days by law. Dates of 明治 before 1873 are lunar; they are read as written.
constexpr std::array<Era, 5> eras{{
    {"明治", 'M', year{1868} / 1 / 25, year{1912} / 7 / 29},
    {"大正", 'T', year{1912} / 7 / 30, year{1926} / 12 / 24},
    {"昭和", 'S', year{1926} / 12 / 25, year{1989} / 1 / 7},
    {"平成", 'H', year{1989} / 1 / 8, year{2019} / 4 / 30},
    {"令和", 'R', year{2019} / 5 / 1, year{9999} / 12 / 31},
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
        if (text.take(era.name) || text.take(letter) || text.take(lower)) {
            return &era;
        }
    }
    return nullptr;
}

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
    const int base = era != nullptr ? static_cast<int>(era->first.year()) - 1 : 0;
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

/// The day that the text begins with.
std::optional<ReadDate> take_day(Scanner& text)
{
    text.skip_spaces();
    const Era* era = take_era(text);
    const bool compact = era == nullptr && text.digits_ahead() == 8;
    const auto parts = compact ? take_compact_date(text) : take_separated_date(text, era);
    if (!parts || (era == nullptr && parts->year < 1000)) {
        return std::nullopt; // a short year without an era could be anything
    }
    const auto date = calendar_day(*parts);
    if (!date) {
        return std::nullopt;
    }
    return ReadDate{iso(*parts), era != nullptr && (*date < era->first || *date > era->last)};
}

} // namespace

std::optional<ReadDate> read_date(std::string_view text)
{
    const std::string folded = datasets::fold_width(text);
    Scanner scanner{folded};
    auto read = take_day(scanner);
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

bool holds_several_dates(std::string_view text)
{
    constexpr std::array<std::string_view, 8> between{"、", ",", ";", "・", "~", "〜", "\n", "から"};
    const std::string folded = datasets::fold_width(text);
    Scanner scanner{folded};
    int dates = take_day(scanner) ? 1 : 0;
    std::string_view rest = folded;
    while (!rest.empty()) {
        Scanner ahead{rest};
        const bool separated = ahead.take_any(between);
        rest = separated ? ahead.rest() : rest.substr(1);
        dates += separated && take_day(ahead) ? 1 : 0;
    }
    return dates > 1;
}

std::optional<ReadDate> date_from_parts(int year, int month, int day, int hour, int minute)
{
    const DateParts parts{year, month, day};
    if (!calendar_day(parts) || !is_time(hour, minute)) {
        return std::nullopt;
    }
    ReadDate read{iso(parts), false};
    if (hour >= 0) {
        read.iso += fmt::format("T{:02}:{:02}", hour, minute < 0 ? 0 : minute);
    }
    return read;
}

} // namespace ingest

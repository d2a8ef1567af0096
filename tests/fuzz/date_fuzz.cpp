#include "ingest/japanese_date.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

int number_at(const std::string& text, std::size_t begin, std::size_t length)
{
    int number = -1;
    std::from_chars(text.data() + begin, text.data() + begin + length, number);
    return number;
}

/// A day that the calendar has, written as ISO 8601 has it, and read again as itself.
void check(const ingest::ReadDate& date)
{
    const std::string& iso = date.iso;
    require(iso.size() == 10 || iso.size() == 16);
    require(iso[4] == '-' && iso[7] == '-');
    using namespace std::chrono;
    require(year_month_day{year{number_at(iso, 0, 4)}, month{static_cast<unsigned>(number_at(iso, 5, 2))},
                           day{static_cast<unsigned>(number_at(iso, 8, 2))}}
                .ok());
    if (iso.size() == 16) {
        require(iso[10] == 'T' && iso[13] == ':');
        require(number_at(iso, 11, 2) < 24 && number_at(iso, 14, 2) < 60);
    }
    const auto again = ingest::read_date(iso);
    require(again && again->iso == iso && !again->impossible && !again->fiscal_year);
}

} // namespace

/// Cells of dates, alone and under an era that the manifest states; and an era beside its year, in columns of their own.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const char* era : {"", "明治", "平成", "令和"}) {
        if (const auto date = ingest::read_date(text, era)) {
            check(*date);
        }
        (void)ingest::holds_several_dates(text, era);
    }
    const std::size_t end = std::min(text.find('\n'), text.size());
    const auto year = ingest::western_year(text.substr(0, end), text.substr(end));
    require(!year || (*year > 0 && *year <= 9999));
    if (year && size >= 4) {
        const auto part = [&](std::size_t i) { return static_cast<int>(data[size - 1 - i]) - 8; };
        if (const auto date = ingest::date_from_parts(*year, part(0), part(1), part(2), part(3))) {
            check(*date);
        }
    }
    return 0;
}

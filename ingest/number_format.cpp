#include "ingest/number_format.hpp"

#include "ingest/format_code.hpp"

#include <algorithm>
#include <cstddef>

namespace ingest {

namespace {

using Kind = NumberFormat::Kind;

bool holds(std::string_view text, std::string_view any_of)
{
    return text.find_first_of(any_of) != std::string_view::npos;
}

} // namespace

NumberFormat number_format_from(std::string_view code)
{
    const auto parts = sections(code);
    std::string letters = bare_letters(parts.front());
    const auto begins = [&](std::string_view word) { return letters.starts_with(word); };
    if (begins("general") || begins("standard") || begins("g/標準") ||
        letters.find('@') != std::string::npos) {
        return {};
    }
    if (const std::size_t noon = letters.find("am/pm"); noon != std::string::npos) {
        letters.replace(noon, 5, "h");
    }
    const bool exponent = letters.find("e+") != std::string::npos || letters.find("e-") != std::string::npos;
    const bool day = holds(letters, "yd") || letters.find("aaa") != std::string::npos ||
                     (!exponent && holds(letters, "ge"));
    const bool hour = holds(letters, "hs");
    if (letters.find('[') != std::string::npos) {
        return {Kind::elapsed, {}};
    }
    if (day || hour || (!exponent && holds(letters, "m"))) {
        const bool date = day || !hour;
        return {date && hour ? Kind::date_time : date ? Kind::date : Kind::time, {}};
    }
    if (holds(letters, "%")) {
        return {Kind::percent, {}};
    }
    const bool digits = std::any_of(parts.begin(), parts.end(), places_digits);
    return digits ? NumberFormat{Kind::digits, std::string{code}} : NumberFormat{};
}

NumberFormat built_in_number_format(int id)
{
    const auto within = [id](int low, int high) { return id >= low && id <= high; };
    if (id == 9 || id == 10) {
        return {Kind::percent, {}};
    }
    if (id == 22) {
        return {Kind::date_time, {}};
    }
    if (id == 46) {
        return {Kind::elapsed, {}};
    }
    if (within(18, 21) || id == 32 || id == 33 || id == 45 || id == 47) {
        return {Kind::time, {}};
    }
    // 27 to 36 and 50 to 58 are the dates of East Asian versions (18.8.30): ge.m.d, yyyy年m月, m月d日 and their like.
    return within(14, 17) || within(27, 36) || within(50, 58) ? NumberFormat{Kind::date, {}} : NumberFormat{};
}

} // namespace ingest

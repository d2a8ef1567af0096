#include "api/http_text.hpp"

#include "datasets/text_folding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <ctime>
#include <utility>

namespace api {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c)
{
    if (is_digit(c)) {
        return c - '0';
    }
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// tchar of RFC 9110 section 5.6.2. A table, since every byte of every header's name is asked for.
constexpr auto token_chars = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789"
                                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_token_char(char c) { return token_chars[static_cast<unsigned char>(c)]; }

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// The q of "ja;q=0.8" in thousandths; 1000 if none is given, 0 if it cannot be read.
int quality(std::string_view parameters)
{
    for (const auto part : split_list(parameters, ';')) {
        if (part.size() > 2 && lower(part[0]) == 'q' && part[1] == '=') {
            double q = 0;
            const auto digits = part.substr(2);
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), q);
            return error == std::errc{} && q >= 0 && q <= 1 ? static_cast<int>(q * 1000) : 0;
        }
    }
    return 1000;
}

} // namespace

std::optional<std::string_view> find(const Fields& fields, std::string_view name)
{
    for (const auto& [key, value] : fields) {
        if (equals_ignoring_case(key, name)) {
            return value;
        }
    }
    return std::nullopt;
}

bool equals_ignoring_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split_list(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (const auto part = trim(text.substr(0, end)); !part.empty()) {
            parts.push_back(part);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_field_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

bool is_host(std::string_view text)
{
    const auto bracket = text.rfind(']');
    const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const auto name = text.substr(0, colon);
    const auto port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) {
        return false;
    }
    if (name.starts_with('[')) {
        return name.size() > 2 && name.ends_with(']') &&
               name.substr(1, name.size() - 2).find_first_not_of("0123456789abcdefABCDEF:.") ==
                   std::string_view::npos;
    }
    return std::all_of(name.begin(), name.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
               c == '_';
    });
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space)
{
    const auto first = std::find_if(text.begin(), text.end(),
                                    [&](char c) { return c == '%' || (c == '+' && plus_is_space); }) -
                       text.begin();
    std::string decoded(text.substr(0, static_cast<std::size_t>(first)));
    decoded.reserve(text.size());
    for (auto i = static_cast<std::size_t>(first); i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            decoded.push_back(' ');
        } else if (text[i] != '%') {
            decoded.push_back(text[i]);
        } else {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            decoded.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    if (has_control(decoded) || !datasets::is_utf8(decoded)) {
        return std::nullopt;
    }
    return decoded;
}

std::string percent_encode(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded.push_back(c);
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

std::optional<Fields> parse_query(std::string_view text)
{
    Fields fields;
    for (const auto part : split_list(text, '&')) {
        const auto equal = std::min(part.find('='), part.size());
        auto name = percent_decode(part.substr(0, equal), true);
        auto value = percent_decode(part.substr(std::min(equal + 1, part.size())), true);
        if (!name || !value) {
            return std::nullopt;
        }
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

std::vector<Weighted> weighted_list(std::string_view header)
{
    std::vector<Weighted> list;
    for (const auto part : split_list(header, ',')) {
        const auto semicolon = std::min(part.find(';'), part.size());
        list.push_back({trim(part.substr(0, semicolon)), quality(part.substr(semicolon))});
    }
    return list;
}

std::string http_date(std::int64_t seconds)
{
    const std::time_t time = seconds;
    std::tm utc{};
    ::gmtime_r(&time, &utc);
    static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(utc.tm_wday)],
                       utc.tm_mday, months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

} // namespace api

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The small grammars of HTTP and of URLs: fields, lists, percent-encoding, dates.
namespace api {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The first value of a name. Names of headers are lower case in a `Request` and compared without case in a `Response`.
[[nodiscard]] std::optional<std::string_view> find(const Fields& fields, std::string_view name);

/// Decodes %XX (and '+' as a space if `plus_is_space`). Nothing if an escape is broken, or if the result holds a control
/// character or is not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// Encodes everything but the unreserved characters of RFC 3986 section 2.3.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// `a=1&b=2` as decoded pairs; nothing if a part cannot be decoded.
[[nodiscard]] std::optional<Fields> parse_query(std::string_view text);

/// A part of an Accept header: what is named, and how much it is wanted, in thousandths (RFC 9110 section 12.4.2).
struct Weighted {
    std::string_view name{};
    int quality = 0;
};
[[nodiscard]] std::vector<Weighted> weighted_list(std::string_view header);

/// RFC 9110 section 5.6.2: a method, the name of a header.
[[nodiscard]] bool is_token(std::string_view text);

/// Section 5.5: visible, space, tab, and bytes beyond ASCII.
[[nodiscard]] bool is_field_value(std::string_view text);

/// A registered name, IPv4 or bracketed IPv6 with an optional port. It is written into links, so nothing else passes.
[[nodiscard]] bool is_host(std::string_view text);

/// Text as an HTTP date, for `Date`. Seconds since 1970.
[[nodiscard]] std::string http_date(std::int64_t seconds);

[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view trim(std::string_view text); ///< spaces and tabs at both ends

/// Splits at `separator`, trims, and leaves out empty parts.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view text, char separator);

} // namespace api

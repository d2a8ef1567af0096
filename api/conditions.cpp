#include "api/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace api {

namespace {

/// If-None-Match compares weakly (RFC 9110 section 13.1.2).
bool matches_etag(std::string_view list, std::string_view etag)
{
    const auto opaque = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
    for (const auto candidate : split_list(list, ',')) {
        if (candidate == "*" || opaque(candidate) == opaque(etag)) {
            return true;
        }
    }
    return false;
}

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

std::optional<std::uint64_t> to_number(std::string_view digits)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() && !digits.empty()
               ? std::optional(value)
               : std::nullopt;
}

enum class RangeAnswer { whole, part, unsatisfiable };

/// RFC 9110 section 14.1.2. What is not one well-formed range is answered with the whole, as a server may.
RangeAnswer parse_range(std::string_view value, std::uint64_t size, ByteRange& range)
{
    if (!value.starts_with("bytes=") || value.find(',') != std::string_view::npos) {
        return RangeAnswer::whole;
    }
    const auto spec = trim(value.substr(6));
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) {
        return RangeAnswer::whole;
    }
    const auto first = to_number(spec.substr(0, dash));
    const auto last = to_number(spec.substr(dash + 1));
    if (dash == 0 && last) { // the last n bytes
        if (*last == 0 || size == 0) {
            return RangeAnswer::unsatisfiable;
        }
        range.length = std::min(*last, size);
        range.first = size - range.length;
        return RangeAnswer::part;
    }
    if (!first || (dash + 1 < spec.size() && !last) || (last && *last < *first)) {
        return RangeAnswer::whole;
    }
    if (*first >= size) {
        return RangeAnswer::unsatisfiable;
    }
    range.first = *first;
    range.length = (last ? std::min(*last, size - 1) : size - 1) - *first + 1;
    return RangeAnswer::part;
}

Body slice(const Body& body, ByteRange range)
{
    if (const auto* file = std::get_if<FileRange>(&body)) {
        return FileRange{file->file, file->offset + range.first, range.length};
    }
    const auto& shared = std::get<SharedBytes>(body);
    return SharedBytes{shared.owner, shared.bytes.substr(range.first, range.length)};
}

Response apply_range(const Request& request, Response response)
{
    const auto wanted = request.header("range");
    if (!wanted || request.method != "GET" || response.header("accept-ranges") != "bytes") {
        return response;
    }
    const auto if_range = request.header("if-range");
    if (if_range && *if_range != response.header("etag").value_or("")) {
        return response;
    }
    const auto size = size_of(response.body);
    ByteRange range;
    switch (parse_range(*wanted, size, range)) {
    case RangeAnswer::whole:
        return response;
    case RangeAnswer::unsatisfiable:
        response.status = 416;
        response.body = {};
        response.set("Content-Range", fmt::format("bytes */{}", size));
        return response;
    case RangeAnswer::part:
        break;
    }
    response.status = 206;
    std::erase_if(response.headers, // of the whole; Repr-Digest stays true
                  [](const auto& field) { return equals_ignoring_case(field.first, "content-digest"); });
    response.body = slice(response.body, range);
    response.set("Content-Range",
                 fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, size));
    return response;
}

} // namespace

Response apply_conditions(const Request& request, Response response)
{
    const auto etag = response.header("etag");
    if (response.status != 200 || !etag || (request.method != "GET" && request.method != "HEAD")) {
        return response;
    }
    if (const auto known = request.header("if-none-match"); known && matches_etag(*known, *etag)) {
        response.status = 304;
        response.body = {};
        std::erase_if(response.headers, [](const auto& field) {
            return equals_ignoring_case(field.first, "content-type") ||
                   equals_ignoring_case(field.first, "content-encoding");
        });
        return response;
    }
    return apply_range(request, std::move(response));
}

} // namespace api

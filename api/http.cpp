#include "api/http.hpp"

#include "datasets/error.hpp"
#include "datasets/text_folding.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>

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

std::shared_ptr<const OpenFile> OpenFile::open(const std::string& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG) {
            return nullptr;
        }
        throw datasets::StorageError(fmt::format("cannot open '{}': {}", path, std::strerror(errno)));
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return nullptr;
    }
    const std::int64_t modified =
        std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    // Not make_shared: the constructor is private.
    return std::shared_ptr<const OpenFile>(
        new OpenFile(descriptor, static_cast<std::uint64_t>(status.st_size), modified));
}

OpenFile::OpenFile(int descriptor, std::uint64_t size, std::int64_t modified)
    : descriptor_(descriptor), size_(size), modified_(modified)
{
}

OpenFile::~OpenFile() { ::close(descriptor_); }

Body body_of(std::string text)
{
    auto owner = std::make_shared<const std::string>(std::move(text));
    const std::string_view bytes = *owner;
    return SharedBytes{std::move(owner), bytes};
}

Body body_of(std::shared_ptr<const OpenFile> file)
{
    const auto size = file->size();
    return FileRange{std::move(file), 0, size};
}

std::uint64_t size_of(const Body& body)
{
    if (const auto* file = std::get_if<FileRange>(&body)) {
        return file->length;
    }
    const auto* shared = std::get_if<SharedBytes>(&body);
    return shared != nullptr ? shared->bytes.size() : 0;
}

Response& Response::set(std::string name, std::string value)
{
    for (auto& [key, old] : headers) {
        if (equals_ignoring_case(key, name)) {
            old = std::move(value);
            return *this;
        }
    }
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response make_response(int status, std::string_view content_type, std::string body)
{
    Response response{status, {}, body_of(std::move(body))};
    response.set("Content-Type", std::string(content_type));
    return response;
}

std::string_view reason_phrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 410:
        return "Gone";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 416:
        return "Range Not Satisfiable";
    case 417:
        return "Expectation Failed";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status";
    }
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
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
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

Language language_of(const Request& request)
{
    if (const auto lang = request.parameter("lang")) {
        return *lang == "en" ? Language::en : Language::ja;
    }
    int ja = -1;
    int en = -1;
    for (const auto& [name, q] : weighted_list(request.header("accept-language").value_or(""))) {
        const auto primary = name.substr(0, name.find('-'));
        if (equals_ignoring_case(primary, "ja")) {
            ja = std::max(ja, q);
        } else if (equals_ignoring_case(primary, "en")) {
            en = std::max(en, q);
        }
    }
    return en > ja && en > 0 ? Language::en : Language::ja;
}

bool accepts_coding(const Request& request, std::string_view coding)
{
    int any = 0;
    for (const auto& [name, q] : weighted_list(request.header("accept-encoding").value_or(""))) {
        if (equals_ignoring_case(name, coding)) {
            return q > 0;
        }
        if (name == "*") {
            any = q;
        }
    }
    return any > 0;
}

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

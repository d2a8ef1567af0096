#include "api/http_head.hpp"

#include "api/problem.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace api {

namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Bytes beyond ASCII are let in: curl and scripts send Japanese unescaped. They must be UTF-8, which decoding checks.
bool is_target(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7f && byte != '#';
    });
}

/// Takes the line that ends at the first CRLF off `text`.
std::string_view take_line(std::string_view& text)
{
    const auto end = text.find("\r\n");
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end == none ? none : end + 2));
    return line;
}

std::size_t count(const Fields& headers, std::string_view name)
{
    return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(),
                                                  [&](const auto& field) { return field.first == name; }));
}

/// What a client may choose as the id of a request: it is echoed and logged.
bool is_request_id(std::string_view id)
{
    return !id.empty() && id.size() <= 128 &&
           std::all_of(id.begin(), id.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '"'; });
}

class HeadReader {
public:
    explicit HeadReader(const HeadLimits& limits) : limits_(limits) {}

    RequestHead read(std::string_view lines)
    {
        parse_request_line(take_line(lines));
        while (!lines.empty()) {
            parse_field(take_line(lines));
        }
        check_host();
        check_connection();
        check_framing();
        return std::move(head_);
    }

private:
    void parse_request_line(std::string_view line)
    {
        const auto first = line.find(' ');
        const auto last = line.rfind(' ');
        const auto method = line.substr(0, first);
        if (first == none || first == last || !is_token(method) || method.size() > 32) {
            throw Problem{400, "the request line is not 'METHOD target HTTP/1.1'", ""};
        }
        const auto version = line.substr(last + 1);
        if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
            version[6] != '.' || !is_digit(version[7])) {
            throw Problem{400, "the request line does not end in an HTTP version", ""};
        }
        if (version != "HTTP/1.1" && version != "HTTP/1.0") {
            throw Problem{505, "only HTTP/1.1 and HTTP/1.0 are spoken here", ""};
        }
        head_.request.http_1_0 = version == "HTTP/1.0";
        head_.request.method = std::string(method);
        parse_target(line.substr(first + 1, last - first - 1));
    }

    void parse_target(std::string_view target)
    {
        if (target.size() > limits_.target) {
            throw Problem{414, "the URL is too long", ""};
        }
        if (target.starts_with("http://") ||
            target.starts_with("https://")) { // absolute-form (RFC 9112 section 3.2.2)
            const auto slash = target.find('/', target.find("//") + 2);
            target = slash == none ? std::string_view("/") : target.substr(slash);
        }
        if (!is_target(target) ||
            (!target.starts_with('/') && !(target == "*" && head_.request.method == "OPTIONS"))) {
            throw Problem{400, "the request target is not a path", ""};
        }
        head_.request.target = std::string(target);
        const auto question = std::min(target.find('?'), target.size());
        head_.request.path = std::string(target.substr(0, question));
        auto query = parse_query(target.substr(std::min(question + 1, target.size())));
        if (!query) {
            throw Problem{400, "the query is not percent-encoded UTF-8", ""};
        }
        head_.request.query = std::move(*query);
        auto rest = std::string_view(head_.request.path).substr(target == "*" ? 0 : 1);
        for (bool more = true; more;) {
            const auto slash = rest.find('/');
            auto segment = percent_decode(rest.substr(0, slash));
            if (!segment || *segment == "." || *segment == "..") {
                throw Problem{400, "the path is not percent-encoded UTF-8, or has '.' or '..' in it", ""};
            }
            head_.request.segments.push_back(std::move(*segment));
            more = slash != none;
            rest.remove_prefix(more ? slash + 1 : rest.size());
        }
    }

    void parse_field(std::string_view line)
    {
        const auto colon = line.find(':');
        const auto name = line.substr(0, colon);
        if (colon == none || !is_token(name)) { // also a folded line and a space before the colon
            throw Problem{400, "a header is not 'name: value'", ""};
        }
        const auto value = trim(line.substr(colon + 1));
        if (!is_field_value(value)) {
            throw Problem{400, "a header has a control character", ""};
        }
        if (head_.request.headers.size() == limits_.headers) {
            throw Problem{431, "too many headers", ""};
        }
        std::string lower(name);
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (lower == "x-request-id" && is_request_id(value)) {
            head_.request.id = std::string(value);
        }
        head_.request.headers.emplace_back(std::move(lower), std::string(value));
    }

    void check_host()
    {
        const auto hosts = count(head_.request.headers, "host");
        if (hosts > 1 || (hosts == 0 && !head_.request.http_1_0)) { // RFC 9112 section 3.2
            throw Problem{400, "HTTP/1.1 needs exactly one Host header", ""};
        }
        if (hosts == 1 && !is_host(*head_.request.header("host"))) {
            throw Problem{400, "the Host header is not a host name", ""};
        }
    }

    void check_connection()
    {
        head_.request.keep_alive = !head_.request.http_1_0;
        for (const auto& [name, value] : head_.request.headers) {
            if (name == "connection") {
                for (const auto option : split_list(value, ',')) {
                    if (equals_ignoring_case(option, "close")) {
                        head_.request.keep_alive = false;
                        return;
                    }
                    head_.request.keep_alive =
                        head_.request.keep_alive || equals_ignoring_case(option, "keep-alive");
                }
            }
        }
    }

    /// How long the body is (RFC 9112 section 6.3). Two ways to say it are one too many.
    void check_framing()
    {
        const auto lengths = count(head_.request.headers, "content-length");
        const auto codings = count(head_.request.headers, "transfer-encoding");
        if (lengths > 1 || codings > 1 || (lengths == 1 && codings == 1) ||
            (codings == 1 && head_.request.http_1_0)) {
            throw Problem{400, "the length of the body is said in two ways", ""};
        }
        if (codings == 1 && !equals_ignoring_case(*head_.request.header("transfer-encoding"), "chunked")) {
            throw Problem{501, "the only transfer coding understood is chunked", ""};
        }
        if (lengths == 1) {
            const auto value = *head_.request.header("content-length");
            if (value.empty() || value.size() > 18 || !std::all_of(value.begin(), value.end(), is_digit)) {
                throw Problem{400, "Content-Length is not a number", ""};
            }
            std::from_chars(value.data(), value.data() + value.size(), head_.length);
            if (head_.length > limits_.body) {
                throw Problem{413, "the body is too large", ""};
            }
        }
        head_.chunked = codings == 1;
        if (const auto expect = head_.request.header("expect"); expect && !head_.request.http_1_0) {
            if (!equals_ignoring_case(*expect, "100-continue")) {
                throw Problem{417, "the only expectation understood is 100-continue", ""};
            }
            head_.expects_continue = head_.chunked || head_.length > 0;
        }
    }

    const HeadLimits& limits_;
    RequestHead head_{};
};

} // namespace

RequestHead read_head(std::string_view lines, const HeadLimits& limits)
{
    return HeadReader(limits).read(lines);
}

} // namespace api

#include "api/http_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace api {

namespace {

constexpr std::size_t none = std::string_view::npos;

/// Bytes of a read of Pistache; more is needed by long pipelines and bodies only.
constexpr std::size_t usual_buffer = 4096;

/// tchar of RFC 9110 section 5.6.2.
bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != none;
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// field-value of RFC 9110 section 5.5: visible, space, tab, and bytes beyond ASCII.
bool is_field_value(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

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

} // namespace

void RequestParser::append(std::string_view bytes)
{
    if (position_ == buffer_.size()) {
        buffer_.clear();
        position_ = 0;
    } else if (position_ > 64 * 1024) { // keeps the cost of a long pipeline linear
        buffer_.erase(0, position_);
        position_ = 0;
    }
    buffer_.append(bytes);
}

RequestParser::Status RequestParser::next()
{
    while (stage_ != Stage::done && stage_ != Stage::failed && step()) {
    }
    if (stage_ == Stage::head && position_ == buffer_.size() && buffer_.capacity() > usual_buffer) {
        buffer_ = {}; // thousands of idle connections do not keep what each needed once
        position_ = 0;
    }
    return stage_ == Stage::done     ? Status::complete
           : stage_ == Stage::failed ? Status::failed
                                     : Status::incomplete;
}

Request RequestParser::take()
{
    stage_ = Stage::head;
    scanned_ = 0;
    expects_continue_ = false;
    return std::exchange(request_, Request{});
}

bool RequestParser::take_expectation()
{
    return stage_ != Stage::head && stage_ != Stage::failed && std::exchange(expects_continue_, false);
}

RequestParser::Status RequestParser::fail(int status, std::string message)
{
    stage_ = Stage::failed;
    error_status_ = status;
    error_ = std::move(message);
    return Status::failed;
}

/// One step of the state machine. False: more bytes are needed, or it failed.
bool RequestParser::step()
{
    switch (stage_) {
    case Stage::head:
        return read_head();
    case Stage::sized_body:
        return read_sized_body();
    case Stage::chunk_size:
        return read_chunk_size();
    case Stage::chunk_data:
        return read_chunk_data();
    case Stage::chunk_end:
        return read_chunk_end();
    case Stage::trailer:
        return read_trailer();
    case Stage::done:
    case Stage::failed:
        break;
    }
    return false;
}

bool RequestParser::read_head()
{
    const auto input = std::string_view(buffer_).substr(position_);
    if (input.starts_with("\r\n")) { // an empty line before a request is ignored (RFC 9112 section 2.2)
        position_ += 2;
        scanned_ = 0;
        return true;
    }
    const auto end = input.find("\r\n\r\n", scanned_);
    if (end == none ? input.size() > limits_.head + 3 : end > limits_.head) { // 3: a part of the end itself
        fail(431, "the headers are too large");
        return false;
    }
    // Also before the end is there, so that TLS and other strangers get their answer at once.
    if (!check_lines(input.substr(0, end))) {
        return false;
    }
    if (end == none) {
        scanned_ = input.size() < 4 ? 0 : input.size() - 3;
        return false;
    }
    const std::string head(input.substr(0, end));
    position_ += end + 4;
    scanned_ = 0;
    return parse_head(head);
}

/// CR and LF come only as a pair; anything else is a line end to one reader and none to the next.
bool RequestParser::check_lines(std::string_view head)
{
    for (std::size_t i = scanned_; i < head.size(); ++i) {
        const bool bare_lf = head[i] == '\n' && (i == 0 || head[i - 1] != '\r');
        const bool bare_cr = head[i] == '\r' && i + 1 < head.size() && head[i + 1] != '\n';
        if (bare_lf || bare_cr || head[i] == '\0' || (i == 0 && head[i] != '\r' && !is_token_char(head[i]))) {
            fail(400, "this is not an HTTP request: lines of text that end in CR LF");
            return false;
        }
    }
    return true;
}

bool RequestParser::parse_head(std::string_view head)
{
    request_ = {};
    if (!parse_request_line(take_line(head))) {
        return false;
    }
    while (!head.empty()) {
        if (!parse_field(take_line(head))) {
            return false;
        }
    }
    return check_host() && check_connection() && check_framing();
}

bool RequestParser::parse_request_line(std::string_view line)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    const auto method = line.substr(0, first);
    if (first == none || first == last || !is_token(method) || method.size() > 32) {
        fail(400, "the request line is not 'METHOD target HTTP/1.1'");
        return false;
    }
    const auto version = line.substr(last + 1);
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) || version[6] != '.' ||
        !is_digit(version[7])) {
        fail(400, "the request line does not end in an HTTP version");
        return false;
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        fail(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        return false;
    }
    request_.http_1_0 = version == "HTTP/1.0";
    request_.method = std::string(method);
    return parse_target(line.substr(first + 1, last - first - 1));
}

bool RequestParser::parse_target(std::string_view target)
{
    if (target.size() > limits_.target) {
        fail(414, "the URL is too long");
        return false;
    }
    if (target.starts_with("http://") ||
        target.starts_with("https://")) { // absolute-form (RFC 9112 section 3.2.2)
        const auto slash = target.find('/', target.find("//") + 2);
        target = slash == none ? std::string_view("/") : target.substr(slash);
    }
    if (!is_target(target) ||
        (!target.starts_with('/') && !(target == "*" && request_.method == "OPTIONS"))) {
        fail(400, "the request target is not a path");
        return false;
    }
    request_.target = std::string(target);
    const auto question = std::min(target.find('?'), target.size());
    request_.path = std::string(target.substr(0, question));
    auto query = parse_query(target.substr(std::min(question + 1, target.size())));
    if (!query) {
        fail(400, "the query is not percent-encoded UTF-8");
        return false;
    }
    request_.query = std::move(*query);
    request_.segments.clear();
    auto rest = std::string_view(request_.path).substr(target == "*" ? 0 : 1);
    for (bool more = true; more;) {
        const auto slash = rest.find('/');
        auto segment = percent_decode(rest.substr(0, slash));
        if (!segment || *segment == "." || *segment == "..") {
            fail(400, "the path is not percent-encoded UTF-8, or has '.' or '..' in it");
            return false;
        }
        request_.segments.push_back(std::move(*segment));
        more = slash != none;
        rest.remove_prefix(more ? slash + 1 : rest.size());
    }
    return true;
}

bool RequestParser::parse_field(std::string_view line)
{
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == none || !is_token(name)) { // also a folded line and a space before the colon
        fail(400, "a header is not 'name: value'");
        return false;
    }
    const auto value = trim(line.substr(colon + 1));
    if (!is_field_value(value)) {
        fail(400, "a header has a control character");
        return false;
    }
    if (request_.headers.size() == limits_.headers) {
        fail(431, "too many headers");
        return false;
    }
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (lower == "x-request-id" && is_request_id(value)) {
        request_.id = std::string(value);
    }
    request_.headers.emplace_back(std::move(lower), std::string(value));
    return true;
}

bool RequestParser::check_host()
{
    const auto hosts = count(request_.headers, "host");
    if (hosts > 1 || (hosts == 0 && !request_.http_1_0)) { // RFC 9112 section 3.2
        fail(400, "HTTP/1.1 needs exactly one Host header");
        return false;
    }
    if (hosts == 1 && !is_host(*request_.header("host"))) {
        fail(400, "the Host header is not a host name");
        return false;
    }
    return true;
}

bool RequestParser::check_connection()
{
    request_.keep_alive = !request_.http_1_0;
    for (const auto& [name, value] : request_.headers) {
        if (name == "connection") {
            for (const auto option : split_list(value, ',')) {
                if (equals_ignoring_case(option, "close")) {
                    request_.keep_alive = false;
                    return true;
                }
                request_.keep_alive = request_.keep_alive || equals_ignoring_case(option, "keep-alive");
            }
        }
    }
    return true;
}

/// How long the body is (RFC 9112 section 6.3). Two ways to say it are one too many.
bool RequestParser::check_framing()
{
    const auto lengths = count(request_.headers, "content-length");
    const auto codings = count(request_.headers, "transfer-encoding");
    if (lengths > 1 || codings > 1 || (lengths == 1 && codings == 1) || (codings == 1 && request_.http_1_0)) {
        fail(400, "the length of the body is said in two ways");
        return false;
    }
    if (codings == 1 && !equals_ignoring_case(*request_.header("transfer-encoding"), "chunked")) {
        fail(501, "the only transfer coding understood is chunked");
        return false;
    }
    if (lengths == 1) {
        const auto value = *request_.header("content-length");
        if (value.empty() || value.size() > 18 || !std::all_of(value.begin(), value.end(), is_digit)) {
            fail(400, "Content-Length is not a number");
            return false;
        }
        std::from_chars(value.data(), value.data() + value.size(), remaining_);
        if (remaining_ > limits_.body) {
            fail(413, "the body is too large");
            return false;
        }
    }
    const bool has_body = codings == 1 || (lengths == 1 && remaining_ > 0);
    if (const auto expect = request_.header("expect"); expect && !request_.http_1_0) {
        if (!equals_ignoring_case(*expect, "100-continue")) {
            fail(417, "the only expectation understood is 100-continue");
            return false;
        }
        expects_continue_ = has_body;
    }
    stage_ = codings == 1 ? Stage::chunk_size : has_body ? Stage::sized_body : Stage::done;
    return true;
}

bool RequestParser::read_sized_body()
{
    const auto part = std::min(remaining_, buffered());
    request_.body.append(buffer_, position_, part);
    position_ += part;
    remaining_ -= part;
    if (remaining_ > 0) {
        return false;
    }
    stage_ = Stage::done;
    return true;
}

bool RequestParser::read_chunk_size()
{
    const auto input = std::string_view(buffer_).substr(position_);
    const auto end = input.find("\r\n");
    if (end == none || end > limits_.chunk_line) {
        if (input.size() > limits_.chunk_line + 1) {
            fail(400, "the size line of a chunk is too long");
        }
        return false;
    }
    const auto line = input.substr(0, end);
    const auto digits = line.substr(0, line.find_first_not_of("0123456789abcdefABCDEF"));
    const auto extension = line.substr(digits.size());
    std::size_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (digits.empty() || digits.size() > 8 || !is_field_value(extension) ||
        (!trim(extension).empty() && trim(extension).front() != ';')) {
        fail(400, "a chunk does not begin with its size");
        return false;
    }
    if (request_.body.size() + size > limits_.body) {
        fail(413, "the body is too large");
        return false;
    }
    position_ += end + 2;
    remaining_ = size;
    trailer_bytes_ = 0;
    stage_ = size == 0 ? Stage::trailer : Stage::chunk_data;
    return true;
}

bool RequestParser::read_chunk_data()
{
    const auto part = std::min(remaining_, buffered());
    request_.body.append(buffer_, position_, part);
    position_ += part;
    remaining_ -= part;
    if (remaining_ > 0) {
        return false;
    }
    stage_ = Stage::chunk_end;
    return true;
}

bool RequestParser::read_chunk_end()
{
    const auto input = std::string_view(buffer_).substr(position_);
    if (input.size() < 2) {
        if (!input.empty() && input[0] != '\r') {
            fail(400, "a chunk is longer than its size");
        }
        return false;
    }
    if (!input.starts_with("\r\n")) {
        fail(400, "a chunk is longer than its size");
        return false;
    }
    position_ += 2;
    stage_ = Stage::chunk_size;
    return true;
}

/// Trailers are read over: nothing here wants one, and merging them into the headers is how smuggling begins.
bool RequestParser::read_trailer()
{
    const auto input = std::string_view(buffer_).substr(position_);
    const auto end = input.find("\r\n");
    if (trailer_bytes_ + (end == none ? std::max<std::size_t>(input.size(), 1) - 1 : end) > limits_.trailer) {
        fail(431, "the trailer is too large");
        return false;
    }
    if (end == none) {
        return false;
    }
    const auto line = input.substr(0, end);
    if (!line.empty() &&
        (!is_token(line.substr(0, line.find(':'))) || line.find(':') == none || !is_field_value(line))) {
        fail(400, "a trailer is not 'name: value'");
        return false;
    }
    position_ += end + 2;
    trailer_bytes_ += end + 2;
    if (line.empty()) {
        stage_ = Stage::done;
    }
    return true;
}

} // namespace api

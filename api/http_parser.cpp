#include "api/http_parser.hpp"

#include "api/problem.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace api {

namespace {

constexpr std::size_t none = std::string_view::npos;

/// Bytes of a read of Pistache; more is needed by long pipelines and bodies only.
constexpr std::size_t usual_buffer = 4096;

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
        return read_data(Stage::done);
    case Stage::chunk_size:
        return read_chunk_size();
    case Stage::chunk_data:
        return read_data(Stage::chunk_end);
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
    const auto head = input.substr(0, end);
    position_ += end + 4;
    scanned_ = 0;
    return parse_head(head);
}

/// CR and LF come only as a pair; anything else is a line end to one reader and none to the next.
bool RequestParser::check_lines(std::string_view head)
{
    const auto is_bare_lf = [&](std::size_t at) { return at == 0 || head[at - 1] != '\r'; };
    const auto is_bare_cr = [&](std::size_t at) { return at + 1 < head.size() && head[at + 1] != '\n'; };
    const auto any = [&](char c, const auto& is_bare) {
        auto at = head.find(c, scanned_);
        while (at != none && !is_bare(at)) {
            at = head.find(c, at + 1);
        }
        return at != none;
    };
    const bool strange_start =
        scanned_ == 0 && !head.empty() && head[0] != '\r' && !is_token(head.substr(0, 1));
    if (strange_start || any('\n', is_bare_lf) || any('\r', is_bare_cr) ||
        head.find('\0', scanned_) != none) {
        fail(400, "this is not an HTTP request: lines of text that end in CR LF");
        return false;
    }
    return true;
}

bool RequestParser::parse_head(std::string_view lines)
{
    try {
        auto head = api::read_head(lines, limits_.head_limits);
        request_ = std::move(head.request);
        remaining_ = head.length;
        expects_continue_ = head.expects_continue;
        stage_ = head.chunked ? Stage::chunk_size : remaining_ > 0 ? Stage::sized_body : Stage::done;
        return true;
    } catch (const Problem& problem) {
        fail(problem.status, problem.detail);
        return false;
    }
}

/// Takes what has come of a sized body or a chunk. False: more is to come.
bool RequestParser::read_data(Stage after)
{
    const auto part = std::min(remaining_, buffered());
    request_.body.append(buffer_, position_, part);
    position_ += part;
    remaining_ -= part;
    if (remaining_ > 0) {
        return false;
    }
    stage_ = after;
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
    if (request_.body.size() + size > limits_.head_limits.body) {
        fail(413, "the body is too large");
        return false;
    }
    position_ += end + 2;
    remaining_ = size;
    trailer_bytes_ = 0;
    stage_ = size == 0 ? Stage::trailer : Stage::chunk_data;
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

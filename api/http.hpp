#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// HTTP as values: what a request says, what a response is, and the rules of RFC 9110 that join them.
namespace api {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The first value of a name. Names of headers are lower case in a `Request` and compared without case in a `Response`.
[[nodiscard]] std::optional<std::string_view> find(const Fields& fields, std::string_view name);

struct Request {
    std::string method = "GET";
    std::string target = "/";            ///< as received, without scheme and host
    std::string path = "/";              ///< the part before '?', still percent-encoded
    std::vector<std::string> segments{}; ///< of the path, decoded: "/a/b%2Fc" is {"a", "b/c"}; "/" is {""}
    Fields query{};                      ///< decoded, in order
    Fields headers{};                    ///< names in lower case
    std::string body{};
    std::string id{};     ///< X-Request-Id of the client, or one made here
    std::string client{}; ///< address
    bool http_1_0 = false;
    bool keep_alive = true;

    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const
    {
        return find(headers, name);
    }
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const
    {
        return find(query, name);
    }
};

/// Bytes that somebody else owns: a shared string, a part of a mapped file.
struct SharedBytes {
    std::shared_ptr<const void> owner{}; ///< keeps `bytes` alive
    std::string_view bytes{};
};

/// An open file. Closed when the last response that sends from it has ended.
class OpenFile {
public:
    /// Opens for reading; nothing if there is no such regular file. Throws datasets::StorageError for other failures.
    [[nodiscard]] static std::shared_ptr<const OpenFile> open(const std::string& path);
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }        ///< bytes
    [[nodiscard]] std::int64_t modified() const { return modified_; } ///< nanoseconds since 1970

private:
    OpenFile(int descriptor, std::uint64_t size, std::int64_t modified);
    int descriptor_;
    std::uint64_t size_;
    std::int64_t modified_;
};

struct FileRange {
    std::shared_ptr<const OpenFile> file{};
    std::uint64_t offset = 0; ///< bytes
    std::uint64_t length = 0; ///< bytes
};

/// Bytes that are made while they are sent, so that no memory holds all of them. Asked again and again, by one thread at a time.
struct Generated {
    /// The next bytes; an empty text if it has worked long enough for one turn; nothing at the end.
    std::function<std::optional<std::string>()> next{};
};

using Body = std::variant<SharedBytes, FileRange, Generated>;

[[nodiscard]] Body body_of(std::string text);
[[nodiscard]] Body body_of(std::shared_ptr<const OpenFile> file);
[[nodiscard]] std::uint64_t size_of(const Body& body); ///< of what is not made yet: 0

struct Response {
    int status = 200;
    Fields headers{};
    Body body{};
    std::string_view route{}; ///< pattern of the route that answered; for log and metrics
    std::string_view tile{};  ///< if it is one: how it came about, "stored", "empty"; a literal, for the metrics
    std::string user{};       ///< who asked, if that had to be said; for the log

    Response& set(std::string name, std::string value); ///< replaces a value of the same name
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const
    {
        return find(headers, name);
    }
};

[[nodiscard]] Response make_response(int status, std::string_view content_type, std::string body);

[[nodiscard]] std::string_view reason_phrase(int status);

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

enum class Language { ja, en };

/// `?lang=`, else the better of ja and en in Accept-Language (RFC 9110 section 12.5.4), else Japanese.
[[nodiscard]] Language language_of(const Request& request);

/// True if the content coding (gzip, br) may be sent (RFC 9110 section 12.5.3); without Accept-Encoding it may not.
[[nodiscard]] bool accepts_coding(const Request& request, std::string_view coding);

/// A registered name, IPv4 or bracketed IPv6 with an optional port. It is written into links, so nothing else passes.
[[nodiscard]] bool is_host(std::string_view text);

/// Turns a 200 with an ETag into 304, and one with `Accept-Ranges: bytes` into 206 or 416, where the request asks for it
/// (RFC 9110 sections 13 and 14: If-None-Match, If-Range, a single Range).
[[nodiscard]] Response apply_conditions(const Request& request, Response response);

/// Text as an HTTP date, for `Date`. Seconds since 1970.
[[nodiscard]] std::string http_date(std::int64_t seconds);

[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] std::string_view trim(std::string_view text); ///< spaces and tabs at both ends

/// Splits at `separator`, trims, and leaves out empty parts.
[[nodiscard]] std::vector<std::string_view> split_list(std::string_view text, char separator);

} // namespace api

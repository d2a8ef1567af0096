#pragma once

#include "api/http_text.hpp"

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
    std::string_view
        tile{};         ///< if it is one: how it came about, "stored", "empty"; a literal, for the metrics
    std::string user{}; ///< who asked, if that had to be said; for the log

    Response& set(std::string name, std::string value); ///< replaces a value of the same name
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const
    {
        return find(headers, name);
    }
};

[[nodiscard]] Response make_response(int status, std::string_view content_type, std::string body);

[[nodiscard]] std::string_view reason_phrase(int status);

enum class Language { ja, en };

/// `?lang=`, else the better of ja and en in Accept-Language (RFC 9110 section 12.5.4), else Japanese.
[[nodiscard]] Language language_of(const Request& request);

/// True if the content coding (gzip, br) may be sent (RFC 9110 section 12.5.3); without Accept-Encoding it may not.
[[nodiscard]] bool accepts_coding(const Request& request, std::string_view coding);

} // namespace api

#include "api/http.hpp"

#include "datasets/error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace api {

namespace {

constexpr std::size_t usual_fields = 12; // of a response, ours included

} // namespace

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
    if (headers.empty()) {
        headers.reserve(usual_fields);
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

} // namespace api

#include "api/packing.hpp"

#include "tiles/gzip.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace api {

namespace {

constexpr std::size_t least_bytes = 1000; // less fits into one packet of a network either way

bool is_text(std::string_view type)
{
    return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
           type.find("xml") != std::string_view::npos;
}

/// Bytes that may be packed; nothing if the response is to stay as it is.
std::string_view packable(const Response& response)
{
    const auto* body = std::get_if<SharedBytes>(&response.body);
    if (response.status != 200 || body == nullptr || body->bytes.size() < least_bytes ||
        response.header("content-encoding") || response.header("accept-ranges") ||
        !is_text(response.header("content-type").value_or(""))) {
        return {};
    }
    return body->bytes;
}

} // namespace

bool offer_packed(const Request& request, Response& response)
{
    if (packable(response).empty()) {
        return false;
    }
    const auto varies = response.header("vary");
    response.set("Vary", varies ? std::string(*varies) + ", Accept-Encoding" : "Accept-Encoding");
    if (!accepts_coding(request, "gzip")) {
        return false;
    }
    if (const auto etag = response.header("etag"); etag && !etag->starts_with("W/")) {
        response.set("ETag", "W/" + std::string(*etag));
    }
    return true;
}

Response pack(Response response)
{
    const auto bytes = packable(response);
    if (bytes.empty()) {
        return response;
    }
    auto packed = tiles::gzip(bytes, tiles::Packing::passing);
    response.set("Content-Encoding", "gzip");
    response.body = body_of(std::move(packed));
    return response;
}

} // namespace api

#include "api/http_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

/// What a parser made of the bytes, given in packets of `step` bytes.
std::string digest(std::string_view bytes, std::size_t step)
{
    api::RequestParser parser;
    std::string seen;
    while (!bytes.empty()) {
        parser.append(bytes.substr(0, step));
        bytes.remove_prefix(step < bytes.size() ? step : bytes.size());
        while (parser.next() == api::RequestParser::Status::complete) {
            const auto request = parser.take();
            seen += request.method + ' ' + request.target + ' ' + request.body + '\n';
        }
        if (parser.next() == api::RequestParser::Status::failed) {
            return seen + '!';
        }
    }
    return seen;
}

} // namespace

/// Also a property: the requests found must not depend on how the network cut the bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (digest(bytes, size) != digest(bytes, 1) || digest(bytes, size) != digest(bytes, 1 + data[0] % 16)) {
        std::abort();
    }
    return 0;
}

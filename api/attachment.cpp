#include "api/attachment.hpp"

#include "api/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace api {

namespace {

unsigned hex_value(char c) { return static_cast<unsigned>(c >= 'a' ? c - 'a' + 10 : c - '0'); }

} // namespace

std::string base64_of_hex(std::string_view hex)
{
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : hex) {
        bits = (bits << 4U) | hex_value(c);
        count += 4;
        if (count >= 6) {
            count -= 6;
            text += letters[(bits >> static_cast<unsigned>(count)) & 63U];
        }
    }
    if (count > 0) {
        text += letters[(bits << static_cast<unsigned>(6 - count)) & 63U];
    }
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::string attachment(std::string_view name, std::string_view title)
{
    std::string safe(title);
    std::replace_if(
        safe.begin(), safe.end(),
        [](char c) {
            return static_cast<unsigned char>(c) < 0x20 ||
                   std::string_view{"/\\:*?\"<>|"}.find(c) != std::string_view::npos;
        },
        '_');
    const auto ending = name.substr(std::min(name.find('.'), name.size()));
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", name,
                       percent_encode(safe + std::string(ending)));
}

std::string digest_field(std::string_view sha256_hex)
{
    return fmt::format("sha-256=:{}:", base64_of_hex(sha256_hex));
}

} // namespace api

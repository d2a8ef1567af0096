#include "api/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace api {

namespace {

constexpr std::size_t longest_address = 45; ///< as text: IPv6 with an IPv4 at its end

AddressRange range(const char* text) { return *parse_address_range(text); }

/// Without brackets and port: "[::1]:80", "10.0.0.1:80"; a bare IPv6 has more than one colon.
std::string_view bare(std::string_view text)
{
    text = trim(text);
    if (text.starts_with('[')) {
        return text.substr(1, std::min(text.find(']'), text.size()) - 1);
    }
    const auto colon = text.find(':');
    return colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos
               ? text.substr(0, colon)
               : text;
}

} // namespace

std::optional<Address> parse_address(std::string_view text)
{
    const std::string plain(bare(text));
    if (plain.size() > longest_address) {
        return std::nullopt;
    }
    Address address{};
    if (::inet_pton(AF_INET6, plain.c_str(), address.data()) == 1) {
        return address;
    }
    in_addr v4{};
    if (::inet_pton(AF_INET, plain.c_str(), &v4) != 1) {
        return std::nullopt;
    }
    address[10] = address[11] = 0xff;
    std::memcpy(address.data() + 12, &v4, 4);
    return address;
}

bool AddressRange::contains(const Address& address) const
{
    for (int bit = 0; bit < bits; bit += 8) {
        const auto mask = static_cast<std::uint8_t>(bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)));
        const auto i = static_cast<std::size_t>(bit / 8);
        if (((first[i] ^ address[i]) & mask) != 0) {
            return false;
        }
    }
    return true;
}

std::optional<AddressRange> parse_address_range(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = parse_address(text.substr(0, slash));
    if (!address) {
        return std::nullopt;
    }
    const int most = text.substr(0, slash).find(':') == std::string_view::npos ? 32 : 128;
    int bits = most;
    if (slash != std::string_view::npos) {
        const auto digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > most) {
            return std::nullopt;
        }
    }
    return AddressRange{*address, 128 - most + bits};
}

std::string network_of(std::string_view client)
{
    auto address = parse_address(client);
    if (!address || range("::ffff:0:0/96").contains(*address)) {
        return std::string(client);
    }
    std::fill(address->begin() + 8, address->end(), std::uint8_t{0});
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, address->data(), text.data(), text.size());
    return std::string(text.data()) + "/64";
}

bool is_private(std::string_view client)
{
    static const std::array<AddressRange, 8> ranges = {
        range("127.0.0.0/8"),    range("::1"),      range("10.0.0.0/8"), range("172.16.0.0/12"),
        range("192.168.0.0/16"), range("fc00::/7"), range("fe80::/10"),  range("169.254.0.0/16")};
    const auto address = parse_address(client);
    return address && std::any_of(ranges.begin(), ranges.end(),
                                  [&](const AddressRange& one) { return one.contains(*address); });
}

bool TrustedProxies::includes(std::string_view client) const
{
    if (ranges.empty()) {
        return false;
    }
    const auto address = parse_address(client);
    return address && std::any_of(ranges.begin(), ranges.end(),
                                  [&](const AddressRange& one) { return one.contains(*address); });
}

std::string TrustedProxies::client_of(const Request& request) const
{
    if (!includes(request.client)) {
        return request.client;
    }
    std::vector<std::string_view> chain; // of all lines of that header, in order
    for (const auto& [name, value] : request.headers) {
        if (name == header) {
            const auto part = split_list(value, ',');
            chain.insert(chain.end(), part.begin(), part.end());
        }
    }
    std::string client = request.client;
    while (!chain.empty() &&
           parse_address(chain.back())) { // what stands before a broken entry nobody vouches for
        client = bare(chain.back());
        if (!includes(client)) {
            break;
        }
        chain.pop_back();
    }
    return client;
}

} // namespace api

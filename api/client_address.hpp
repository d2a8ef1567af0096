#pragma once

#include "api/http.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who a client is, as far as an address tells: for limits, logs, and what only some may ask.
namespace api {

/// An IPv6 address, or an IPv4 one as ::ffff:a.b.c.d.
using Address = std::array<std::uint8_t, 16>;

/// Nothing if it is no address. Brackets around IPv6 and a port behind it are let pass, as proxies write them.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

/// An address, or many: "10.0.0.0/8", "2001:db8::/32".
struct AddressRange {
    Address first{};
    int bits = 128; ///< that must be equal

    [[nodiscard]] bool contains(const Address& address) const;
};

/// Nothing if it is neither an address nor a range.
[[nodiscard]] std::optional<AddressRange> parse_address_range(std::string_view text);

/// What counts as one client: an IPv4 address, of IPv6 the first 64 bits. What is no address stays as it is.
[[nodiscard]] std::string network_of(std::string_view client);

/// True for addresses of this machine and of private networks (RFC 1918, RFC 4193, link-local).
[[nodiscard]] bool is_private(std::string_view client);

/// The proxies that are believed when they say for whom they ask. Nobody else is: anyone can write a header.
struct TrustedProxies {
    std::vector<AddressRange> ranges{};
    std::string header =
        "x-forwarded-for"; ///< lower case; each proxy adds the address it was asked from at the end

    [[nodiscard]] bool includes(std::string_view client) const;

    /// Who asks: the last address of the header that is no trusted proxy, if the connection comes from one; else its own.
    [[nodiscard]] std::string client_of(const Request& request) const;
};

} // namespace api

#pragma once

#include <string>
#include <string_view>

namespace api {

/// Content-Disposition of a file to be saved (RFC 6266): `name` in ASCII for every client, and `title` with the same ending for those
/// that know other letters (RFC 8187): parks.csv, 公園.csv.
[[nodiscard]] std::string attachment(std::string_view name, std::string_view title);

/// Hexadecimal bytes in base64 (RFC 4648, section 4).
[[nodiscard]] std::string base64_of_hex(std::string_view hex);

/// A SHA-256 in hexadecimal as Repr-Digest and Content-Digest have it (RFC 9530): sha-256=:…:.
[[nodiscard]] std::string digest_field(std::string_view sha256_hex);

} // namespace api

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tiles {

/// How hard to try. What is kept is packed once and sent for years; what passes is made for one answer, and somebody waits for it.
enum class Packing { kept, passing };

/// Bytes as a gzip member (RFC 1952). The same input always gives the same output: no name, no time.
[[nodiscard]] std::string gzip(std::string_view bytes, Packing packing = Packing::kept);

/// The content of one gzip member. Throws datasets::FormatError if it is damaged or larger than `max_bytes`.
[[nodiscard]] std::string gunzip(std::string_view member, std::size_t max_bytes);
[[nodiscard]] std::string gunzip(std::span<const std::byte> member, std::size_t max_bytes);

} // namespace tiles

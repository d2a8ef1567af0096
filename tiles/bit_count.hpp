#pragma once

#include <bit>
#include <cstdint>

namespace tiles {

/// How many bits it takes to write a number; 0 takes none. `std::bit_width` gives the number's own type in the libstdc++ of GCC 12
/// and int since, so that no cast suits both.
[[nodiscard]] constexpr int bit_count(std::uint64_t number) { return 64 - std::countl_zero(number); }

} // namespace tiles

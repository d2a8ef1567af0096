#include "datasets/error.hpp"
#include "datasets/wkb.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace {

/// What is read once must be written and read again to the same bytes (bytes, since a NaN is never equal to itself).
template <class Read, class Write>
void check_round_trip(std::span<const std::byte> bytes, Read read, Write write)
{
    try {
        const auto once = write(read(bytes));
        if (write(read(once)) != once) {
            std::abort();
        }
    } catch (const datasets::FormatError&) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = std::as_bytes(std::span{data, size});
    check_round_trip(bytes, datasets::geometry_from_wkb<datasets::LonLat>, datasets::to_wkb);
    check_round_trip(bytes, datasets::geometry_from_gpkg_blob, datasets::to_gpkg_blob);
    return 0;
}

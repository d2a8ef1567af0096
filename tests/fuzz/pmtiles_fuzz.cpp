#include "datasets/error.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

/// Every tile of a foreign archive is found and unpacked, or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t max_tile_bytes = 1U << 20U;
    try {
        const tiles::PmtilesReader reader{std::as_bytes(std::span{data, size})};
        static_cast<void>(reader.metadata());
        for (const auto& entry : reader.entries()) {
            if (const auto tile = reader.tile(tiles::tile_from_hilbert_id(entry.tile_id))) {
                static_cast<void>(tiles::gunzip(*tile, max_tile_bytes));
            }
        }
    } catch (const datasets::FormatError&) {
    }
    return 0;
}

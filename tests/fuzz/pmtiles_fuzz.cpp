#include "datasets/error.hpp"
#include "tiles/archive_inspector.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

namespace {

void require(bool good)
{
    if (!good) {
        std::abort();
    }
}

/// Header and directory are written as they were read.
void check_round_trip(const tiles::PmtilesReader& reader, const std::vector<tiles::pmtiles::Entry>& entries)
{
    const auto& header = reader.header();
    const auto bytes = tiles::pmtiles::write_header(header);
    require(tiles::pmtiles::read_header(std::as_bytes(std::span{bytes})) == header);
    require(tiles::pmtiles::read_directory(tiles::pmtiles::write_directory(entries)) == entries);
}

} // namespace

/// Every tile of a foreign archive is found and unpacked, or refused; the inspector, which reads for itself, comes to an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t max_tile_bytes = 1U << 20U;
    const auto archive = std::as_bytes(std::span{data, size});
    try {
        const tiles::PmtilesReader reader{archive};
        static_cast<void>(reader.metadata());
        const auto entries = reader.entries();
        for (const auto& entry : entries) {
            if (const auto tile = reader.tile(tiles::tile_from_hilbert_id(entry.tile_id))) {
                if (reader.header().tile_compression == tiles::pmtiles::Compression::gzip) {
                    static_cast<void>(tiles::gunzip(*tile, max_tile_bytes));
                }
            }
        }
        bool ascending = true;
        for (std::size_t i = 1; i < entries.size(); ++i) {
            ascending = ascending && entries[i - 1].tile_id < entries[i].tile_id;
        }
        if (ascending) {
            check_round_trip(reader, entries);
        }
    } catch (const datasets::FormatError&) {
    }
    static_cast<void>(tiles::inspect_archive(archive, {}));
    return 0;
}

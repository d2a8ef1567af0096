#include "datasets/error.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/generalised_geometry.hpp"
#include "tiles/index_place.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

/// A features.index of foreign bytes is refused, or everything in it can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto words = std::make_shared<std::vector<std::uint64_t>>((size + 7) / 8);
    if (size > 0) {
        std::memcpy(words->data(), data, size);
    }
    try {
        const tiles::IndexedFeatures index{words, std::as_bytes(std::span{*words}).first(size)};
        for (std::size_t row = 0; row < index.size(); ++row) {
            static_cast<void>(index.feature(row));
            static_cast<void>(index.shape(row));
            static_cast<void>(tiles::at_zoom(index.drawn(row), 10));
        }
        static_cast<void>(tiles::rows_in(index, std::vector<datasets::BBox>{{133, 34, 135, 35}}));
    } catch (const datasets::FormatError&) {
    }
    return 0;
}

#include "datasets/error.hpp"
#include "tiles/mvt_geometry.hpp"
#include "tiles/mvt_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// A tile of foreign bytes is read or refused; what was read can be written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        for (const auto& layer : tiles::read_mvt({reinterpret_cast<const char*>(data), size})) {
            for (const auto& feature : layer.features) {
                static_cast<void>(tiles::encode_geometry(feature.geometry));
            }
        }
    } catch (const datasets::FormatError&) {
    }
    return 0;
}

#include "datasets/error.hpp"
#include "tiles/mvt_layer.hpp"
#include "tiles/tile_inspector.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

void require(bool good)
{
    if (!good) {
        std::abort();
    }
}

std::string written(const std::vector<tiles::MvtLayer>& layers)
{
    std::string tile;
    for (const auto& layer : layers) {
        tiles::LayerBuilder builder{layer.name, static_cast<int>(layer.extent)};
        for (const auto& feature : layer.features) {
            std::vector<std::uint32_t> tags;
            for (const auto& [name, value] : feature.properties) {
                tags.push_back(builder.key(name));
                tags.push_back(builder.value(value));
            }
            builder.add(feature.id, feature.geometry, tags);
        }
        tile += builder.finish();
    }
    return tile;
}

/// Writing once more changes nothing (NaN would differ from itself, bytes do not).
void check_round_trip(const std::vector<tiles::MvtLayer>& layers)
{
    constexpr std::uint32_t largest_extent = 1U << 30U;
    for (const auto& layer : layers) {
        if (layer.features.empty() || layer.extent > largest_extent || layer.version == 1) {
            return; // what is not written here
        }
    }
    const auto once = written(layers);
    const auto back = tiles::read_mvt(once);
    require(back.size() == layers.size() && written(back) == once);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        require(back[i].features.size() == layers[i].features.size());
        for (std::size_t k = 0; k < layers[i].features.size(); ++k) {
            require(back[i].features[k].geometry == layers[i].features[k].geometry);
        }
    }
}

} // namespace

/// A tile of foreign bytes is read or refused, what was read can be written and read again, and the inspector finds an error in
/// just what the reader refuses, or worse.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    bool refused = false;
    try {
        check_round_trip(tiles::read_mvt(bytes));
    } catch (const datasets::FormatError&) {
        refused = true;
    }
    bool wrong = false;
    for (const auto& problem : tiles::TileInspector{64}.inspect(bytes).problems) {
        wrong = wrong || is_error(problem.fault);
    }
    require(!refused || wrong);
    return 0;
}

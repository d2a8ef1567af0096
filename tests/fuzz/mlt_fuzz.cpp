#include "datasets/error.hpp"
#include "tests/support/mlt_reader.hpp"
#include "tiles/mlt_encoder.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace {

/// Numbers may change their type, and become text where others of the same name are.
bool is_same(const datasets::Value& before, const datasets::Value& after)
{
    const auto number = [](const datasets::Value& value) -> std::optional<double> {
        if (const auto* const whole = std::get_if<std::int64_t>(&value)) {
            return static_cast<double>(*whole);
        }
        const auto* const real = std::get_if<double>(&value);
        return real != nullptr ? std::optional{*real} : std::nullopt;
    };
    if (before == after ||
        (std::holds_alternative<std::string>(after) && !std::holds_alternative<std::string>(before))) {
        return true;
    }
    const auto a = number(before);
    const auto b = number(after);
    return a && b && (*a == *b || (std::isnan(*a) && std::isnan(*b)));
}

void require(bool good)
{
    if (!good) {
        std::abort();
    }
}

} // namespace

/// Whatever MVT can say comes back from the MLT that is made of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::vector<tiles::MvtLayer> layers;
    try {
        layers = tiles::read_mvt({reinterpret_cast<const char*>(data), size});
    } catch (const datasets::FormatError&) {
        return 0;
    }
    std::erase_if(layers, [](const auto& layer) { return layer.features.empty(); });
    const auto back = test::read_mlt(tiles::encode_mlt(layers));
    require(back.size() == layers.size());
    for (std::size_t i = 0; i < layers.size(); ++i) {
        require(back[i].name == layers[i].name && back[i].extent == layers[i].extent);
        require(back[i].features.size() == layers[i].features.size());
        for (std::size_t k = 0; k < layers[i].features.size(); ++k) {
            const auto& before = layers[i].features[k];
            const auto& after = back[i].features[k];
            require(before.id == after.id && before.geometry == after.geometry);
            require(before.properties.size() == after.properties.size());
            for (const auto& [name, value] : before.properties) {
                const auto* const same = after.property(name);
                require(same != nullptr && is_same(value, *same));
            }
        }
    }
    return 0;
}

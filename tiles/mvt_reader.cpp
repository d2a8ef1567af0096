#include "tiles/mvt_reader.hpp"

#include "datasets/error.hpp"
#include "tiles/mvt_format.hpp"
#include "tiles/mvt_geometry.hpp"
#include "tiles/mvt_value.hpp"

#include <fmt/format.h>
#include <protozero/pbf_message.hpp>

#include <algorithm>
#include <limits>

namespace tiles {

namespace {

using datasets::FormatError;
using datasets::Value;
using protozero::pbf_message;

/// A field together with its wire type: with another type it is a field we do not know, and skipped. protozero takes the caller's word
/// for the type.
template <class Field>
constexpr std::uint32_t bytes(Field field)
{
    return protozero::tag_and_type(field, protozero::pbf_wire_type::length_delimited);
}
template <class Field>
constexpr std::uint32_t varint(Field field)
{
    return protozero::tag_and_type(field, protozero::pbf_wire_type::varint);
}
/// A layer's parts as they come: features may stand before the keys and values they refer to.
struct LayerParts {
    MvtLayer layer{};
    std::vector<std::string> keys{};
    std::vector<Value> values{};
    std::vector<protozero::data_view> features{};
};

Value value_of(protozero::data_view message) { return read_mvt_value({message.data(), message.size()}); }

LayerParts split_layer(pbf_message<mvt::LayerField> message)
{
    LayerParts parts;
    while (message.next()) {
        switch (message.tag_and_type()) {
        case bytes(mvt::LayerField::name):
            parts.layer.name = message.get_string();
            break;
        case bytes(mvt::LayerField::features):
            parts.features.push_back(message.get_view());
            break;
        case bytes(mvt::LayerField::keys):
            parts.keys.push_back(message.get_string());
            break;
        case bytes(mvt::LayerField::values):
            parts.values.push_back(value_of(message.get_view()));
            break;
        case varint(mvt::LayerField::extent):
            parts.layer.extent = message.get_uint32();
            break;
        case varint(mvt::LayerField::version):
            parts.layer.version = message.get_uint32();
            break;
        default:
            message.skip();
        }
    }
    return parts;
}

void read_tags(const std::vector<std::uint32_t>& tags, const LayerParts& parts, MvtFeature& feature)
{
    if (tags.size() % 2 != 0) {
        throw FormatError{fmt::format("MVT layer '{}': a key without a value", parts.layer.name)};
    }
    for (std::size_t i = 0; i < tags.size(); i += 2) {
        if (tags[i] >= parts.keys.size() || tags[i + 1] >= parts.values.size()) {
            throw FormatError{
                fmt::format("MVT layer '{}': a tag points beyond the keys or values", parts.layer.name)};
        }
        feature.properties.emplace_back(parts.keys[tags[i]], parts.values[tags[i + 1]]);
    }
}

MvtFeature read_feature(pbf_message<mvt::FeatureField> message, const LayerParts& parts)
{
    MvtFeature feature;
    std::vector<std::uint32_t> tags;
    std::vector<std::uint32_t> integers;
    GeomType type = GeomType::unknown;
    while (message.next()) {
        switch (message.tag_and_type()) {
        case varint(mvt::FeatureField::id):
            feature.id = message.get_uint64();
            break;
        case bytes(mvt::FeatureField::tags): {
            const auto packed = message.get_packed_uint32();
            tags.assign(packed.begin(), packed.end());
            break;
        }
        case varint(mvt::FeatureField::type):
            type = static_cast<GeomType>(message.get_enum());
            break;
        case bytes(mvt::FeatureField::geometry): {
            const auto packed = message.get_packed_uint32();
            integers.assign(packed.begin(), packed.end());
            break;
        }
        default:
            message.skip();
        }
    }
    read_tags(tags, parts, feature);
    feature.geometry = decode_geometry(type, integers);
    return feature;
}

MvtLayer read_layer(pbf_message<mvt::LayerField> message)
{
    LayerParts parts = split_layer(message);
    if (parts.layer.name.empty() || parts.layer.version < 1 || parts.layer.version > 2 ||
        parts.layer.extent == 0) {
        throw FormatError{fmt::format("MVT layer '{}': version {}, extent {}", parts.layer.name,
                                      parts.layer.version, parts.layer.extent)};
    }
    for (const auto& view : parts.features) {
        parts.layer.features.push_back(read_feature(pbf_message<mvt::FeatureField>{view}, parts));
    }
    return std::move(parts.layer);
}

} // namespace

const Value* MvtFeature::property(std::string_view name) const
{
    const auto it =
        std::ranges::find(properties, name, [](const auto& p) -> std::string_view { return p.first; });
    return it == properties.end() ? nullptr : &it->second;
}

std::vector<MvtLayer> read_mvt(std::string_view tile)
{
    try {
        std::vector<MvtLayer> layers;
        pbf_message<mvt::TileField> message{protozero::data_view{tile.data(), tile.size()}};
        while (message.next()) {
            if (message.tag_and_type() == bytes(mvt::TileField::layers)) {
                layers.push_back(read_layer(pbf_message<mvt::LayerField>{message.get_message()}));
            } else {
                message.skip();
            }
        }
        return layers;
    } catch (const protozero::exception& error) {
        throw FormatError{fmt::format("MVT: damaged: {}", error.what())};
    }
}

} // namespace tiles

#include "tiles/mvt_layer.hpp"

#include "tiles/mvt_format.hpp"
#include "tiles/mvt_geometry.hpp"

#include <protozero/pbf_builder.hpp>

#include <cassert>
#include <utility>

namespace tiles {

namespace {

using protozero::pbf_builder;

struct ValueEncoder {
    pbf_builder<mvt::ValueField> message;

    void operator()(std::monostate) { assert(false); }
    void operator()(bool value) { message.add_bool(mvt::ValueField::bool_value, value); }
    void operator()(double value) { message.add_double(mvt::ValueField::double_value, value); }
    void operator()(const std::string& value) { message.add_string(mvt::ValueField::string_value, value); }

    /// The shorter of the integer forms: a negative uint would take ten bytes.
    void operator()(std::int64_t value)
    {
        if (value < 0) {
            message.add_sint64(mvt::ValueField::sint_value, value);
        } else {
            message.add_uint64(mvt::ValueField::uint_value, static_cast<std::uint64_t>(value));
        }
    }
};

} // namespace

LayerBuilder::LayerBuilder(std::string name, int extent) : name_{std::move(name)}, extent_{extent} {}

std::uint32_t LayerBuilder::key(std::string_view key)
{
    const auto [it, is_new] =
        key_index_.try_emplace(std::string{key}, static_cast<std::uint32_t>(key_index_.size()));
    if (is_new) {
        pbf_builder<mvt::LayerField>{keys_}.add_string(mvt::LayerField::keys, it->first);
    }
    return it->second;
}

std::uint32_t LayerBuilder::value(const datasets::Value& value)
{
    std::string encoded;
    std::visit(ValueEncoder{pbf_builder<mvt::ValueField>{encoded}}, value);
    const auto [it, is_new] =
        value_index_.try_emplace(std::move(encoded), static_cast<std::uint32_t>(value_index_.size()));
    if (is_new) {
        pbf_builder<mvt::LayerField>{values_}.add_message(mvt::LayerField::values, it->first);
    }
    return it->second;
}

void LayerBuilder::add(std::optional<std::uint64_t> id, const datasets::Geometry<TilePoint>& geometry,
                       std::span<const std::uint32_t> tags)
{
    const std::vector<std::uint32_t> integers = encode_geometry(geometry);
    std::string encoded;
    pbf_builder<mvt::FeatureField> feature{encoded};
    if (id) {
        feature.add_uint64(mvt::FeatureField::id, *id);
    }
    feature.add_packed_uint32(mvt::FeatureField::tags, tags.begin(), tags.end());
    feature.add_enum(mvt::FeatureField::type, static_cast<std::int32_t>(geom_type(geometry)));
    feature.add_packed_uint32(mvt::FeatureField::geometry, integers.begin(), integers.end());
    pbf_builder<mvt::LayerField>{features_}.add_message(mvt::LayerField::features, encoded);
}

std::size_t LayerBuilder::size() const
{
    constexpr std::size_t frame = 24; // tags, lengths, extent and version
    return name_.size() + features_.size() + keys_.size() + values_.size() + frame;
}

std::string LayerBuilder::finish() const
{
    std::string head;
    pbf_builder<mvt::LayerField> layer{head};
    layer.add_uint32(mvt::LayerField::version, 2);
    layer.add_string(mvt::LayerField::name, name_);
    std::string tail;
    pbf_builder<mvt::LayerField>{tail}.add_uint32(mvt::LayerField::extent,
                                                  static_cast<std::uint32_t>(extent_));

    std::string tile;
    pbf_builder<mvt::TileField> message{tile};
    message.add_message(mvt::TileField::layers, head + features_ + keys_ + values_ + tail);
    return tile;
}

} // namespace tiles

#include "tiles/mvt_layer.hpp"

#include "tiles/mvt_format.hpp"
#include "tiles/mvt_geometry.hpp"
#include "tiles/mvt_value.hpp"

#include <protozero/pbf_builder.hpp>

#include <functional>
#include <utility>

namespace tiles {

namespace {
using protozero::pbf_builder;
} // namespace

std::uint32_t LayerBuilder::Texts::index_of(std::string_view text)
{
    if (2 * (in_slots_ + 1) > slots_.size()) {
        constexpr std::size_t first_slots = 64;
        const std::vector<std::uint32_t> full = std::exchange(
            slots_, std::vector<std::uint32_t>(slots_.empty() ? first_slots : 2 * slots_.size(), 0));
        in_slots_ = 0;
        for (const std::uint32_t taken : full) {
            if (taken != 0) {
                insert(taken - 1);
            }
        }
    }
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = std::hash<std::string_view>{}(text)&mask; slots_[slot] != 0;
         slot = (slot + 1) & mask) {
        const Place place = places_[slots_[slot] - 1];
        if (std::string_view{bytes_}.substr(place.offset, place.length) == text) {
            return slots_[slot] - 1;
        }
    }
    const std::uint32_t index = add(text);
    insert(index);
    return index;
}

std::uint32_t LayerBuilder::Texts::add(std::string_view text)
{
    protozero::pbf_writer{bytes_}.add_bytes(tag_, text.data(), text.size());
    places_.push_back(
        {static_cast<std::uint32_t>(bytes_.size() - text.size()), static_cast<std::uint32_t>(text.size())});
    return static_cast<std::uint32_t>(places_.size() - 1);
}

void LayerBuilder::Texts::insert(std::uint32_t index)
{
    const Place place = places_[index];
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot =
        std::hash<std::string_view>{}(std::string_view{bytes_}.substr(place.offset, place.length)) & mask;
    while (slots_[slot] != 0) {
        slot = (slot + 1) & mask;
    }
    slots_[slot] = index + 1;
    ++in_slots_;
}

LayerBuilder::LayerBuilder(std::string name, int extent)
    : name_{std::move(name)},
      extent_{extent},
      keys_{static_cast<std::uint32_t>(mvt::LayerField::keys)},
      values_{static_cast<std::uint32_t>(mvt::LayerField::values)}
{
}

std::uint32_t LayerBuilder::key(std::string_view key) { return keys_.index_of(key); }

std::uint32_t LayerBuilder::value(const datasets::Value& value)
{
    std::string message;
    append_mvt_value(value, message);
    return values_.index_of(message);
}

void LayerBuilder::add(std::optional<std::uint64_t> id, const datasets::Geometry<TilePoint>& geometry,
                       std::span<const std::uint32_t> tags)
{
    integers_.clear();
    append_geometry(geometry, integers_);
    feature_.clear();
    pbf_builder<mvt::FeatureField> feature{feature_};
    if (id) {
        feature.add_uint64(mvt::FeatureField::id, *id);
    }
    feature.add_packed_uint32(mvt::FeatureField::tags, tags.begin(), tags.end());
    feature.add_enum(mvt::FeatureField::type, static_cast<std::int32_t>(geom_type(geometry)));
    feature.add_packed_uint32(mvt::FeatureField::geometry, integers_.begin(), integers_.end());
    pbf_builder<mvt::LayerField>{features_}.add_message(mvt::LayerField::features, feature_);
    ++count_;
}

std::size_t LayerBuilder::size() const
{
    constexpr std::size_t frame = 24; // tags, lengths, extent and version
    return name_.size() + features_.size() + keys_.bytes().size() + values_.bytes().size() + frame;
}

std::string LayerBuilder::finish() const
{
    std::string layer;
    layer.reserve(size());
    pbf_builder<mvt::LayerField> message{layer};
    message.add_uint32(mvt::LayerField::version, 2);
    message.add_string(mvt::LayerField::name, name_);
    layer += features_;
    layer += keys_.bytes();
    layer += values_.bytes();
    pbf_builder<mvt::LayerField>{layer}.add_uint32(mvt::LayerField::extent,
                                                   static_cast<std::uint32_t>(extent_));

    std::string tile;
    pbf_builder<mvt::TileField>{tile}.add_message(mvt::TileField::layers, layer);
    return tile;
}

} // namespace tiles

#include "tiles/source_layer.hpp"

#include <limits>
#include <utility>

namespace tiles {

namespace {
constexpr std::uint32_t no_key = std::numeric_limits<std::uint32_t>::max();
} // namespace

void TokenCache::clear()
{
    ++round_;
    taken_ = 0;
}

std::size_t TokenCache::slot_of(std::size_t field, std::uint64_t token) const
{
    const std::uint64_t mixed = (token + 1) * 0x9e3779b97f4a7c15U + field * 0xc2b2ae3d27d4eb4fU;
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = (mixed ^ mixed >> 32U) & mask;
    while (slots_[slot].round == round_ && (slots_[slot].token != token || slots_[slot].field != field)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

const std::uint32_t* TokenCache::find(std::size_t field, std::uint64_t token) const
{
    const Slot& slot = slots_[slot_of(field, token)];
    return slot.round == round_ ? &slot.value : nullptr;
}

void TokenCache::insert(std::size_t field, std::uint64_t token, std::uint32_t value)
{
    if (2 * (taken_ + 1) > slots_.size()) {
        const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
        for (const Slot& slot : old) {
            if (slot.round == round_) {
                slots_[slot_of(slot.field, slot.token)] = slot;
            }
        }
    }
    slots_[slot_of(field, token)] = {token, static_cast<std::uint32_t>(field), value, round_};
    ++taken_;
}

SourceLayer::SourceLayer(std::string name, int extent, const FeatureSource& source,
                         std::span<const std::size_t> shown, TokenCache& cache)
    : layer_{std::move(name), extent},
      source_{&source},
      shown_{shown},
      cache_{&cache},
      keys_(shown.size(), no_key)
{
    cache.clear();
}

std::uint32_t SourceLayer::value(std::size_t field, std::uint64_t token)
{
    if (const std::uint32_t* known = cache_->find(field, token)) {
        return *known;
    }
    scratch_.clear();
    const std::uint32_t index = layer_.encoded_value(source_->encoded(field, token, scratch_));
    cache_->insert(field, token, index);
    return index;
}

std::span<const std::uint32_t> SourceLayer::tags(FeatureIndex feature, bool with_id)
{
    tags_.clear();
    const std::size_t count = shown_.size() - (with_id ? 0 : 1); // feature_id is the last
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t token = source_->token(feature, shown_[i]);
        if (token == FeatureSource::missing) {
            continue;
        }
        if (keys_[i] == no_key) {
            keys_[i] = layer_.key(source_->fields()[shown_[i]]);
        }
        tags_.push_back(keys_[i]);
        tags_.push_back(value(shown_[i], token));
    }
    return tags_;
}

void SourceLayer::add(FeatureIndex feature, const datasets::Geometry<TilePoint>& geometry)
{
    layer_.add(source_->mvt_id(feature), geometry, tags(feature));
}

} // namespace tiles

#include "tiles/distinct_texts.hpp"

#include <functional>
#include <stdexcept>

namespace tiles {

DistinctTexts::DistinctTexts(std::pmr::memory_resource* memory)
    : bytes_{memory}, begins_(1, 0, memory), slots_{memory}
{
}

std::size_t DistinctTexts::slot_of(std::string_view text) const
{
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = std::hash<std::string_view>{}(text)&mask;
    while (slots_[slot] != 0 && at(slots_[slot] - 1) != text) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

std::uint32_t DistinctTexts::number(std::string_view text)
{
    const std::size_t count = size();
    if (2 * (count + 1) > slots_.size()) {
        if (count >= 0xfffffffeU) {
            throw std::length_error{"more than 4,294,967,294 different texts"};
        }
        constexpr std::size_t first_slots = 64;
        slots_.assign(slots_.empty() ? first_slots : 2 * slots_.size(), 0);
        for (std::uint32_t i = 0; i < count; ++i) {
            slots_[slot_of(at(i))] = i + 1;
        }
    }
    std::uint32_t& slot = slots_[slot_of(text)];
    if (slot == 0) {
        bytes_ += text;
        begins_.push_back(bytes_.size());
        slot = static_cast<std::uint32_t>(count + 1);
    }
    return slot - 1;
}

void DistinctTexts::clear()
{
    std::pmr::memory_resource* const memory = bytes_.get_allocator().resource();
    bytes_ = std::pmr::string{memory};
    begins_ = std::pmr::vector<std::uint64_t>(1, 0, memory);
    slots_ = std::pmr::vector<std::uint32_t>{memory};
}

} // namespace tiles

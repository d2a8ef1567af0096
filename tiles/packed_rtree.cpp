#include "tiles/packed_rtree.hpp"

#include <cassert>
#include <utility>

namespace tiles {

namespace {

constexpr std::size_t node_size = 16; // as FlatGeobuf has it: a node's boxes are four cache lines

std::size_t nodes_over(std::size_t boxes) { return (boxes + node_size - 1) / node_size; }

/// The rows that one box of this level stands for.
std::size_t rows_under(std::size_t level)
{
    std::size_t rows = 1;
    for (std::size_t i = 0; i < level; ++i) {
        rows *= node_size;
    }
    return rows;
}

} // namespace

std::pmr::vector<WorldBox> PackedRtree::pack(std::pmr::vector<WorldBox> rows)
{
    std::pmr::vector<WorldBox> boxes = std::move(rows);
    boxes.reserve(packed_size(boxes.size()));
    for (std::size_t begin = 0, size = boxes.size(); size > 1;) {
        const std::size_t above = nodes_over(size);
        for (std::size_t node = 0; node < above; ++node) {
            WorldBox box;
            for (std::size_t i = node * node_size; i < std::min(size, (node + 1) * node_size); ++i) {
                box.extend(boxes[begin + i]);
            }
            boxes.push_back(box);
        }
        begin += size;
        size = above;
    }
    return boxes;
}

std::size_t PackedRtree::packed_size(std::size_t rows)
{
    std::size_t sum = rows;
    while (rows > 1) {
        rows = nodes_over(rows);
        sum += rows;
    }
    return sum;
}

PackedRtree::PackedRtree(std::span<const WorldBox> boxes, std::size_t rows) : boxes_{boxes}, rows_{rows}
{
    assert(boxes.size() == packed_size(rows));
    std::size_t begin = 0;
    for (std::size_t size = rows; size > 0; size = size == 1 ? 0 : nodes_over(size)) {
        levels_.push_back(begin);
        begin += size;
    }
}

void PackedRtree::search(const WorldBox& window, const TakeRange& take) const
{
    search(
        [&](const WorldBox& box) {
            return !window.intersects(box) ? Meets::no : window.contains(box) ? Meets::wholly : Meets::partly;
        },
        take);
}

void PackedRtree::search(const Judge& judge, const TakeRange& take) const
{
    if (rows_ == 0) {
        return;
    }
    // Ranges that follow each other are handed on as one.
    std::size_t first = 0, last = 0;
    Meets meets = Meets::no;
    const auto hand_on = [&] {
        if (first != last) {
            take(first, last, meets);
        }
    };
    visit(levels_.size() - 1, 0, judge, [&](std::size_t from, std::size_t to, Meets next) {
        if (from == last && next == meets && first != last) {
            last = to;
            return;
        }
        hand_on();
        first = from;
        last = to;
        meets = next;
    });
    hand_on();
}

void PackedRtree::visit(std::size_t level, std::size_t node, const Judge& judge, const TakeRange& take) const
{
    const Meets meets = judge(boxes_[levels_[level] + node]);
    if (meets == Meets::no) {
        return;
    }
    if (meets == Meets::wholly || level == 0) {
        const std::size_t under = rows_under(level);
        take(node * under, std::min(rows_, (node + 1) * under), meets);
        return;
    }
    const std::size_t below = levels_[level] - levels_[level - 1]; // boxes of the level beneath
    for (std::size_t i = node * node_size; i < std::min(below, (node + 1) * node_size); ++i) {
        visit(level - 1, i, judge, take);
    }
}

} // namespace tiles

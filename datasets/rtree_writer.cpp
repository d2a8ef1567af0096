#include "datasets/rtree_writer.hpp"

#include "datasets/error.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>

namespace datasets {

namespace {

constexpr std::size_t cell_bytes = 24; // an id and four floats
constexpr std::size_t head_bytes = 4;  // depth and number of cells
constexpr std::int64_t root = 1;

float rounded_down(double value)
{
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) > value ? std::nextafter(near, -std::numeric_limits<float>::infinity())
                                             : near;
}

float rounded_up(double value)
{
    const auto near = static_cast<float>(value);
    return static_cast<double>(near) < value ? std::nextafter(near, std::numeric_limits<float>::infinity())
                                             : near;
}

template <class Number>
void put(std::vector<std::byte>& bytes, Number number)
{
    const std::uint64_t wide = number;
    for (std::size_t i = sizeof number; i-- > 0;) { // big endian
        bytes.push_back(static_cast<std::byte>(wide >> (8 * i)));
    }
}

} // namespace

/// Makes the nodes of one level after the other, from the leaves up.
class RtreeWriter::Packer {
public:
    Packer(Database& database, const std::string& table)
        : node_{database.prepare("INSERT OR REPLACE INTO " + sql_name(table + "_node") + " VALUES (?, ?)")},
          parent_{database.prepare("INSERT INTO " + sql_name(table + "_parent") + " VALUES (?, ?)")},
          row_{database.prepare("INSERT INTO " + sql_name(table + "_rowid") + " VALUES (?, ?)")}
    {
        Statement size = database.prepare("SELECT length(data) FROM " + sql_name(table + "_node"));
        node_bytes_ = size.step() ? static_cast<std::size_t>(size.integer(0)) : 0;
        if (node_bytes_ < head_bytes + 2 * cell_bytes) {
            throw StorageError{"SQLite made no R-tree '" + table + "'"};
        }
        capacity_ = (node_bytes_ - head_bytes) / cell_bytes;
    }

    void pack(std::vector<Entry> entries)
    {
        unsigned depth = 0;
        for (; entries.size() > capacity_; ++depth) {
            entries = level(std::move(entries), depth == 0);
        }
        remember(entries, root, depth == 0);
        write_rows();
        write_node(root, depth, entries);
    }

private:
    /// The nodes of these entries, as entries of the level above.
    std::vector<Entry> level(std::vector<Entry> entries, bool of_rows)
    {
        const auto middle_x = [](const Entry& e) { return e.box.min_x + e.box.max_x; };
        const auto middle_y = [](const Entry& e) { return e.box.min_y + e.box.max_y; };
        const std::size_t nodes = (entries.size() + capacity_ - 1) / capacity_;
        const auto strips = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(nodes))));
        const std::size_t strip = (nodes + strips - 1) / strips * capacity_;
        std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
            return std::pair{middle_x(a), a.id} < std::pair{middle_x(b), b.id};
        });
        std::vector<Entry> above;
        for (std::size_t begin = 0; begin < entries.size(); begin += strip) {
            const std::span part = std::span{entries}.subspan(begin, std::min(strip, entries.size() - begin));
            std::sort(part.begin(), part.end(), [&](const Entry& a, const Entry& b) {
                return std::pair{middle_y(a), a.id} < std::pair{middle_y(b), b.id};
            });
            for (std::size_t at = 0; at < part.size(); at += capacity_) {
                above.push_back(node_of(part.subspan(at, std::min(capacity_, part.size() - at)), of_rows));
            }
        }
        return above;
    }

    Entry node_of(std::span<const Entry> entries, bool of_rows)
    {
        const std::int64_t id = ++last_node_;
        remember(entries, id, of_rows);
        write_node(id, 0, entries);
        Box all = entries.front().box;
        for (const Entry& entry : entries) {
            all = {std::min(all.min_x, entry.box.min_x), std::max(all.max_x, entry.box.max_x),
                   std::min(all.min_y, entry.box.min_y), std::max(all.max_y, entry.box.max_y)};
        }
        return {id, all};
    }

    /// In which node each entry stands.
    void remember(std::span<const Entry> entries, std::int64_t node, bool of_rows)
    {
        for (const Entry& entry : entries) {
            if (of_rows) {
                rows_.emplace_back(entry.id, node);
            } else {
                parent_.bind(1, entry.id).bind(2, node).run();
            }
        }
    }

    void write_rows()
    {
        std::sort(rows_.begin(), rows_.end()); // appending is what a table is quick at
        for (const auto& [row, node] : rows_) {
            row_.bind(1, row).bind(2, node).run();
        }
    }

    void write_node(std::int64_t id, unsigned depth, std::span<const Entry> entries)
    {
        std::vector<std::byte> bytes;
        bytes.reserve(node_bytes_);
        put(bytes, static_cast<std::uint16_t>(depth));
        put(bytes, static_cast<std::uint16_t>(entries.size()));
        for (const Entry& entry : entries) {
            put(bytes, static_cast<std::uint64_t>(entry.id));
            for (const float edge : {entry.box.min_x, entry.box.max_x, entry.box.min_y, entry.box.max_y}) {
                put(bytes, std::bit_cast<std::uint32_t>(edge));
            }
        }
        bytes.resize(node_bytes_);
        node_.bind(1, id).bind(2, std::span<const std::byte>{bytes}).run();
    }

    Statement node_;
    Statement parent_;
    Statement row_;
    std::size_t node_bytes_ = 0;
    std::size_t capacity_ = 0; ///< entries of a node
    std::int64_t last_node_ = root;
    std::vector<std::pair<std::int64_t, std::int64_t>> rows_{}; ///< row and leaf
};

void RtreeWriter::add(std::int64_t id, const BBox& box)
{
    entries_.push_back({id,
                        {rounded_down(box.min_lon), rounded_up(box.max_lon), rounded_down(box.min_lat),
                         rounded_up(box.max_lat)}});
}

void RtreeWriter::write(Database& database, const std::string& table)
{
    Packer{database, table}.pack(std::exchange(entries_, {}));
}

} // namespace datasets

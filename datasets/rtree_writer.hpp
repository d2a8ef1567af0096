#pragma once

#include "datasets/bbox.hpp"
#include "datasets/sqlite.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace datasets {

/// Fills an R-tree of SQLite at once, after the last row: its nodes are packed by Sort-Tile-Recursive (Leutenegger, Lopez and
/// Edgington, 1997) and written into the module's own tables (sqlite.org/rtree.html, "Shadow Tables"), as GDAL does. Row by row
/// the module splits nodes all the time; packed, the tree takes a tenth of the time, is smaller, and its boxes overlap less.
///
///     x: | strip | strip | strip |      each strip cut by y into nodes of 51 boxes, these again into nodes of 51, up to one
///
/// Holds 24 bytes a row until then.
class RtreeWriter {
public:
    void add(std::int64_t id, const BBox& box);

    /// Into an empty R-tree of two dimensions, such as "rtree_parks_geom". Throws StorageError.
    void write(Database& database, const std::string& table);

private:
    /// Edges as the module keeps them: rounded outwards, so that every box lies within its own.
    struct Box {
        float min_x = 0;
        float max_x = 0;
        float min_y = 0;
        float max_y = 0;
    };
    struct Entry {
        std::int64_t id = 0; ///< of a row, or of a node one level below
        Box box{};
    };
    class Packer;

    std::vector<Entry> entries_{};
};

} // namespace datasets

#include "tiles/tile_fault.hpp"

#include <array>

namespace tiles {

namespace {

struct Entry {
    TileFault fault{};
    std::string_view name{};
    bool error = true;
};

constexpr std::array entries = {
    Entry{TileFault::damaged, "damaged"},
    Entry{TileFault::field_type, "field_type"},
    Entry{TileFault::layer_name, "layer_name"},                  // 4.1 MUST
    Entry{TileFault::layer_repeated, "layer_repeated"},          // 4.1 MUST NOT
    Entry{TileFault::layer_version, "layer_version"},            // 4.1 MUST
    Entry{TileFault::layer_extent, "layer_extent"},              // 4.1 MUST
    Entry{TileFault::layer_empty, "layer_empty", false},         // 4.1 SHOULD
    Entry{TileFault::key_repeated, "key_repeated", false},       // 4.1 SHOULD NOT
    Entry{TileFault::value, "value"},                            // 4.1 MUST
    Entry{TileFault::tag, "tag"},                                // 4.4 MUST
    Entry{TileFault::property_repeated, "property_repeated"},    // 4.4 MUST
    Entry{TileFault::feature_type, "feature_type"},              // 4.2 MUST
    Entry{TileFault::feature_unknown, "feature_unknown", false}, // 4.3.4.1 MAY
    Entry{TileFault::id_repeated, "id_repeated", false},         // 4.2 SHOULD
    Entry{TileFault::geometry, "geometry"},                      // 4.3.3, 4.3.4
    Entry{TileFault::winding, "winding"},                        // 4.3.4.4
    Entry{TileFault::polygon, "polygon"},                        // 4.3.4.4
    Entry{TileFault::beyond_buffer, "beyond_buffer"},            // ours
    Entry{TileFault::too_large, "too_large", false},             // ours
    Entry{TileFault::archive, "archive"},
    Entry{TileFault::header, "header"},
    Entry{TileFault::metadata, "metadata"},
    Entry{TileFault::directory, "directory"},
    Entry{TileFault::beyond_file, "beyond_file"},
    Entry{TileFault::zoom, "zoom"},
};

const Entry& entry_of(TileFault fault)
{
    return entries[static_cast<std::size_t>(fault)]; // in the order of the enumeration, as a test says
}

} // namespace

std::string_view to_string(TileFault fault) { return entry_of(fault).name; }

bool is_error(TileFault fault) { return entry_of(fault).error; }

} // namespace tiles

#pragma once

#include "tiles/tile_id.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tiles {

/// What can be wrong with a tile or an archive of them.
enum class TileFault : std::uint8_t {
    // a tile (MVT 2.1; the section is named in tile_fault.cpp)
    damaged,           ///< no protocol buffer or no gzip: nothing behind that place was read
    field_type,        ///< a field of the specification encoded as something else
    layer_name,        ///< missing or empty
    layer_repeated,    ///< two layers of one name
    layer_version,     ///< missing, or neither 1 nor 2
    layer_extent,      ///< 0
    layer_empty,       ///< no features
    key_repeated,      ///< a layer's keys hold one twice
    value,             ///< none, or several in one
    tag,               ///< a key without a value, or beyond the layer's keys and values
    property_repeated, ///< a feature has one property twice
    feature_type,      ///< missing, or one that does not exist
    feature_unknown,   ///< the type UNKNOWN, which readers may leave out
    id_repeated,       ///< two features of a layer have one id
    geometry,          ///< commands that the type does not allow
    winding,           ///< an interior ring where an exterior one must be
    polygon,           ///< crosses itself or another of its feature, or has a hole outside (GEOS)
    beyond_buffer,     ///< a vertex further outside than the buffer
    too_large,         ///< more bytes than browsers draw smoothly
    // an archive (PMTiles 3)
    archive,     ///< the file is no archive that can be read
    header,      ///< says something else than what is there
    metadata,    ///< no JSON, or lacks a layer
    directory,   ///< damaged, not ascending, overlapping
    beyond_file, ///< an entry points outside of its section
    zoom         ///< a tile of a zoom that the header excludes
};

/// The fault's name, for machines: "layer_repeated".
[[nodiscard]] std::string_view to_string(TileFault fault);

/// False for what a specification only advises against, or leaves to the reader.
[[nodiscard]] bool is_error(TileFault fault);

/// One fault, and where it is.
struct TileProblem {
    TileFault fault{};
    std::string text{};                   ///< what came, in English: for those who know the specification
    std::string layer{};                  ///< empty if it is about the whole tile
    std::optional<std::size_t> feature{}; ///< its place in the layer, from 0
    std::optional<TileId> tile{};         ///< in an archive
};

/// Is told each problem as it is met.
using Complain = std::function<void(TileProblem)>;

} // namespace tiles

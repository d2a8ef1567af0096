#pragma once

#include "tiles/mlt_format.hpp"
#include "tiles/quantize.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Streams of a MapLibre Tile: a header, then values of one kind. Each function appends one to `out`.
///
///     type | encoding | number of values | bytes | runs, values in them (runs only) | payload
namespace tiles::mlt {

/// What the numbers of a stream are; differences wrap at that width.
enum class Word { uint32, int32, uint64, int64 };

/// Integers, each as its bits: a negative one in two's complement. Of plain, differences, runs, and runs of differences, what
/// takes the fewest bytes.
void add_integers(std::string& out, StreamType type, Word word, std::span<const std::uint64_t> values);

/// Points as differences from the one before, x and y apart.
void add_vertices(std::string& out, std::span<const TilePoint> points);

/// `present` streams and boolean values.
void add_booleans(std::string& out, StreamType type, const std::vector<bool>& values);

void add_floats(std::string& out, std::span<const float> values);
void add_doubles(std::string& out, std::span<const double> values);

/// Text one after the other, without lengths.
void add_bytes(std::string& out, StreamType type, std::string_view bytes, std::size_t values);

} // namespace tiles::mlt

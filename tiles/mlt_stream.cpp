#include "tiles/mlt_stream.hpp"

#include <protozero/buffer_string.hpp>
#include <protozero/varint.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>

namespace tiles::mlt {

namespace {

using Words = std::vector<std::uint64_t>;

void add_varint(std::string& out, std::uint64_t value) { protozero::add_varint_to_buffer(&out, value); }

void add_header(std::string& out, StreamType type, Encoding encoding, std::size_t values, std::size_t bytes)
{
    out.push_back(static_cast<char>(type));
    out.push_back(static_cast<char>(encoding));
    add_varint(out, values);
    add_varint(out, bytes);
}

std::size_t varint_bytes(std::span<const std::uint64_t> words)
{
    return std::transform_reduce(words.begin(), words.end(), std::size_t{0}, std::plus<>{},
                                 [](std::uint64_t word) -> std::size_t {
                                     return static_cast<std::size_t>(protozero::length_of_varint(word));
                                 });
}

constexpr bool is_wide(Word word) { return word == Word::uint64 || word == Word::int64; }
constexpr bool is_signed(Word word) { return word == Word::int32 || word == Word::int64; }

/// Narrow words wrap at 32 bits.
std::uint64_t zigzag(std::uint64_t bits, Word word)
{
    return is_wide(word)
               ? protozero::encode_zigzag64(static_cast<std::int64_t>(bits))
               : protozero::encode_zigzag32(static_cast<std::int32_t>(static_cast<std::uint32_t>(bits)));
}

Words plain(std::span<const std::uint64_t> values, Word word)
{
    Words words(values.begin(), values.end());
    if (is_signed(word)) {
        std::ranges::transform(words, words.begin(), [&](std::uint64_t bits) { return zigzag(bits, word); });
    }
    return words;
}

Words differences(std::span<const std::uint64_t> values, Word word)
{
    Words words;
    words.reserve(values.size());
    std::uint64_t last = 0;
    for (const std::uint64_t value : values) {
        words.push_back(zigzag(value - last, word));
        last = value;
    }
    return words;
}

/// Lengths of the runs, then what they repeat.
Words runs_of(std::span<const std::uint64_t> words)
{
    Words lengths;
    Words values;
    for (const std::uint64_t word : words) {
        if (values.empty() || values.back() != word) {
            values.push_back(word);
            lengths.push_back(0);
        }
        ++lengths.back();
    }
    lengths.insert(lengths.end(), values.begin(), values.end());
    return lengths;
}

struct Candidate {
    Encoding encoding{};
    Words words{};
    std::size_t bytes = 0;
};

/// ORC's byte runs: 3 to 130 times the same byte, or 1 to 128 bytes as they are.
std::string byte_runs(std::string_view bytes)
{
    constexpr std::size_t shortest = 3;
    constexpr std::size_t longest = 130;
    constexpr std::size_t most_literals = 128;
    const auto run_at = [&](std::size_t at) {
        std::size_t end = at;
        while (end < bytes.size() && end - at < longest && bytes[end] == bytes[at]) {
            ++end;
        }
        return end - at;
    };
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
        if (const std::size_t run = run_at(at); run >= shortest) {
            out.push_back(static_cast<char>(run - shortest));
            out.push_back(bytes[at]);
            at += run;
            continue;
        }
        const std::size_t begin = at;
        while (at < bytes.size() && at - begin < most_literals && run_at(at) < shortest) {
            ++at;
        }
        out.push_back(static_cast<char>(256 - (at - begin)));
        out += bytes.substr(begin, at - begin);
    }
    return out;
}

/// Little-endian, whatever the machine.
template <class Bits>
void add_fixed(std::string& out, Bits bits)
{
    for (std::size_t i = 0; i < sizeof bits; ++i) {
        out.push_back(static_cast<char>(bits >> (8 * i)));
    }
}

} // namespace

void add_integers(std::string& out, StreamType type, Word word, std::span<const std::uint64_t> values)
{
    Words as_they_are = plain(values, word);
    Words deltas = differences(values, word);
    Words as_runs = runs_of(as_they_are);
    Words deltas_as_runs = runs_of(deltas);
    // In the order of preference, what is quicker to read first: the first of the smallest is taken.
    std::array<Candidate, 4> candidates{{{Encoding::varint, std::move(as_they_are)},
                                         {Encoding::delta, std::move(deltas)},
                                         {Encoding::runs, std::move(as_runs)},
                                         {Encoding::delta_runs, std::move(deltas_as_runs)}}};
    const auto has_runs = [](const Candidate& c) {
        return c.encoding == Encoding::runs || c.encoding == Encoding::delta_runs;
    };
    for (Candidate& candidate : candidates) {
        constexpr std::size_t more_header = 2;
        candidate.bytes = varint_bytes(candidate.words) + (has_runs(candidate) ? more_header : 0);
    }
    const Candidate& best = *std::ranges::min_element(candidates, {}, &Candidate::bytes);
    add_header(out, type, best.encoding, best.words.size(), varint_bytes(best.words));
    if (has_runs(best)) {
        add_varint(out, best.words.size() / 2);
        add_varint(out, values.size());
    }
    for (const std::uint64_t bits : best.words) {
        add_varint(out, bits);
    }
}

void add_vertices(std::string& out, std::span<const TilePoint> points)
{
    std::string payload;
    TilePoint last;
    for (const TilePoint point : points) {
        add_varint(payload, protozero::encode_zigzag32(point.x - last.x));
        add_varint(payload, protozero::encode_zigzag32(point.y - last.y));
        last = point;
    }
    add_header(out, StreamType::data_vertex, Encoding::vertex_delta, 2 * points.size(), payload.size());
    out += payload;
}

void add_booleans(std::string& out, StreamType type, const std::vector<bool>& values)
{
    std::string bits((values.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i]) {
            bits[i / 8] = static_cast<char>(static_cast<unsigned char>(bits[i / 8]) | (1U << (i % 8)));
        }
    }
    const std::string payload = byte_runs(bits);
    add_header(out, type, Encoding::boolean_runs, values.size(), payload.size());
    out += payload;
}

void add_floats(std::string& out, std::span<const float> values)
{
    add_header(out, StreamType::data, Encoding::none, values.size(), 4 * values.size());
    for (const float value : values) {
        add_fixed(out, std::bit_cast<std::uint32_t>(value));
    }
}

void add_doubles(std::string& out, std::span<const double> values)
{
    add_header(out, StreamType::data, Encoding::none, values.size(), 8 * values.size());
    for (const double value : values) {
        add_fixed(out, std::bit_cast<std::uint64_t>(value));
    }
}

void add_bytes(std::string& out, StreamType type, std::string_view bytes, std::size_t values)
{
    add_header(out, type, Encoding::none, values, bytes.size());
    out += bytes;
}

} // namespace tiles::mlt

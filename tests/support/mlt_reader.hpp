#pragma once

#include "datasets/error.hpp"
#include "tiles/mlt_format.hpp"
#include "tiles/mvt_reader.hpp"

#include <protozero/varint.hpp>

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Reads MapLibre Tiles back, as far as tiles::encode_mlt writes them, along the text of the specification. It is there to test
/// the encoder where no browser is; the npm package @maplibre/mlt judges in the end-to-end tests.
namespace test {

class MltReader {
public:
    explicit MltReader(std::string_view tile) : at_{tile.data()}, end_{tile.data() + tile.size()} {}

    std::vector<tiles::MvtLayer> layers()
    {
        std::vector<tiles::MvtLayer> all;
        while (at_ != end_) {
            const auto size = varint();
            need(size);
            MltReader frame{{at_, size}};
            all.push_back(frame.layer());
            if (frame.at_ != frame.end_) {
                throw datasets::FormatError{"MLT: bytes are left over"};
            }
            at_ += size;
        }
        return all;
    }

private:
    using Numbers = std::vector<std::uint64_t>;
    using Type = tiles::mlt::ColumnType;
    enum class Sign { no, yes };

    struct Column {
        Type type{};
        bool nullable = false;
        std::string name{};
    };

    tiles::MvtLayer layer()
    {
        if (byte() != tiles::mlt::layer_tag) {
            throw datasets::FormatError{"MLT: another layer format"};
        }
        tiles::MvtLayer layer;
        layer.name = text(varint());
        layer.version = 2;
        layer.extent = static_cast<std::uint32_t>(varint());
        std::vector<Column> columns(varint());
        for (Column& column : columns) {
            const auto code = byte();
            column = {static_cast<Type>(code & 0xfeU), (code & 1U) != 0, {}};
            if (column.type >= Type::boolean) {
                column.name = text(varint());
            }
        }
        for (const Column& column : columns) {
            read(column, layer.features);
        }
        return layer;
    }

    void read(const Column& column, std::vector<tiles::MvtFeature>& features)
    {
        if (column.type == Type::geometry) {
            geometry(features);
            return;
        }
        const auto streams = column.type == Type::string ? varint() : 0;
        std::vector<bool> present;
        if (column.nullable) {
            present = booleans();
        }
        if (column.type == Type::id || column.type == Type::long_id) {
            const auto ids = integers(column.type == Type::id ? 32 : 64, Sign::no);
            features.resize(column.nullable ? present.size() : ids.size());
            std::size_t next = 0;
            for (std::size_t i = 0; i < features.size(); ++i) {
                if (!column.nullable || present[i]) {
                    features[i].id = ids.at(next++);
                }
            }
            return;
        }
        const auto values = property(column.type, streams - (column.nullable ? 1 : 0));
        std::size_t next = 0;
        for (std::size_t i = 0; i < features.size(); ++i) {
            if (!column.nullable || present.at(i)) {
                features[i].properties.emplace_back(column.name, values.at(next++));
            }
        }
        if (next != values.size()) {
            throw datasets::FormatError{"MLT: values are left over"};
        }
    }

    std::vector<datasets::Value> property(Type type, std::uint64_t streams)
    {
        std::vector<datasets::Value> values;
        const auto add_all = [&](const auto& list) {
            for (const auto value : list) {
                values.emplace_back(static_cast<std::int64_t>(value));
            }
        };
        switch (type) {
        case Type::boolean:
            for (const bool value : booleans()) {
                values.emplace_back(value);
            }
            break;
        case Type::uint32:
            add_all(integers(32, Sign::no));
            break;
        case Type::int32:
            add_all(integers(32, Sign::yes));
            break;
        case Type::int64:
            add_all(integers(64, Sign::yes));
            break;
        case Type::float32:
            for (const auto bits : fixed(4)) {
                values.emplace_back(
                    static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits))));
            }
            break;
        case Type::float64:
            for (const auto bits : fixed(8)) {
                values.emplace_back(std::bit_cast<double>(bits));
            }
            break;
        case Type::string:
            for (auto& value : streams == 2 ? plain_text() : dictionary_text()) {
                values.emplace_back(std::move(value));
            }
            break;
        default:
            throw datasets::FormatError{"MLT: a type that is not written here"};
        }
        return values;
    }

    std::vector<std::string> plain_text()
    {
        const auto lengths = integers(32, Sign::no);
        header();
        std::vector<std::string> all;
        for (const auto length : lengths) {
            all.push_back(text(length));
        }
        return all;
    }

    std::vector<std::string> dictionary_text()
    {
        const auto lengths = integers(32, Sign::no);
        const auto offsets = integers(32, Sign::no);
        header();
        std::vector<std::string> words;
        for (const auto length : lengths) {
            words.push_back(text(length));
        }
        std::vector<std::string> all;
        for (const auto offset : offsets) {
            all.push_back(words.at(offset));
        }
        return all;
    }

    void geometry(std::vector<tiles::MvtFeature>& features)
    {
        const auto streams = varint();
        const auto types = integers(32, Sign::no);
        Numbers geometries;
        Numbers parts;
        Numbers rings;
        std::vector<tiles::TilePoint> vertices;
        for (std::uint64_t i = 1; i < streams; ++i) {
            switch (static_cast<tiles::mlt::StreamType>(*at_)) {
            case tiles::mlt::StreamType::length_geometries:
                geometries = integers(32, Sign::no);
                break;
            case tiles::mlt::StreamType::length_parts:
                parts = integers(32, Sign::no);
                break;
            case tiles::mlt::StreamType::length_rings:
                rings = integers(32, Sign::no);
                break;
            default:
                vertices = points();
            }
        }
        features.resize(types.size());
        bool has_polygons = false;
        for (const auto type : types) {
            has_polygons = has_polygons || type == 2 || type == 5;
        }
        auto geometry = geometries.begin();
        auto part = parts.begin();
        auto ring = rings.begin();
        auto vertex = vertices.begin();
        const auto take = [&](std::uint64_t count) {
            std::vector<tiles::TilePoint> path(vertex, vertex + static_cast<std::ptrdiff_t>(count));
            vertex += static_cast<std::ptrdiff_t>(count);
            return path;
        };
        for (std::size_t i = 0; i < types.size(); ++i) {
            const auto count = types[i] >= 3 ? *geometry++ : 1;
            if (types[i] % 3 == 0) {
                features[i].geometry = datasets::Points<tiles::TilePoint>{take(count)};
            } else if (types[i] % 3 == 1) {
                datasets::Lines<tiles::TilePoint> lines;
                for (std::uint64_t k = 0; k < count; ++k) {
                    lines.lines.push_back(take(has_polygons ? *ring++ : *part++));
                }
                features[i].geometry = lines;
            } else {
                datasets::Polygons<tiles::TilePoint> polygons;
                for (std::uint64_t k = 0; k < count; ++k) {
                    datasets::Polygon<tiles::TilePoint> polygon;
                    for (auto left = *part++; left > 0; --left) {
                        auto path = take(*ring++);
                        path.push_back(path.front());
                        if (polygon.exterior.empty()) {
                            polygon.exterior = std::move(path);
                        } else {
                            polygon.interiors.push_back(std::move(path));
                        }
                    }
                    polygons.polygons.push_back(std::move(polygon));
                }
                features[i].geometry = polygons;
            }
        }
    }

    std::vector<tiles::TilePoint> points()
    {
        const auto stream = header();
        std::vector<tiles::TilePoint> all;
        tiles::TilePoint at;
        for (std::uint64_t i = 0; i < stream.values; i += 2) {
            at.x += protozero::decode_zigzag32(static_cast<std::uint32_t>(varint()));
            at.y += protozero::decode_zigzag32(static_cast<std::uint32_t>(varint()));
            all.push_back(at);
        }
        return all;
    }

    Numbers integers(int bits, Sign sign)
    {
        const auto stream = header();
        Numbers words;
        const char* const payload_end = at_ + stream.bytes;
        for (std::uint64_t i = 0; i < stream.values; ++i) {
            words.push_back(varint());
        }
        if (at_ != payload_end) {
            throw datasets::FormatError{"MLT: a stream of another size"};
        }
        using Encoding = tiles::mlt::Encoding;
        if (stream.encoding == Encoding::runs || stream.encoding == Encoding::delta_runs) {
            words = expanded(words, stream.runs, stream.run_values);
        }
        const bool deltas = stream.encoding == Encoding::delta || stream.encoding == Encoding::delta_runs;
        std::uint64_t last = 0;
        for (auto& word : words) {
            if (deltas || sign == Sign::yes) {
                word = static_cast<std::uint64_t>(protozero::decode_zigzag64(word));
            }
            if (deltas) {
                word = last = last + word;
            }
            if (bits == 32) {
                const auto narrow = static_cast<std::uint32_t>(word);
                word = sign == Sign::yes
                           ? static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(narrow)})
                           : narrow;
            }
        }
        return words;
    }

    static Numbers expanded(const Numbers& words, std::uint64_t runs, std::uint64_t values)
    {
        Numbers all;
        for (std::uint64_t i = 0; i < runs; ++i) {
            all.insert(all.end(), words.at(i), words.at(runs + i));
        }
        if (all.size() != values) {
            throw datasets::FormatError{"MLT: runs of another number of values"};
        }
        return all;
    }

    std::vector<bool> booleans()
    {
        const auto stream = header();
        const char* const payload_end = at_ + stream.bytes;
        std::string bytes;
        while (at_ != payload_end) {
            const auto control = byte();
            if (control < 128) {
                bytes.append(control + 3U, static_cast<char>(byte()));
            } else {
                bytes += text(256U - control);
            }
        }
        std::vector<bool> all;
        for (std::uint64_t i = 0; i < stream.values; ++i) {
            all.push_back(
                (static_cast<unsigned>(static_cast<unsigned char>(bytes.at(i / 8))) >> (i % 8) & 1U) != 0);
        }
        return all;
    }

    Numbers fixed(std::size_t size)
    {
        const auto stream = header();
        Numbers all;
        for (std::uint64_t i = 0; i < stream.values; ++i) {
            std::uint64_t bits = 0;
            for (std::size_t k = 0; k < size; ++k) {
                bits |= std::uint64_t{byte()} << (8 * k);
            }
            all.push_back(bits);
        }
        return all;
    }

    struct Header {
        tiles::mlt::Encoding encoding{};
        std::uint64_t values = 0;
        std::uint64_t bytes = 0;
        std::uint64_t runs = 0;
        std::uint64_t run_values = 0;
    };

    Header header()
    {
        byte(); // what the stream is stands at its place here
        Header header{static_cast<tiles::mlt::Encoding>(byte()), varint(), varint()};
        if (header.encoding == tiles::mlt::Encoding::runs ||
            header.encoding == tiles::mlt::Encoding::delta_runs) {
            header.runs = varint();
            header.run_values = varint();
        }
        need(header.bytes);
        return header;
    }

    std::uint64_t varint() { return protozero::decode_varint(&at_, end_); }

    std::uint8_t byte()
    {
        need(1);
        return static_cast<std::uint8_t>(*at_++);
    }

    std::string text(std::uint64_t length)
    {
        need(length);
        std::string bytes(at_, length);
        at_ += length;
        return bytes;
    }

    void need(std::uint64_t bytes) const
    {
        if (bytes > static_cast<std::uint64_t>(end_ - at_)) {
            throw datasets::FormatError{"MLT: cut short"};
        }
    }

    const char* at_;
    const char* end_;
};

inline std::vector<tiles::MvtLayer> read_mlt(std::string_view tile) { return MltReader{tile}.layers(); }

} // namespace test

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// features.index, byte by byte: a header, a table of sections, the sections, each on a multiple of eight bytes. Numbers are
/// little endian, so that on the machines there are the mapped file is the arrays.
///
///     | header, 104 bytes | section table, 24 bytes each | section | section | …
///
/// Rows are features in Hilbert order of their boxes' centres; those without a position come last.
namespace tiles::index_format {

/// As PNG's: the first byte says it is no text, the line ends tell a copy that changed them.
inline constexpr std::string_view magic{"\x89MZX\r\n\x1a\n", 8};

/// Whoever reads refuses other numbers, and the index is made again.
inline constexpr std::uint32_t version = 1;

enum class Part : std::uint32_t {
    schema = 1,      ///< for each column: u8 type, u8 storage, u16 length of the name, the name
    fids,            ///< u32 a row
    rows_by_fid,     ///< u32: the row of fid 1, 2, …
    id_offsets,      ///< u32, one more than rows, into …
    id_texts,        ///< … the texts of feature_id
    boxes,           ///< PackedRtree over the rows with a position
    exact_parts,     ///< u32, one more than rows: the first part of each row, in degrees as published
    exact_roles,     ///< u8 a part: Role
    exact_vertices,  ///< u32, one more than parts: the first vertex of each
    exact_positions, ///< f64 longitude, f64 latitude
    drawn_parts,     ///< the same for what tiles draw
    drawn_roles,     //
    drawn_vertices,  //
    drawn_positions, ///< u32 x, u32 y: world integers
    drawn_zooms,     ///< u8 a vertex: the zoom from which it is drawn
    places, ///< u32 x, u32 y for each row with a position: where it stands for itself, where its name is written
    sizes,      ///< f64 for each of them: of polygons their area in square world units, of lines their length
    label_rows, ///< u64 words: the rows whose name is written
    codes, ///< of a column in a dictionary: u8, u16 or u32 a row; one beyond the last value means "missing"
    dictionary, ///< its values in rising order: i64 or f64, or for texts u32 offsets, one more than values, into …
    dictionary_texts, ///< … the texts
    first_seconds, ///< of dates, for each value: i64, the first second it stands for, from 1970 in Japanese time
    last_seconds, ///< … and the last
    values,       ///< of a plain column: i64 or f64 a row
    known,        ///< u64 words: the rows that have a value
};

/// What a vertex list is within its feature.
enum class Role : std::uint8_t { points, line, exterior, interior };

/// How a column keeps its values. In a dictionary each different one stands once, and a row has its number.
enum class Storage : std::uint8_t { dictionary, plain };

struct Header {
    std::uint64_t rows = 0;
    std::uint64_t located = 0; ///< rows with a position; the first ones
    bool is_coverage = false;  ///< its polygons share borders: PolygonRule::coverage
    std::string source{};      ///< SHA-256 of the features.gpkg that it was made with, 64 hexadecimal digits
    friend bool operator==(const Header&, const Header&) = default;
};

struct Section {
    Part part{};
    std::uint32_t column = 0;
    std::span<const std::byte> bytes{};
};

/// Puts a file together.
class Assembler {
public:
    void add(Part part, std::uint32_t column, std::span<const std::byte> bytes)
    {
        sections_.push_back({part, column, bytes});
    }

    /// Header and table, then for each section how many bytes of nothing go before it: what is written is `head`, then padding and
    /// bytes of each section in turn. The sections' bytes must still be where they were.
    [[nodiscard]] std::string head(const Header& header) const;
    [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }

private:
    std::vector<Section> sections_{};
};

[[nodiscard]] constexpr std::size_t padding(std::size_t size) { return (8 - size % 8) % 8; }

/// A file taken apart. Every length and place is checked here, so that nothing after can reach beyond the bytes.
class Sections {
public:
    /// `bytes` begin on a multiple of eight and must outlive this. Throws datasets::FormatError that says what is wrong.
    explicit Sections(std::span<const std::byte> bytes);

    [[nodiscard]] const Header& header() const { return header_; }

    /// The bytes of a section; throws datasets::FormatError if there is none.
    [[nodiscard]] std::span<const std::byte> bytes(Part part, std::uint32_t column = 0) const;
    [[nodiscard]] bool has(Part part, std::uint32_t column = 0) const;

    /// A section as an array. Throws datasets::FormatError unless it has whole elements; with a count, that many.
    template <class T>
    [[nodiscard]] std::span<const T> array(Part part, std::uint32_t column = 0) const
    {
        const auto raw = bytes(part, column);
        check(raw.size() % sizeof(T) == 0, part, column, "is cut short");
        return {static_cast<const T*>(static_cast<const void*>(raw.data())), raw.size() / sizeof(T)};
    }
    template <class T>
    [[nodiscard]] std::span<const T> array(Part part, std::uint32_t column, std::uint64_t count) const
    {
        const auto all = array<T>(part, column);
        check(all.size() == count, part, column, "has the wrong length");
        return all;
    }

    /// Places that lead into `size` things: one more than `count`, from 0, never falling, up to `size`.
    [[nodiscard]] std::span<const std::uint32_t> offsets(Part part, std::uint32_t column, std::uint64_t count,
                                                         std::uint64_t size) const;

    /// Throws datasets::FormatError naming the section.
    static void check(bool holds, Part part, std::uint32_t column, std::string_view complaint);

private:
    Header header_{};
    std::vector<Section> sections_{};
};

} // namespace tiles::index_format

#include "ingest/dbf_text.hpp"

#include "datasets/text_folding.hpp"

#include <vector>

namespace ingest {

namespace {

constexpr std::size_t header_size = 32;
constexpr std::size_t descriptor_size = 32;

unsigned byte_at(std::string_view dbf, std::size_t at)
{
    return at < dbf.size() ? static_cast<unsigned char>(dbf[at]) : 0U;
}

struct Column {
    std::string_view name{};
    char type = 'C';
    std::size_t width = 0;
};

/// Field descriptors stand behind the header, up to a 0x0D.
std::vector<Column> columns_of(std::string_view dbf)
{
    constexpr std::size_t name_size = 11;
    std::vector<Column> columns;
    for (std::size_t at = header_size; at + descriptor_size <= dbf.size() && dbf[at] != '\r';
         at += descriptor_size) {
        const std::string_view name = dbf.substr(at, name_size);
        columns.push_back({name.substr(0, name.find('\0')), dbf[at + name_size], byte_at(dbf, at + 16)});
    }
    return columns;
}

/// Names and cells of text, each in a line.
std::string lines_of_text(std::string_view dbf, TextEncoding encoding)
{
    std::string lines;
    const auto add = [&](std::string_view text) {
        lines += without_half_character(text, encoding);
        lines += '\n';
    };
    const auto columns = columns_of(dbf);
    for (const Column& column : columns) {
        add(column.name);
    }
    const std::size_t record_size = byte_at(dbf, 10) + byte_at(dbf, 11) * 256;
    std::size_t record = byte_at(dbf, 8) + byte_at(dbf, 9) * 256;
    for (; record_size > 0 && record + record_size <= dbf.size(); record += record_size) {
        std::size_t cell = record + 1; // behind the mark of deletion
        for (const Column& column : columns) {
            if (column.type == 'C' && cell + column.width <= dbf.size()) {
                add(dbf.substr(cell, column.width));
            }
            cell += column.width;
        }
    }
    return lines;
}

} // namespace

std::optional<TextEncoding> dbf_text_encoding(std::string_view dbf, const std::string& name)
{
    constexpr std::size_t language_byte = 29;
    constexpr unsigned unknown = 0;
    constexpr unsigned ansi = 0x57;
    const unsigned language = byte_at(dbf, language_byte);
    if (language != unknown && language != ansi) {
        return std::nullopt;
    }
    if (datasets::is_utf8(lines_of_text(dbf, TextEncoding::utf8))) {
        return TextEncoding::utf8;
    }
    return detect_encoding(lines_of_text(dbf, TextEncoding::cp932), name);
}

} // namespace ingest

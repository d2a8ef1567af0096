#include "datasets/text_folding.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/csv_reader.hpp"
#include "ingest/dbf_text.hpp"
#include "ingest/error.hpp"
#include "ingest/instant.hpp"
#include "ingest/japanese_date.hpp"
#include "ingest/table.hpp"
#include "ingest/text_encoding.hpp"
#include "ingest/values.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

using datasets::FieldType;
using datasets::Notation;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// Every reader of cells; a text that was read is UTF-8, and a date that was read is read again as itself.
void read_cell(const std::string& cell)
{
    for (const auto type : {FieldType::text, FieldType::integer, FieldType::number, FieldType::boolean,
                            FieldType::date, FieldType::datetime}) {
        const auto read = ingest::read_value(cell, type);
        const auto* text = std::get_if<std::string>(&read.value);
        require(text == nullptr || datasets::is_utf8(*text));
    }
    if (const auto date = ingest::read_date(cell)) {
        const auto again = ingest::read_date(date->iso);
        require(again && again->iso == date->iso && !again->impossible);
    }
    if (const auto instant = ingest::read_instant(cell); instant && !instant->is_none) {
        const auto again = ingest::read_date(instant->iso);
        require(again && again->iso == instant->iso);
    }
    for (const auto notation : {Notation::decimal, Notation::dms, Notation::coded_dms}) {
        (void)ingest::read_degrees(cell, notation);
        const auto judged = ingest::judge_position(cell, "34.7", notation);
        require(judged.kind != ingest::JudgedPosition::Kind::good ||
                (judged.position.lon >= 122 && judged.position.lon <= 154));
    }
}

void read_dbf(std::string_view bytes)
{
    try {
        (void)ingest::dbf_text_encoding(bytes, "fuzz");
    } catch (const ingest::IngestError&) {
    }
}

} // namespace

/// The way of a text table's bytes: decoded, taken apart into rows, every cell read as every type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    read_dbf(bytes);
    try {
        std::string text = ingest::decode_text(bytes, ingest::detect_encoding(bytes, "fuzz"), "fuzz");
        require(datasets::is_utf8(text));
        datasets::Source source;
        source.header_rows = size % 2 == 0 ? 1 : 2;
        const auto table =
            ingest::read_table(std::make_unique<ingest::CsvReader>(std::move(text), "fuzz"), source, "fuzz");
        while (const auto row = table->next()) {
            require(row->cells.size() == table->columns().size());
            for (const std::string& cell : row->cells) {
                read_cell(cell);
            }
        }
    } catch (const ingest::IngestError&) {
    }
    return 0;
}

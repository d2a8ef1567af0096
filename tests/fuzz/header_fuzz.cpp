#include "datasets/manifest.hpp"
#include "ingest/columns.hpp"
#include "ingest/csv_reader.hpp"
#include "ingest/draft.hpp"
#include "ingest/error.hpp"
#include "ingest/json_list.hpp"
#include "ingest/table.hpp"
#include "ingest/table_layout.hpp"
#include "ingest/text_encoding.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// The rows as they stand, for the header to be looked for.
std::vector<ingest::SourceRow> first_rows(const std::string& text)
{
    constexpr std::size_t looked_at = 40;
    ingest::CsvReader reader{text, "fuzz"};
    std::vector<ingest::SourceRow> rows;
    while (rows.size() < looked_at) {
        auto row = reader.next();
        if (!row) {
            break;
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

/// A draft can always be read as a manifest, and its columns are found in the file it was made of.
void draft(ingest::RowReader& rows)
{
    const auto columns = rows.columns();
    ingest::Draft draft;
    draft.id = "fuzz";
    draft.title = "fuzz";
    draft.path = "fuzz.csv";
    ingest::guess_fields(draft, rows);
    if (draft.fields.empty()) {
        return; // which `guess_draft` refuses
    }
    const auto manifest = datasets::parse_manifest(ingest::to_manifest(draft), "draft");
    const auto map = ingest::map_columns(manifest, columns, "fuzz");
    require(map.fields.size() == manifest.fields.size());
    require(map.lon < columns.size() && map.lat < columns.size());
    for (std::size_t i = 0; i < map.fields.size(); ++i) {
        for (const std::size_t at : map.fields[i].source) {
            require(at < columns.size());
        }
        require(map.fields[i].parts.size() == manifest.fields[i].parts.size());
    }
}

void read_table_at(const std::string& text, const ingest::TableLayout& layout)
{
    datasets::Source source;
    source.skip_rows = layout.skip_rows;
    source.header_rows = layout.header_rows;
    try {
        const auto table =
            ingest::read_table(std::make_unique<ingest::CsvReader>(text, "fuzz"), source, "fuzz");
        draft(*table);
    } catch (const ingest::IngestError&) { // a row wider than the header, a quotation never closed
    }
}

} // namespace

/// The first byte chooses a list of JSON objects, or a table with its header where we guess it, or of one row or two.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    try {
        const std::string text = ingest::decode_text(bytes, ingest::TextEncoding::utf8, "fuzz");
        if (data[0] % 4 == 3) {
            ingest::JsonList list{text, "fuzz"};
            draft(list);
        } else if (data[0] % 4 == 0) {
            read_table_at(text, ingest::guess_layout(first_rows(text)));
        } else {
            read_table_at(text, {0, data[0] % 4});
        }
    } catch (const ingest::IngestError&) {
    }
    return 0;
}

#include "ingest/table_source.hpp"

#include "ingest/csv_reader.hpp"
#include "ingest/error.hpp"
#include "ingest/json_list.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/table.hpp"
#include "ingest/text_encoding.hpp"
#include "ingest/xlsx_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ingest {

namespace {

void refuse_archives(const std::string& bytes, const std::string& path)
{
    if (bytes.starts_with("PK\3\4")) {
        throw IngestError{
            fmt::format("'{0}' を開けません: テキストではなく、表計算か zip のファイルです。名前の終わりを "
                        ".xlsx か .zip にしてください / cannot open '{0}': this is no text but a spreadsheet "
                        "or a zip archive; name it .xlsx or .zip",
                        path)};
    }
}

/// Says of a byte that does not fit where it stands in the table: all before it can be read.
[[noreturn]] void fail_with_place(const EncodingError& error, const std::string& bytes)
{
    const std::string before =
        decode_text(std::string_view{bytes}.substr(0, error.offset()), error.encoding(), "the text before");
    const CsvPlace place = csv_place(before);
    throw IngestError{
        fmt::format("{0} ({1} 行 {2} 列 / row {1}, column {2})", error.what(), place.row, place.column)};
}

std::string decoded(const std::string& bytes, const std::string& stated, const std::string& path,
                    TextEncoding& encoding)
{
    try {
        encoding = text_encoding_from(stated).value_or(TextEncoding::utf8);
        if (!text_encoding_from(stated)) {
            encoding = detect_encoding(bytes, path);
        }
        return decode_text(bytes, encoding, path);
    } catch (const EncodingError& error) {
        fail_with_place(error, bytes);
    }
}

} // namespace

bool is_text_table(const std::string& path)
{
    const std::string extension = extension_of(path);
    return extension == ".csv" || extension == ".tsv" || extension == ".txt";
}

bool is_workbook(const std::string& path)
{
    const std::string extension = extension_of(path);
    return extension == ".xlsx" || extension == ".xlsm";
}

OpenedSource open_text_table(const datasets::Source& source, const std::string& path)
{
    const std::string bytes = read_source_bytes(path);
    refuse_archives(bytes, path);
    TextEncoding encoding = TextEncoding::utf8;
    std::string text = decoded(bytes, source.encoding, path, encoding);
    OpenedSource opened;
    opened.encoding = to_string(encoding);
    opened.row_count = std::count(bytes.begin(), bytes.end(), '\n');
    opened.rows = read_table(std::make_unique<CsvReader>(std::move(text), path), source, path);
    return opened;
}

bool is_json_list(const std::string& path)
{
    if (extension_of(path) != ".json") {
        return false;
    }
    const std::string start = read_source_start(path);
    const std::size_t first = start.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    return first != std::string::npos && start[first] == '[';
}

OpenedSource open_json_list(const std::string& path)
{
    const std::string text = decode_text(read_source_bytes(path), TextEncoding::utf8, path);
    auto rows = std::make_unique<JsonList>(text, path);
    OpenedSource opened;
    opened.row_count = rows->row_count();
    opened.rows = std::move(rows);
    return opened;
}

OpenedSource open_workbook(const datasets::Source& source, const std::string& path)
{
    auto rows = std::make_unique<XlsxReader>(archive_parts(path), source.layer, path);
    OpenedSource opened;
    opened.row_count = rows->row_count();
    opened.rows = read_table(std::move(rows), source, path);
    return opened;
}

} // namespace ingest

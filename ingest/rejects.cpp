#include "ingest/rejects.hpp"

#include <fmt/format.h>

namespace ingest {

Rejects::Rejects(const std::filesystem::path& path, const std::vector<std::string>& columns)
    : file_{path, 0600}
{
    std::string header = "\xEF\xBB\xBF";
    header += "ファイル file,行 row,コード code,理由,reason";
    for (const std::string& column : columns) {
        header += ',' + csv_cell(column);
    }
    file_.write(header + ",WKB\r\n");
}

void Rejects::add(const std::string& file, const SourceRow& row, const ReportEntry& reason)
{
    std::string line = fmt::format("{},{},{},{},{}", csv_cell(file), row.number, reason.code,
                                   csv_cell(reason.detail.ja), csv_cell(reason.detail.en));
    for (const std::string& cell : row.cells) {
        line += ',' + csv_cell(cell);
    }
    line += ',';
    if (row.wkb) {
        for (const std::byte byte : *row.wkb) {
            line += fmt::format("{:02X}", std::to_integer<unsigned>(byte));
        }
    }
    for (const std::string& cell : row.surplus) {
        line += ',' + csv_cell(cell);
    }
    file_.write(line + "\r\n");
}

void Rejects::finish() { file_.close(); }

} // namespace ingest

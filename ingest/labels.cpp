#include "ingest/labels.hpp"

#include "ingest/error.hpp"
#include "ingest/ogr_source.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ingest {

std::vector<std::pair<std::string, std::string>> read_labels(const datasets::LabelTable& labels,
                                                             const std::string& path)
{
    const OpenedSource table = open_source(datasets::Source{}, path);
    const auto& columns = table.rows->columns();
    const auto column = [&](const std::string& name) {
        const auto found = std::find(columns.begin(), columns.end(), name);
        if (found == columns.end()) {
            throw IngestError{fmt::format("{0}: 名前の表に列「{1}」がありません。ある列: {2} / the label "
                                          "table has no column '{1}'; it has: {2}",
                                          path, name, fmt::join(columns, ", "))};
        }
        return static_cast<std::size_t>(found - columns.begin());
    };
    const std::size_t from = column(labels.from);
    const std::size_t to = column(labels.to);
    std::vector<std::pair<std::string, std::string>> pairs;
    while (const auto row = table.rows->next()) {
        pairs.emplace_back(row->cells[from], row->cells[to]);
    }
    return pairs;
}

} // namespace ingest

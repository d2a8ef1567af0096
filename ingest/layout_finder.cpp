#include "ingest/layout_finder.hpp"

#include "ingest/ogr_source.hpp"

#include <utility>
#include <vector>

namespace ingest {

std::optional<TableLayout> find_layout(const std::string& path, const std::string& layer)
{
    datasets::Source raw;
    raw.layer = layer;
    raw.header_rows = 0;
    const OpenedSource opened = open_source(raw, path);
    if (!opened.rows->columns().empty()) {
        return std::nullopt;
    }
    constexpr std::size_t looked_at = 40;
    std::vector<SourceRow> first_rows;
    while (first_rows.size() < looked_at) {
        auto row = opened.rows->next();
        if (!row) {
            break;
        }
        first_rows.push_back(*std::move(row));
    }
    return guess_layout(first_rows);
}

} // namespace ingest

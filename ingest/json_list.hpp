#pragma once

#include "ingest/source_row.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// Rows of a JSON list of objects, as services on the web give them:
///
///     [{"town": "朝日町", "lat": 34.7}, {"town": "東町", "lat": null, "tags": ["a"]}]
///     town | lat  | tags
///     朝日町 | 34.7 |
///     東町   |      | ["a"]
///
/// Holds the whole list in memory; row numbers count its objects from 1.
class JsonList final : public RowReader {
public:
    /// Throws IngestError with the place of what is no JSON, or the number of what is no object. `name`: what messages call it.
    JsonList(std::string_view text, const std::string& name);

    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
    [[nodiscard]] std::optional<SourceRow> next() override;

    [[nodiscard]] std::int64_t row_count() const { return row_count_; }

private:
    std::vector<std::string> columns_{};
    std::deque<SourceRow> rows_{};
    std::int64_t row_count_ = 0;
};

} // namespace ingest

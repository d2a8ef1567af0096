#include "ingest/staff_reader.hpp"

#include "ingest/built_row.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ingest {

namespace {

using datasets::Feature;
using datasets::Value;

datasets::Schema fields_for_staff(const datasets::Manifest& manifest)
{
    datasets::Schema schema;
    for (const datasets::FieldRule& rule : manifest.fields) {
        if (rule.for_staff) {
            schema.fields.push_back(rule.field);
        }
    }
    return schema;
}

/// Each finding on a line: "acted: 値が読めないため空にしました（調整中）".
Value findings_text(const std::vector<ReportEntry>& entries)
{
    std::string text;
    for (const ReportEntry& entry : entries) {
        text += (text.empty() ? "" : "\n") + entry.field + ": " + entry.detail.ja;
    }
    return text.empty() ? Value{} : Value{std::move(text)};
}

} // namespace

StaffReader::StaffReader(const datasets::Manifest& manifest, const ColumnMap& columns)
    : manifest_{manifest}, schema_{fields_for_staff(manifest)}, values_{manifest_, schema_, columns}
{
}

Feature StaffReader::read(const SourceRow& row, const Feature& published,
                          std::optional<datasets::Geometry<datasets::LonLat>> exact) const
{
    BuiltRow hidden;
    hidden.feature.emplace();
    values_.read(row, hidden); // takes no row away: such fields are never required
    Feature kept;
    kept.id = published.id;
    kept.geometry = exact ? std::move(exact) : published.geometry;
    auto from_public = published.values.begin();
    auto from_staff = hidden.feature->values.begin();
    for (const datasets::FieldRule& rule : manifest_.fields) {
        if (rule.is_public) {
            kept.values.push_back(*from_public++);
        } else if (rule.for_staff) {
            kept.values.push_back(*from_staff++);
        }
    }
    kept.values.push_back(findings_text(hidden.entries));
    return kept;
}

} // namespace ingest

#pragma once

#include "datasets/feature.hpp"
#include "datasets/geometry_rules.hpp"
#include "ingest/finding.hpp"
#include "ingest/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// What became of a row: a feature, not yet numbered, or nothing if it was rejected; and what is to be said of it.
struct BuiltRow {
    std::optional<datasets::Feature> feature{};
    std::optional<datasets::LonLat> label{};         ///< of a polygon: the point to write its name on
    std::optional<datasets::Feature> staff{};        ///< what is kept of the row for staff, if anything is
    std::optional<datasets::AddressLevel> address{}; ///< how much of the row's address gave its position
    std::vector<ReportEntry> entries{};
};

/// Rejecting a row is taking its feature away and saying why.
inline void reject(BuiltRow& built, Finding finding, std::string field = {}, std::string about = {})
{
    built.feature.reset();
    built.entries.push_back(entry_of(finding, EntryKind::rejected, std::move(field), std::move(about)));
}

} // namespace ingest

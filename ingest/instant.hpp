#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// A moment that says in which zone it stands, as Japanese time: what a city's own records mean by 9:30.
struct ReadInstant {
    std::string iso{};    ///< 2026-01-01T09:00; empty for `none`
    bool moved = false;   ///< it stood in another zone, so that the digits differ
    bool is_none = false; ///< -2209161600000, which ArcGIS exports for "no date": 1899-12-30
};

/// Reads what GIS programs write: 2026-01-01T00:00:00Z, 2026-01-01 09:00:00.000+09:00, 20260101T000000Z, an offset in any form
/// of ISO 8601, 2026/01/01 00:00:00+00; and the milliseconds since 1970-01-01T00:00Z of ArcGIS as a bare number, 1767225600000.
/// Nothing for a text that names no zone, and for numbers that may as well be something else: of 12 digits only those that
/// cannot be read as year, month, day, hour and minute, of 13 digits all, negative ones from 9 digits on.
[[nodiscard]] std::optional<ReadInstant> read_instant(std::string_view text);

} // namespace ingest

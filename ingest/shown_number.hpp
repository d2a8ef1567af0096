#pragma once

#include "ingest/number_format.hpp"

#include <string>

namespace ingest {

/// The number as a text that means what the cell shows: 2026-10-01 for a date, 2026-10-01T08:30:00 with a time, 08:30 for a
/// time, 25:30 for hours elapsed, 00123 for a code, 43.29% for a share; all else in at most 15 digits, as Excel keeps them,
/// without ".0" or an exponent. `epoch_1904`: serial days count from 1904-01-01, as older Macintosh files do; else from
/// 1900-01-01 with the day 1900-02-29 that never was. What is no date of Excel's stays a plain number.
[[nodiscard]] std::string shown_number(double number, const NumberFormat& format, bool epoch_1904);

} // namespace ingest

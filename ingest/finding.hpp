#pragma once

#include "ingest/report.hpp"

#include <string>

namespace ingest {

/// What may be found in a row, and its words in both languages.
enum class Finding {
    position_missing,
    position_zero,
    position_unreadable,
    position_equal,
    position_swapped,
    position_outside_japan,
    position_outside_crs,
    position_outside_city,
    position_shared,
    join_unmatched,
    join_unused_there,
    join_ambiguous,
    join_incomplete,
    count_counted,
    count_outside,
    count_without_position,
    count_no_area,
    address_unknown,
    address_ambiguous,
    address_coarse,
    address_levels,
    geometry_unreadable,
    geometry_collapsed,
    geometry_repaired,
    geometry_parts_left_out,
    value_required,
    value_cell_error,
    value_unreadable,
    value_several,
    value_doubtful,
    value_fiscal_year,
    value_zone,
    value_unknown_code,
    value_uncontested,
    value_missing_word,
    row_too_wide,
    value_range,
    value_pattern,
    value_not_listed,
    check_sum,
    check_at_most,
    check_rate,
    check_falls,
    check_slope,
    check_length,
    network_end,
    network_number,
    network_reversed,
    network_orphan,
    key_missing,
    key_duplicate,
    table_note,
    table_total_row,
    table_total_skipped,
    column_variant,
    download_cp932_replaced,
    privacy_min_count,
};

/// An entry about the row; `file` and `row` are for the caller to fill in. `about` is put in where the words leave a place
/// for it: a reason, or a value. Give no private value.
[[nodiscard]] ReportEntry entry_of(Finding finding, EntryKind kind, std::string field = {},
                                   std::string about = {});

/// The same where the words differ between the languages.
[[nodiscard]] ReportEntry entry_of(Finding finding, EntryKind kind, std::string field,
                                   const datasets::LocalText& about);

} // namespace ingest

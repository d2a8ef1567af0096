#pragma once

#include "datasets/schema.hpp"
#include "ingest/standard_models.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// How a cell differs from what a standard wants in its column.
struct CellFault {
    std::string code{}; ///< such as cell.code
    datasets::LocalText detail{};
};

/// Nothing if the cell is as the standard wants it. An empty cell differs only where the standard requires a value.
[[nodiscard]] std::optional<CellFault> fault_of(const StandardColumn& column, std::string_view cell);

/// True for a code of six digits of which the last checks the others; prefectures have such codes too (280003).
[[nodiscard]] bool is_local_government_code(std::string_view text);

/// True for a corporate number (法人番号) of thirteen digits of which the first checks the others
/// (法人番号の指定等に関する省令第2条).
[[nodiscard]] bool is_corporate_number(std::string_view text);

} // namespace ingest

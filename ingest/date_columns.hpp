#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingest {

/// How many columns from `first` on hold one date between them, as their headers say; 0 if they do not.
///
///     発生日時　年 | 発生日時　月 | 発生日時　日 | 発生日時　時 | 発生日時　分      5, a moment
///     取得年 | 取得月 | 取得日                                              3, a day
///     年号 | 年                                                            2, a year
[[nodiscard]] std::size_t date_columns_at(const std::vector<std::string>& columns, std::size_t first);

} // namespace ingest

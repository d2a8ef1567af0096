#pragma once

#include "datasets/dataset_info.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ingest {

/// What an Excel sheet can hold below its header; a dataset with more features has no XLSX.
inline constexpr std::int64_t most_xlsx_rows = 1'048'575;

/// Writes the finished features.gpkg of `snapshot` as an Excel workbook (ECMA-376): headers in Japanese on a row that stays in view,
/// positions of points as 経度 and 緯度, the data dictionary as second sheet. A text stays a text, also one that looks like a
/// formula; whole numbers of more than 15 digits, which Excel would round, are texts; of a text what is past 32,767 bytes is left
/// out. Row by row, so that memory does not grow with the dataset. Throws datasets::StorageError that names the file.
void write_xlsx(const datasets::DatasetInfo& info, const std::filesystem::path& snapshot,
                const std::filesystem::path& path);

/// A text as the content of an XML element of a workbook: markup escaped, characters that XML forbids as _x000B_ (ECMA-376
/// part 1, 22.4.2.4), at most `most_xlsx_text` bytes of it.
[[nodiscard]] std::string xlsx_text(std::string_view text);

inline constexpr std::size_t most_xlsx_text =
    32'767; ///< Excel counts characters, of which there are never more than bytes

} // namespace ingest

#pragma once

#include "datasets/dataset_info.hpp"

#include <cstddef>
#include <string>

namespace ingest {

/// Entries that stand in the page's table; the rest is counted, and stands in report.json.
inline constexpr std::size_t entries_on_page = 500;

/// The report as an HTML page for a clerk to read and print on A4, in Japanese and English, without anything from elsewhere. Made
/// of report.json, which is public, so it says nothing that is not. `picture`: an <svg> element, or empty.
[[nodiscard]] std::string report_page(const datasets::DatasetInfo& info, const std::string& report_json,
                                      const std::string& picture);

} // namespace ingest

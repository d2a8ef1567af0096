#pragma once

#include <string>
#include <string_view>

namespace ingest {

/// A message about a store that cannot be written, and behind it, in Japanese and English, what a clerk can do: judged by what the
/// system, SQLite or GDAL said of it. The message alone if nothing is known to help.
[[nodiscard]] std::string with_storage_advice(std::string_view message);

} // namespace ingest

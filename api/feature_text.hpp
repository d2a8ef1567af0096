#pragma once

#include "api/http.hpp"
#include "api/snapshot.hpp"

#include <string>

/// Features and values as people read them.
namespace api {

/// What names a feature: the field that the manifest's view says, else the first text of a searchable field, else its id.
[[nodiscard]] std::string title_of(const Snapshot& snapshot, const datasets::Feature& feature);

/// A value as it is: texts, numbers in the shortest form; empty if it is missing.
[[nodiscard]] std::string plain_text(const datasets::Value& value);

/// A value for reading: yes and no, thousands apart where there is a unit, the unit behind it.
[[nodiscard]] std::string shown(const datasets::Value& value, const datasets::Field& field,
                                Language language);

/// 0 to 999 bytes, 1.2 KB, 3.4 MB: powers of 1,000.
[[nodiscard]] std::string shown_bytes(std::int64_t bytes);

/// 1234567 as 1,234,567.
[[nodiscard]] std::string shown_count(std::int64_t count);

/// A time of RFC 3339 in UTC as the day in Japan: 2026-11-21.
[[nodiscard]] std::string day_in_japan(const std::string& time);

} // namespace api

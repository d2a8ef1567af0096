#include "api/feature_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace api {

namespace {

/// Thousands apart in the digits before the point.
std::string grouped(std::string digits)
{
    const auto first = digits.find_first_of("0123456789");
    const auto point =
        std::min(digits.find_first_not_of("0123456789", std::min(first, digits.size())), digits.size());
    for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > static_cast<std::ptrdiff_t>(first); at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return digits;
}

} // namespace

std::string plain_text(const datasets::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*integer);
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return fmt::format("{}", *number);
    }
    if (const auto* truth = std::get_if<bool>(&value)) {
        return *truth ? "true" : "false";
    }
    return {};
}

std::string title_of(const Snapshot& snapshot, const datasets::Feature& feature)
{
    if (snapshot.view.title) {
        if (auto title = plain_text(feature.values[*snapshot.view.title]); !title.empty()) {
            return title;
        }
    }
    const auto& fields = snapshot.info.schema.fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].searchable && fields[i].type == datasets::FieldType::text) {
            if (auto title = plain_text(feature.values[i]); !title.empty()) {
                return title;
            }
        }
    }
    return feature.id;
}

std::string shown(const datasets::Value& value, const datasets::Field& field, Language language)
{
    const bool ja = language == Language::ja;
    if (const auto* truth = std::get_if<bool>(&value)) {
        return *truth ? (ja ? "はい" : "yes") : (ja ? "いいえ" : "no");
    }
    auto text = plain_text(value);
    if (text.empty() || field.unit.empty() || std::holds_alternative<std::string>(value)) {
        return text;
    }
    return grouped(std::move(text)) + (ja || field.unit == "%" ? "" : " ") + field.unit;
}

std::string shown_bytes(std::int64_t bytes)
{
    constexpr std::array<const char*, 4> units{"KB", "MB", "GB", "TB"};
    if (bytes < 1000) {
        return fmt::format("{} bytes", bytes);
    }
    double size = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; size >= 999.95 && unit + 1 < units.size(); ++unit) {
        size /= 1000;
    }
    return fmt::format("{:.1f} {}", size, units[unit]);
}

std::string shown_count(std::int64_t count) { return grouped(std::to_string(count)); }

std::string day_in_japan(const std::string& time)
{
    std::tm parts{};
    if (std::sscanf(time.c_str(), "%4d-%2d-%2dT%2d:%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                    &parts.tm_hour, &parts.tm_min) != 5) {
        return time.substr(0, 10);
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    constexpr std::time_t nine_hours = 9 * 60 * 60;
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(timegm(&parts) + nine_hours));
}

} // namespace api

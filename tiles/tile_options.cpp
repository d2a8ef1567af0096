#include "tiles/tile_options.hpp"

#include "tiles/bit_count.hpp"
#include "tiles/feature_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace tiles {

namespace {

struct AsText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::string& value) const { return value; }
};

void check_field(const std::string& name, const std::vector<std::string>& fields, const char* what)
{
    if (std::ranges::find(fields, name) == fields.end()) {
        throw std::invalid_argument{
            fmt::format("tiles: {} names the field '{}', which there is none of", what, name)};
    }
}

} // namespace

std::string text_of(const datasets::Value& value) { return std::visit(AsText{}, value); }

void check(const TileOptions& options, const std::vector<std::string>& fields)
{
    constexpr int most_bits = 30; // of a position in tile units of the deepest zoom
    const int bits = options.maxzoom + bit_count(static_cast<std::uint64_t>(options.extent));
    if (options.minzoom < 0 || options.minzoom > options.maxzoom || bits > most_bits) {
        throw std::invalid_argument{fmt::format(
            "zooms {} to {}: expected 0 <= minzoom <= maxzoom, and at most 2^{} tile units across the map",
            options.minzoom, options.maxzoom, most_bits)};
    }
    if (options.extent < 256 || options.buffer < 0 || options.buffer > options.extent) {
        throw std::invalid_argument{
            fmt::format("extent {} or buffer {} is out of range", options.extent, options.buffer)};
    }
    if (!options.count_by.empty()) {
        check_field(options.count_by, fields, "count_by");
    }
    for (const auto& [field, zoom] : options.from_zoom) {
        check_field(field, fields, "from_zoom");
    }
    for (const std::string& field : options.line_labels) {
        check_field(field, fields, "line_labels");
    }
    for (const TilePin& pin : options.pins) {
        check_field(pin.field, fields, "a pin");
    }
}

std::vector<std::size_t> shown_fields(const std::vector<std::string>& fields, const TileOptions& options,
                                      int zoom)
{
    std::vector<std::size_t> shown;
    for (std::size_t field = 0; field < fields.size(); ++field) {
        const bool is_later = std::ranges::any_of(options.from_zoom, [&](const auto& rule) {
            return rule.first == fields[field] && zoom < rule.second;
        });
        if (!is_later) {
            shown.push_back(field);
        }
    }
    return shown;
}

std::vector<std::size_t> label_fields(const std::vector<std::string>& fields, const TileOptions& options,
                                      int zoom)
{
    std::vector<std::size_t> shown = shown_fields(fields, options, zoom);
    if (!options.line_labels.empty()) {
        std::erase_if(shown, [&](std::size_t field) {
            return field + 1 != fields.size() &&
                   std::ranges::find(options.line_labels, fields[field]) == options.line_labels.end();
        });
    }
    return shown;
}

int pinned_from(const std::vector<datasets::Value>& values, const std::vector<std::string>& fields,
                const TileOptions& options)
{
    int from = FeatureSource::never;
    for (const TilePin& pin : options.pins) {
        const auto field = static_cast<std::size_t>(std::ranges::find(fields, pin.field) - fields.begin());
        if (field < values.size() &&
            std::ranges::find(pin.values, text_of(values[field])) != pin.values.end()) {
            from = std::min(from, pin.zoom);
        }
    }
    return from;
}

} // namespace tiles

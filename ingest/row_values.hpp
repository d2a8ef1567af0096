#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "ingest/ground_length.hpp"
#include "ingest/key_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace ingest {

/// A number without a point where there is none to make: 1339, 43.29.
[[nodiscard]] inline std::string shown(double number) { return fmt::format("{:.10g}", number); }

/// The values of one feature by the names of their fields, which must be fields of its schema.
class RowValues {
public:
    /// Both are looked at, and outlive this.
    RowValues(const datasets::Feature& feature, const datasets::Schema& schema)
        : feature_{feature}, schema_{schema}
    {
    }

    [[nodiscard]] const datasets::Value& at(const std::string& name) const
    {
        return feature_.values[*schema_.index_of(name)];
    }

    [[nodiscard]] std::optional<double> number(const std::string& name) const
    {
        if (const auto* integer = std::get_if<std::int64_t>(&at(name))) {
            return static_cast<double>(*integer);
        }
        const auto* real = std::get_if<double>(&at(name));
        return real == nullptr ? std::nullopt : std::optional{*real};
    }

    /// As in keys; empty if there is none, or no field is named.
    [[nodiscard]] std::string text(const std::string& name) const
    {
        return name.empty() ? "" : key_text(at(name));
    }

    [[nodiscard]] const datasets::Lines<datasets::LonLat>* lines() const
    {
        return feature_.geometry ? std::get_if<datasets::Lines<datasets::LonLat>>(&*feature_.geometry)
                                 : nullptr;
    }

    /// Metres on the ground; nothing if it is no line.
    [[nodiscard]] std::optional<double> length() const
    {
        return lines() == nullptr ? std::nullopt : std::optional{ground_length(*lines())};
    }

    /// A number with the label that people know it by: "男 684" and "Men 684".
    [[nodiscard]] datasets::LocalText labelled(const std::string& name) const
    {
        const datasets::LocalText& label = schema_.fields[*schema_.index_of(name)].label;
        const std::string value = shown(number(name).value_or(0));
        return {label.ja + " " + value, label.en + " " + value};
    }

private:
    const datasets::Feature& feature_;
    const datasets::Schema& schema_;
};

} // namespace ingest

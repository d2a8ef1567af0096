#pragma once

#include "api/crs.hpp"
#include "api/http.hpp"
#include "api/negotiation.hpp"
#include "datasets/dataset_info.hpp"
#include "datasets/feature.hpp"

#include <span>
#include <string>
#include <vector>

namespace api {

/// How features are written: `f` or Accept, `crs`, `properties`.
struct ItemOutput {
    const Format* format = nullptr;
    const Crs* crs = nullptr;
    datasets::Schema schema{};         ///< the fields that are written
    std::vector<std::size_t> fields{}; ///< their places in the dataset's schema
    datasets::Positions positions{};

    [[nodiscard]] bool is(std::string_view name) const { return format->name == name; }
};

/// GeoJSON, CSV, and a GeoJSON text sequence (RFC 8142).
[[nodiscard]] std::span<const Format> table_formats();

/// Throws Problem (400) that names the parameter.
[[nodiscard]] ItemOutput item_output(const Request& request, const datasets::Schema& schema,
                                     std::span<const Format> offered);

/// The feature with only the fields that are written.
[[nodiscard]] datasets::Feature chosen_fields(datasets::Feature feature, const ItemOutput& output);

/// What comes before all features, a feature (`first`: nothing came before it), and of GeoJSON the end of the list of features.
void append_begin(std::string& text, const ItemOutput& output);
void append_item(std::string& text, datasets::Feature feature, const ItemOutput& output, bool first);
void append_end(std::string& text, const ItemOutput& output);

/// Content-Type and Content-Crs.
void set_item_headers(Response& response, const ItemOutput& output);

} // namespace api

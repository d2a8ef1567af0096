#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <string>
#include <string_view>

namespace datasets {

/// A text as JSON string, quotation marks included.
void append_json_string(std::string& json, std::string_view text);

/// A number of a property: the shortest text that reads back as the same number; what JSON cannot say becomes null.
void append_json_value(std::string& json, const Value& value);

/// A geometry as GeoJSON (RFC 7946): degrees with 7 decimals (about 1 cm), exterior rings counter-clockwise. One part is
/// written single, several multi.
void append_geojson_geometry(std::string& json, const Geometry<LonLat>& geometry);

/// A GeoJSON Feature (RFC 7946, 3.2): the id is the feature's stable id, missing values and geometry are null.
/// `links` is a JSON array to be added as foreign member, or empty.
void append_geojson_feature(std::string& json, const Feature& feature, const Schema& schema,
                            std::string_view links = {});

} // namespace datasets

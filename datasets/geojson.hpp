#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace datasets {

/// How positions are written: in degrees, or in another CRS.
struct Positions {
    std::function<std::array<double, 2>(LonLat)>
        project{};    ///< the coordinates in the order of the CRS's axes; empty: longitude, latitude
    int decimals = 7; ///< of degrees: about 1 cm
};

/// A text as JSON string, quotation marks included.
void append_json_string(std::string& json, std::string_view text);

/// A number of a property: the shortest text that reads back as the same number; what JSON cannot say becomes null.
void append_json_value(std::string& json, const Value& value);

/// A geometry as GeoJSON (RFC 7946): exterior rings counter-clockwise on the map. One part is written single, several multi.
void append_geojson_geometry(std::string& json, const Geometry<LonLat>& geometry, const Positions& how = {});

/// A GeoJSON Feature (RFC 7946, 3.2): the id is the feature's stable id, missing values and geometry are null.
/// `links` is a JSON array to be added as foreign member, or empty.
void append_geojson_feature(std::string& json, const Feature& feature, const Schema& schema,
                            std::string_view links = {}, const Positions& how = {});

} // namespace datasets

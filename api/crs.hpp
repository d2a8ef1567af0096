#pragma once

#include "datasets/geojson.hpp"
#include "datasets/geometry.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Coordinate reference systems that positions can be asked for and given in (OGC API Features 2.0.1, Part 2).
namespace api {

/// Positions of a CRS stand in the order of its axes, as the registry has them.
struct Crs {
    int epsg = 0; ///< 0: CRS84, in which everything is stored
    bool north_first =
        false; ///< latitude, longitude; or the plane-rectangular X, which points to the north, before Y
    bool degrees = true; ///< else metres

    [[nodiscard]] std::string uri() const;
    [[nodiscard]] bool is_crs84() const { return epsg == 0; }
};

/// CRS84, WGS 84, JGD2011, Web Mercator and the nineteen plane-rectangular zones of JGD2011.
[[nodiscard]] std::span<const Crs> offered_crs();

/// By its URI, or as [EPSG:6668]; null if it is not offered.
[[nodiscard]] const Crs* find_crs(std::string_view name);

/// The position in the CRS, in its order of axes; not finite where the CRS has none. CRS84 and JGD2011 are taken for equal, as the
/// publisher does.
[[nodiscard]] std::array<double, 2> to_crs(const Crs& crs, datasets::LonLat p);
[[nodiscard]] std::optional<datasets::LonLat> from_crs(const Crs& crs, double first, double second);

/// How GeoJSON in that CRS is written.
[[nodiscard]] datasets::Positions positions_in(const Crs& crs);

} // namespace api

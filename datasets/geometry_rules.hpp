#pragma once

#include "datasets/address_rules.hpp"
#include "datasets/bbox.hpp"
#include "datasets/derive_rules.hpp"
#include "datasets/join_rules.hpp"

#include <optional>
#include <string>
#include <variant>

namespace datasets {

class JsonReader;

enum class Notation { decimal, dms, coded_dms };

struct OwnGeometry {};
struct NoGeometry {};

/// How a row's position stands in columns.
enum class ColumnForm {
    lon_lat, ///< in two columns
    pair,    ///< both in one cell
    plane,   ///< plane-rectangular X, to the north, and Y, to the east, as Japanese surveyors call them
    wkt,     ///< any geometry as well-known text, x to the east
};

/// The columns are named by what they hold; those of the other forms are empty.
struct ColumnGeometry {
    std::string lon{};
    std::string lat{};
    Notation notation = Notation::decimal;
    ColumnForm form = ColumnForm::lon_lat;
    std::string pair{};
    bool lat_first = true; ///< in a pair
    std::string north{};   ///< X
    std::string east{};    ///< Y
    std::string wkt{};
};

/// Geometry taken from another dataset.
struct JoinGeometry {
    Join join{};
    bool all = false; ///< of all features there with the key, put together; else of the first
};

/// Where positions should lie, and what becomes of a row that lies elsewhere.
struct Extent {
    BBox bbox{};           ///< empty: the polygons of `dataset`
    std::string dataset{}; ///< another dataset of the same store
    double margin_m = 0;   ///< how far beyond it a position may lie
    bool reject = false;   ///< else it is published with a warning
};

struct GeometrySource {
    std::variant<OwnGeometry, NoGeometry, ColumnGeometry, JoinGeometry, AddressGeometry> from{};
    bool publish_missing = false; ///< a row without a position is published without one, else rejected
    std::optional<Extent> within{};
    DerivedGeometry derive{};
};

/// The manifest's `geometry`. Throws FormatError that names the key and says what was expected there.
[[nodiscard]] GeometrySource read_geometry(const JsonReader& json);

} // namespace datasets

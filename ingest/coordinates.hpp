#pragma once

#include "datasets/geometry.hpp"
#include "datasets/manifest.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// One coordinate in degrees. Decimal: 34.7333, also in full width. Degrees-minutes-seconds: 34°43'12.3", 34度43分12.3秒,
/// 34:43:12.3, 34.43.12.3, 344312.3. Coded, as the police write it: 344312300 is 34°43'12.300". Nothing if it cannot be read so.
[[nodiscard]] std::optional<double> read_degrees(std::string_view text, datasets::Notation notation);

/// What a pair of coordinates from a table's columns is worth.
struct JudgedPosition {
    enum class Kind {
        good,
        missing,       ///< both cells empty, or a sign for "none"
        zero,          ///< 0,0: how exports write "none"
        unreadable,    ///< no number, or only one of the two
        equal,         ///< the same number twice: a slip of the hand
        swapped,       ///< longitude and latitude exchanged; the position is given the right way round
        outside_japan, ///< in no way in Japan (latitude 20 to 46, longitude 122 to 154)
        outside_crs,   ///< not to be expressed in its CRS: found when it is reprojected
    };
    Kind kind = Kind::missing;
    datasets::LonLat position{}; ///< for good and swapped
};

/// In Japan the ranges of longitude and latitude never overlap, so that an exchange is always found out. With `anywhere` positions
/// may lie in all the world, and no exchange is looked for.
[[nodiscard]] JudgedPosition judge_position(std::string_view lon, std::string_view lat,
                                            datasets::Notation notation, bool anywhere = false);

/// Both in one cell, as "34.73,135.4", with a comma, semicolon, slash or space between them; brackets around them do not matter.
[[nodiscard]] JudgedPosition judge_pair(std::string_view cell, bool lat_first, datasets::Notation notation,
                                        bool anywhere = false);

/// Plane-rectangular X (to the north) and Y (to the east) in metres: `missing`, `zero`, `unreadable`, or `good` with the position,
/// which is not yet in degrees. Whether X and Y are exchanged cannot be seen from them.
struct JudgedPlane {
    JudgedPosition::Kind kind = JudgedPosition::Kind::missing;
    datasets::SourcePoint position{};
};
[[nodiscard]] JudgedPlane judge_plane(std::string_view north, std::string_view east);

/// True for a position that may be in Japan: latitude 20 to 46, longitude 122 to 154.
[[nodiscard]] bool is_in_japan(datasets::LonLat position);

} // namespace ingest

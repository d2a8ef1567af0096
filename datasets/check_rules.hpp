#pragma once

#include "datasets/field_rules.hpp"
#include "datasets/geometry_rules.hpp"
#include "datasets/privacy_rules.hpp"

#include <string>
#include <variant>
#include <vector>

namespace datasets {

class JsonReader;

/// total = parts: 計 is 男 and 女.
struct SumCheck {
    std::string total{};
    std::vector<std::string> parts{};
    double tolerance = 0;
};

/// field <= limit: 投票者数 and 有権者数.
struct AtMostCheck {
    std::string field{};
    std::string limit{};
    double tolerance = 0;
};

/// rate = of / by * 100, rounded to so many decimals: 投票率.
struct RateCheck {
    std::string rate{};
    std::string of{};
    std::string by{};
    int decimals = 2;
    double tolerance = 0; ///< beyond what rounding takes away, in per cent
};

/// The rows that a check is for: those with one of these values in the field, 自然流下 for instance; all if it names no field.
struct Only {
    std::string field{};
    std::vector<std::string> values{};
};

/// Levels in metres: upstream > downstream, as water runs.
struct FallCheck {
    std::string upstream{};
    std::string downstream{};
    Only only{};
};

/// slope = (upstream - downstream) / length * 1000, in ‰.
struct SlopeCheck {
    std::string slope{};
    std::string upstream{};
    std::string downstream{};
    std::string length{};   ///< in metres; empty: the line's length on the ground
    double tolerance = 0.1; ///< ‰
    double level_tolerance =
        0.01; ///< metres that the difference of the levels may be wrong by: what they are rounded to
    Only only{};
};

/// length = the line's length on the ground, in metres.
struct LengthCheck {
    std::string length{};
    double tolerance = 0.5;         ///< metres
    double tolerance_percent = 1.0; ///< of the length on the ground; both may come together
};

/// Each end of a line lies on a point of another dataset: pipes end at manholes.
struct EndsCheck {
    std::string dataset{};
    double tolerance = 0.5; ///< metres
    double search = 20;     ///< metres within which the nearest point is told, if none is near enough
    std::string number{};   ///< there: the field that the points are known by; empty: their ids
    std::string
        upstream{}; ///< here: the field with the number of the point that the line comes from; may be empty
    std::string downstream{};
};

/// What must hold between the values of a row, its geometry, and other datasets. All fields are public; a row that lacks one of
/// the values passes.
using Check = std::variant<SumCheck, AtMostCheck, RateCheck, FallCheck, SlopeCheck, LengthCheck, EndsCheck>;

/// The manifest's `checks`, of a dataset with these fields. Checks of lines want lines as they are: no points, no mesh.
/// Throws FormatError that names the key and says what was expected there.
[[nodiscard]] std::vector<Check> read_checks(const JsonReader& json, const std::vector<FieldRule>& fields,
                                             const GeometrySource& geometry, const PrivacyRules& privacy);

} // namespace datasets

#pragma once

#include "datasets/schema.hpp"

#include <optional>

namespace datasets {

class JsonReader;

/// What a dataset says of a place somebody asks about, in sentences with gaps (`sentence.hpp`) named as its public fields.
struct HereRule {
    int order = 100;                    ///< among the datasets
    std::optional<LocalText> within{};  ///< of each polygon that holds the place
    std::optional<LocalText> outside{}; ///< if none does
    std::optional<LocalText>
        near{}; ///< of the nearest features, if `within` says nothing; has the gaps {distance} and {direction} too
    int count = 1;       ///< how many of the nearest
    int radius_m = 5000; ///< how far they may be

    [[nodiscard]] bool says_something() const { return within || outside || near; }
};

/// The member `here` of a manifest. Throws FormatError.
[[nodiscard]] HereRule read_here(const JsonReader& json, const Schema& public_fields);

} // namespace datasets

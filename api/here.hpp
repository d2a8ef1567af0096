#pragma once

#include "api/catalogue.hpp"
#include "datasets/geometry.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace api {

/// One thing that is true of a place, as the manifest of a dataset has it said.
struct HereFact {
    std::shared_ptr<const Snapshot> snapshot{};
    std::optional<datasets::Feature> feature{}; ///< nothing: no area of the dataset holds the place
    datasets::LocalText sentence{};
    double distance_m = 0;       ///< geodesic, to the nearest position of the feature
    datasets::LonLat position{}; ///< that position
};

struct HereFacts {
    std::vector<HereFact> within{}; ///< areas that hold the place, and what is said where none does
    std::vector<HereFact> near{};   ///< the nearest of each dataset, nearest first
};

/// What the published datasets say of a place, each by the rule `here` of its manifest, in the order of these rules.
/// Of areas that share a border vertex by vertex exactly one holds a place on it (`datasets/contains.hpp`).
[[nodiscard]] HereFacts facts_of(const Catalogue& catalogue, datasets::LonLat place);

/// The features of a dataset nearest to a place, the nearest first, at most `count` within `radius_m` true metres; ones that hold
/// the place are at 0 m.
struct NearFeature {
    datasets::Feature feature{};
    double distance_m = 0;
    datasets::LonLat position{};
};
[[nodiscard]] std::vector<NearFeature> nearest_features(const Snapshot& snapshot, datasets::LonLat place,
                                                        std::size_t count, double radius_m);

/// A distance to be read aloud: 約120メートル, about 1.2 kilometres; and a direction: 北東, north-east.
[[nodiscard]] datasets::LocalText spoken_distance(double metres);
[[nodiscard]] datasets::LocalText spoken_direction(double degrees);

} // namespace api

#include "api/here.hpp"

#include "api/feature_text.hpp"
#include "datasets/contains.hpp"
#include "datasets/ground_distance.hpp"
#include "datasets/sentence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace api {

namespace {

using datasets::BBox;
using datasets::LocalText;
using datasets::LonLat;

/// Features looked at in one box. A box with more is made smaller: there are enough of them nearer by.
constexpr int most_in_box = 2000;

BBox box_around(LonLat place, double radius_m)
{
    const auto scale = datasets::degree_length(place.lat);
    const double lon = scale.lon_m > 1 ? radius_m / scale.lon_m : 360, lat = radius_m / scale.lat_m;
    return {place.lon - lon, place.lat - lat, place.lon + lon, place.lat + lat};
}

datasets::ItemsPage in_box(const Snapshot& snapshot, const BBox& box)
{
    return snapshot.features.items({{{box}, {}, {}}, 0, most_in_box});
}

std::vector<datasets::Feature> areas_with(const Snapshot& snapshot, LonLat place)
{
    auto page = in_box(snapshot, {place.lon, place.lat, place.lon, place.lat});
    std::vector<datasets::Feature> areas;
    for (auto& feature : page.features) {
        const auto* polygons = std::get_if<datasets::Polygons<LonLat>>(&*feature.geometry);
        if (polygons != nullptr && datasets::Area{*polygons}.contains(place)) {
            areas.push_back(std::move(feature));
        }
    }
    return areas;
}

/// The sentence of a feature in both languages; nothing if a gap of either stays empty.
std::optional<LocalText> say(const LocalText& rule, const Snapshot& snapshot,
                             const datasets::Feature* feature, const LocalText& distance,
                             const LocalText& direction)
{
    const auto fill = [&](Language language) {
        return [&, language](std::string_view name) -> std::string {
            if (name == "distance" || name == "direction") {
                const auto& text = name == "distance" ? distance : direction;
                return language == Language::ja ? text.ja : text.en;
            }
            const auto field = snapshot.info.schema.index_of(name);
            return field && feature
                       ? shown(feature->values[*field], snapshot.info.schema.fields[*field], language)
                       : std::string();
        };
    };
    const auto ja = datasets::fill_sentence(rule.ja, fill(Language::ja));
    const auto en = datasets::fill_sentence(rule.en, fill(Language::en));
    return ja && en ? std::optional(LocalText{*ja, *en}) : std::nullopt;
}

void add_near(HereFacts& facts, const std::shared_ptr<const Snapshot>& snapshot, LonLat place)
{
    const auto& rule = snapshot->info.manifest.here;
    for (auto& [feature, distance, position] :
         nearest_features(*snapshot, place, static_cast<std::size_t>(rule.count), rule.radius_m)) {
        const auto sentence = say(*rule.near, *snapshot, &feature, spoken_distance(distance),
                                  spoken_direction(datasets::bearing(place, position)));
        if (sentence) {
            facts.near.push_back({snapshot, std::move(feature), *sentence, distance, position});
        }
    }
}

void add_facts(HereFacts& facts, const std::shared_ptr<const Snapshot>& snapshot, LonLat place)
{
    const auto& rule = snapshot->info.manifest.here;
    const auto areas =
        rule.within || rule.outside ? areas_with(*snapshot, place) : std::vector<datasets::Feature>{};
    for (const auto& area : areas) {
        const auto sentence = rule.within ? say(*rule.within, *snapshot, &area, {}, {}) : std::nullopt;
        if (sentence) {
            facts.within.push_back({snapshot, area, *sentence, 0, place});
        }
    }
    if (areas.empty() && rule.outside) {
        facts.within.push_back({snapshot, std::nullopt, *rule.outside, 0, place});
    }
    if (areas.empty() && rule.near) {
        add_near(facts, snapshot, place);
    }
}

} // namespace

std::vector<NearFeature> nearest_features(const Snapshot& snapshot, LonLat place, std::size_t count,
                                          double radius_m)
{
    std::vector<NearFeature> near;
    double radius = std::min(radius_m, 250.0), too_many = radius_m * 2;
    for (int turn = 0; turn < 24; ++turn) {
        const auto page = in_box(snapshot, box_around(place, radius));
        if (page.has_more && radius > 1) {
            too_many = radius;
            radius /= 2;
            continue;
        }
        near.clear();
        for (const auto& feature : page.features) {
            const auto [position, distance] = datasets::nearest_position(*feature.geometry, place);
            if (distance <= radius) {
                near.push_back({feature, distance, position});
            }
        }
        const double wider = std::min({radius * 4, (radius + too_many) / 2, radius_m});
        if (near.size() >= count || wider <= radius * 1.01) {
            break;
        }
        radius = wider;
    }
    std::sort(near.begin(), near.end(), [](const NearFeature& a, const NearFeature& b) {
        return std::tuple(a.distance_m, a.feature.fid) < std::tuple(b.distance_m, b.feature.fid);
    });
    near.resize(std::min(near.size(), count));
    return near;
}

HereFacts facts_of(const Catalogue& catalogue, LonLat place)
{
    std::vector<std::shared_ptr<const Snapshot>> speaking;
    for (const auto& [id, snapshot] : catalogue.datasets) {
        if (snapshot->info.manifest.here.says_something()) {
            speaking.push_back(snapshot);
        }
    }
    std::stable_sort(speaking.begin(), speaking.end(), [](const auto& a, const auto& b) {
        return a->info.manifest.here.order < b->info.manifest.here.order;
    });
    HereFacts facts;
    for (const auto& snapshot : speaking) {
        add_facts(facts, snapshot, place);
    }
    std::stable_sort(facts.near.begin(), facts.near.end(),
                     [](const HereFact& a, const HereFact& b) { return a.distance_m < b.distance_m; });
    return facts;
}

LocalText spoken_distance(double metres)
{
    if (metres < 10) {
        return {"10メートル以内", "less than 10 metres"};
    }
    if (metres < 995) {
        const auto tens = static_cast<int>(std::lround(metres / 10) * 10);
        return {fmt::format("約{}メートル", tens), fmt::format("about {} metres", tens)};
    }
    const bool is_short = metres < 9950;
    return {fmt::format("約{:.{}f}キロメートル", metres / 1000, is_short ? 1 : 0),
            fmt::format("about {:.{}f} kilometres", metres / 1000, is_short ? 1 : 0)};
}

LocalText spoken_direction(double degrees)
{
    static const std::array<LocalText, 8> names{{{"北", "north"},
                                                 {"北東", "north-east"},
                                                 {"東", "east"},
                                                 {"南東", "south-east"},
                                                 {"南", "south"},
                                                 {"南西", "south-west"},
                                                 {"西", "west"},
                                                 {"北西", "north-west"}}};
    return names[static_cast<std::size_t>(std::lround(degrees / 45)) % 8];
}

} // namespace api

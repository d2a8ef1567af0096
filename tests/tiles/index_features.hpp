#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "tiles/feature_index.hpp"
#include "tiles/feature_index_writer.hpp"

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

/// Features with values of every type, some missing, and geometries of every kind, some without.
inline const datasets::Schema& mixed_schema()
{
    using datasets::FieldType;
    static const datasets::Schema schema{{{"kind", FieldType::text, {}, "", false},
                                          {"name", FieldType::text, {}, "", false},
                                          {"floors", FieldType::integer, {}, "", false},
                                          {"number", FieldType::integer, {}, "", false},
                                          {"height", FieldType::number, {}, "", false},
                                          {"open", FieldType::boolean, {}, "", false},
                                          {"day", FieldType::date, {}, "", false},
                                          {"at", FieldType::datetime, {}, "", false}}};
    return schema;
}

inline datasets::Geometry<datasets::LonLat> random_geometry(std::mt19937& random)
{
    using namespace datasets;
    const auto real = [&](double low, double high) {
        return std::uniform_real_distribution{low, high}(random);
    };
    const LonLat p{real(133.9, 134.2), real(34.2, 34.5)};
    const double size = real(0.0005, 0.02);
    switch (random() % 5) {
    case 0:
        return Lines<LonLat>{{{p, {p.lon + size, p.lat + size / 2}, {p.lon + 2 * size, p.lat}}}};
    case 1:
        return Polygons<LonLat>{
            {{{p, {p.lon + size, p.lat}, {p.lon + size, p.lat + size}, {p.lon, p.lat + size}, p}, {}}}};
    case 2:
        return Points<LonLat>{{p, {p.lon + size, p.lat}}};
    default:
        return Points<LonLat>{{p}};
    }
}

inline std::vector<datasets::Feature> mixed_features(std::size_t count, unsigned seed = 1)
{
    std::mt19937 random{seed};
    const auto pick = [&](std::vector<datasets::Value> values) { return values[random() % values.size()]; };
    std::vector<datasets::Feature> features;
    for (std::size_t i = 0; i < count; ++i) {
        datasets::Feature feature;
        feature.fid = static_cast<std::int64_t>(i) + 1;
        feature.id = "f-" + std::to_string(i * 7 % count) + "-" + std::to_string(i);
        if (random() % 8 != 0) {
            feature.geometry = random_geometry(random);
        }
        const datasets::Value none{};
        feature.values = {
            pick({std::string{"汚水"}, std::string{"雨水"}, std::string{"Combined"}, none}),
            random() % 6 == 0 ? none : datasets::Value{"名" + std::to_string(random() % 300)},
            pick({std::int64_t{1}, std::int64_t{2}, std::int64_t{3}, std::int64_t{-4}, none}),
            random() % 9 == 0 ? none : datasets::Value{static_cast<std::int64_t>(random() % 100000) - 50000},
            random() % 7 == 0 ? none : datasets::Value{std::uniform_real_distribution{0.0, 30.0}(random)},
            pick({true, false, none}),
            pick({std::string{"2024-04-01"}, std::string{"2024-12-31"}, std::string{"2025-01-01"}, none}),
            pick({std::string{"2024-04-01T09:30"}, std::string{"2024-04-01T23:59:59"},
                  std::string{"2025-06-15T00:00"}, none})};
        features.push_back(std::move(feature));
    }
    return features;
}

inline tiles::FeatureIndexWriter writer_of(const std::vector<datasets::Feature>& features,
                                           const datasets::Schema& schema)
{
    tiles::FeatureIndexWriter writer{schema};
    for (const auto& feature : features) {
        writer.add(feature);
    }
    return writer;
}

/// Draws every vertex at every zoom.
inline tiles::DrawnFeatures drawn_whole(const std::vector<datasets::Feature>& features)
{
    return [&features](std::size_t number) {
        std::size_t i = 0;
        for (std::size_t located = 0; !features[i].geometry || located++ != number;) {
            ++i;
        }
        tiles::DrawnFeature drawn{tiles::for_every_zoom(tiles::to_world(*features[i].geometry)), {}};
        datasets::for_each_point(drawn.geometry,
                                 [&](const tiles::ZoomVertex& v) { drawn.shape.place = v.position; });
        drawn.shape.kind = datasets::kind_of(*features[i].geometry);
        return drawn;
    };
}

inline tiles::IndexedFeatures index_of_words(std::vector<std::uint64_t> words)
{
    const auto owner = std::make_shared<const std::vector<std::uint64_t>>(std::move(words));
    return {owner, std::as_bytes(std::span{*owner})};
}

inline tiles::IndexedFeatures index_of(const std::vector<datasets::Feature>& features,
                                       const datasets::Schema& schema = mixed_schema())
{
    return index_of_words(
        writer_of(features, schema).assemble({std::string(64, 'a'), false}, drawn_whole(features)));
}

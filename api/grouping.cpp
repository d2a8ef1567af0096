#include "api/grouping.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace api {

namespace {

using datasets::FieldType;
using datasets::LocalText;

constexpr std::size_t most_values = 10'000;

[[noreturn]] void refuse(const std::string& why) { throw Problem{400, why, "by"}; }

Grouping by_field(const Snapshot& snapshot, std::string_view name)
{
    const auto column = snapshot.info.schema.index_of(name);
    if (!column) {
        refuse(fmt::format("'{}' has no field '{}'", snapshot.id(), name));
    }
    Grouping by;
    by.column = *column;
    return by;
}

Grouping by_mesh(const Snapshot& snapshot, std::string_view name)
{
    Grouping by;
    by.kind = Grouping::Kind::mesh;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), by.metres);
    constexpr std::array<int, 4> known{1000, 500, 250, 125};
    if (error != std::errc{} || end != name.data() + name.size() ||
        std::ranges::find(known, by.metres) == known.end()) {
        refuse(fmt::format("the mesh has cells of 1000, 500, 250 or 125 metres, not '{}'", name));
    }
    if (const int published = snapshot.info.manifest.privacy.mesh_metres; by.metres < published) {
        refuse(fmt::format(
            "positions of '{}' are published on a mesh of {} metres; {} would say more than there is",
            snapshot.id(), published, by.metres));
    }
    return by;
}

Grouping by_dataset(const Site& site, std::string_view name)
{
    Grouping by;
    by.kind = Grouping::Kind::dataset;
    try {
        auto named = find_dataset(site, name);
        by.areas = std::move(named.snapshot);
        by.pinned = named.pinned;
    } catch (const Problem& problem) {
        refuse(problem.detail);
    }
    const auto kind = by.areas->info.geometry;
    if (kind != datasets::GeometryKind::polygon && kind != datasets::GeometryKind::mixed) {
        refuse(fmt::format("'{}' has no areas to count in", by.areas->id()));
    }
    return by;
}

Grouping by_time(const Snapshot& snapshot, std::string_view name)
{
    const auto unit = tiles::time_unit_from(name);
    if (!unit) {
        refuse(fmt::format("a time is year, month, day, weekday or hour, not '{}'", name));
    }
    const auto column = snapshot.info.schema.index_of(snapshot.info.manifest.time.begin);
    if (!column) {
        refuse(fmt::format("features of '{}' have no time", snapshot.id()));
    }
    Grouping by;
    by.kind = Grouping::Kind::time;
    by.column = *column;
    by.unit = *unit;
    return by;
}

LocalText both_same(const std::string& text) { return {text, text}; }

/// What the dataset's own map calls a value.
LocalText label_of_value(const std::string& key, const Snapshot& snapshot, const datasets::Field& field)
{
    if (field.type == FieldType::boolean) {
        return key == "true" ? LocalText{"はい", "yes"} : LocalText{"いいえ", "no"};
    }
    const auto view = nlohmann::json::parse(snapshot.info.manifest.view, nullptr, false);
    if (view.is_object() && view.contains("categories") && view["categories"].is_array() &&
        view.contains("field") && view["field"] == field.name) {
        for (const auto& category : view["categories"]) {
            if (category.is_object() && category.contains("value") && category["value"] == key &&
                category.contains("label") && category["label"].is_object()) {
                return {category["label"].value("ja", key), category["label"].value("en", key)};
            }
        }
    }
    return both_same(key);
}

LocalText label_of_time(const std::string& key, tiles::TimeUnit unit)
{
    constexpr std::array<std::pair<const char*, const char*>, 7> days{{{"月曜日", "Monday"},
                                                                       {"火曜日", "Tuesday"},
                                                                       {"水曜日", "Wednesday"},
                                                                       {"木曜日", "Thursday"},
                                                                       {"金曜日", "Friday"},
                                                                       {"土曜日", "Saturday"},
                                                                       {"日曜日", "Sunday"}}};
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(key.data() + std::min(at, key.size()), key.data() + std::min(at + length, key.size()),
                        value);
        return value;
    };
    switch (unit) {
    case tiles::TimeUnit::year:
        return {key + "年", key};
    case tiles::TimeUnit::month:
        return {fmt::format("{}年{}月", number(0, 4), number(5, 2)), key};
    case tiles::TimeUnit::day:
        return {fmt::format("{}年{}月{}日", number(0, 4), number(5, 2), number(8, 2)), key};
    case tiles::TimeUnit::hour:
        return {fmt::format("{}時台", number(0, 2)), key + ":00–" + key + ":59"};
    case tiles::TimeUnit::weekday:
        break;
    }
    const auto& day = days[static_cast<std::size_t>(std::clamp(number(0, 1), 1, 7) - 1)];
    return {day.first, day.second};
}

/// The field that names an area: the view's title, else the first one that is searched, else the id.
LocalText label_of_area(const tiles::RowGroup& group, const Snapshot& areas)
{
    const auto& schema = areas.info.schema;
    const auto view = nlohmann::json::parse(areas.info.manifest.view, nullptr, false);
    std::optional<std::size_t> column;
    if (view.is_object() && view.contains("title") && view["title"].is_string()) {
        column = schema.index_of(view["title"].get<std::string>());
    }
    for (std::size_t i = 0; i < schema.fields.size() && !column; ++i) {
        if (schema.fields[i].searchable) {
            column = i;
        }
    }
    if (column) {
        const auto value = areas.index->features().columns()[*column].value(group.area);
        if (const auto* text = std::get_if<std::string>(&value)) {
            return both_same(*text);
        }
    }
    return both_same(group.key);
}

} // namespace

std::string_view to_string(Grouping::Kind kind)
{
    constexpr std::array<std::string_view, 4> names{"field", "mesh", "dataset", "time"};
    return names[static_cast<std::size_t>(kind)];
}

Grouping grouping_parameter(const Request& request, const Site& site, const Snapshot& snapshot)
{
    constexpr auto expected = "by must be field:NAME, mesh:1000, mesh:500, mesh:250, mesh:125, dataset:ID, "
                              "or time: with year, month, "
                              "day, weekday or hour";
    const auto text = request.parameter("by");
    const auto colon = text ? text->find(':') : std::string_view::npos;
    if (colon == std::string_view::npos) {
        refuse(expected);
    }
    const auto kind = text->substr(0, colon), name = text->substr(colon + 1);
    Grouping by;
    if (kind == "field") {
        by = by_field(snapshot, name);
    } else if (kind == "mesh") {
        by = by_mesh(snapshot, name);
    } else if (kind == "dataset") {
        by = by_dataset(site, name);
    } else if (kind == "time") {
        by = by_time(snapshot, name);
    } else {
        refuse(expected);
    }
    by.name = by.areas ? by.areas->id() + '@' + by.areas->version() : std::string{name};
    return by;
}

std::shared_ptr<const tiles::RowGroups> groups_of(const Snapshot& snapshot, const Grouping& by,
                                                  const datasets::Deadline& deadline)
{
    return snapshot.index->groups(fmt::format("{}:{}", to_string(by.kind), by.name), [&] {
        const auto& index = snapshot.index->features(deadline);
        switch (by.kind) {
        case Grouping::Kind::mesh:
            return tiles::group_by_mesh(index, by.metres, deadline);
        case Grouping::Kind::dataset:
            return tiles::group_by_area(index, by.areas->index->features(deadline), deadline);
        case Grouping::Kind::time:
            return tiles::group_by_time(index, index.columns()[by.column], by.unit, deadline);
        case Grouping::Kind::field:
            break;
        }
        auto groups = tiles::group_by_value(index, index.columns()[by.column], most_values, deadline);
        if (!groups) {
            refuse(fmt::format("'{}' has more than {} different values; it cannot be counted by", by.name,
                               most_values));
        }
        return std::move(*groups);
    });
}

LocalText label_of(const tiles::RowGroup& group, const Snapshot& snapshot, const Grouping& by)
{
    switch (by.kind) {
    case Grouping::Kind::field:
        return label_of_value(group.key, snapshot, snapshot.info.schema.fields[by.column]);
    case Grouping::Kind::time:
        return label_of_time(group.key, by.unit);
    case Grouping::Kind::dataset:
        return label_of_area(group, *by.areas);
    case Grouping::Kind::mesh:
        break;
    }
    return both_same(group.key);
}

} // namespace api

#include "ingest/columns.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/standard_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace ingest {

namespace {

class Columns {
public:
    Columns(const std::vector<std::string>& names, std::string source_name)
        : names_{names}, source_name_{std::move(source_name)}
    {
        for (const std::string& name : names) {
            folded_.push_back(datasets::fold_search(name));
        }
    }

    /// The name as it stands is preferred to one that only folds alike.
    [[nodiscard]] std::optional<std::size_t> find(const std::string& wanted) const
    {
        auto found = std::find(names_.begin(), names_.end(), wanted);
        if (found != names_.end()) {
            return static_cast<std::size_t>(found - names_.begin());
        }
        const auto alike = std::find(folded_.begin(), folded_.end(), datasets::fold_search(wanted));
        return alike == folded_.end() ? std::nullopt
                                      : std::optional{static_cast<std::size_t>(alike - folded_.begin())};
    }

    /// The only column of this name, if signs are left out. Two would be a guess.
    [[nodiscard]] std::optional<std::size_t> find_loosely(std::string_view wanted) const
    {
        const std::string loose = loose_name(wanted);
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            if (!loose.empty() && loose_name(names_[i]) == loose) {
                if (found) {
                    return std::nullopt;
                }
                found = i;
            }
        }
        return found;
    }

    [[nodiscard]] std::optional<std::size_t> find_variant(const std::string& wanted) const
    {
        if (const auto found = find_loosely(wanted)) {
            return found;
        }
        for (const std::string_view variant : standard_variants(wanted)) {
            if (const auto found = find_loosely(variant)) {
                return found;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t require(const std::vector<std::string>& wanted, const std::string& what,
                                      ColumnMap& map) const
    {
        for (const std::string& name : wanted) {
            if (const auto found = find(name)) {
                return *found;
            }
        }
        for (const std::string& name : wanted) {
            if (const auto found = find_variant(name)) {
                map.variants.emplace_back(name, names_[*found]);
                return *found;
            }
        }
        throw IngestError{fmt::format("{0}: 列「{4}」（{2}）がありません。ある列: {3} / there is no column "
                                      "'{1}' ({2}); the columns are: {3}",
                                      source_name_, fmt::join(wanted, "' or '"), what,
                                      fmt::join(names_, ", "), fmt::join(wanted, "」か「"))};
    }

private:
    const std::vector<std::string>& names_;
    std::vector<std::string> folded_{};
    std::string source_name_;
};

void map_geometry(const datasets::ColumnGeometry& geometry, const Columns& known, ColumnMap& map)
{
    switch (geometry.form) {
    case datasets::ColumnForm::lon_lat:
        map.lon = known.require({geometry.lon}, "geometry.lon", map);
        map.lat = known.require({geometry.lat}, "geometry.lat", map);
        break;
    case datasets::ColumnForm::plane:
        map.lat = known.require({geometry.north}, "geometry.x", map);
        map.lon = known.require({geometry.east}, "geometry.y", map);
        break;
    case datasets::ColumnForm::pair:
        map.lon = known.require({geometry.pair}, "geometry.position", map);
        break;
    case datasets::ColumnForm::wkt:
        map.lon = known.require({geometry.wkt}, "geometry.wkt", map);
        break;
    }
}

} // namespace

ColumnMap map_columns(const datasets::Manifest& manifest, const std::vector<std::string>& columns,
                      const std::string& source_name)
{
    const Columns known{columns, source_name};
    ColumnMap map;
    for (const datasets::FieldRule& rule : manifest.fields) {
        FieldColumns field;
        if (!rule.source.empty()) {
            field.source.push_back(known.require(rule.source, "field " + rule.field.name, map));
        }
        for (const std::string& part : rule.parts) {
            field.parts.push_back(known.require({part}, "field " + rule.field.name, map));
        }
        map.fields.push_back(std::move(field));
    }
    if (const auto* geometry = std::get_if<datasets::ColumnGeometry>(&manifest.geometry.from)) {
        map_geometry(*geometry, known, map);
    }
    if (const auto* geometry = std::get_if<datasets::AddressGeometry>(&manifest.geometry.from)) {
        for (const std::string& column : geometry->columns) {
            map.address.push_back(known.require({column}, "geometry.columns", map));
        }
    }
    return map;
}

std::vector<std::string> relabel(std::vector<std::string> columns,
                                 const std::vector<std::pair<std::string, std::string>>& labels)
{
    for (std::string& column : columns) {
        const auto label =
            std::find_if(labels.begin(), labels.end(), [&](const auto& l) { return l.first == column; });
        if (label != labels.end() && !label->second.empty()) {
            column = label->second;
        }
    }
    return columns;
}

} // namespace ingest

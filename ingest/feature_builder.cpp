#include "ingest/feature_builder.hpp"

#include "datasets/error.hpp"
#include "datasets/text_folding.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/error.hpp"
#include "ingest/finding.hpp"
#include "ingest/japanese_date.hpp"
#include "ingest/mesh.hpp"
#include "ingest/values.hpp"
#include "ingest/wkt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace ingest {

namespace {

using datasets::FieldRule;
using datasets::LonLat;
using datasets::Value;

/// Rejecting a row is taking its feature away and saying why.
void reject(BuiltRow& built, Finding finding, std::string field = {}, std::string about = {})
{
    built.feature.reset();
    built.entries.push_back(entry_of(finding, EntryKind::rejected, std::move(field), std::move(about)));
}

/// A whole number of a date's column; -1 if it is empty, nothing if it is no number.
std::optional<int> part_of_date(const std::string& cell)
{
    const std::string text = datasets::fold_width(trim(cell));
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && number >= 0;
    return text.empty() ? std::optional{-1} : whole ? std::optional{number} : std::nullopt;
}

/// The year of a date's columns: -1 if it is empty, nothing if it is none. Before the year there may be a column of eras.
std::optional<int> year_of_parts(const SourceRow& row, const FieldRule& rule,
                                 const std::vector<std::size_t>& columns, bool has_era)
{
    const std::string& cell = row.cells[columns[has_era ? 1 : 0]];
    if (trim(cell).empty()) {
        return -1;
    }
    const std::string_view era = has_era ? trim(row.cells[columns[0]]) : std::string_view{};
    const auto western = western_year(era, cell);
    return western || !era.empty() ? western : western_year(rule.era, cell);
}

ReadValue read_parts(const SourceRow& row, const FieldRule& rule, const std::vector<std::size_t>& columns)
{
    const bool has_era = columns.size() % 2 == 0; // else there are one, three or five
    const auto year = year_of_parts(row, rule, columns, has_era);
    if (!year) {
        return {ReadValue::Kind::unreadable, {}, {}};
    }
    if (rule.field.type == datasets::FieldType::integer) {
        return *year < 0 ? ReadValue{} : ReadValue{ReadValue::Kind::value, std::int64_t{*year}, {}};
    }
    std::vector<int> numbers{*year};
    for (std::size_t i = has_era ? 2 : 1; i < columns.size(); ++i) {
        const auto number = part_of_date(row.cells[columns[i]]);
        if (!number) {
            return {ReadValue::Kind::unreadable, {}, {}};
        }
        numbers.push_back(*number);
    }
    numbers.resize(5, -1);
    if (numbers[0] < 0 && numbers[1] < 0 && numbers[2] < 0) {
        return {};
    }
    const auto date = date_from_parts(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    return date ? ReadValue{ReadValue::Kind::value, date->iso, {}}
                : ReadValue{ReadValue::Kind::unreadable, {}, {}};
}

std::optional<Finding> warning_of(ReadValue::Kind kind)
{
    switch (kind) {
    case ReadValue::Kind::unreadable:
        return Finding::value_unreadable;
    case ReadValue::Kind::several:
        return Finding::value_several;
    case ReadValue::Kind::doubtful:
        return Finding::value_doubtful;
    case ReadValue::Kind::fiscal_year:
        return Finding::value_fiscal_year;
    default:
        return std::nullopt;
    }
}

/// What the source says of cells that hold an error instead of a value.
void add_cell_errors(const SourceRow& row, const FieldColumns& columns, const std::string& field,
                     std::vector<ReportEntry>& entries)
{
    for (const UnusableCell& cell : row.unusable) {
        const auto has = [&](const std::vector<std::size_t>& all) {
            return std::find(all.begin(), all.end(), cell.column) != all.end();
        };
        if (has(columns.source) || has(columns.parts)) {
            entries.push_back(entry_of(Finding::value_cell_error, EntryKind::warning, field, cell.what));
        }
    }
}

/// The label of a code, which may have lost leading zeros on its way through a spreadsheet. Nothing if it has none.
std::optional<std::string> label_of(const FieldRule& rule, const std::string& cell)
{
    const auto without_zeros = [](std::string text) {
        return text.erase(0, std::min(text.find_first_not_of('0'), text.size() - (text.empty() ? 0 : 1)));
    };
    const std::string code = datasets::fold_width(cell);
    for (const auto& [known, label] : rule.values) {
        if (known == code) {
            return label;
        }
    }
    const bool digits = code.find_first_not_of("0123456789") == std::string::npos;
    for (const auto& [known, label] : rule.values) {
        if (digits && without_zeros(known) == without_zeros(code)) {
            return label;
        }
    }
    return std::nullopt;
}

/// Puts the label where a code stands, if the field has labels.
void read_code(const FieldRule& rule, ReadValue& read, BuiltRow& built)
{
    const auto* code = std::get_if<std::string>(&read.value);
    if (rule.values.empty() || code == nullptr) {
        return;
    }
    if (auto label = label_of(rule, *code)) {
        read.value = *std::move(label);
    } else {
        built.entries.push_back(
            entry_of(Finding::value_unknown_code, EntryKind::warning, rule.field.name, *code));
    }
}

/// A note may have a column of its own too, and several fields may bring the same word.
void add_note(Value& note, const std::string& word)
{
    const auto* text = std::get_if<std::string>(&note);
    if (text == nullptr) {
        note = word;
    } else if (text->find(word) == std::string::npos) {
        note = *text + "、" + word;
    }
}

} // namespace

FeatureBuilder::FeatureBuilder(const datasets::Manifest& manifest, ColumnMap columns,
                               const Reprojector* reprojector, const GeometryJoin* join,
                               const CityExtent* extent)
    : manifest_{manifest},
      schema_{datasets::public_schema(manifest)},
      columns_{std::move(columns)},
      reprojector_{reprojector},
      join_{join},
      extent_{extent}
{
    if (const auto* joined = std::get_if<datasets::JoinGeometry>(&manifest.geometry.from)) {
        for (const auto& [here, there] : joined->key) {
            if (!schema_.index_of(here)) {
                throw IngestError{fmt::format(
                    "the manifest joins geometry by '{}' (geometry.key), which is no public field", here)};
            }
        }
    }
}

BuiltRow FeatureBuilder::build(const SourceRow& row) const
{
    BuiltRow built;
    built.feature.emplace();
    read_values(row, built);
    if (built.feature) {
        built.feature->id = feature_id(row, built);
    }
    if (built.feature) {
        find_geometry(row, built);
    }
    return built;
}

void FeatureBuilder::read_values(const SourceRow& row, BuiltRow& built) const
{
    built.feature->values.resize(schema_.fields.size());
    for (std::size_t i = 0; i < manifest_.fields.size() && built.feature; ++i) {
        if (manifest_.fields[i].is_public) {
            read_field(row, i, built);
        }
    }
}

void FeatureBuilder::read_field(const SourceRow& row, std::size_t rule_index, BuiltRow& built) const
{
    const FieldRule& rule = manifest_.fields[rule_index];
    const FieldColumns& columns = columns_.fields[rule_index];
    if (columns.source.empty() && columns.parts.empty()) {
        return; // filled by another field's note
    }
    add_cell_errors(row, columns, rule.field.name, built.entries);
    ReadValue read = columns.parts.empty() ? read_value(row.cells[columns.source.front()], rule.field.type,
                                                        {rule.era, rule.empty})
                                           : read_parts(row, rule, columns.parts);
    read_code(rule, read, built);
    if (const auto warning = warning_of(read.kind)) {
        const std::string shown = columns.parts.empty() ? row.cells[columns.source.front()] : "";
        const bool as_usual = read.kind == ReadValue::Kind::fiscal_year;
        built.entries.push_back(
            entry_of(*warning, as_usual ? EntryKind::note : EntryKind::warning, rule.field.name, shown));
    }
    if (!read.word.empty()) {
        const bool uncontested = read.kind == ReadValue::Kind::uncontested;
        put_note(rule, uncontested ? Finding::value_uncontested : Finding::value_missing_word, read.word,
                 built);
    }
    if (rule.required && datasets::is_missing(read.value)) {
        reject(built, Finding::value_required, rule.field.name);
        return;
    }
    Value& value = built.feature->values[*schema_.index_of(rule.field.name)];
    const Value noted = std::exchange(value, std::move(read.value));
    if (const auto* word = std::get_if<std::string>(&noted)) {
        add_note(value, *word);
    }
}

void FeatureBuilder::put_note(const FieldRule& rule, Finding finding, const std::string& word,
                              BuiltRow& built) const
{
    built.entries.push_back(entry_of(finding, EntryKind::note, rule.field.name, word));
    if (const auto note = schema_.index_of(rule.missing_note)) {
        add_note(built.feature->values[*note], word);
    }
}

/// Values of the key with '~' between them, which no URL needs to escape; without a key, the row's number.
std::string FeatureBuilder::feature_id(const SourceRow& row, BuiltRow& built) const
{
    std::string id;
    for (const std::string& name : manifest_.key) {
        const Value& value = built.feature->values[*schema_.index_of(name)];
        if (datasets::is_missing(value)) {
            reject(built, Finding::key_missing, name);
            return {};
        }
        id += (id.empty() ? "" : "~") + key_text(value);
    }
    return manifest_.key.empty() ? std::to_string(row.number) : id;
}

void FeatureBuilder::find_geometry(const SourceRow& row, BuiltRow& built) const
{
    std::optional<LonLatGeometry> geometry;
    if (std::holds_alternative<datasets::ColumnGeometry>(manifest_.geometry.from)) {
        geometry = column_geometry(row, built);
    } else if (std::holds_alternative<datasets::OwnGeometry>(manifest_.geometry.from)) {
        geometry = own_geometry(row, built);
    } else if (std::holds_alternative<datasets::JoinGeometry>(manifest_.geometry.from)) {
        geometry = joined_geometry(built);
    }
    if (geometry && built.feature) {
        check_extent(*geometry, built);
    }
    if (!geometry || !built.feature) {
        return;
    }
    if (manifest_.mesh_metres > 0) {
        geometry =
            datasets::map_points(*geometry, [&](LonLat p) { return mesh_centre(p, manifest_.mesh_metres); });
    }
    Repairer::Outcome outcome = repairer_.repair(*geometry);
    if (!outcome.geometry) {
        no_geometry(Finding::geometry_collapsed, built, true);
        return;
    }
    if (!outcome.reason.empty()) {
        built.entries.push_back(
            entry_of(Finding::geometry_repaired, EntryKind::repaired, {}, outcome.reason));
    }
    built.feature->geometry = std::move(outcome.geometry);
}

/// A row without a usable position: rejected, or published without one if the manifest wants it so. That something stood
/// there which could not be used is then a warning; that nothing stood there is a note.
void FeatureBuilder::no_geometry(Finding finding, BuiltRow& built, bool was_wrong,
                                 const std::string& about) const
{
    if (!manifest_.geometry.publish_missing) {
        reject(built, finding, {}, about);
        return;
    }
    built.entries.push_back(entry_of(finding, was_wrong ? EntryKind::warning : EntryKind::note, {}, about));
}

/// Before positions are blurred, which may carry them over the border.
void FeatureBuilder::check_extent(const LonLatGeometry& geometry, BuiltRow& built) const
{
    if (extent_ == nullptr || extent_->holds(geometry)) {
        return;
    }
    if (manifest_.geometry.within->reject) {
        reject(built, Finding::position_outside_city);
    } else {
        built.entries.push_back(entry_of(Finding::position_outside_city, EntryKind::warning));
    }
}

void FeatureBuilder::no_position(JudgedPosition::Kind kind, BuiltRow& built) const
{
    using Kind = JudgedPosition::Kind;
    switch (kind) {
    case Kind::good:
    case Kind::swapped:
        break;
    case Kind::missing:
        no_geometry(Finding::position_missing, built, false);
        break;
    case Kind::zero:
        no_geometry(Finding::position_zero, built, false);
        break;
    case Kind::unreadable:
        no_geometry(Finding::position_unreadable, built, true);
        break;
    case Kind::equal:
        no_geometry(Finding::position_equal, built, true);
        break;
    case Kind::outside_japan:
        no_geometry(Finding::position_outside_japan, built, true);
        break;
    }
}

std::optional<FeatureBuilder::LonLatGeometry> FeatureBuilder::column_geometry(const SourceRow& row,
                                                                              BuiltRow& built) const
{
    using Kind = JudgedPosition::Kind;
    const auto& columns = std::get<datasets::ColumnGeometry>(manifest_.geometry.from);
    if (columns.form == datasets::ColumnForm::plane) {
        return plane_geometry(row, built);
    }
    if (columns.form == datasets::ColumnForm::wkt) {
        return wkt_geometry(row, built);
    }
    const JudgedPosition judged =
        columns.form == datasets::ColumnForm::pair
            ? judge_pair(row.cells[columns_.lon], columns.lat_first, columns.notation)
            : judge_position(row.cells[columns_.lon], row.cells[columns_.lat], columns.notation);
    if (judged.kind == Kind::swapped) {
        built.entries.push_back(entry_of(Finding::position_swapped, EntryKind::repaired));
    } else if (judged.kind != Kind::good) {
        no_position(judged.kind, built);
        return std::nullopt;
    }
    return reprojected(datasets::Points<datasets::SourcePoint>{{{judged.position.lon, judged.position.lat}}},
                       built);
}

std::optional<FeatureBuilder::LonLatGeometry> FeatureBuilder::plane_geometry(const SourceRow& row,
                                                                             BuiltRow& built) const
{
    const JudgedPlane judged = judge_plane(row.cells[columns_.lat], row.cells[columns_.lon]);
    if (judged.kind != JudgedPosition::Kind::good) {
        no_position(judged.kind, built);
        return std::nullopt;
    }
    auto geometry = reprojected(datasets::Points<datasets::SourcePoint>{{judged.position}}, built);
    if (geometry && !is_in_japan(std::get<datasets::Points<LonLat>>(*geometry).points.front())) {
        no_geometry(Finding::position_outside_japan, built, true);
        return std::nullopt;
    }
    return geometry;
}

std::optional<FeatureBuilder::LonLatGeometry> FeatureBuilder::wkt_geometry(const SourceRow& row,
                                                                           BuiltRow& built) const
{
    const std::string_view text = trim(row.cells[columns_.lon]);
    if (text.empty() || text.ends_with("EMPTY")) {
        no_geometry(Finding::position_missing, built, false);
        return std::nullopt;
    }
    try {
        return reprojected(geometry_from_wkt(text), built);
    } catch (const datasets::FormatError& error) {
        no_geometry(Finding::geometry_unreadable, built, true, error.what());
        return std::nullopt;
    }
}

std::optional<FeatureBuilder::LonLatGeometry> FeatureBuilder::own_geometry(const SourceRow& row,
                                                                           BuiltRow& built) const
{
    if (!row.wkb) {
        no_geometry(Finding::position_missing, built, false);
        return std::nullopt;
    }
    try {
        return reprojected(datasets::geometry_from_wkb<datasets::SourcePoint>(*row.wkb), built);
    } catch (const datasets::FormatError& error) {
        no_geometry(Finding::geometry_unreadable, built, true, error.what());
        return std::nullopt;
    }
}

std::optional<FeatureBuilder::LonLatGeometry> FeatureBuilder::joined_geometry(BuiltRow& built) const
{
    std::vector<Value> key;
    for (const auto& [here, there] : std::get<datasets::JoinGeometry>(manifest_.geometry.from).key) {
        key.push_back(built.feature->values[*schema_.index_of(here)]);
    }
    auto geometry = join_->find(key);
    if (!geometry) {
        no_geometry(Finding::join_unmatched, built, true);
    }
    return geometry;
}

std::optional<FeatureBuilder::LonLatGeometry>
FeatureBuilder::reprojected(const datasets::Geometry<datasets::SourcePoint>& geometry, BuiltRow& built) const
{
    bool inside = true;
    auto lon_lat = datasets::map_points(geometry, [&](datasets::SourcePoint p) {
        const auto position = (*reprojector_)(p);
        inside = inside && position.has_value();
        return position.value_or(LonLat{});
    });
    if (!inside) {
        no_geometry(Finding::position_outside_crs, built, true);
        return std::nullopt;
    }
    return lon_lat;
}

} // namespace ingest

#include "ingest/value_reader.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/field_checks.hpp"
#include "ingest/japanese_date.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ingest {

namespace {

using datasets::FieldRule;
using datasets::Value;

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
    case ReadValue::Kind::zone:
        return Finding::value_zone;
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

void ValueReader::read(const SourceRow& row, BuiltRow& built) const
{
    built.feature->values.resize(schema_.fields.size());
    for (std::size_t i = 0; i < manifest_.fields.size() && built.feature; ++i) {
        if (schema_.index_of(manifest_.fields[i].field.name)) {
            read_field(row, i, built);
        }
    }
}

void ValueReader::read_field(const SourceRow& row, std::size_t rule_index, BuiltRow& built) const
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
        const bool as_usual = read.kind == ReadValue::Kind::fiscal_year || read.kind == ReadValue::Kind::zone;
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
    check_limits(rule, read.value, built);
    if (!built.feature) {
        return;
    }
    Value& value = built.feature->values[*schema_.index_of(rule.field.name)];
    const Value noted = std::exchange(value, std::move(read.value));
    if (const auto* word = std::get_if<std::string>(&noted)) {
        add_note(value, *word);
    }
}

void ValueReader::put_note(const FieldRule& rule, Finding finding, const std::string& word,
                           BuiltRow& built) const
{
    built.entries.push_back(entry_of(finding, EntryKind::note, rule.field.name, word));
    if (const auto note = schema_.index_of(rule.missing_note)) {
        add_note(built.feature->values[*note], word);
    }
}

} // namespace ingest

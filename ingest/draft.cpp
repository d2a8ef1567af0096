#include "ingest/draft.hpp"

#include "datasets/digest.hpp"
#include "datasets/text_folding.hpp"
#include "ingest/date_columns.hpp"
#include "ingest/draft_key.hpp"
#include "ingest/error.hpp"
#include "ingest/layout_finder.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/source_finder.hpp"
#include "ingest/table_source.hpp"
#include "ingest/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace ingest {

namespace {

using datasets::FieldType;

/// A name such as data (1).xlsx or 0075.csv; then the folder's says more.
bool says_nothing(const std::string& slugged)
{
    return slugged.empty() || slugged.starts_with("data") || slugged.starts_with("sheet") ||
           std::isdigit(static_cast<unsigned char>(slugged.front())) != 0;
}

std::string id_from(const std::filesystem::path& file)
{
    std::string id = slug(file.stem().string(), '-');
    const std::string folder = slug(std::filesystem::absolute(file).parent_path().filename().string(), '-');
    if (says_nothing(id) && !folder.empty()) {
        id = id.empty() || id == "data" ? folder : folder + "-" + id;
    }
    constexpr std::size_t longest_id = 60;
    id = id.substr(0, longest_id);
    while (id.ends_with('-')) {
        id.pop_back();
    }
    // Two files with names that have no Latin letters must not end up as one dataset.
    return id.empty() ? "dataset-" + datasets::Digest{}.add(file.stem().string()).hex().substr(0, 6) : id;
}

/// Among several sheets or layers the one with the most rows; hidden ones are no choice.
void choose_layer(Draft& draft, const std::string& path)
{
    std::vector<SourceLayer> layers = layers_of_source(path);
    const auto holds_data = [](const SourceLayer& layer) { return !layer.hidden && layer.rows > 0; };
    const auto with_data = std::count_if(layers.begin(), layers.end(), holds_data);
    const bool is_clear = is_workbook(path)
                              ? with_data < 2
                              : layers.size() < 2; // of a workbook, empty sheets need not be told apart
    if (!draft.layer.empty() || with_data == 0 || is_clear) {
        return;
    }
    const auto most = std::max_element(layers.begin(), layers.end(), [&](const auto& a, const auto& b) {
        return std::pair{holds_data(a), a.rows} < std::pair{holds_data(b), b.rows};
    });
    draft.layer = most->name;
    layers.erase(most);
    draft.other_layers = std::move(layers);
}

std::string free_name(std::string name, std::set<std::string>& taken)
{
    constexpr std::array<std::string_view, 6> reserved{"fid",         "geom",         "feature_id",
                                                       "point_count", "joined_count", "label_angle"};
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
        name += "_value";
    }
    std::string free = name;
    for (int i = 2; !taken.insert(free).second; ++i) {
        free = fmt::format("{}_{}", name, i);
    }
    return free;
}

template <std::size_t size>
bool holds_one_of(const std::string& column, const std::array<std::string_view, size>& words)
{
    const std::string folded = datasets::fold_search(column);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return folded.find(datasets::fold_search(word)) != std::string::npos;
    });
}

bool is_code(const std::string& column)
{
    constexpr std::array<std::string_view, 7> words{"コード",   "郵便番号", "電話", "fax",
                                                    "法人番号", "町字ID",   "code"};
    return datasets::fold_search(column) == "id" || holds_one_of(column, words);
}

/// Where 1 and 0 mean yes and no.
bool is_flag(const std::string& column)
{
    constexpr std::array<std::string_view, 7> words{"有無", "フラグ", "可否", "災害種別",
                                                    "重複", "対応の", "flag"};
    return holds_one_of(column, words);
}

/// Also columns of positions: those that are read as such are no fields.
bool tells_place(const std::string& column)
{
    constexpr std::array<std::string_view, 13> words{"住所",     "所在",      "番地",    "方書", "建物名",
                                                     "場所",     "緯度",      "経度",    "座標", "address",
                                                     "latitude", "longitude", "location"};
    return holds_one_of(column, words);
}

void guess_type(DraftField& field, const ColumnProfile& profile)
{
    field.type = profile.type();
    const bool is_number = field.type == FieldType::integer || field.type == FieldType::number;
    if (is_code(field.source)) {
        field.is_code = is_number;
        field.type = FieldType::text;
    } else if (is_flag(field.source) && (profile.is_ones_and_zeros() || profile.says_only_yes())) {
        field.type = FieldType::boolean;
    }
    field.empty_is_no = field.type == FieldType::boolean && profile.says_only_yes();
    field.unit = field.type == FieldType::integer || field.type == FieldType::number ? profile.unit() : "";
    field.lacks_an_era = profile.lacks_an_era() && field.source.find("日") != std::string::npos;
}

DraftField field_of(const std::string& column, std::size_t at, const ColumnProfile& profile,
                    std::set<std::string>& taken)
{
    DraftField field;
    field.source = column;
    field.label = column;
    const auto english = english_name(column);
    field.is_named = english.has_value();
    field.name = english.value_or(FieldName{fmt::format("column_{}", at + 1), column});
    field.name.name = free_name(field.name.name, taken);
    guess_type(field, profile);
    field.personal = personal_by_name(column);
    field.personal_by_value = !field.personal && profile.personal();
    field.personal = field.personal ? field.personal : profile.personal();
    field.is_unique = profile.is_unique();
    field.never_empty = profile.never_empty();
    field.longest = profile.longest();
    return field;
}

/// A day, or a moment, or a year, of columns that stand side by side. The columns themselves are kept as well.
std::optional<DraftField> date_of_parts(const std::vector<std::string>& columns, std::size_t first,
                                        const std::vector<ColumnProfile>& profiles)
{
    const std::size_t count = date_columns_at(columns, first);
    const bool western = profiles[first].shortest() == 4 && profiles[first].longest() == 4;
    if (count == 0 || (count > 2 && !western)) {
        return std::nullopt;
    }
    const std::string head = std::string{trim(columns[first].substr(0, columns[first].rfind("年")))};
    DraftField field;
    field.is_named = true;
    field.never_empty = true;
    for (std::size_t i = first; i < first + count; ++i) {
        field.parts.push_back(columns[i]);
        field.never_empty = field.never_empty && profiles[i].never_empty();
    }
    if (count == 2) {
        field.type = FieldType::integer;
        field.name = {"year", "Year"};
        field.label = "年（西暦）";
    } else if (count == 3) {
        field.type = FieldType::date;
        field.name = {"date", "Date"};
        field.label = head.empty() ? "年月日" : head;
    } else {
        field.type = FieldType::datetime;
        field.name = {"occurred", "Date and time"};
        field.label = head.empty() ? "日時" : head;
    }
    field.longest = std::string_view{"2026-04-01T09:30"}.size();
    return field;
}

/// What GDAL makes of each placemark of a KML file: how it is drawn, and texts and times that it need not have.
bool is_about_drawing(const std::string& column, const ColumnProfile& profile)
{
    constexpr std::array<std::string_view, 6> drawing{"altitudeMode", "tessellate", "extrude",
                                                      "visibility",   "drawOrder",  "icon"};
    constexpr std::array<std::string_view, 6> often_empty{"Name",      "description", "snippet",
                                                          "timestamp", "begin",       "end"};
    const auto is = [&](std::string_view name) { return name == column; };
    return std::any_of(drawing.begin(), drawing.end(), is) ||
           (profile.filled() == 0 && std::any_of(often_empty.begin(), often_empty.end(), is));
}

void describe_fields(Draft& draft, const std::vector<std::string>& columns,
                     const std::vector<ColumnProfile>& profiles)
{
    std::set<std::string> seen;
    std::set<std::string> taken;
    const auto is_position = [&](const std::string& column) {
        const auto* position = draft.position ? &draft.position->columns : nullptr;
        return position != nullptr &&
               std::find(position->begin(), position->end(), column) != position->end();
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (is_position(columns[i])) {
            continue; // it is the geometry
        }
        if (draft.is_kml && is_about_drawing(columns[i], profiles[i])) {
            continue;
        }
        if (auto date = date_of_parts(columns, i, profiles)) {
            date->name.name = free_name(date->name.name, taken);
            draft.fields.push_back(*std::move(date));
        }
        if (columns[i].empty() || !seen.insert(datasets::fold_search(columns[i])).second) {
            if (profiles[i].filled() > 0) {
                draft.left_out.push_back(columns[i].empty() ? fmt::format("{}", i + 1) : columns[i]);
            }
            continue;
        }
        draft.fields.push_back(field_of(columns[i], i, profiles[i], taken));
    }
    const auto name = std::find(columns.begin(), columns.end(), "Name");
    if (draft.is_kml && draft.fields.empty() &&
        name != columns.end()) { // nothing but shapes: there they can be named
        const auto i = static_cast<std::size_t>(name - columns.begin());
        draft.fields.push_back(field_of(*name, i, profiles[i], taken));
    }
}

/// Where rows tell who a person is, their addresses and positions are that person's.
void protect_persons(Draft& draft)
{
    draft.identifies_persons = std::any_of(draft.fields.begin(), draft.fields.end(), [](const DraftField& f) {
        return f.personal == PersonalKind::identity;
    });
    for (DraftField& field : draft.fields) {
        field.beside_identity = draft.identifies_persons && tells_place(field.source);
    }
}

} // namespace

void guess_fields(Draft& draft, RowReader& rows)
{
    const std::vector<std::string> columns = rows.columns();
    std::vector<ColumnProfile> profiles(columns.size());
    PositionFinder positions{columns};
    KeyFinder key{columns};
    while (const auto row = rows.next()) {
        if (row->role == RowRole::note) {
            continue; // it is no data, and its one text says nothing of its column
        }
        ++draft.rows;
        draft.with_geometry += row->wkb ? 1 : 0;
        positions.add(*row);
        key.add(*row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            profiles[i].add(row->cells[i]);
        }
    }
    draft.position = draft.with_geometry > 0 ? std::nullopt : positions.best();
    draft.unread_positions = draft.position ? std::vector<std::string>{} : positions.named();
    describe_fields(draft, columns, profiles);
    protect_persons(draft);
    draft.key = key.best(draft.fields);
}

Draft guess_draft(const std::filesystem::path& file, const std::string& layer)
{
    SourceFinder sources{"."};
    const std::string path = sources.find(file.string());
    (void)files_of_source(path); // says so if there is none
    // What comes from the web is called as it is here: without what a URL has behind its path, and without %E5%85%AC.
    const auto named = sources.fetched() ? file.parent_path() / std::filesystem::path{path}.filename() : file;
    Draft draft;
    draft.id = id_from(named);
    draft.title = named.stem().string() == "data" ? draft.id : named.stem().string();
    draft.layer = layer;
    draft.is_kml = extension_of(path) == ".kml" || extension_of(path) == ".kmz";
    choose_layer(draft, path);
    if (const auto layout = find_layout(path, draft.layer)) {
        draft.is_table = true;
        draft.skip_rows = layout->skip_rows;
        draft.header_rows = layout->header_rows;
    }
    datasets::Source source;
    source.layer = draft.layer;
    source.skip_rows = draft.skip_rows;
    source.header_rows = draft.header_rows;
    const OpenedSource opened = open_source(source, path);
    draft.encoding = opened.encoding;
    draft.crs = opened.crs;
    guess_fields(draft, *opened.rows);
    if (draft.fields.empty()) {
        throw IngestError{fmt::format("{0}: 見出しのある列が見つかりません。表のファイルですか / no column "
                                      "with a header was found; is it a table?",
                                      path)};
    }
    return draft;
}

} // namespace ingest

#include "ingest/draft.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/error.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/ogr_source.hpp"
#include "ingest/table_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace ingest {

namespace {

using datasets::Notation;

constexpr std::array<std::string_view, 6> lat_names{"緯度",       "latitude",         "lat",
                                                    "緯度(10進)", "緯度(世界測地系)", "地点緯度(北緯)"};
constexpr std::array<std::string_view, 7> lon_names{"経度",       "longitude",        "lon",           "lng",
                                                    "経度(10進)", "経度(世界測地系)", "地点経度(東経)"};

template <std::size_t N>
std::optional<std::size_t> find_column(const std::vector<std::string>& columns,
                                       const std::array<std::string_view, N>& names)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string folded = datasets::fold_search(columns[i]);
        for (const std::string_view name : names) {
            if (folded == datasets::fold_search(name)) {
                return i;
            }
        }
    }
    return std::nullopt;
}

/// How well a pair of columns reads as positions in each notation.
class PositionProfile {
public:
    explicit PositionProfile(const std::vector<std::string>& columns)
        : lon_{find_column(columns, lon_names)}, lat_{find_column(columns, lat_names)}
    {
    }

    void add(const SourceRow& row)
    {
        if (!lon_ || !lat_) {
            return;
        }
        ++rows_;
        for (std::size_t i = 0; i < notations.size(); ++i) {
            const auto kind = judge_position(row.cells[*lon_], row.cells[*lat_], notations.at(i)).kind;
            using Kind = JudgedPosition::Kind;
            good_.at(i) += kind == Kind::good || kind == Kind::swapped ? 1 : 0;
        }
    }

    [[nodiscard]] std::optional<DraftPosition> best(const std::vector<std::string>& columns) const
    {
        const auto most = std::max_element(good_.begin(), good_.end());
        if (*most == 0) {
            return std::nullopt;
        }
        const auto notation = notations.at(static_cast<std::size_t>(most - good_.begin()));
        return DraftPosition{columns[*lon_], columns[*lat_], notation, *most, rows_ - *most};
    }

private:
    static constexpr std::array<Notation, 3> notations{Notation::decimal, Notation::coded_dms, Notation::dms};
    std::optional<std::size_t> lon_;
    std::optional<std::size_t> lat_;
    std::array<std::int64_t, 3> good_{};
    std::int64_t rows_ = 0;
};

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
    return id.empty() ? "dataset" : id;
}

/// Where the header of a table is; other formats have their columns.
void find_layout(Draft& draft, const std::string& path)
{
    datasets::Source raw;
    raw.layer = draft.layer;
    raw.header_rows = 0;
    const OpenedSource opened = open_source(raw, path);
    draft.is_table = opened.rows->columns().empty();
    if (!draft.is_table) {
        return;
    }
    constexpr std::size_t looked_at = 40;
    std::vector<SourceRow> first_rows;
    while (first_rows.size() < looked_at) {
        auto row = opened.rows->next();
        if (!row) {
            break;
        }
        first_rows.push_back(*std::move(row));
    }
    const TableLayout layout = guess_layout(first_rows);
    draft.skip_rows = layout.skip_rows;
    draft.header_rows = layout.header_rows;
}

std::string free_name(std::string name, std::set<std::string>& taken)
{
    constexpr std::array<std::string_view, 4> reserved{"fid", "geom", "feature_id", "point_count"};
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
        name += "_value";
    }
    std::string free = name;
    for (int i = 2; !taken.insert(free).second; ++i) {
        free = fmt::format("{}_{}", name, i);
    }
    return free;
}

bool is_code(const std::string& column)
{
    constexpr std::array<std::string_view, 6> words{"コード", "郵便番号", "電話", "fax", "法人番号", "id"};
    const std::string folded = datasets::fold_search(column);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        const std::string wanted = datasets::fold_search(word);
        return word == "id" ? folded == wanted : folded.find(wanted) != std::string::npos;
    });
}

void describe_fields(Draft& draft, const std::vector<std::string>& columns,
                     const std::vector<ColumnProfile>& profiles)
{
    std::set<std::string> seen;
    std::set<std::string> taken;
    const auto is_position = [&](const std::string& column) {
        return draft.position && (column == draft.position->lon || column == draft.position->lat);
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (is_position(columns[i])) {
            continue; // it is the geometry
        }
        if (columns[i].empty() || !seen.insert(datasets::fold_search(columns[i])).second) {
            if (profiles[i].filled() > 0) {
                draft.left_out.push_back(columns[i].empty() ? fmt::format("{}", i + 1) : columns[i]);
            }
            continue;
        }
        DraftField field;
        field.source = columns[i];
        const auto english = english_name(columns[i]);
        field.is_named = english.has_value();
        field.name = english.value_or(FieldName{fmt::format("column_{}", i + 1), columns[i]});
        field.name.name = free_name(field.name.name, taken);
        field.type = is_code(columns[i]) ? datasets::FieldType::text : profiles[i].type();
        field.is_personal = looks_personal(columns[i]);
        field.is_unique = profiles[i].is_unique();
        field.never_empty = profiles[i].never_empty();
        field.longest = profiles[i].longest();
        draft.fields.push_back(std::move(field));
    }
}

/// A unique column, numbers and codes before names; a text too long to stand in a URL is none.
void choose_key(Draft& draft)
{
    using datasets::FieldType;
    constexpr std::size_t longest_key = 120;
    const auto usable = [](const DraftField& field) {
        return field.is_unique && !field.is_personal && field.longest <= longest_key &&
               (field.type == FieldType::text || field.type == FieldType::integer);
    };
    const auto rank = [](const DraftField& field) {
        const std::string& name = field.name.name;
        const bool is_number = name.starts_with("number") || name == "id" || name.ends_with("_number") ||
                               name.ends_with("_id") || name.ends_with("code") || name == "no";
        return is_number ? 0 : name.starts_with("name") || field.is_named ? 1 : 2;
    };
    const DraftField* best = nullptr;
    for (const DraftField& field : draft.fields) {
        if (usable(field) && (best == nullptr || rank(field) < rank(*best))) {
            best = &field;
        }
    }
    if (best != nullptr) {
        draft.key = {best->name.name};
    }
}

} // namespace

Draft guess_draft(const std::filesystem::path& file, const std::string& layer)
{
    const std::string path = source_path(".", file.string());
    (void)files_of_source(path); // says so if there is none
    Draft draft;
    draft.id = id_from(file);
    draft.title = file.stem().string() == "data" ? draft.id : file.stem().string();
    draft.layer = layer;
    find_layout(draft, path);
    datasets::Source source;
    source.layer = layer;
    source.skip_rows = draft.skip_rows;
    source.header_rows = draft.header_rows;
    const OpenedSource opened = open_source(source, path);
    draft.encoding = opened.encoding;
    draft.crs = opened.crs;
    const std::vector<std::string> columns = opened.rows->columns();
    std::vector<ColumnProfile> profiles(columns.size());
    PositionProfile positions{columns};
    while (const auto row = opened.rows->next()) {
        ++draft.rows;
        draft.with_geometry += row->wkb ? 1 : 0;
        positions.add(*row);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            profiles[i].add(row->cells[i]);
        }
    }
    draft.position = positions.best(columns);
    describe_fields(draft, columns, profiles);
    if (draft.fields.empty()) {
        throw IngestError{fmt::format("{}: no column with a header was found; is it a table?", path)};
    }
    choose_key(draft);
    return draft;
}

} // namespace ingest

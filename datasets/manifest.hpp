#pragma once

#include "datasets/bbox.hpp"
#include "datasets/schema.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace datasets {

struct License {
    std::string id{}; ///< SPDX identifier, or PDL-1.0
    std::string url{};
};

/// One file to read, with constant columns that it lacks (the election a turnout table is of).
struct SourceFile {
    std::string path{}; ///< relative to the manifest
    std::vector<std::pair<std::string, std::string>> set{};
};

/// A side table that gives cut column names (DBF: 10 bytes) their full names back.
struct LabelTable {
    std::string path{};
    std::string from{}; ///< header of the column with the names as they stand in the file
    std::string to{};   ///< header of the column with the full names
};

/// What becomes of a table's rows that sum up others (合計, 小計).
enum class TotalRows {
    warn, ///< read as data, with a warning for each: the city has not said yet
    skip, ///< no data: left out, with a note for each
    keep, ///< data like all others
};

struct Source {
    std::vector<SourceFile> files{};
    std::string layer{};
    std::string encoding = "detect"; ///< detect, UTF-8 or CP932
    int skip_rows = 0;               ///< title rows above a table's header
    int header_rows = 1;
    std::optional<int> footer_rows{}; ///< rows under a table that are no data; nothing: notes are recognised
    TotalRows total_rows = TotalRows::warn;
    std::string crs{};            ///< what PROJ understands, for instance EPSG:6668; empty: as the file says
    double accept_accuracy_m = 0; ///< positions this wrong are published if a datum grid is missing; 0: never
    std::optional<LabelTable> labels{};
};

enum class Notation { decimal, dms, coded_dms };

struct OwnGeometry {};
struct NoGeometry {};

/// How a row's position stands in columns.
enum class ColumnForm {
    lon_lat, ///< in two columns
    pair,    ///< both in one cell
    plane,   ///< plane-rectangular X, to the north, and Y, to the east, as Japanese surveyors call them
    wkt,     ///< any geometry as well-known text, x to the east
};

/// The columns are named by what they hold; those of the other forms are empty.
struct ColumnGeometry {
    std::string lon{};
    std::string lat{};
    Notation notation = Notation::decimal;
    ColumnForm form = ColumnForm::lon_lat;
    std::string pair{};
    bool lat_first = true; ///< in a pair
    std::string north{};   ///< X
    std::string east{};    ///< Y
    std::string wkt{};
};

/// Geometry taken from another dataset of the same store, by equal values.
struct JoinGeometry {
    std::string dataset{};
    std::vector<std::pair<std::string, std::string>> key{}; ///< field here, field there
};

/// Where positions should lie, and what becomes of a row that lies elsewhere.
struct Extent {
    BBox bbox{};           ///< empty: the polygons of `dataset`
    std::string dataset{}; ///< another dataset of the same store
    double margin_m = 0;   ///< how far beyond it a position may lie
    bool reject = false;   ///< else it is published with a warning
};

struct GeometrySource {
    std::variant<OwnGeometry, NoGeometry, ColumnGeometry, JoinGeometry> from{};
    bool publish_missing = false; ///< a row without a position is published without one, else rejected
    std::optional<Extent> within{};
};

/// A field of the manifest: what is published of it, and where it comes from.
struct FieldRule {
    Field field{};
    std::vector<std::string>
        source{}; ///< column name and its aliases; empty: filled by another field's `missing_note`
    std::vector<std::string>
        parts{}; ///< columns of a date instead of `source`: era (may be left out), year, month, day, hour, minute
    std::string era{};           ///< of dates whose year has no era and at most two digits
    std::optional<bool> empty{}; ///< of a boolean: what an empty cell stands for
    std::vector<std::pair<std::string, std::string>> values{}; ///< code in the cell, label to publish
    std::string
        missing_note{}; ///< the text field that receives a word such as 無投票 found in place of a value
    bool required = false;
    bool is_public = true;
};

/// How many rows may be rejected before nothing is published.
struct RejectLimit {
    double share = 0.05;             ///< of the rows read
    std::optional<long long> rows{}; ///< instead of the share
};

struct TileRules {
    int minzoom = 0;
    int maxzoom = 14;
    bool cluster = false;
};

/// Counts of a row that add up: total = parts.
struct CountSum {
    std::string total{};
    std::vector<std::string> parts{};
    std::vector<std::string>
        with{}; ///< what the parts could be computed from (their rates); goes when they go
};

/// Counts of persons or cases from 1 to threshold - 1 are not published; see this folder's README.
struct MinCount {
    int threshold = 0;            ///< 0: no such rule
    bool cells = false;           ///< of features at one position, after the snap to the mesh
    std::vector<CountSum> sums{}; ///< in fields
    std::vector<std::string>
        group{}; ///< rows alike in these fields are counted together, and their sum is known to all
};

/// What a city says of one dataset: what it is, where its file lies, what of it is public and how it is shown.
/// The format is described in this folder's README.
struct Manifest {
    std::string id{};
    LocalText title{};
    LocalText description{};
    LocalText publisher{};
    License license{};
    LocalText attribution{};
    std::string contact{};
    std::string update_cycle{};
    std::string theme{};
    std::string date{};
    Source source{};
    GeometrySource geometry{};
    std::vector<std::string> key{};
    std::vector<FieldRule> fields{};
    int mesh_metres = 0; ///< 0: positions are published as they are; else 125, 250, 500 or 1000
    MinCount min_count{};
    RejectLimit max_rejected{};
    TileRules tiles{};
    std::string view = "{}"; ///< JSON, passed on to the viewer unread
    std::string text{};      ///< the manifest as written, for the content hash
};

/// The public fields, in the manifest's order. A column is public only by standing there: there is no block-list.
[[nodiscard]] Schema public_schema(const Manifest& manifest);

/// `name` is what messages call the text, usually its path.
/// Throws FormatError that names the key and says what was expected there; unknown keys are an error.
[[nodiscard]] Manifest parse_manifest(std::string_view text, const std::string& name);

/// Throws StorageError if the file cannot be read, else as `parse_manifest`.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& path);

} // namespace datasets

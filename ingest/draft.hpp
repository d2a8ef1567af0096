#pragma once

#include "datasets/manifest.hpp"
#include "ingest/column_profile.hpp"
#include "ingest/draft_positions.hpp"
#include "ingest/field_names.hpp"
#include "ingest/opened_source.hpp"
#include "ingest/personal_columns.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// A column as a draft would publish it.
struct DraftField {
    std::string source{};
    std::vector<std::string>
        parts{}; ///< instead of `source`: columns of year, month, day; or of era and year
    FieldName name{};
    std::string label{};   ///< for people, in Japanese
    bool is_named = false; ///< by the table of common headers; else column_7
    datasets::FieldType type = datasets::FieldType::text;
    bool is_code = false;     ///< digits that are kept as text
    bool empty_is_no = false; ///< a boolean in which only "yes" is written
    std::string unit{};
    bool lacks_an_era = false;
    std::optional<PersonalKind> personal{}; ///< then not public
    bool personal_by_value = false;         ///< as one of its values showed, not its name
    bool beside_identity = false; ///< an address in rows that tell who a person is: not public either
    bool is_unique = false;
    bool never_empty = false;
    std::size_t longest = 0;

    [[nodiscard]] bool is_public() const { return !personal && !beside_identity; }
};

/// Everything that can be guessed of a file by reading all of it.
struct Draft {
    std::string id{};
    std::string title{};
    std::string path{}; ///< as the manifest is to state it
    std::string layer{};
    std::vector<SourceLayer> other_layers{}; ///< if `layer` was chosen among several
    bool is_table = false;
    int skip_rows = 0;
    int header_rows = 1;
    std::string encoding{}; ///< as detected; empty if the format carries it
    std::string crs{};      ///< as the file states it
    std::int64_t rows = 0;
    std::int64_t with_geometry = 0; ///< rows that bring a geometry of their own
    std::optional<DraftPosition> position{};
    std::vector<std::string> unread_positions{}; ///< columns headed as positions, of which no row is one
    std::vector<DraftField> fields{};
    std::vector<std::string>
        left_out{}; ///< columns that cannot be named: no header, or a header that stands there twice
    bool is_kml = false;             ///< columns that say how Google Earth draws are no data
    std::vector<std::string> key{};  ///< names of fields; empty if no column, and no few together, are unique
    bool identifies_persons = false; ///< a column tells who a person is: positions are blurred
};

/// Reads all of `file` and guesses. `layer`: which sheet or layer; empty if there is one, or the one with the most rows is meant.
/// Throws IngestError that says what cannot be read, and what to do.
[[nodiscard]] Draft guess_draft(const std::filesystem::path& file, const std::string& layer);

/// Guesses what the columns are from all rows, into a draft that knows its source.
void guess_fields(Draft& draft, RowReader& rows);

/// The draft as a manifest with comments: each guess is marked 推測 guess and explained in Japanese and English.
[[nodiscard]] std::string to_manifest(const Draft& draft);

} // namespace ingest

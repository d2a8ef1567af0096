#pragma once

#include "datasets/manifest.hpp"
#include "ingest/column_profile.hpp"
#include "ingest/field_names.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// A column as a draft would publish it.
struct DraftField {
    std::string source{};
    FieldName name{};
    bool is_named = false; ///< by the table of common headers; else column_7
    datasets::FieldType type = datasets::FieldType::text;
    bool is_personal = false; ///< then not public
    bool is_unique = false;
    bool never_empty = false;
    std::size_t longest = 0;
};

/// What was found in the columns of positions.
struct DraftPosition {
    std::string lon{};
    std::string lat{};
    datasets::Notation notation = datasets::Notation::decimal;
    std::int64_t good = 0;
    std::int64_t bad = 0; ///< rows that have none, or one that cannot be
};

/// Everything that can be guessed of a file by reading all of it.
struct Draft {
    std::string id{};
    std::string title{};
    std::string path{}; ///< as the manifest is to state it
    std::string layer{};
    bool is_table = false;
    int skip_rows = 0;
    int header_rows = 1;
    std::string encoding{}; ///< as detected; empty if the format carries it
    std::string crs{};      ///< as the file states it
    std::int64_t rows = 0;
    std::int64_t with_geometry = 0; ///< rows that bring a geometry of their own
    std::optional<DraftPosition> position{};
    std::vector<DraftField> fields{};
    std::vector<std::string>
        left_out{}; ///< columns that cannot be named: no header, or a header that stands there twice
    std::vector<std::string> key{}; ///< names of fields; empty if no column is unique
};

/// Reads all of `file` (as `path` names it for GDAL) and guesses. `layer`: which sheet or layer; empty if there is one.
/// Throws IngestError that says what cannot be read, and what to do.
[[nodiscard]] Draft guess_draft(const std::filesystem::path& file, const std::string& layer);

/// The draft as a manifest with comments: each guess is marked 推測 guess and explained in Japanese and English.
[[nodiscard]] std::string to_manifest(const Draft& draft);

} // namespace ingest

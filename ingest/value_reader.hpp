#pragma once

#include "datasets/manifest.hpp"
#include "ingest/built_row.hpp"
#include "ingest/columns.hpp"
#include "ingest/source_row.hpp"

#include <string>

namespace ingest {

/// Reads the cells of a row as values of the fields in its schema, and looks at no other column: with the public schema, private
/// columns are not looked at.
class ValueReader {
public:
    /// `schema` holds fields of the manifest. All are looked at, and outlive this.
    ValueReader(const datasets::Manifest& manifest, const datasets::Schema& schema, const ColumnMap& columns)
        : manifest_{manifest}, schema_{schema}, columns_{columns}
    {
    }

    /// Fills the values of `built.feature`, which is taken away if the row lacks a required one.
    void read(const SourceRow& row, BuiltRow& built) const;

private:
    void read_field(const SourceRow& row, std::size_t rule, BuiltRow& built) const;
    void put_note(const datasets::FieldRule& rule, Finding finding, const std::string& word,
                  BuiltRow& built) const;

    const datasets::Manifest& manifest_;
    const datasets::Schema& schema_;
    const ColumnMap& columns_;
};

} // namespace ingest

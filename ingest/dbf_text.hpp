#pragma once

#include "ingest/text_encoding.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// The encoding of the text in a dBASE table (the .dbf of a Shapefile), found from its field names and text cells; the numbers
/// between them are no text. Nothing if the table names its encoding itself (language byte 29): "ANSI" is no name, it means
/// whatever the computer had. Throws IngestError if the text fits no encoding.
[[nodiscard]] std::optional<TextEncoding> dbf_text_encoding(std::string_view dbf, const std::string& name);

} // namespace ingest

#pragma once

#include "ingest/error.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ingest {

/// How a text file's bytes are to be read. CP932 is Windows' Shift_JIS, with ①, ～ and 髙.
enum class TextEncoding { utf8, utf16_le, utf16_be, cp932 };

[[nodiscard]] std::string_view to_string(TextEncoding encoding);

/// A text is not of its encoding; the message names the byte.
class EncodingError : public IngestError {
public:
    EncodingError(const std::string& message, TextEncoding encoding, std::size_t offset)
        : IngestError{message}, encoding_{encoding}, offset_{offset}
    {
    }

    [[nodiscard]] TextEncoding encoding() const { return encoding_; } ///< of all bytes before the offset
    [[nodiscard]] std::size_t offset() const { return offset_; }      ///< of the first byte that does not fit

private:
    TextEncoding encoding_;
    std::size_t offset_;
};

/// "UTF-8" and "CP932" as manifests say them; nothing for "detect".
[[nodiscard]] std::optional<TextEncoding> text_encoding_from(std::string_view name);

/// The encoding of a whole text: byte order mark, else strict UTF-8, else CP932, if every byte fits. Throws EncodingError
/// with the offset of the first byte that fits neither. `name` is what the message calls the text.
[[nodiscard]] TextEncoding detect_encoding(std::string_view bytes, const std::string& name);

/// The text as UTF-8, a byte order mark taken off. Throws EncodingError for the first byte that does not fit.
[[nodiscard]] std::string decode_text(std::string_view bytes, TextEncoding encoding, const std::string& name);

/// A text kept in a fixed number of bytes, as in DBF, may end in the middle of a character: the text before that.
[[nodiscard]] std::string_view without_half_character(std::string_view bytes, TextEncoding encoding);

} // namespace ingest

#include "ingest/text_encoding.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

namespace ingest {

namespace {

constexpr std::array<std::pair<TextEncoding, std::string_view>, 4> names{{
    {TextEncoding::utf8, "UTF-8"},
    {TextEncoding::utf16_le, "UTF-16LE"},
    {TextEncoding::utf16_be, "UTF-16BE"},
    {TextEncoding::cp932, "CP932"},
}};

std::optional<TextEncoding> byte_order_mark(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        return TextEncoding::utf8;
    }
    if (bytes.starts_with("\xFF\xFE")) {
        return TextEncoding::utf16_le;
    }
    if (bytes.starts_with("\xFE\xFF")) {
        return TextEncoding::utf16_be;
    }
    return std::nullopt;
}

std::string_view without_mark(std::string_view bytes)
{
    const auto mark = byte_order_mark(bytes);
    return mark ? bytes.substr(*mark == TextEncoding::utf8 ? 3 : 2) : bytes;
}

struct Conversion {
    std::string text{};
    std::optional<std::size_t> bad_offset{}; ///< of the first byte that does not fit
};

/// iconv keeps state and is slow to open, so a text is converted in one go.
Conversion convert(std::string_view bytes, const char* from)
{
    const auto close = [](iconv_t converter) { iconv_close(converter); };
    const std::unique_ptr<void, decltype(close)> converter{iconv_open("UTF-8", from), close};
    if (converter.get() ==
        reinterpret_cast<iconv_t>(-1)) { // NOLINT(performance-no-int-to-ptr): iconv's own error value
        throw IngestError{fmt::format("this system's iconv does not know {}", from)};
    }
    Conversion result;
    result.text.resize(bytes.size() * 2 + 16);
    std::size_t written = 0;
    char* in =
        const_cast<char*>(bytes.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast): iconv only reads it
    std::size_t in_left = bytes.size();
    while (in_left > 0) {
        char* out = result.text.data() + written;
        std::size_t out_left = result.text.size() - written;
        const std::size_t status = iconv(converter.get(), &in, &in_left, &out, &out_left);
        written = result.text.size() - out_left;
        if (status != static_cast<std::size_t>(-1)) {
            break;
        }
        if (errno != E2BIG) {
            result.bad_offset = bytes.size() - in_left;
            break;
        }
        result.text.resize(result.text.size() * 2);
    }
    result.text.resize(written);
    return result;
}

/// Offset of the first character that is not well-formed; only asked for once it is known that there is one.
std::size_t first_bad_utf8(std::string_view bytes)
{
    std::size_t at = 0;
    while (at < bytes.size()) {
        const unsigned first = static_cast<unsigned char>(bytes[at]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (!datasets::is_utf8(bytes.substr(at, length))) {
            break;
        }
        at += length;
    }
    return at;
}

} // namespace

std::string_view to_string(TextEncoding encoding)
{
    for (const auto& [value, name] : names) {
        if (value == encoding) {
            return name;
        }
    }
    return "";
}

std::optional<TextEncoding> text_encoding_from(std::string_view name)
{
    for (const auto& [value, known] : names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

TextEncoding detect_encoding(std::string_view bytes, const std::string& name)
{
    if (const auto mark = byte_order_mark(bytes)) {
        return *mark;
    }
    if (datasets::is_utf8(bytes)) {
        return TextEncoding::utf8;
    }
    const Conversion cp932 = convert(bytes, "CP932");
    if (cp932.bad_offset) {
        const std::size_t utf8_offset = first_bad_utf8(bytes);
        const bool rather_utf8 = utf8_offset > *cp932.bad_offset;
        throw EncodingError{
            fmt::format("{0}: 文字コードが UTF-8 でも（{1} バイト目が合いません）CP932 でも（{2} "
                        "バイト目）ありません。UTF-8 で保存し直すか、マニフェストに "
                        "encoding を書いてください / the text is neither UTF-8 (byte {1} does not fit) nor "
                        "CP932 (byte {2}); save it "
                        "as UTF-8, or say its encoding in the manifest",
                        name, utf8_offset, *cp932.bad_offset),
            rather_utf8 ? TextEncoding::utf8 : TextEncoding::cp932, std::max(utf8_offset, *cp932.bad_offset)};
    }
    return TextEncoding::cp932;
}

std::string decode_text(std::string_view bytes, TextEncoding encoding, const std::string& name)
{
    const std::string_view text = without_mark(bytes);
    if (encoding == TextEncoding::utf8) {
        if (!datasets::is_utf8(text)) {
            const std::size_t offset = first_bad_utf8(text) + (bytes.size() - text.size());
            throw EncodingError{
                fmt::format("{0}: {1} バイト目が UTF-8 ではありません / byte {1} is not UTF-8", name, offset),
                encoding, offset};
        }
        return std::string{text};
    }
    const bool is_ascii = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
    if (encoding == TextEncoding::cp932 && is_ascii) {
        return std::string{text}; // most cells of a table are, and opening iconv costs more than reading them
    }
    Conversion conversion = convert(text, std::string{to_string(encoding)}.c_str());
    if (conversion.bad_offset) {
        const std::size_t offset = *conversion.bad_offset + (bytes.size() - text.size());
        throw EncodingError{fmt::format("{0}: {1} バイト目が {2} ではありません / byte {1} is not {2}", name,
                                        offset, to_string(encoding)),
                            encoding, offset};
    }
    return std::move(conversion.text);
}

std::string_view without_half_character(std::string_view bytes, TextEncoding encoding)
{
    const auto length_at = [&](std::size_t at) -> std::size_t {
        const unsigned first = static_cast<unsigned char>(bytes[at]);
        switch (encoding) {
        case TextEncoding::utf8:
            return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        case TextEncoding::cp932:
            return (first >= 0x81 && first <= 0x9F) || (first >= 0xE0 && first <= 0xFC) ? 2 : 1;
        default:
            return 2;
        }
    };
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t next = at + length_at(at);
        if (next > bytes.size()) {
            return bytes.substr(0, at);
        }
        at = next;
    }
    return bytes;
}

} // namespace ingest

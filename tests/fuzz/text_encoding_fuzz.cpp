#include "datasets/text_folding.hpp"
#include "ingest/csv_reader.hpp"
#include "ingest/text_encoding.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using ingest::TextEncoding;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// The text, or nothing and then everything before the byte at fault can be read: messages say its row and column from that.
std::optional<std::string> decoded(std::string_view bytes, TextEncoding encoding)
{
    try {
        return ingest::decode_text(bytes, encoding, "fuzz");
    } catch (const ingest::EncodingError& error) {
        require(error.offset() < bytes.size() && error.encoding() == encoding);
        const std::string before = ingest::decode_text(bytes.substr(0, error.offset()), encoding, "fuzz");
        const ingest::CsvPlace place = ingest::csv_place(before);
        require(place.row >= 1 && place.column >= 1);
        return std::nullopt;
    }
}

std::optional<TextEncoding> detected(std::string_view bytes)
{
    try {
        return ingest::detect_encoding(bytes, "fuzz");
    } catch (const ingest::EncodingError& error) {
        require(error.offset() <= bytes.size());
        return std::nullopt;
    }
}

} // namespace

/// Every encoding on every text: what is read is UTF-8, what is refused is refused for one byte, and an encoding that was
/// detected without a byte order mark fits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const bool has_mark =
        bytes.starts_with("\xEF\xBB\xBF") || bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
    for (const auto encoding :
         {TextEncoding::utf8, TextEncoding::utf16_le, TextEncoding::utf16_be, TextEncoding::cp932}) {
        const auto text = decoded(bytes, encoding);
        require(!text || datasets::is_utf8(*text));
        const std::string_view whole = ingest::without_half_character(bytes, encoding);
        require(whole.data() == bytes.data() && whole.size() <= bytes.size() &&
                bytes.size() - whole.size() <= 4);
        require(!text || has_mark || encoding == TextEncoding::utf16_le ||
                encoding == TextEncoding::utf16_be ||
                whole.size() == bytes.size()); // a whole text loses nothing
    }
    const auto encoding = detected(bytes);
    require(!encoding || has_mark || decoded(bytes, *encoding)); // a byte order mark decides alone
    return 0;
}

#include "ingest/cp932.hpp"

#include "datasets/error.hpp"
#include "ingest/downloads.hpp"
#include "ingest/error.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <utility>

namespace ingest {

namespace {

/// Unicode has two characters for each of these; CP932 has one, and maps it to the second.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> twins{{
    {"\u301C", "\uFF5E"}, // wave dash
    {"\u2212", "\uFF0D"}, // minus sign
    {"\u2014", "\u2015"}, // em dash
    {"\u2016", "\u2225"}, // double vertical line
    {"\u00A2", "\uFFE0"}, // cent
    {"\u00A3", "\uFFE1"}, // pound
    {"\u00AC", "\uFFE2"}, // not
}};

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t length_of_character(char first)
{
    const unsigned byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// iconv from UTF-8 to CP932; of one thread. CP932 has no shift states, so it can be used again after an error.
class Converter {
public:
    Converter() : handle_{iconv_open("CP932", "UTF-8"), iconv_close}
    {
        if (handle_.get() ==
            reinterpret_cast<iconv_t>(-1)) { // NOLINT(performance-no-int-to-ptr): iconv's own error value
            (void)handle_.release();
            throw IngestError{"this system's iconv does not know CP932"};
        }
    }

    /// As much of the text as CP932 has; gives the rest.
    std::string_view convert(std::string_view text, std::string& bytes)
    {
        const std::size_t before = bytes.size();
        bytes.resize(before + text.size());        // a character is never longer in CP932
        char* in = const_cast<char*>(text.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast): only read
        char* out = bytes.data() + before;
        std::size_t in_left = text.size();
        std::size_t out_left = text.size();
        (void)iconv(handle_.get(), &in, &in_left, &out, &out_left);
        bytes.resize(bytes.size() - out_left);
        return text.substr(text.size() - in_left);
    }

private:
    std::unique_ptr<void, int (*)(iconv_t)> handle_;
};

} // namespace

Cp932Text to_cp932(std::string_view text)
{
    if (is_ascii(text)) {
        return {std::string{text}, {}};
    }
    thread_local Converter converter; // slow to open
    Cp932Text result;
    for (std::string_view rest = converter.convert(text, result.bytes); !rest.empty();
         rest = converter.convert(rest, result.bytes)) {
        const std::string_view character = rest.substr(0, length_of_character(rest.front()));
        rest.remove_prefix(character.size());
        const auto* const twin = std::find_if(twins.begin(), twins.end(),
                                              [&](const auto& pair) { return pair.first == character; });
        if (twin == twins.end()) {
            result.lacking += character;
        }
        (void)converter.convert(twin == twins.end() ? cp932_replacement : twin->second, result.bytes);
    }
    return result;
}

void write_cp932_copy(const std::filesystem::path& utf8, const std::filesystem::path& cp932)
{
    std::ifstream in{utf8, std::ios::binary};
    TextFile out{cp932, 0644};
    std::string line;
    bool first = true;
    while (std::getline(in, line)) {
        if (!in.eof()) {
            line += '\n';
        }
        const bool has_mark = std::exchange(first, false) && line.starts_with("\xEF\xBB\xBF");
        out.write(to_cp932(std::string_view{line}.substr(has_mark ? 3 : 0)).bytes);
    }
    if (!in.eof()) {
        throw datasets::StorageError{"cannot read '" + utf8.string() + "'"};
    }
    out.close();
}

} // namespace ingest

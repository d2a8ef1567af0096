#include "ingest/format_code.hpp"

#include <algorithm>
#include <cstddef>

namespace ingest {

std::string bare_letters(std::string_view code)
{
    std::string letters;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t end = std::min(code.find(']', i), code.size());
            const std::string_view inside = code.substr(i + 1, end - i - 1);
            const bool elapsed =
                !inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos;
            letters += elapsed ? "[" : "";
            i = end;
        } else {
            letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return letters;
}

std::vector<std::string_view> sections(std::string_view code)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '\\' && !quoted) {
            ++i;
        } else if (code[i] == '"') {
            quoted = !quoted;
        } else if (code[i] == ';' && !quoted) {
            parts.push_back(code.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    parts.push_back(code.substr(begin));
    return parts;
}

bool places_digits(std::string_view section)
{
    const std::string letters = bare_letters(section);
    if (letters.find_first_of(".,/e%") != std::string::npos) {
        return false;
    }
    const auto zeros = std::count(letters.begin(), letters.end(), '0');
    const std::size_t first = letters.find_first_of("0#?");
    const std::size_t last = letters.find_last_of("0#?");
    const bool divided =
        first != std::string::npos && letters.substr(first, last - first).find('-') != std::string::npos;
    return zeros > 1 || divided;
}

} // namespace ingest

#include "datasets/like.hpp"

#include <cstddef>

namespace datasets {

namespace {

/// Bytes of the character that begins at `at`.
std::size_t character(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return end - at;
}

} // namespace

bool is_like(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0;
    std::size_t p = 0;
    // Behind the last '%': what it covers grows by a character each time the rest does not fit. The shortest cover of every
    // earlier one is as good as any, so nothing else has to be tried again.
    std::size_t again_p = std::string_view::npos;
    std::size_t again_t = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            again_p = ++p;
            again_t = t;
            continue;
        }
        if (p < pattern.size() && pattern[p] == '_') {
            ++p;
            t += character(text, t);
            continue;
        }
        const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
        if (p < pattern.size() && pattern[p + (escaped ? 1 : 0)] == text[t]) {
            p += escaped ? 2 : 1;
            ++t;
            continue;
        }
        if (again_p == std::string_view::npos) {
            return false;
        }
        p = again_p;
        again_t += character(text, again_t);
        t = again_t;
    }
    while (p < pattern.size() && pattern[p] == '%') {
        ++p;
    }
    return p == pattern.size();
}

std::string fold_pattern(std::string_view pattern, std::string (*fold)(std::string_view))
{
    std::string folded;
    std::string plain;
    const auto flush = [&] {
        for (const char c : fold(plain)) {
            folded += c == '%' || c == '_' || c == '\\' ? std::string{'\\', c} : std::string{c};
        }
        plain.clear();
    };
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size()) {
            plain += pattern[++i];
        } else if (pattern[i] == '%' || pattern[i] == '_') {
            flush();
            folded += pattern[i];
        } else {
            plain += pattern[i];
        }
    }
    flush();
    return folded;
}

} // namespace datasets

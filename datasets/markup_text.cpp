#include "datasets/markup_text.hpp"

namespace datasets {

namespace {

constexpr std::string_view replacement = "\uFFFD";

} // namespace

void append_markup_text(std::string& markup, std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        switch (c) {
        case '&':
            markup += "&amp;";
            break;
        case '<':
            markup += "&lt;";
            break;
        case '>':
            markup += "&gt;";
            break;
        case '"':
            markup += "&quot;";
            break;
        case '\'':
            markup += "&#39;";
            break;
        case '\t':
        case '\n':
        case '\r':
            markup += c;
            break;
        case '\xEF': // the first of three bytes
            if (text.substr(i).starts_with("\uFFFE") || text.substr(i).starts_with("\uFFFF")) {
                markup += replacement;
                i += 2;
            } else {
                markup += c;
            }
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                markup += replacement;
            } else {
                markup += c;
            }
        }
    }
}

std::string markup_text(std::string_view text)
{
    std::string markup;
    markup.reserve(text.size());
    append_markup_text(markup, text);
    return markup;
}

} // namespace datasets

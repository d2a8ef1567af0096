#include "api/html.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api {

namespace {

void append_escaped(std::string& html, std::string_view text)
{
    for (const char c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        case '\'':
            html += "&#39;";
            break;
        default: // a control character other than white space is no character of HTML
            html += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r' ? ' ' : c;
        }
    }
}

} // namespace

std::string escape_html(std::string_view text)
{
    std::string html;
    append_escaped(html, text);
    return html;
}

void Html::open(Literal tag, Attributes attributes)
{
    html_ += '<';
    html_ += tag.view();
    for (const auto& [name, value] : attributes) {
        html_ += ' ';
        html_ += name.view();
        html_ += "=\"";
        append_escaped(html_, value);
        html_ += '"';
    }
    html_ += '>';
}

void Html::in(Literal tag, Attributes attributes, const std::function<void()>& content)
{
    open(tag, attributes);
    content();
    html_ += "</";
    html_ += tag.view();
    html_ += '>';
}

void Html::leaf(Literal tag, std::string_view text, Attributes attributes)
{
    open(tag, attributes);
    append_escaped(html_, text);
    html_ += "</";
    html_ += tag.view();
    html_ += ">";
}

void Html::single(Literal tag, Attributes attributes) { open(tag, attributes); }

void Html::text(std::string_view text) { append_escaped(html_, text); }

void Html::json_ld(const nlohmann::ordered_json& document)
{
    html_ += "<script type=\"application/ld+json\">";
    for (const char c : document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)) {
        // Neither "</script" nor "<!--" may stand in a script; in JSON these signs stand in texts only.
        if (c == '<') {
            html_ += "\\u003c";
        } else if (c == '>') {
            html_ += "\\u003e";
        } else if (c == '&') {
            html_ += "\\u0026";
        } else {
            html_ += c;
        }
    }
    html_ += "</script>";
}

std::string web_address(std::string_view text)
{
    const bool is_web = text.starts_with("https://") || text.starts_with("http://");
    const bool is_plain = std::none_of(text.begin(), text.end(), [](unsigned char c) {
        return c <= 0x20 || c == 0x7F || c == '"' || c == '<';
    });
    return is_web && is_plain ? std::string{text} : std::string();
}

} // namespace api

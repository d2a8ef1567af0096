#include "api/html.hpp"

#include "datasets/markup_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api {

void Html::open(Literal tag, Attributes attributes)
{
    html_ += '<';
    html_ += tag.view();
    for (const auto& [name, value] : attributes) {
        html_ += ' ';
        html_ += name.view();
        html_ += "=\"";
        datasets::append_markup_text(html_, value);
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
    datasets::append_markup_text(html_, text);
    html_ += "</";
    html_ += tag.view();
    html_ += ">";
}

void Html::single(Literal tag, Attributes attributes) { open(tag, attributes); }

void Html::text(std::string_view text) { datasets::append_markup_text(html_, text); }

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

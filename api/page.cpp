#include "api/page.hpp"

#include "api/negotiation.hpp"
#include "api/page_style.hpp"
#include "api/problem.hpp"
#include "datasets/digest.hpp"

#include <fmt/format.h>

#include <array>

namespace api {

namespace {

/// Nothing runs, nothing is loaded but the style sheet, nobody else frames it or gets its forms. `connect-src` lets nothing in, as
/// nothing runs; but a tool that looks at the page from inside of it (Lighthouse) may then read robots.txt.
constexpr auto content_security_policy =
    "default-src 'none'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const std::string& style_name()
{
    static const std::string name = "style-" + datasets::sha256(page_style).substr(0, 12) + ".css";
    return name;
}

std::string with_query(std::string url, const Fields& query)
{
    char separator = '?';
    for (const auto& [name, value] : query) {
        url += separator + percent_encode(name) + '=' + percent_encode(value);
        separator = '&';
    }
    return url;
}

void write_head(Html& html, const Visit& visit, const PageHead& head)
{
    const auto address = [&](Language language) {
        auto query = head.query;
        if (!head.always_html) {
            query.emplace_back("f", "html");
        }
        return visit.in_language(head.path, query, language);
    };
    html.single("meta", {{"charset", "utf-8"}});
    html.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.leaf("title", head.title + (visit.ja() ? " | 街図 Machizu" : " | Machizu"));
    if (!head.description.empty()) {
        html.single("meta", {{"name", "description"}, {"content", head.description}});
    }
    if (head.is_listed) {
        html.single("link", {{"rel", "canonical"}, {"href", address(visit.language())}});
        html.single("link", {{"rel", "alternate"}, {"hreflang", "ja"}, {"href", address(Language::ja)}});
        html.single("link", {{"rel", "alternate"}, {"hreflang", "en"}, {"href", address(Language::en)}});
    } else {
        html.single("meta", {{"name", "robots"}, {"content", "noindex"}});
    }
    html.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.single("link", {{"rel", "stylesheet"}, {"href", visit.data("/pages/" + style_name())}});
    html.single("link", {{"rel", "icon"}, {"href", "data:,"}});
    if (!head.json_ld.is_null()) {
        html.json_ld(head.json_ld);
    }
}

void write_search(Html& html, const Visit& visit, const PageHead& head)
{
    html.in(
        "form",
        {{"role", "search"}, {"action", visit.data("/api/search")}, {"method", "get"}, {"class", "search"}},
        [&] {
            html.leaf("label", visit.say("さがす", "Search"), {{"for", "q"}});
            html.single("input", {{"type", "search"},
                                  {"id", "q"},
                                  {"name", "q"},
                                  {"value", head.search_text},
                                  {"placeholder", visit.say("名称・番号・住所", "name, number, address")},
                                  {"maxlength", "100"}});
            html.single("input", {{"type", "hidden"}, {"name", "f"}, {"value", "html"}});
            if (visit.request().parameter("lang")) {
                html.single("input",
                            {{"type", "hidden"}, {"name", "lang"}, {"value", visit.ja() ? "ja" : "en"}});
            }
            html.leaf("button", visit.say("検索", "Search"), {{"type", "submit"}});
        });
}

void write_top(Html& html, const Visit& visit, const PageHead& head)
{
    html.leaf("a", visit.say("本文へ移動", "Skip to the content"), {{"class", "skip"}, {"href", "#main"}});
    html.in("header", {{"class", "top"}}, [&] {
        html.in("nav", {{"aria-label", visit.say("主なページ", "Main pages")}}, [&] {
            html.leaf("a", visit.say("街図", "Machizu"), {{"class", "brand"}, {"href", visit.page("/api")}});
            html.leaf("a", visit.say("地図", "Map"), {{"href", visit.data("/")}});
            html.leaf("a", visit.say("データ一覧", "Datasets"), {{"href", visit.page("/api/collections")}});
            const auto other = visit.ja() ? Language::en : Language::ja;
            auto query = head.query;
            if (!head.always_html) {
                query.emplace_back("f", "html");
            }
            html.leaf("a", visit.ja() ? "English" : "日本語",
                      {{"href", visit.in_language(head.path, query, other)},
                       {"lang", visit.ja() ? "en" : "ja"},
                       {"hreflang", visit.ja() ? "en" : "ja"},
                       {"rel", "alternate"}});
        });
        write_search(html, visit, head);
    });
    if (!head.trail.empty()) {
        html.in("nav", {{"class", "trail"}, {"aria-label", visit.say("現在の位置", "You are here")}}, [&] {
            html.in("ol", [&] {
                for (const auto& step : head.trail) {
                    html.in("li", [&] { html.leaf("a", step.first, {{"href", step.second}}); });
                }
                html.in("li", [&] { html.leaf("span", head.title, {{"aria-current", "page"}}); });
            });
        });
    }
}

} // namespace

Visit::Visit(const Request& request, const Site& site)
    : request_(request), base_(base_url(request, site)), language_(language_of(request))
{
}

std::string Visit::data(std::string_view path, const Fields& query) const
{
    return with_query(base_ + std::string(path), query);
}

std::string Visit::page(std::string_view path, const Fields& query) const
{
    Fields all = query;
    if (request_.parameter("f")) {
        all.emplace_back("f", "html");
    }
    if (request_.parameter("lang")) {
        all.emplace_back("lang", ja() ? "ja" : "en");
    }
    return data(path, all);
}

std::string Visit::in_language(std::string_view path, const Fields& query, Language language) const
{
    Fields all = query;
    all.emplace_back("lang", language == Language::ja ? "ja" : "en");
    return data(path, all);
}

Response page_response(const Visit& visit, const PageHead& head, const std::function<void(Html&)>& content)
{
    Html html;
    html.in("html", {{"lang", visit.ja() ? "ja" : "en"}}, [&] {
        html.in("head", [&] { write_head(html, visit, head); });
        html.in("body", [&] {
            write_top(html, visit, head);
            html.in("main", {{"id", "main"}}, [&] { content(html); });
            html.in("footer", [&] {
                html.leaf("p", visit.say("街図（Machizu）で公開しています。", "Published with Machizu."));
                html.in("p", [&] {
                    html.leaf("a", visit.say("APIの定義（OpenAPI）", "Definition of the API (OpenAPI)"),
                              {{"href", visit.data("/api/openapi.json")}});
                    html.text(visit.say("・", " · "));
                    html.leaf("a", visit.say("カタログ（DCAT）", "Catalogue (DCAT)"),
                              {{"href", visit.data("/catalog.jsonld")}});
                });
            });
        });
    });
    auto text = "<!doctype html>\n" + html.written() + "\n";
    const auto etag = '"' + datasets::sha256(text).substr(0, 24) + '"';
    auto response = make_response(200, "text/html; charset=utf-8", std::move(text));
    response.set("ETag", etag)
        .set("Content-Language", visit.ja() ? "ja" : "en")
        .set("Content-Security-Policy", content_security_policy)
        .set("Referrer-Policy", "same-origin")
        .set("Cache-Control", "no-cache");
    set_vary(response);
    return response;
}

void write_links(Html& html, const Visit& visit, const nlohmann::ordered_json& links)
{
    html.leaf("h2", visit.say("プログラムから使う", "For programs"), {{"id", "links"}});
    html.in("ul", {{"class", "small"}}, [&] {
        for (const auto& it : links) {
            const auto href = it.at("href").get<std::string>();
            const auto rel = it.at("rel").get<std::string>();
            const auto type = it.value("type", "");
            if (href.find('{') != std::string::npos) { // a template leads nowhere as it is
                continue;
            }
            html.in("li", [&] {
                html.leaf("a", rel.substr(rel.rfind('/') + 1), {{"href", href}});
                html.leaf("span",
                          (type.empty() ? "" : " · " + type) +
                              (it.contains("title") ? " · " + it.value("title", "") : ""),
                          {{"class", "quiet"}});
            });
        }
    });
}

bool wants_page(const Request& request)
{
    if (const auto format = request.parameter("f")) {
        return *format == "html";
    }
    static const std::array<Format, 2> formats{
        {{"json",
          "application/json",
          {},
          {"application/geo+json", "application/ld+json", "application/vnd.oai.openapi+json"}},
         {"html", "text/html", {}, {"application/xhtml+xml"}}}};
    return negotiate(request, formats).name == "html";
}

Response style_sheet(std::string_view file)
{
    if (file != style_name()) {
        throw Problem{404, fmt::format("there is no '{}' here", file), ""};
    }
    auto response = make_response(200, "text/css; charset=utf-8", std::string(page_style));
    response.set("ETag", '"' + style_name() + '"');
    set_caching(response, true);
    return response;
}

} // namespace api

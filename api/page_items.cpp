#include "api/feature_text.hpp"
#include "api/filter_parameter.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/resource_links.hpp"
#include "api/selected_rows.hpp"
#include "api/sort_parameter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace api {

namespace {

constexpr int standard_limit = 50;
constexpr int most_rows = 500;
constexpr std::size_t most_columns = 40;

/// What the form asks for: all that the data of the same address can be asked for (`filter_parameter.hpp`), but for the form.
struct Wanted {
    Fields query{}; ///< as given, without what is empty, the page, the language and the format
    FilterParameters filter{};
    PageRequest page{};

    [[nodiscard]] std::string value(std::string_view name) const
    {
        return std::string(find(query, name).value_or(""));
    }
};

/// Fields of a form that are left empty are sent all the same: they ask for nothing.
Request without_empty(Request request)
{
    std::erase_if(request.query, [](const auto& parameter) { return parameter.second.empty(); });
    return request;
}

Wanted read_wanted(const Request& request, const Snapshot& snapshot, std::optional<After> after)
{
    const auto& schema = snapshot.info.schema;
    allow_only_with_filter(request, schema, {"limit", "after", "f", "lang", "sortby"});
    Wanted wanted{request.query,
                  filter_parameters(request, snapshot.info),
                  {sortby_parameter(request, schema), std::move(after),
                   limit_parameter(request, standard_limit, most_rows)}};
    std::erase_if(wanted.query, [](const auto& parameter) {
        return parameter.first == "after" || parameter.first == "f" || parameter.first == "lang";
    });
    return wanted;
}

using Choices = std::vector<std::pair<std::string, std::string>>; ///< value, text

void write_choice(Html& html, const std::string& label, const std::string& name, const Choices& choices,
                  const std::string& chosen)
{
    html.in("p", {{"class", "narrow"}}, [&] {
        html.leaf("label", label, {{"for", "choice-" + name}});
        html.in("select", {{"id", "choice-" + name}, {"name", name}}, [&] {
            for (const auto& [value, text] : choices) {
                if (value == chosen) {
                    html.leaf("option", text, {{"value", value}, {"selected", ""}});
                } else {
                    html.leaf("option", text, {{"value", value}});
                }
            }
        });
    });
}

void write_text(Html& html, const std::string& label, const std::string& name, const std::string& value,
                const std::string& hint)
{
    html.in("p", [&] {
        html.leaf("label", label, {{"for", "text-" + name}});
        if (hint.empty()) {
            html.single("input",
                        {{"id", "text-" + name}, {"type", "text"}, {"name", name}, {"value", value}});
            return;
        }
        html.single("input", {{"id", "text-" + name},
                              {"type", "text"},
                              {"name", name},
                              {"value", value},
                              {"aria-describedby", "hint-" + name}});
        html.leaf("span", hint, {{"class", "hint"}, {"id", "hint-" + name}});
    });
}

Choices orders(const Visit& visit, const datasets::Schema& schema)
{
    Choices choices{{"", visit.say("公開した順", "as published")}};
    for (const auto& field : schema.fields) {
        choices.emplace_back(field.name, visit.say(field.label) + visit.say("（小さい順）", ", ascending"));
        choices.emplace_back("-" + field.name,
                             visit.say(field.label) + visit.say("（大きい順）", ", descending"));
    }
    return choices;
}

/// A condition in CQL2 is for those who know it: folded away, unless there is one.
void write_condition(Html& html, const Visit& visit, const std::string& collection, const Wanted& wanted)
{
    const auto write = [&] {
        html.leaf("summary", visit.say("くわしい条件（CQL2）", "A condition in CQL2"));
        write_text(html, visit.say("条件", "Condition"), "filter", wanted.value("filter"),
                   visit.say("例 number > 10 AND name LIKE '%小学校%'",
                             "such as number > 10 AND name LIKE '%小学校%'"));
        html.in("p", [&] {
            html.leaf("a", visit.say("条件に使える項目", "What can be asked for"),
                      {{"href", visit.data(collection + "/queryables")}});
        });
    };
    if (wanted.value("filter").empty()) {
        html.in("details", {{"class", "condition"}}, write);
    } else {
        html.in("details", {{"class", "condition"}, {"open", ""}}, write);
    }
}

void write_form(Html& html, const Visit& visit, const Snapshot& snapshot, const std::string& collection,
                const Wanted& wanted)
{
    const auto& schema = snapshot.info.schema;
    html.in(
        "form",
        {{"class", "filter"},
         {"action", visit.data(collection + "/items")},
         {"method", "get"},
         {"aria-label", visit.say("しぼりこみ", "Filter")}},
        [&] {
            write_text(html, visit.say("言葉でさがす", "Containing"), "q", wanted.value("q"), "");
            const auto& view = snapshot.view;
            if (view.field && !view.categories.empty() &&
                is_property_parameter(schema, schema.fields[*view.field].name)) {
                const auto& field = schema.fields[*view.field];
                Choices choices{{"", visit.say("すべて", "all")}};
                for (const auto& [value, label] : view.categories) {
                    choices.emplace_back(value, visit.say(label));
                }
                write_choice(html, visit.say(field.label), field.name, choices, wanted.value(field.name));
            }
            if (!snapshot.info.manifest.time.begin.empty()) {
                write_text(html, visit.say("日付または期間", "Day or period"), "datetime",
                           wanted.value("datetime"),
                           visit.say("例 2026-04-01、2025-04-01/2026-03-31",
                                     "such as 2026-04-01 or 2025-04-01/2026-03-31"));
            }
            write_choice(html, visit.say("並べ方", "Order"), "sortby", orders(visit, schema),
                         wanted.value("sortby"));
            write_choice(html, visit.say("ページの件数", "Rows a page"), "limit",
                         {{"20", "20"}, {"50", "50"}, {"100", "100"}, {"500", "500"}},
                         std::to_string(wanted.page.limit));
            if (!wanted.value("bbox").empty()) {
                html.single("input", {{"type", "hidden"}, {"name", "bbox"}, {"value", wanted.value("bbox")}});
            }
            html.single("input", {{"type", "hidden"}, {"name", "f"}, {"value", "html"}});
            if (visit.request().parameter("lang")) {
                html.single("input",
                            {{"type", "hidden"}, {"name", "lang"}, {"value", visit.ja() ? "ja" : "en"}});
            }
            html.leaf("button", visit.say("しぼりこむ", "Filter"), {{"type", "submit"}});
            write_condition(html, visit, collection, wanted);
        });
}

bool is_numeric(datasets::FieldType type)
{
    return type == datasets::FieldType::integer || type == datasets::FieldType::number;
}

void write_table(Html& html, const Visit& visit, const Snapshot& snapshot, const std::string& path,
                 const SelectedPage& rows, const std::string& caption)
{
    const auto& fields = snapshot.info.schema.fields;
    const auto columns = std::min(fields.size(), most_columns);
    html.in("section",
            {{"class", "scroll"},
             {"tabindex", "0"},
             {"aria-label", visit.say("データの表", "Table of features")}},
            [&] {
                html.in("table", [&] {
                    html.leaf("caption", caption);
                    html.in("thead", [&] {
                        html.in("tr", [&] {
                            html.leaf("th", visit.say("くわしく", "Details"), {{"scope", "col"}});
                            for (std::size_t i = 0; i < columns; ++i) {
                                html.leaf("th", visit.say(fields[i].label), {{"scope", "col"}});
                            }
                        });
                    });
                    html.in("tbody", [&] {
                        for (const auto& feature : rows.features) {
                            html.in("tr", [&] {
                                html.in("th", {{"scope", "row"}}, [&] {
                                    html.leaf(
                                        "a", title_of(snapshot, feature),
                                        {{"href", visit.page(path + "/" + percent_encode(feature.id))}});
                                });
                                for (std::size_t i = 0; i < columns; ++i) {
                                    const auto text = shown(feature.values[i], fields[i], visit.language());
                                    if (is_numeric(fields[i].type)) {
                                        html.leaf("td", text, {{"class", "number"}});
                                    } else {
                                        html.leaf("td", text);
                                    }
                                }
                            });
                        }
                    });
                });
            });
}

} // namespace

Response items_page(const Request& given, const Site& site, std::string_view dataset)
{
    const Request request = without_empty(given);
    auto after = after_parameter(request);
    const auto named = find_dataset(site, dataset, after);
    const auto& snapshot = *named.snapshot;
    const auto wanted = read_wanted(request, snapshot, std::move(after));
    const Visit visit(request, site);
    const auto rows = selected_page(snapshot, wanted.filter, wanted.page, deadline_of(site));
    const auto& title = visit.say(snapshot.info.manifest.title);
    const auto collection = "/api/collections/" + std::string(dataset);
    const auto path = collection + "/items";
    PageHead head;
    head.title = visit.say(title + "の一覧", title + ": table");
    head.description = visit.say(snapshot.info.manifest.description);
    head.path = path;
    head.query = wanted.query;
    head.is_listed = !named.pinned && !wanted.page.after && head.query.empty();
    if (wanted.page.after) {
        head.query.emplace_back("after", after_token(*wanted.page.after));
    }
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")},
                  {visit.say("データ一覧", "Datasets"), visit.page("/api/collections")},
                  {title, visit.page(collection)}};
    auto response = page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        write_form(html, visit, snapshot, collection, wanted);
        const auto shown_rows = shown_count(static_cast<std::int64_t>(rows.features.size()));
        if (rows.features.empty()) {
            html.leaf("p", visit.say("合うものがありません。条件をゆるめてください。",
                                     "Nothing fits. Ask for less."));
        } else {
            write_table(html, visit, snapshot, path, rows,
                        visit.say(shown_count(rows.matched) + "件のうち" + shown_rows + "件",
                                  shown_rows + " of " + shown_count(rows.matched)));
        }
        html.in("nav", {{"class", "pages"}, {"aria-label", visit.say("表のページ", "Pages of the table")}},
                [&] {
                    if (wanted.page.after) {
                        html.leaf("a", visit.say("最初のページ", "First page"),
                                  {{"class", "button"}, {"href", visit.page(path, wanted.query)}});
                    }
                    if (rows.next) {
                        auto query = wanted.query;
                        query.emplace_back("after", after_token(*rows.next));
                        html.leaf("a", visit.say("次のページ", "Next page"),
                                  {{"class", "button"}, {"rel", "next"}, {"href", visit.page(path, query)}});
                    }
                });
        html.in("ul", {{"class", "small"}}, [&] {
            auto query = wanted.query;
            std::erase_if(query, [](const auto& parameter) {
                return parameter.first == "limit" || parameter.first == "sortby";
            });
            query.emplace_back("f", "csv");
            html.in("li", [&] {
                html.leaf("a",
                          visit.say("この条件のすべてを CSV でダウンロード", "Download all that fits as CSV"),
                          {{"href", visit.data(collection + "/export", query)}});
            });
            html.in("li", [&] {
                html.leaf("a",
                          visit.say("すべての項目をダウンロード（CSV、Excel、GISなど）",
                                    "Download all of it (CSV, Excel, GIS)"),
                          {{"href", visit.page(collection) + "#downloads"}});
            });
        });
        write_links(html, visit, items_links(request, visit.base(), dataset, "html"));
    });
    set_caching(response, named.pinned);
    return response;
}

} // namespace api

#include "api/feature_text.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/search_request.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace api {

namespace {

constexpr int standard_limit = 50;
constexpr int most_rows = 500;
constexpr std::size_t most_columns = 40;

/// What the form asks for.
struct Wanted {
    std::string text{};
    std::string datetime{};
    std::string bbox{};
    int limit = standard_limit;
    std::optional<After> after{};
    datasets::ItemsQuery query{};
};

Wanted read_wanted(const Request& request)
{
    allow_only(request, {"q", "bbox", "limit", "after", "datetime", "f", "lang"});
    Wanted wanted;
    wanted.text = request.parameter("q").value_or("");
    // Fields of a form that are left empty are sent all the same.
    const auto given = [&](const char* name) { return std::string(request.parameter(name).value_or("")); };
    wanted.datetime = given("datetime");
    wanted.bbox = given("bbox");
    wanted.limit =
        given("limit").empty() ? standard_limit : limit_parameter(request, standard_limit, most_rows);
    wanted.after = after_parameter(request);
    wanted.query.limit = wanted.limit;
    wanted.query.after = wanted.after ? wanted.after->fid : 0;
    if (!wanted.bbox.empty()) {
        wanted.query.selection.boxes = bbox_parameter(request);
    }
    if (!wanted.datetime.empty()) {
        wanted.query.selection.time = datetime_parameter(request);
    }
    return wanted;
}

struct Rows {
    datasets::ItemsPage page{};
    std::int64_t matched = 0;
    bool is_cut = false; ///< of a search: there are more, and no next page
};

Rows rows_of(const Snapshot& snapshot, Wanted& wanted)
{
    wanted.query.selection.time_fields = snapshot.info.manifest.time;
    if (wanted.text.empty()) {
        const bool all = wanted.query.selection.is_everything();
        return {snapshot.features.items(wanted.query),
                all ? snapshot.info.count : snapshot.features.count(wanted.query.selection)};
    }
    Rows rows;
    const auto most = static_cast<std::size_t>(wanted.limit);
    auto hits =
        snapshot.search.index.search(datasets::search_query(wanted.text.substr(0, longest_query)), most + 1);
    rows.is_cut = hits.size() > most;
    hits.resize(std::min(hits.size(), most));
    for (const auto& hit : hits) {
        if (auto feature = snapshot.features.by_fid(hit.fid)) {
            rows.page.features.push_back(std::move(*feature));
        }
    }
    rows.matched = static_cast<std::int64_t>(rows.page.features.size());
    return rows;
}

void write_form(Html& html, const Visit& visit, const Snapshot& snapshot, const std::string& path,
                const Wanted& wanted)
{
    html.in(
        "form",
        {{"class", "filter"},
         {"action", visit.data(path)},
         {"method", "get"},
         {"aria-label", visit.say("しぼりこみ", "Filter")}},
        [&] {
            html.in("p", [&] {
                html.leaf("label", visit.say("言葉でさがす", "Containing"), {{"for", "text"}});
                html.single("input", {{"id", "text"},
                                      {"type", "text"},
                                      {"name", "q"},
                                      {"value", wanted.text},
                                      {"maxlength", "100"}});
            });
            if (!snapshot.info.manifest.time.begin.empty()) {
                html.in("p", [&] {
                    html.leaf("label", visit.say("日付または期間", "Day or period"), {{"for", "datetime"}});
                    html.single("input", {{"id", "datetime"},
                                          {"type", "text"},
                                          {"name", "datetime"},
                                          {"value", wanted.datetime},
                                          {"aria-describedby", "datetime-hint"}});
                    html.leaf("span",
                              visit.say("例 2026-04-01、2025-04-01/2026-03-31",
                                        "such as 2026-04-01 or 2025-04-01/2026-03-31"),
                              {{"class", "hint"}, {"id", "datetime-hint"}});
                });
            }
            html.in("p", {{"class", "narrow"}}, [&] {
                html.leaf("label", visit.say("1ページの件数", "Rows a page"), {{"for", "limit"}});
                html.in("select", {{"id", "limit"}, {"name", "limit"}}, [&] {
                    for (const int choice : {20, 50, 100, 500}) {
                        const auto text = std::to_string(choice);
                        if (choice == wanted.limit) {
                            html.leaf("option", text, {{"value", text}, {"selected", ""}});
                        } else {
                            html.leaf("option", text, {{"value", text}});
                        }
                    }
                });
            });
            if (!wanted.bbox.empty()) {
                html.single("input", {{"type", "hidden"}, {"name", "bbox"}, {"value", wanted.bbox}});
            }
            html.single("input", {{"type", "hidden"}, {"name", "f"}, {"value", "html"}});
            if (visit.request().parameter("lang")) {
                html.single("input",
                            {{"type", "hidden"}, {"name", "lang"}, {"value", visit.ja() ? "ja" : "en"}});
            }
            html.leaf("button", visit.say("しぼりこむ", "Filter"), {{"type", "submit"}});
        });
}

bool is_numeric(datasets::FieldType type)
{
    return type == datasets::FieldType::integer || type == datasets::FieldType::number;
}

void write_table(Html& html, const Visit& visit, const Snapshot& snapshot, const std::string& path,
                 const Rows& rows, const std::string& caption)
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
                        for (const auto& feature : rows.page.features) {
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

Fields same_query(const Wanted& wanted)
{
    Fields query;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) {
            query.emplace_back(name, value);
        }
    };
    add("q", wanted.text);
    add("datetime", wanted.datetime);
    add("bbox", wanted.bbox);
    if (wanted.limit != standard_limit) {
        query.emplace_back("limit", std::to_string(wanted.limit));
    }
    return query;
}

} // namespace

Response items_page(const Request& request, const Site& site, std::string_view dataset)
{
    auto wanted = read_wanted(request);
    auto named = find_dataset(site, dataset);
    if (wanted.after && wanted.after->version != named.snapshot->version()) {
        named.snapshot = site.catalogue.find(named.snapshot->id(), wanted.after->version);
        if (!named.snapshot) {
            throw Problem{
                410, "the version that these pages are of is no longer kept; begin again without 'after'",
                "after"};
        }
    }
    const auto& snapshot = *named.snapshot;
    const Visit visit(request, site);
    const auto rows = rows_of(snapshot, wanted);
    const auto& title = visit.say(snapshot.info.manifest.title);
    const auto collection = "/api/collections/" + std::string(dataset);
    const auto path = collection + "/items";
    PageHead head;
    head.title = visit.say(title + "の一覧", title + ": table");
    head.description = visit.say(snapshot.info.manifest.description);
    head.path = path;
    head.query = same_query(wanted);
    if (wanted.after) {
        head.query.emplace_back("after", after_token(*wanted.after));
    }
    head.is_listed = !named.pinned && !wanted.after && head.query.empty();
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")},
                  {visit.say("データ一覧", "Datasets"), visit.page("/api/collections")},
                  {title, visit.page(collection)}};
    auto response = page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        write_form(html, visit, snapshot, path, wanted);
        const auto count = shown_count(rows.matched);
        const auto caption =
            visit.say(count + (rows.is_cut ? "件（合うものの多い順に、はじめの分だけ）" : "件") + "のうち" +
                          shown_count(static_cast<std::int64_t>(rows.page.features.size())) + "件",
                      shown_count(static_cast<std::int64_t>(rows.page.features.size())) + " of " + count +
                          (rows.is_cut ? " (the best matches only)" : ""));
        if (rows.page.features.empty()) {
            html.leaf("p", visit.say("合うものがありません。条件をゆるめてください。",
                                     "Nothing fits. Ask for less."));
        } else {
            write_table(html, visit, snapshot, path, rows, caption);
        }
        html.in("nav", {{"class", "pages"}, {"aria-label", visit.say("表のページ", "Pages of the table")}},
                [&] {
                    if (wanted.after) {
                        html.leaf("a", visit.say("最初のページ", "First page"),
                                  {{"class", "button"}, {"href", visit.page(path, same_query(wanted))}});
                    }
                    if (rows.page.has_more) {
                        auto query = same_query(wanted);
                        query.emplace_back("after",
                                           after_token({rows.page.features.back().fid, snapshot.version()}));
                        html.leaf("a", visit.say("次のページ", "Next page"),
                                  {{"class", "button"}, {"rel", "next"}, {"href", visit.page(path, query)}});
                    }
                });
        html.in("p", {{"class", "small"}}, [&] {
            html.leaf("a",
                      visit.say("すべての項目をダウンロード（CSV、Excel、GISなど）",
                                "Download all of it (CSV, Excel, GIS)"),
                      {{"href", visit.page(collection) + "#downloads"}});
        });
    });
    set_caching(response, named.pinned);
    return response;
}

} // namespace api

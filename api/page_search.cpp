#include "api/feature_text.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/place.hpp"
#include "api/search_request.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

namespace {

void write_parts(Html& html, const std::vector<datasets::SearchPart>& parts)
{
    for (const auto& part : parts) {
        if (part.is_match) {
            html.leaf("mark", part.text);
        } else {
            html.text(part.text);
        }
    }
}

void write_hit(Html& html, const Visit& visit, const FoundFeature& hit, const SearchRequest& wanted)
{
    const auto& snapshot = *hit.snapshot;
    const auto title = title_of(snapshot, hit.feature);
    html.in("li", [&] {
        html.in("h2", [&] {
            html.in("a",
                    {{"href", visit.page("/api/collections/" + snapshot.id() + "/items/" +
                                         percent_encode(hit.feature.id))}},
                    [&] { write_parts(html, datasets::marked(title, wanted.query)); });
        });
        html.in("p", {{"class", "small quiet"}}, [&] {
            html.text(visit.say(snapshot.info.manifest.title));
            if (hit.match != title) {
                html.text(visit.say("・", " · ") + visit.say(snapshot.info.schema.fields[hit.field].label) +
                          visit.say("：", ": "));
                write_parts(html, datasets::marked(hit.match, wanted.query));
            }
        });
        if (hit.feature.geometry && !datasets::is_empty(*hit.feature.geometry)) {
            const auto place = place_of(*hit.feature.geometry);
            html.in("p", {{"class", "small"}}, [&] {
                html.leaf("a", visit.say("「" + title + "」の場所について", "About the place of " + title),
                          {{"href", visit.data("/api/here", {{"lon", fmt::format("{:.6f}", place.lon)},
                                                             {"lat", fmt::format("{:.6f}", place.lat)},
                                                             {"f", "html"},
                                                             {"lang", visit.ja() ? "ja" : "en"}})}});
            });
        }
    });
}

} // namespace

Response search_page(const Request& request, const Site& site)
{
    const auto wanted = search_request(request);
    const Visit visit(request, site);
    const auto catalogue = site.catalogue.current();
    const auto found = wanted.query.empty() ? FoundPage{}
                                            : find_features(*catalogue, wanted.query, wanted.collections,
                                                            wanted.offset, wanted.limit);
    PageHead head;
    head.title = wanted.query.empty() ? visit.say("検索", "Search")
                                      : visit.say("「" + wanted.text + "」の検索結果",
                                                  "Search results for “" + wanted.text + "”");
    head.path = "/api/search";
    head.query = {{"q", wanted.text}};
    head.is_listed = false;
    head.search_text = wanted.text;
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")}};
    return page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        if (wanted.query.empty()) {
            html.leaf(
                "p",
                wanted.text.empty()
                    ? visit.say("上の欄に、名称・番号・住所を入れてください。1文字からさがせます。",
                                "Type a name, a number or an address above; one character is enough.")
                    : visit.say("さがせる文字がないか、長すぎます。200バイト以内で入れてください。",
                                "There is nothing to look for in this, or it is longer than 200 bytes."));
            return;
        }
        if (found.hits.empty()) {
            html.leaf("p", visit.say("見つかりませんでした。別の言葉や、短い言葉でお試しください。",
                                     "Nothing was found. Try other or shorter words."));
            return;
        }
        const auto first = wanted.offset + 1, last = wanted.offset + found.hits.size();
        html.leaf(
            "p",
            visit.say(fmt::format("{}件目から{}件目まで", first, last), fmt::format("{} to {}", first, last)),
            {{"class", "quiet"}});
        html.in("ol", {{"class", "hits"}}, [&] {
            for (const auto& hit : found.hits) {
                write_hit(html, visit, hit, wanted);
            }
        });
        const auto page_at = [&](std::size_t offset) {
            Fields query{{"q", wanted.text},
                         {"limit", std::to_string(wanted.limit)},
                         {"offset", std::to_string(offset)},
                         {"f", "html"}};
            if (request.parameter("lang")) {
                query.emplace_back("lang", visit.ja() ? "ja" : "en");
            }
            return visit.data("/api/search", query);
        };
        html.in("nav",
                {{"class", "pages"}, {"aria-label", visit.say("検索結果のページ", "Pages of results")}}, [&] {
                    if (wanted.offset > 0) {
                        html.leaf("a", visit.say("前の結果", "Previous results"),
                                  {{"class", "button"},
                                   {"rel", "prev"},
                                   {"href", page_at(wanted.offset - std::min(wanted.offset, wanted.limit))}});
                    }
                    if (found.has_more &&
                        wanted.offset + wanted.limit <= static_cast<std::size_t>(most_offset)) {
                        html.leaf("a", visit.say("次の結果", "Next results"),
                                  {{"class", "button"},
                                   {"rel", "next"},
                                   {"href", page_at(wanted.offset + wanted.limit)}});
                    }
                });
    });
}

} // namespace api

#include "api/feature_text.hpp"
#include "api/handlers.hpp"
#include "api/here.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/query.hpp"

#include <fmt/format.h>

namespace api {

namespace {

void write_facts(Html& html, const Visit& visit, const std::vector<HereFact>& facts)
{
    html.in("ul", {{"class", "said"}}, [&] {
        for (const auto& fact : facts) {
            html.in("li", [&] {
                html.leaf("p", visit.say(fact.sentence));
                html.in("p", {{"class", "small"}}, [&] {
                    const auto collection = "/api/collections/" + fact.snapshot->id();
                    if (fact.feature) {
                        html.leaf("a", title_of(*fact.snapshot, *fact.feature),
                                  {{"href",
                                    visit.page(collection + "/items/" + percent_encode(fact.feature->id))}});
                        html.text(visit.say("（", " ("));
                    }
                    html.leaf("a", visit.say(fact.snapshot->info.manifest.title),
                              {{"href", visit.page(collection)}});
                    html.text(fact.feature ? visit.say("）", ")") : "");
                });
            });
        }
    });
}

} // namespace

Response here_page(const Request& request, const Site& site)
{
    allow_only(request, {"lon", "lat", "lang", "f"});
    const auto place = place_parameter(request);
    const Visit visit(request, site);
    const auto facts = facts_of(*site.catalogue.current(), place);
    PageHead head;
    head.title = visit.say("この場所について", "About this place");
    head.path = "/api/here";
    head.query = {{"lon", fmt::format("{}", place.lon)}, {"lat", fmt::format("{}", place.lat)}};
    head.is_listed = false;
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")}};
    auto response = page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        html.leaf("p", visit.say(fmt::format("北緯{:.5f}度、東経{:.5f}度の地点についてです。", place.lat,
                                             place.lon),
                                 fmt::format("The place at {:.5f}° N, {:.5f}° E.", place.lat, place.lon)));
        if (facts.within.empty() && facts.near.empty()) {
            html.leaf("p", visit.say("公開しているデータからわかることはありません。",
                                     "The published data say nothing of it."));
        }
        if (!facts.within.empty()) {
            html.leaf("h2", visit.say("ここは", "Here"));
            write_facts(html, visit, facts.within);
        }
        if (!facts.near.empty()) {
            html.leaf("h2", visit.say("近くには", "Near here"));
            write_facts(html, visit, facts.near);
        }
        html.leaf("p",
                  visit.say("距離は地面に沿った直線距離です。道のりではありません。",
                            "Distances are straight along the ground, not along streets."),
                  {{"class", "quiet small"}});
    });
    // Where somebody stood is nobody else's business.
    response.set("Referrer-Policy", "no-referrer").set("Cache-Control", "no-store");
    return response;
}

} // namespace api

#include "api/feature_text.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/resource_links.hpp"
#include "api/schema_org.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

namespace api {

namespace {

using Snapshots = std::vector<std::shared_ptr<const Snapshot>>;

Snapshots in_order(const Catalogue& catalogue)
{
    Snapshots all;
    for (const auto& [id, snapshot] : catalogue.datasets) {
        all.push_back(snapshot);
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::tuple(a->view.is_base, a->view.order) < std::tuple(b->view.is_base, b->view.order);
    });
    return all;
}

void write_card(Html& html, const Visit& visit, const Snapshot& snapshot)
{
    html.in("li", [&] {
        html.in("h3", [&] {
            html.leaf("a", visit.say(snapshot.info.manifest.title),
                      {{"href", visit.page("/api/collections/" + snapshot.id())}});
        });
        html.leaf("p", visit.say(snapshot.info.manifest.description), {{"class", "small"}});
        html.leaf("p",
                  visit.say(shown_count(snapshot.info.count) + "件・" +
                                day_in_japan(snapshot.info.published) + " 公開",
                            shown_count(snapshot.info.count) + " features · published " +
                                day_in_japan(snapshot.info.published)),
                  {{"class", "small quiet"}});
    });
}

void write_groups(Html& html, const Visit& visit, const Catalogue& catalogue)
{
    std::vector<std::pair<std::string, Snapshots>> groups;
    for (const auto& snapshot : in_order(catalogue)) {
        auto name = visit.say(snapshot->view.group);
        if (name.empty()) {
            name = visit.say("その他", "Others");
        }
        const auto known = std::find_if(groups.begin(), groups.end(),
                                        [&](const auto& group) { return group.first == name; });
        auto& group = known == groups.end() ? groups.emplace_back(name, Snapshots{}) : *known;
        group.second.push_back(snapshot);
    }
    for (const auto& group : groups) {
        html.leaf("h2", group.first);
        html.in("ul", {{"class", "cards"}}, [&] {
            for (const auto& snapshot : group.second) {
                write_card(html, visit, *snapshot);
            }
        });
    }
}

void write_place_form(Html& html, const Visit& visit)
{
    html.leaf("h2", visit.say("この場所について", "About a place"));
    html.leaf("p", visit.say("緯度と経度から、その場所の投票区やごみの収集日、近くの施設などを文章でお答えし"
                             "ます。住所や施設名からは、まず検索してください。",
                             "What applies at a place and what is near it, in sentences. With an address or "
                             "a name, search first."));
    html.in("form", {{"class", "filter"}, {"action", visit.data("/api/here")}, {"method", "get"}}, [&] {
        html.in("p", {{"class", "narrow"}}, [&] {
            html.leaf("label", visit.say("緯度（北緯・度）", "Latitude (degrees north)"), {{"for", "lat"}});
            html.single("input", {{"id", "lat"},
                                  {"type", "text"},
                                  {"name", "lat"},
                                  {"inputmode", "decimal"},
                                  {"required", ""},
                                  {"size", "10"}});
        });
        html.in("p", {{"class", "narrow"}}, [&] {
            html.leaf("label", visit.say("経度（東経・度）", "Longitude (degrees east)"), {{"for", "lon"}});
            html.single("input", {{"id", "lon"},
                                  {"type", "text"},
                                  {"name", "lon"},
                                  {"inputmode", "decimal"},
                                  {"required", ""},
                                  {"size", "10"}});
        });
        html.single("input", {{"type", "hidden"}, {"name", "f"}, {"value", "html"}});
        if (visit.request().parameter("lang")) {
            html.single("input", {{"type", "hidden"}, {"name", "lang"}, {"value", visit.ja() ? "ja" : "en"}});
        }
        html.leaf("button", visit.say("調べる", "Ask"), {{"type", "submit"}});
    });
}

} // namespace

Response start_page(const Request& request, const Site& site)
{
    const Visit visit(request, site);
    const auto catalogue = site.catalogue.current();
    PageHead head;
    head.title = visit.say("市のデータ", "The city's data");
    head.description = visit.say(
        "市が公開している地図とデータの入口です。検索、この場所について、データの一覧とダウンロード。",
        "Maps and data that the city publishes: search, about a place, datasets and downloads.");
    head.path = "/api";
    head.json_ld = schema_catalogue(visit, *catalogue);
    return page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        html.in("p", {{"class", "lead"}}, [&] {
            html.text(visit.say(
                "市が公開している地図とデータです。上の欄から名称・番号・住所でさがすか、",
                "Maps and data that the city publishes. Search above by name, number or address, or "));
            html.leaf("a", visit.say("地図を見る", "look at the map"), {{"href", visit.data("/")}});
            html.text(visit.say("ことができます。", "."));
        });
        write_place_form(html, visit);
        write_groups(html, visit, *catalogue);
        write_links(html, visit, landing_links(visit.base(), visit.language()));
    });
}

Response collections_page(const Request& request, const Site& site)
{
    const Visit visit(request, site);
    const auto catalogue = site.catalogue.current();
    PageHead head;
    head.title = visit.say("データ一覧", "Datasets");
    head.description = visit.say("市が公開しているデータの一覧。説明、利用条件、ダウンロード。",
                                 "All datasets that the city publishes: descriptions, licences, downloads.");
    head.path = "/api/collections";
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")}};
    head.json_ld = schema_catalogue(visit, *catalogue);
    return page_response(visit, head, [&](Html& html) {
        html.leaf("h1", head.title);
        html.leaf("p",
                  visit.say("公開中のデータは" + std::to_string(catalogue->datasets.size()) + "種類です。",
                            std::to_string(catalogue->datasets.size()) + " datasets are published."));
        write_groups(html, visit, *catalogue);
        write_links(html, visit, collections_links(visit.base()));
    });
}

} // namespace api

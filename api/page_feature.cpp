#include "api/feature_text.hpp"
#include "api/here.hpp"
#include "api/page.hpp"
#include "api/pages.hpp"
#include "api/place.hpp"
#include "api/problem.hpp"
#include "api/qr_code.hpp"
#include "api/resource_links.hpp"
#include "api/schema_org.hpp"
#include "api/static_map.hpp"
#include "datasets/bbox.hpp"
#include "datasets/ground_distance.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

namespace {

struct Subject {
    Named named{};
    datasets::Feature feature{};

    [[nodiscard]] const Snapshot& snapshot() const { return *named.snapshot; }
};

Subject find_subject(const Site& site, std::string_view dataset, std::string_view id)
{
    auto named = find_dataset(site, dataset);
    auto feature = named.snapshot->features.by_id(id);
    if (!feature) {
        throw Problem{404, fmt::format("there is no feature '{}' in '{}'", id, named.snapshot->id()), ""};
    }
    return {std::move(named), std::move(*feature)};
}

/// Stays as long as the dataset and the feature's key do: fit for a signboard.
std::string short_path(const Snapshot& snapshot, const datasets::Feature& feature)
{
    return "/f/" + snapshot.id() + "/" + percent_encode(feature.id);
}

/// The viewer's own address of a feature (its permalink) is its business; here only the map is linked.
void write_values(Html& html, const Visit& visit, const Subject& subject)
{
    const auto& fields = subject.snapshot().info.schema.fields;
    html.in("dl", {{"class", "facts"}}, [&] {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto value = shown(subject.feature.values[i], fields[i], visit.language());
            if (value.empty()) {
                continue;
            }
            html.in("div", [&] {
                html.leaf("dt", visit.say(fields[i].label));
                html.in("dd", [&] {
                    if (const auto address = web_address(value); !address.empty()) {
                        html.leaf("a", value, {{"href", address}, {"rel", "external noopener nofollow"}});
                    } else {
                        html.text(value);
                    }
                });
            });
        }
    });
}

void write_map(Html& html, const Visit& visit, const Catalogue& catalogue, const Subject& subject,
               const std::string& title)
{
    if (!subject.feature.geometry || datasets::is_empty(*subject.feature.geometry)) {
        html.leaf("p", visit.say("位置は公開されていません。", "No position is published."),
                  {{"class", "quiet"}});
        return;
    }
    const auto place = place_of(*subject.feature.geometry);
    html.in("figure", [&] {
        write_static_map(html, catalogue, subject.snapshot(), subject.feature,
                         visit.say(title + "のまわりの地図。値は本文にあります。",
                                   "Map around " + title + ". What it shows is said in the text."));
        html.leaf("figcaption",
                  visit.say(fmt::format("北緯{:.5f}度、東経{:.5f}度。上が北です。", place.lat, place.lon),
                            fmt::format("{:.5f}° N, {:.5f}° E. North is up.", place.lat, place.lon)));
    });
}

void write_code(Html& html, const Visit& visit, const std::string& address)
{
    const auto code = qr_code(address);
    html.in("figure", {{"class", "code"}}, [&] {
        html.in("svg",
                {{"xmlns", "http://www.w3.org/2000/svg"},
                 {"role", "img"},
                 {"aria-label", visit.say("このページのQRコード", "QR code of this page")},
                 {"viewBox", fmt::format("0 0 {0} {0}", code.size + 8)},
                 {"shape-rendering", "crispEdges"}},
                [&] {
                    html.leaf("path", "", {{"d", qr_path(code)}, {"fill", "#000000"}});
                });
        html.in("figcaption", [&] {
            html.text(visit.say("このページの短い住所：", "The short address of this page: "));
            html.leaf("a", address, {{"href", address}});
        });
    });
}

std::string distance_and_direction(const Visit& visit, double metres, double degrees)
{
    const auto distance = spoken_distance(metres);
    const auto direction = spoken_direction(degrees);
    return visit.say(direction.ja + "へ" + distance.ja, distance.en + " to the " + direction.en);
}

/// The nearest others of the same dataset, and the way to the page about the place.
void write_near(Html& html, const Visit& visit, const Subject& subject)
{
    if (!subject.feature.geometry || datasets::is_empty(*subject.feature.geometry)) {
        return;
    }
    constexpr std::size_t shown_features = 5;
    constexpr double far_m = 5000;
    const auto place = place_of(*subject.feature.geometry);
    auto near = nearest_features(subject.snapshot(), place, shown_features + 1, far_m);
    near.erase(std::remove_if(near.begin(), near.end(),
                              [&](const auto& it) { return it.feature.fid == subject.feature.fid; }),
               near.end());
    near.resize(std::min(near.size(), shown_features));
    html.leaf("h2", visit.say("近くには", "Near here"));
    if (!near.empty()) {
        html.in("ul", [&] {
            for (const auto& [feature, distance, position] : near) {
                html.in("li", [&, &feature = feature, distance = distance, position = position] {
                    html.leaf("a", title_of(subject.snapshot(), feature),
                              {{"href", visit.page("/api/collections/" + subject.snapshot().id() + "/items/" +
                                                   percent_encode(feature.id))}});
                    html.leaf("span",
                              visit.say("　", " · ") +
                                  distance_and_direction(visit, distance, datasets::bearing(place, position)),
                              {{"class", "quiet small"}});
                });
            }
        });
    }
    html.in("p", [&] {
        html.leaf("a",
                  visit.say("この場所について（投票区、ごみの収集日、近くの施設など）",
                            "About this place: what applies here and what is near"),
                  {{"href", visit.data("/api/here", {{"lon", fmt::format("{:.6f}", place.lon)},
                                                     {"lat", fmt::format("{:.6f}", place.lat)},
                                                     {"f", "html"},
                                                     {"lang", visit.ja() ? "ja" : "en"}})}});
    });
}

} // namespace

Response feature_page(const Request& request, const Site& site, std::string_view dataset, std::string_view id)
{
    const auto subject = find_subject(site, dataset, id);
    const auto& snapshot = subject.snapshot();
    const auto catalogue = site.catalogue.current();
    const Visit visit(request, site);
    const auto& manifest = snapshot.info.manifest;
    const auto title = title_of(snapshot, subject.feature);
    const auto collection = "/api/collections/" + std::string(dataset);
    PageHead head;
    head.title = title + visit.say("（", " (") + visit.say(manifest.title) + visit.say("）", ")");
    head.description = visit.say(visit.say(manifest.publisher) + "が公開する" + visit.say(manifest.title) +
                                     "「" + title + "」の情報と地図。",
                                 title + ": one of the " + visit.say(manifest.title) + " published by " +
                                     visit.say(manifest.publisher) + ".");
    head.path = short_path(snapshot, subject.feature);
    head.always_html = true;
    head.is_listed = !subject.named.pinned;
    if (subject.named.pinned) {
        head.path = collection + "/items/" + percent_encode(id);
        head.always_html = false;
    }
    head.trail = {{visit.say("市のデータ", "The city's data"), visit.page("/api")},
                  {visit.say("データ一覧", "Datasets"), visit.page("/api/collections")},
                  {visit.say(manifest.title), visit.page(collection)}};
    head.json_ld = schema_place(visit, snapshot, subject.feature);
    auto response = page_response(visit, head, [&](Html& html) {
        html.leaf("h1", title);
        html.leaf("p",
                  visit.say(manifest.title) + visit.say("・", " · ") + visit.say(manifest.attribution) +
                      (manifest.date.empty()
                           ? ""
                           : visit.say("・" + manifest.date + " 現在", " · as of " + manifest.date)),
                  {{"class", "quiet"}});
        html.in("div", {{"class", "sides"}}, [&] {
            html.in("div", [&] { write_values(html, visit, subject); });
            html.in("div", [&] {
                write_map(html, visit, *catalogue, subject, title);
                write_code(html, visit, visit.data(short_path(snapshot, subject.feature)));
            });
        });
        write_near(html, visit, subject);
        html.leaf("h2", visit.say("データとして使う", "Use it as data"));
        html.in("ul", [&] {
            html.in("li", [&] {
                html.leaf("a", visit.say("この1件（GeoJSON）", "This feature (GeoJSON)"),
                          {{"href", visit.data(collection + "/items/" + percent_encode(id), {{"f", "json"}})},
                           {"type", "application/geo+json"}});
            });
            html.in("li", [&] {
                html.leaf("a",
                          visit.say(manifest.title) + visit.say("のすべて（説明とダウンロード）",
                                                                ": all of it (description and downloads)"),
                          {{"href", visit.page(collection)}});
            });
        });
        write_links(html, visit, item_links(snapshot, visit.base(), visit.language(), dataset, id));
    });
    set_caching(response, subject.named.pinned);
    return response;
}

Response feature_code(const Request& request, const Site& site, std::string_view dataset, std::string_view id)
{
    const auto subject = find_subject(site, dataset, id);
    const Visit visit(request, site);
    const auto code = qr_code(visit.data(short_path(subject.snapshot(), subject.feature)));
    Html svg;
    svg.in("svg",
           {{"xmlns", "http://www.w3.org/2000/svg"},
            {"viewBox", fmt::format("0 0 {0} {0}", code.size + 8)},
            {"shape-rendering", "crispEdges"}},
           [&] {
               svg.leaf("title", title_of(subject.snapshot(), subject.feature));
               svg.leaf("rect", "",
                        {{"width", std::to_string(code.size + 8)},
                         {"height", std::to_string(code.size + 8)},
                         {"fill", "#ffffff"}});
               svg.leaf("path", "", {{"d", qr_path(code)}, {"fill", "#000000"}});
           });
    auto response = make_response(200, "image/svg+xml", svg.written());
    response.set("Content-Security-Policy", "default-src 'none'");
    set_caching(response, false);
    return response;
}

} // namespace api

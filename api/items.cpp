#include "api/conditions.hpp"
#include "api/filter_parameter.hpp"
#include "api/handlers.hpp"
#include "api/item_output.hpp"
#include "api/links.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/resource_links.hpp"
#include "api/selected_rows.hpp"
#include "api/sort_parameter.hpp"
#include "datasets/digest.hpp"
#include "datasets/geojson.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <ctime>

namespace api {

namespace {

constexpr int standard_limit = 10;
constexpr int most_items = 10'000;

std::string now_rfc3339() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

/// The same query with another page.
std::string next_href(const Request& request, const std::string& self, const After& after)
{
    std::string href = self + '?';
    for (const auto& [name, value] : request.query) {
        if (name != "after") {
            href += percent_encode(name) + '=' + percent_encode(value) + '&';
        }
    }
    return href + "after=" + after_token(after);
}

/// Weak: two answers may differ in their time stamp.
std::string page_etag(const Request& request, const std::string& base, const Snapshot& snapshot,
                      const Format& format)
{
    return "W/\"" +
           datasets::sha256(fmt::format("{} {} {} {}", snapshot.version(), base, format.name, request.target))
               .substr(0, 24) +
           '"';
}

/// What a request for a page asks.
struct PageQuestion {
    FilterParameters filter{};
    PageRequest page{};
    ItemOutput output{};
};

PageQuestion read_question(const Request& request, const Snapshot& snapshot, std::optional<After> after)
{
    const auto& schema = snapshot.info.schema;
    allow_only_with_filter(request, schema, {"limit", "after", "crs", "f", "lang", "properties", "sortby"});
    return {filter_parameters(request, snapshot.info),
            {sortby_parameter(request, schema), std::move(after),
             limit_parameter(request, standard_limit, most_items)},
            item_output(request, schema, table_formats())};
}

std::string link_header(const std::vector<std::pair<std::string, std::string>>& links)
{
    std::string header;
    for (const auto& [href, attributes] : links) {
        header += fmt::format("{}<{}>; {}", header.empty() ? "" : ", ", href, attributes);
    }
    return header;
}

/// The links of the page also as Link (RFC 8288): CSV has no place for them.
void write_page(Response& response, const Request& request, const std::string& base, std::string_view dataset,
                const Snapshot& snapshot, const PageQuestion& question, const datasets::Deadline& deadline)
{
    auto page = selected_page(snapshot, question.filter, question.page, deadline);
    const auto returned = page.features.size();
    auto links = items_links(request, base, dataset, question.output.format->name);
    if (page.next) {
        const auto items = fmt::format("{}/api/collections/{}/items", base, dataset);
        links.push_back(
            link(next_href(request, items, *page.next), "next", question.output.format->media_type));
    }
    std::string text;
    append_begin(text, question.output);
    bool first = true;
    for (auto& feature : page.features) {
        append_item(text, std::move(feature), question.output, std::exchange(first, false));
    }
    append_end(text, question.output);
    if (question.output.is("json")) {
        text += fmt::format(R"(,"numberMatched":{},"numberReturned":{},"timeStamp":"{}","links":{}}})",
                            page.matched, returned, now_rfc3339(), links.dump());
    }
    std::vector<std::pair<std::string, std::string>> header;
    for (const auto& it : links) {
        header.emplace_back(it.at("href"),
                            fmt::format("rel=\"{}\"; type=\"{}\"", it.at("rel").get<std::string>(),
                                        it.at("type").get<std::string>()));
    }
    response.set("Link", link_header(header))
        .set("OGC-NumberMatched", std::to_string(page.matched))
        .set("OGC-NumberReturned", std::to_string(returned));
    response.body = body_of(std::move(text));
}

} // namespace

Response items(const Request& request, const Site& site, std::string_view dataset)
{
    auto after = after_parameter(request);
    const auto named = find_dataset(site, dataset, after);
    const auto question = read_question(request, *named.snapshot, std::move(after));
    const auto base = base_url(request, site);

    Response response;
    set_item_headers(response, question.output);
    set_vary(response);
    response.set("ETag", page_etag(request, base, *named.snapshot, *question.output.format));
    set_caching(response, named.pinned);
    if (apply_conditions(request, response).status == 304) { // known already: the database need not be asked
        return response;
    }
    write_page(response, request, base, dataset, *named.snapshot, question, deadline_of(site));
    return response;
}

Response item(const Request& request, const Site& site, std::string_view dataset, std::string_view id)
{
    allow_only(request, {"crs", "f", "lang", "properties"});
    static const std::vector<Format> formats{table_formats().front()};
    const auto named = find_dataset(site, dataset);
    const auto output = item_output(request, named.snapshot->info.schema, formats);
    auto feature = named.snapshot->features.by_id(id);
    if (!feature) {
        throw Problem{404, fmt::format("there is no feature '{}' in '{}'", id, named.snapshot->id()), ""};
    }
    const auto links =
        item_links(*named.snapshot, base_url(request, site), language_of(request), dataset, id);
    std::string json;
    datasets::append_geojson_feature(json, chosen_fields(std::move(*feature), output), output.schema,
                                     links.dump(), output.positions);
    const auto etag = '"' + datasets::sha256(json).substr(0, 24) + '"';
    auto response = make_response(200, geojson_type, std::move(json));
    set_item_headers(response, output);
    set_vary(response);
    response.set("ETag", etag);
    set_caching(response, named.pinned);
    return response;
}

} // namespace api

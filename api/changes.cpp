#include "api/attachment.hpp"
#include "api/conditions.hpp"
#include "api/handlers.hpp"
#include "api/links.hpp"
#include "api/negotiation.hpp"
#include "api/problem.hpp"
#include "api/query.hpp"
#include "api/version_changes.hpp"
#include "datasets/csv_rows.hpp"
#include "datasets/digest.hpp"
#include "datasets/geojson.hpp"
#include "datasets/markup_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

/// What became of the features of a collection since an older version, matched by key.
namespace api {

namespace {

using datasets::FeatureChange;
using Json = nlohmann::ordered_json;

constexpr int standard_limit = 1000;
constexpr int most_changes = 10'000;

const std::vector<Format>& change_formats()
{
    static const std::vector<Format> formats{{"json", json_type, {}, {}},
                                             {"csv", "text/csv; charset=utf-8; header=present", {}, {}},
                                             {"atom", "application/atom+xml; charset=utf-8", {}, {}}};
    return formats;
}

const char* name_of(FeatureChange::Kind kind)
{
    return kind == FeatureChange::Kind::added     ? "added"
           : kind == FeatureChange::Kind::removed ? "removed"
                                                  : "changed";
}

ChangesPage find_changes(const Request& request, const Site& site, const Snapshot& snapshot,
                         const std::string& since)
{
    const auto limit = static_cast<std::size_t>(limit_parameter(request, standard_limit, most_changes));
    try {
        return site.changes->page(snapshot, since, std::string(request.parameter("after").value_or("")),
                                  limit, deadline_of(site));
    } catch (const datasets::KeysDiffer&) {
        throw Problem{
            409, "the key of this dataset is not the same in both versions, so that they cannot be compared",
            "since"};
    }
}

/// The older version; it must still be there.
std::string since_parameter(const Request& request, const Site& site, const Snapshot& snapshot)
{
    const auto text = request.parameter("since");
    if (!text) {
        throw Problem{400, "since must be given: the version that the changes are counted from", "since"};
    }
    if (!datasets::is_version(*text)) {
        throw Problem{400,
                      fmt::format("since must be a version such as {}, not '{}'", snapshot.version(), *text),
                      "since"};
    }
    if (!site.catalogue.find(snapshot.id(), *text)) {
        throw Problem{410, fmt::format("the version '{}' is not kept here any more", *text), "since"};
    }
    return std::string(*text);
}

/// What the writers of all formats are given.
struct Answer {
    const Snapshot& snapshot;
    const std::string& since;
    const ChangesPage& changes;
    std::string collection{}; ///< URL
    Json links{};
    std::string title{};

    [[nodiscard]] std::string href(const FeatureChange& change) const
    {
        const auto& version = change.kind == FeatureChange::Kind::removed ? since : snapshot.version();
        const auto base = collection.substr(0, collection.rfind('/') + 1);
        return fmt::format("{}{}@{}/items/{}", base, snapshot.id(), version, percent_encode(change.id));
    }
};

std::string value_json(const datasets::Value& value)
{
    std::string json;
    datasets::append_json_value(json, value);
    return json;
}

std::string as_json(const Answer& answer)
{
    Json list = Json::array();
    for (const auto& change : answer.changes.list) {
        Json fields = Json::array();
        for (const auto& field : change.fields) {
            fields.push_back({{"name", field.field},
                              {"before", Json::parse(value_json(field.before))},
                              {"after", Json::parse(value_json(field.after))}});
        }
        Json one = {{"kind", name_of(change.kind)}, {"feature_id", change.id}, {"href", answer.href(change)}};
        if (change.kind == FeatureChange::Kind::changed) {
            one["fields"] = std::move(fields);
            one["geometry"] = change.geometry;
            if (change.moved_metres) {
                one["moved_m"] = *change.moved_metres;
            }
        }
        list.push_back(std::move(one));
    }
    const auto& counts = answer.changes.counts;
    return Json({{"collection", answer.snapshot.id()},
                 {"since", answer.since},
                 {"version", answer.snapshot.version()},
                 {"added", counts.added},
                 {"changed", counts.changed},
                 {"removed", counts.removed},
                 {"unchanged", counts.unchanged},
                 {"fields_added", counts.fields_added},
                 {"fields_removed", counts.fields_removed},
                 {"by_row_number", counts.by_row_number},
                 {"changes", std::move(list)},
                 {"links", answer.links}})
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string cell(const datasets::Value& value)
{
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr               ? datasets::csv_cell(datasets::harmless(*text))
           : datasets::is_missing(value) ? std::string{}
                                         : value_json(value);
}

/// A line a change, of a changed feature a line a field.
std::string as_csv(const Answer& answer)
{
    std::string csv = "\xEF\xBB\xBFkind,feature_id,field,before,after,moved_m\r\n";
    for (const auto& change : answer.changes.list) {
        const auto begin =
            fmt::format("{},{}", name_of(change.kind), datasets::csv_cell(datasets::harmless(change.id)));
        for (const auto& field : change.fields) {
            csv += fmt::format("{},{},{},{},\r\n", begin, field.field, cell(field.before), cell(field.after));
        }
        if (change.geometry) {
            csv += fmt::format("{},geometry,,,{}\r\n", begin,
                               change.moved_metres ? fmt::format("{:.2f}", *change.moved_metres) : "");
        } else if (change.kind != FeatureChange::Kind::changed) {
            csv += begin + ",,,,\r\n";
        }
    }
    return csv;
}

/// RFC 4287. An entry is named by the feature and the version in which it became so.
std::string as_atom(const Answer& answer, Language language)
{
    const auto& info = answer.snapshot.info;
    const bool ja = language == Language::ja;
    const auto self = answer.links.front().at("href").get<std::string>();
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"";
    xml += fmt::format(
        "{}\"><id>{}</id><title>{}</title><updated>{}</updated><author><name>{}</name></author>"
        "<link rel=\"self\" href=\"{}\"/>\n",
        ja ? "ja" : "en", datasets::markup_text(answer.collection + "/changes"),
        datasets::markup_text(answer.title), info.published,
        datasets::markup_text(in(language, info.manifest.publisher)), datasets::markup_text(self));
    for (const auto& change : answer.changes.list) {
        const auto* word = change.kind == FeatureChange::Kind::added     ? (ja ? "追加" : "added")
                           : change.kind == FeatureChange::Kind::removed ? (ja ? "削除" : "removed")
                                                                         : (ja ? "変更" : "changed");
        std::string summary;
        for (const auto& field : change.fields) {
            summary +=
                fmt::format("{}: {} → {}\n", field.field, value_json(field.before), value_json(field.after));
        }
        const auto href = answer.href(change);
        xml +=
            fmt::format("<entry><id>{}</id><title>{} {}</title><updated>{}</updated><link href=\"{}\"/>"
                        "<category term=\"{}\"/><summary>{}</summary></entry>\n",
                        datasets::markup_text(href), datasets::markup_text(change.id), word, info.published,
                        datasets::markup_text(href), name_of(change.kind), datasets::markup_text(summary));
    }
    return xml + "</feed>\n";
}

} // namespace

Response changes(const Request& request, const Site& site, std::string_view dataset)
{
    allow_only(request, {"since", "limit", "after", "f", "lang"});
    const auto named = find_dataset(site, dataset);
    const auto& snapshot = *named.snapshot;
    const auto since = since_parameter(request, site, snapshot);
    const auto& format = negotiate(request, change_formats());
    const auto language = language_of(request);
    const auto base = base_url(request, site);
    Response response;
    response.set("Content-Type", std::string(format.media_type));
    set_vary(response);
    response.set("ETag",
                 '"' +
                     datasets::sha256(fmt::format("{} {} {} {} {}", snapshot.version(), base, format.name,
                                                  language == Language::ja, request.target))
                         .substr(0, 24) +
                     '"');
    set_caching(response, named.pinned);
    if (apply_conditions(request, response).status == 304) {
        return response;
    }
    const auto found = find_changes(request, site, snapshot, since);
    Answer answer{snapshot,
                  since,
                  found,
                  fmt::format("{}/api/collections/{}", base, dataset),
                  format_links(request, base, change_formats(), format),
                  fmt::format("{}: {}", in(language, snapshot.info.manifest.title),
                              language == Language::ja ? "変更" : "changes")};
    if (found.has_more) {
        auto href = answer.collection + "/changes?after=" + percent_encode(found.list.back().id);
        for (const auto& [name, value] : request.query) {
            href += name == "after" ? "" : '&' + percent_encode(name) + '=' + percent_encode(value);
        }
        answer.links.push_back(link(href, "next", format.media_type));
        response.set("Link", fmt::format("<{}>; rel=\"next\"", href));
    }
    response.body = body_of(format.name == "json"  ? as_json(answer)
                            : format.name == "csv" ? as_csv(answer)
                                                   : as_atom(answer, language));
    return response;
}

} // namespace api

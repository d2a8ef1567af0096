#include "api/site.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

namespace {

/// Of ids and versions. Asked for every tile.
bool is_of_a_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == 'T' || c == 'Z';
}

/// `id@version` may stand among others, `a@v,b@v`, and before an ending, `a@v.json`.
bool must_open_one_of(std::string_view text, const LiveCatalogue& catalogue)
{
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        auto begin = at;
        while (begin > 0 && is_of_a_name(text[begin - 1])) {
            --begin;
        }
        auto end = at + 1;
        while (end < text.size() && is_of_a_name(text[end])) {
            ++end;
        }
        if (catalogue.must_open(text.substr(begin, at - begin), text.substr(at + 1, end - at - 1))) {
            return true;
        }
    }
    return false;
}

} // namespace

datasets::Deadline deadline_of(const Site& site)
{
    return site.time_limit.count() > 0 ? datasets::Deadline(site.time_limit) : datasets::Deadline();
}

Named find_dataset(const Site& site, std::string_view name)
{
    const auto at = name.find('@');
    const auto id = name.substr(0, at);
    const bool pinned = at != std::string_view::npos;
    auto snapshot = pinned ? site.catalogue.find(id, name.substr(at + 1)) : site.catalogue.find(id);
    if (!snapshot) {
        throw Problem{
            404,
            pinned ? fmt::format("there is no version '{}' of a dataset '{}' here", name.substr(at + 1), id)
                   : fmt::format("there is no dataset '{}' here", id),
            ""};
    }
    return {std::move(snapshot), pinned};
}

Named find_dataset(const Site& site, std::string_view name, const std::optional<After>& after)
{
    auto named = find_dataset(site, name);
    if (after && after->version != named.snapshot->version()) {
        named.snapshot = site.catalogue.find(named.snapshot->id(), after->version);
        if (!named.snapshot) {
            throw Problem{
                410, "the version that these pages are of is no longer kept; begin again without 'after'",
                "after"};
        }
    }
    return named;
}

bool must_open_version(const Request& request, const Site& site)
{
    const auto must_open = [&](std::string_view text) { return must_open_one_of(text, site.catalogue); };
    return std::ranges::any_of(request.segments, must_open) ||
           std::ranges::any_of(request.query, must_open, &std::pair<std::string, std::string>::second);
}

void set_caching(Response& response, bool pinned)
{
    response.set("Cache-Control", pinned ? "public, max-age=31536000, immutable" : "no-cache");
}

} // namespace api

#include "api/sitemap.hpp"

#include "api/links.hpp"
#include "api/problem.hpp"
#include "datasets/markup_text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace api {

namespace {

constexpr std::int64_t part_size = 10'000; ///< features; the protocol allows 50,000 addresses a file

constexpr auto declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

Response xml_response(std::string xml)
{
    auto response = make_response(200, "application/xml; charset=utf-8", std::move(xml));
    response.set("Cache-Control", "public, max-age=3600");
    return response;
}

/// An address with both of its languages. Escaping for HTML is right for XML too.
void append_page(std::string& xml, const std::string& address, const std::string& modified)
{
    const auto with = [&](const char* language) {
        return datasets::markup_text(address + (address.find('?') == std::string::npos ? '?' : '&') +
                                     "lang=" + language);
    };
    for (const auto* language : {"ja", "en"}) {
        xml += fmt::format("<url><loc>{}</loc><lastmod>{}</lastmod>"
                           "<xhtml:link rel=\"alternate\" hreflang=\"ja\" href=\"{}\"/>"
                           "<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"{}\"/></url>\n",
                           with(language), datasets::markup_text(modified), with("ja"), with("en"));
    }
}

std::string url_set(const std::string& pages)
{
    return fmt::format("{}<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                       "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n{}</urlset>\n",
                       declaration, pages);
}

std::string latest_of(const Catalogue& catalogue)
{
    std::string latest = "1970-01-01T00:00:00Z";
    for (const auto& [id, snapshot] : catalogue.datasets) {
        latest = std::max(latest, snapshot->info.published);
    }
    return latest;
}

/// Streets and rivers of the ground are data too, but nobody looks for the page of a bend.
bool has_pages(const Snapshot& snapshot) { return !snapshot.view.is_base && snapshot.info.count > 0; }

std::string feature_pages(const Snapshot& snapshot, const std::string& base, std::int64_t part)
{
    std::string xml;
    for (const auto& id : snapshot.features.ids(part * part_size, static_cast<int>(part_size))) {
        append_page(xml, base + "/f/" + snapshot.id() + "/" + percent_encode(id), snapshot.info.published);
    }
    return xml;
}

} // namespace

Response sitemap(const Request& request, const Site& site)
{
    const auto base = base_url(request, site);
    const auto catalogue = site.catalogue.current();
    std::string xml =
        fmt::format("{}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n", declaration);
    const auto add = [&](const std::string& file, const std::string& modified) {
        xml += fmt::format("<sitemap><loc>{}</loc><lastmod>{}</lastmod></sitemap>\n",
                           datasets::markup_text(base + "/sitemap/" + file), datasets::markup_text(modified));
    };
    add("pages.xml", latest_of(*catalogue));
    for (const auto& [id, snapshot] : catalogue->datasets) {
        for (std::int64_t part = 0; has_pages(*snapshot) && part * part_size < snapshot->info.count; ++part) {
            add(fmt::format("{}-{}.xml", id, part), snapshot->info.published);
        }
    }
    return xml_response(xml + "</sitemapindex>\n");
}

Response sitemap_part(const Request& request, const Site& site, std::string_view file)
{
    const auto base = base_url(request, site);
    const auto catalogue = site.catalogue.current();
    if (file == "pages.xml") {
        std::string xml;
        const auto latest = latest_of(*catalogue);
        append_page(xml, base + "/api?f=html", latest);
        append_page(xml, base + "/api/collections?f=html", latest);
        for (const auto& [id, snapshot] : catalogue->datasets) {
            append_page(xml, base + "/api/collections/" + id + "?f=html", snapshot->info.published);
        }
        return xml_response(url_set(xml));
    }
    const auto dash = file.rfind('-');
    if (dash != std::string_view::npos && file.ends_with(".xml")) {
        const auto number = file.substr(dash + 1, file.size() - dash - 5);
        std::int64_t part = -1;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), part);
        const auto found = catalogue->datasets.find(file.substr(0, dash));
        if (error == std::errc{} && end == number.data() + number.size() && part >= 0 &&
            found != catalogue->datasets.end() && has_pages(*found->second) &&
            part <= found->second->info.count / part_size) {
            return xml_response(url_set(feature_pages(*found->second, base, part)));
        }
    }
    throw Problem{404, fmt::format("there is no sitemap '{}'", file), ""};
}

Response robots(const Request& request, const Site& site)
{
    return make_response(
        200, "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /api/search\nDisallow: /api/here\nDisallow: /tiles/\n\nSitemap: " +
            base_url(request, site) + "/sitemap.xml\n");
}

} // namespace api

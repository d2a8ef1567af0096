#include "api/handlers.hpp"
#include "api/problem.hpp"
#include "api/viewer_page.hpp"
#include "datasets/digest.hpp"
#include "tiles/gzip.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace api {

namespace {

constexpr std::string_view plain_page = R"(<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>街図 Machizu</title></head>
<body><h1>街図 (Machizu)</h1>
<p>APIは動いています。地図の画面はインストールされていません。<a href="api">APIを見る</a></p>
<p lang="en">The API is running. The viewer is not installed. <a href="api">Go to the API</a></p>
</body></html>
)";

std::string media_type(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types = {{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".pbf", "application/x-protobuf"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending)) {
            return std::string(type);
        }
    }
    return "application/octet-stream";
}

/// A name that stays in its folder and is meant to be seen.
bool is_plain_name(std::string_view name)
{
    return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos &&
           name.find('\\') == std::string_view::npos;
}

/// The file as the client can take it best: brotli or gzip beside it if there, else itself.
Response open_best(const Request& request, const std::string& path)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> forms = {
        {{".br", "br"}, {".gz", "gzip"}, {"", ""}}};
    for (const auto& [ending, coding] : forms) {
        if (!coding.empty() && !accepts_coding(request, coding)) {
            continue;
        }
        if (auto file = OpenFile::open(path + std::string(ending))) {
            Response response;
            response.set("ETag", fmt::format("\"{:x}-{:x}{}\"", file->modified(), file->size(), ending));
            if (!coding.empty()) {
                response.set("Content-Encoding", std::string(coding));
            }
            response.body = body_of(std::move(file));
            return response;
        }
    }
    return Response{404, {}, {}};
}

/// The map's page with the list of what is published now. It differs from publish to publish, so it is packed when asked for.
Response open_page(const Request& request, const Site& site, const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return Response{404, {}, {}};
    }
    auto page = with_collections({std::istreambuf_iterator<char>(file), {}}, *site.catalogue.current(),
                                 language_of(request));
    const bool packed = accepts_coding(request, "gzip");
    Response response;
    response.set("ETag", fmt::format("\"{}{}\"", datasets::sha256(page).substr(0, 20), packed ? ".gz" : ""));
    response.set("Content-Security-Policy", content_security_policy(site, page));
    if (packed) {
        page = tiles::gzip(page);
        response.set("Content-Encoding", "gzip");
    }
    response.body = body_of(std::move(page));
    return response;
}

} // namespace

Response viewer_file(const Request& request, const Site& site, std::string_view folder, std::string_view name)
{
    auto response = Response{404, {}, {}};
    if (is_plain_name(name) && !site.viewer.empty()) {
        const auto path = (site.viewer / folder / name).string();
        response = folder.empty() && name == "index.html" ? open_page(request, site, path)
                                                          : open_best(request, path);
    }
    if (response.status == 404 && folder.empty() && name == "index.html") {
        response = make_response(200, "", std::string(plain_page));
    }
    if (response.status == 404) {
        throw Problem{404, fmt::format("there is nothing at '{}'", request.path), ""};
    }
    response.set("Content-Type", media_type(name)).set("Vary", "Accept-Encoding");
    if (name.ends_with(".html")) {
        response.set("Vary", "Accept-Encoding, Accept-Language").set("Referrer-Policy", "same-origin");
        if (!response.header("Content-Security-Policy")) {
            response.set("Content-Security-Policy", content_security_policy(site));
        }
    }
    set_caching(response, folder == "assets"); // names there carry a hash of what is in the file
    return response;
}

} // namespace api

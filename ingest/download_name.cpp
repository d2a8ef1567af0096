#include "ingest/download_name.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/source_choice.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ingest {

namespace {

std::string percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned char byte = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr == text.data() + i + 3) {
            decoded += static_cast<char>(byte);
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

/// The name alone, whatever folders stand before it; empty if it could not be a file's.
std::string plain_name(std::string name)
{
    name.erase(0, name.find_last_of("/\\") + 1); // npos + 1 is 0
    constexpr std::size_t longest = 200;         // file systems allow 255 bytes
    const bool is_name =
        datasets::is_utf8(name) && name.size() <= longest && !name.starts_with('.') &&
        std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; });
    return is_name ? name : "";
}

/// The value of a parameter such as `filename="a.csv"`, without quotes.
std::string parameter(std::string_view field, std::string_view name)
{
    const std::string low = datasets::lower_ascii(std::string{field});
    for (std::size_t at = low.find(name); at != std::string::npos; at = low.find(name, at + 1)) {
        const bool begins = at > 0 && (low[at - 1] == ';' || low[at - 1] == ' ');
        if (!begins || at + name.size() >= field.size() || field[at + name.size()] != '=') {
            continue;
        }
        std::string_view value = field.substr(at + name.size() + 1);
        if (value.starts_with('"')) {
            value.remove_prefix(1);
            return std::string{value.substr(0, value.find('"'))};
        }
        return std::string{value.substr(0, value.find_first_of("; "))};
    }
    return "";
}

/// `UTF-8''%E5%85%AC.csv` (RFC 8187); nothing in another encoding.
std::string extended_name(const std::string& value)
{
    const auto language = value.find('\'');
    const auto text = language == std::string::npos ? language : value.find('\'', language + 1);
    if (text == std::string::npos) {
        return "";
    }
    return percent_decoded(std::string_view{value}.substr(text + 1));
}

std::string_view ending_of(std::string_view media_type)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> endings{
        {{"text/csv", ".csv"},
         {"text/tab-separated-values", ".tsv"},
         {"text/plain", ".txt"},
         {"application/json", ".json"},
         {"application/geo+json", ".geojson"},
         {"application/vnd.geo+json", ".geojson"},
         {"application/zip", ".zip"},
         {"application/x-zip-compressed", ".zip"},
         {"application/geopackage+sqlite3", ".gpkg"},
         {"application/gml+xml", ".gml"},
         {"application/vnd.google-earth.kml+xml", ".kml"},
         {"application/vnd.ms-excel", ".xls"},
         {"application/vnd.oasis.opendocument.spreadsheet", ".ods"},
         {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"}}};
    const std::string_view type = media_type.substr(0, media_type.find_first_of("; "));
    const auto* const found =
        std::find_if(endings.begin(), endings.end(), [&](const auto& e) { return e.first == type; });
    return found == endings.end() ? "" : found->second;
}

bool tells_format(const std::string& name)
{
    return is_data_file(name) || name.ends_with(".zip") || name.ends_with(".ZIP") || name.ends_with(".txt");
}

} // namespace

std::string download_name(std::string_view url, std::string_view disposition, std::string_view media_type)
{
    std::string_view path = url.substr(0, url.find_first_of("?#"));
    const auto scheme = path.find("://");
    path.remove_prefix(scheme == std::string_view::npos ? 0 : scheme + 3);
    const auto slash = path.find_last_of('/');
    const std::string last =
        slash == std::string_view::npos ? "" : plain_name(percent_decoded(path.substr(slash + 1)));
    const std::string given[] = {plain_name(extended_name(parameter(disposition, "filename*"))),
                                 plain_name(percent_decoded(parameter(disposition, "filename"))), last};
    for (const std::string& name : given) {
        if (tells_format(name)) {
            return name;
        }
    }
    const auto* const named = std::find_if(std::begin(given), std::end(given),
                                           [](const std::string& name) { return !name.empty(); });
    return (named == std::end(given) ? "source" : *named) + std::string{ending_of(media_type)};
}

} // namespace ingest

#include "ingest/source_choice.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace ingest {

namespace {

bool ends_with_any(const std::string& name, std::initializer_list<std::string_view> endings)
{
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view end) { return name.ends_with(end); });
}

/// What macOS, Windows and an Excel that has the file open leave beside the data.
bool is_left_behind(std::string_view path)
{
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view part = path.substr(at, end - at);
        if (part.starts_with('.') || part.starts_with("~$") || part == "__MACOSX") {
            return true;
        }
        at = end + 1;
    }
    return false;
}

/// A file geodatabase is a folder: what is in it counts as one.
std::string without_inside_of_gdb(const std::string& name)
{
    const auto at = datasets::lower_ascii(name).find(".gdb/");
    return at == std::string::npos ? name : name.substr(0, at + 4);
}

std::string folder_of(const std::string& name)
{
    const auto slash = name.find_last_of('/');
    return slash == std::string::npos ? "" : name.substr(0, slash);
}

/// The folder in which all of the names are Shapefiles.
std::optional<std::string> folder_of_shapefiles(const std::set<std::string>& names)
{
    const std::string folder = folder_of(*names.begin());
    const bool alike = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return datasets::lower_ascii(name).ends_with(".shp") && folder_of(name) == folder;
    });
    return alike ? std::optional{folder} : std::nullopt;
}

[[noreturn]] void ask_which(const std::set<std::string>& names, const std::string& path)
{
    constexpr std::size_t shown = 20;
    std::vector<std::string> list;
    for (const std::string& name : names) {
        if (list.size() < shown) {
            list.push_back(name);
        }
    }
    const std::string more = names.size() > shown ? fmt::format(", … ({})", names.size()) : "";
    throw IngestError{fmt::format("'{0}' にはデータのファイルがいくつもあります: {1}{2}。source の \"path\" "
                                  "に 1 つを「{0}/{3}」のように書くか、形の同じものなら "
                                  "\"files\" に並べてください / it holds several files with data; name one "
                                  "of them in source.path, as '{0}/{3}', or "
                                  "list those that are alike in source.files",
                                  path, fmt::join(list, ", "), more, list.front())};
}

/// GDAL does not look into an archive within an archive, and says nothing of it.
void refuse_nested(const std::vector<std::string>& names, const std::string& path)
{
    const auto nested = std::find_if(names.begin(), names.end(), [](const std::string& name) {
        return datasets::lower_ascii(name).ends_with(".zip");
    });
    if (nested != names.end()) {
        throw IngestError{
            fmt::format("'{0}' の中はまた書庫です（{1}）。展開して、中のファイルを指定してください / '{0}' "
                        "holds another archive ({1}): "
                        "unpack it, and name the file in it",
                        path, *nested)};
    }
}

} // namespace

bool is_data_file(std::string_view name)
{
    std::string low = datasets::lower_ascii(std::string{name});
    if (low.ends_with(".gz")) {
        low.resize(low.size() - 3);
    }
    return ends_with_any(low, {".csv",     ".tsv",      ".xlsx", ".xlsm",   ".xls", ".ods", ".json",
                               ".geojson", ".geojsonl", ".gpkg", ".sqlite", ".gdb", ".shp", ".fgb",
                               ".kml",     ".kmz",      ".gml",  ".gpx",    ".dxf", ".tab", ".mif"});
}

std::optional<std::string> chosen_source(const std::vector<std::string>& names, const std::string& path)
{
    std::set<std::string> data;
    std::set<std::string> texts;
    for (const std::string& entry : names) {
        if (is_left_behind(entry)) {
            continue;
        }
        const std::string name = without_inside_of_gdb(entry);
        if (is_data_file(name)) {
            data.insert(name);
        } else if (datasets::lower_ascii(name).ends_with(".txt")) {
            texts.insert(name);
        }
    }
    const std::set<std::string>& found = data.empty() ? texts : data;
    if (found.empty()) {
        refuse_nested(names, path);
        return std::nullopt;
    }
    if (found.size() == 1) {
        return *found.begin();
    }
    if (const auto folder = folder_of_shapefiles(found)) {
        return folder->empty() ? std::nullopt : folder;
    }
    ask_which(found, path);
}

} // namespace ingest

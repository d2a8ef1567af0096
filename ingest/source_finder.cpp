#include "ingest/source_finder.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/ogr_fetch.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/source_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>
#include <utility>

namespace ingest {

namespace {

namespace fs = std::filesystem;

/// A path of a manifest: `/vsizip/` `https://city.example/parks.zip` `/2026/parks.csv`.
struct Parts {
    std::string prefix{};
    std::string place{};
    std::string within{}; ///< of what is fetched
};

bool is_url(const std::string& place)
{
    const std::string low = datasets::lower_ascii(place);
    return low.starts_with("http://") || low.starts_with("https://");
}

Parts parts_of(const std::string& path)
{
    const auto& [systems, rest] = virtual_path(path);
    Parts parts{systems, rest, ""};
    if (const auto curl = parts.prefix.find("/vsicurl/"); curl != std::string::npos) {
        parts.prefix.erase(curl, std::string_view{"/vsicurl/"}.size()); // how a URL is fetched is our matter
    }
    if (!is_url(parts.place)) {
        return parts;
    }
    const auto archive =
        parts.prefix.empty() ? std::string::npos : datasets::lower_ascii(parts.place).find(".zip/");
    if (archive != std::string::npos) {
        parts.within = parts.place.substr(archive + 4);
        parts.place.resize(archive + 4);
    }
    return parts;
}

void refuse_other_urls(const std::string& place)
{
    const auto scheme = place.find("://");
    if (scheme != std::string::npos && scheme > 1 && // C:// is a folder
        std::all_of(place.begin(), place.begin() + static_cast<std::ptrdiff_t>(scheme),
                    [](unsigned char c) { return std::isalnum(c) != 0; })) {
        throw IngestError{fmt::format("'{}' は読めません。URL は http:// か https:// だけです / cannot be "
                                      "read: of URLs only http:// and "
                                      "https:// are known",
                                      place)};
    }
}

/// What stands before a file's path for GDAL's virtual file systems: /vsigzip/ for .gz, /vsizip/ for .zip and what is in one, else nothing.
std::string prefix_for(const std::string& path, const fs::path& folder)
{
    constexpr std::array<std::string_view, 8> packed{".tar.gz", ".tgz", ".tar", ".tar.bz2",
                                                     ".tar.xz", ".7z",  ".lzh", ".rar"};
    const std::string low = datasets::lower_ascii(path);
    if (std::any_of(packed.begin(), packed.end(), [&](std::string_view end) { return low.ends_with(end); })) {
        throw IngestError{fmt::format(
            "'{}' は書庫です。展開して、中のファイルを 1 "
            "つずつ指定してください（形の同じファイルが多いときは、source の "
            "\"files\" に並べます） / this is an archive: unpack it, and name a file in it (if it holds many "
            "alike, list them all in source.files)",
            path)};
    }
    std::error_code unreadable;
    if (const auto inner = low.find(".zip/");
        inner != std::string::npos && fs::is_regular_file(folder / path.substr(0, inner + 4), unreadable)) {
        return "/vsizip/";
    }
    return low.ends_with(".gz") ? "/vsigzip/" : low.ends_with(".zip") ? "/vsizip/" : "";
}

} // namespace

std::string source_from(const fs::path& folder, const std::string& path)
{
    const Parts parts = parts_of(path);
    return is_url(parts.place) ? path : parts.prefix + fs::proximate(parts.place, folder).string();
}

fs::path SourceFinder::fetch(const std::string& url)
{
    if (fetched_ == nullptr) {
        fetched_ = std::make_shared<const ScratchFolder>();
    }
    const fs::path folder = fetched_->path() / std::to_string(++count_); // two may have the same name
    fs::create_directory(folder);
    return ingest::fetch(url, folder);
}

std::string SourceFinder::find(const std::string& path)
{
    Parts parts = parts_of(path);
    std::string stated = path;
    if (is_url(parts.place)) {
        stated = parts.prefix.empty() ? "/vsizip/" + path : path; // else nothing says where the archive ends
        parts.place = fetch(parts.place).string() + parts.within;
    } else {
        refuse_other_urls(parts.place);
    }
    std::error_code unreadable; // said when it is opened
    if (parts.prefix.empty() && !fs::is_directory(folder_ / parts.place, unreadable)) {
        parts.prefix = prefix_for(parts.place, folder_);
    }
    const std::string found = source_path(folder_, parts.prefix + parts.place);
    const auto names = names_within(found);
    const auto chosen = names.empty() ? std::nullopt : chosen_source(names, stated);
    return chosen ? found + "/" + *chosen : found;
}

} // namespace ingest

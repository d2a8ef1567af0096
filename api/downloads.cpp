#include "api/attachment.hpp"
#include "api/handlers.hpp"
#include "api/problem.hpp"
#include "datasets/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

Response download(const Site& site, std::string_view file)
{
    const auto dot = std::min(file.find('.'), file.size()); // neither ids nor versions have one
    const auto named = find_dataset(site, file.substr(0, dot));
    const auto& snapshot = *named.snapshot;
    const auto name = fmt::format("{}{}", snapshot.id(), file.substr(dot));
    const auto* entry = snapshot.download(name); // only what dataset.json lists as public is ever opened
    if (entry == nullptr) {
        throw Problem{404, fmt::format("there is no download '{}'", file), ""};
    }
    auto opened = OpenFile::open((snapshot.folder / entry->name).string());
    if (!opened || opened->size() != static_cast<std::uint64_t>(entry->bytes)) {
        throw datasets::StorageError(
            fmt::format("'{}' is missing or not as published", (snapshot.folder / entry->name).string()));
    }
    Response response{200, {}, body_of(std::move(opened))};
    response.set("Content-Type", entry->media_type)
        .set("Content-Disposition", attachment(name, snapshot.info.manifest.title.ja))
        .set("Repr-Digest", digest_field(entry->sha256))
        .set("Content-Digest", digest_field(entry->sha256))
        .set("ETag", fmt::format("\"{}\"", entry->sha256))
        .set("Accept-Ranges", "bytes");
    set_caching(response, named.pinned);
    return response;
}

} // namespace api

#include "api/site.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>

namespace api {

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

void set_caching(Response& response, bool pinned)
{
    response.set("Cache-Control", pinned ? "public, max-age=31536000, immutable" : "no-cache");
}

} // namespace api

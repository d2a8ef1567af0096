#pragma once

#include "api/catalogue.hpp"
#include "api/http.hpp"
#include "api/query.hpp"
#include "api/version_changes.hpp"
#include "datasets/deadline.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace api {

/// What every handler is given beside the request.
struct Site {
    LiveCatalogue& catalogue;
    std::filesystem::path
        viewer{};             ///< folder with the viewer's files; empty or missing: a plain page instead
    std::string public_url{}; ///< what links begin with, without '/' at the end; empty: as the request says
    bool gsi_tiles =
        false; ///< the viewer offers the tiles of the GSI as backgrounds: the one other host it may ask
    bool embeddable = false; ///< pages of other sites may show the map in a frame
    std::chrono::nanoseconds time_limit{
        0}; ///< for computing one answer, so that none keeps a worker; 0: none
    std::shared_ptr<VersionChanges> changes = std::make_shared<VersionChanges>();
    std::function<bool()> is_stopping{};               ///< need not be there
    std::function<Response(const Request&)> metrics{}; ///< need not be there
};

/// For an answer whose computing begins now.
[[nodiscard]] datasets::Deadline deadline_of(const Site& site);

/// A dataset as a URL names it: `parks`, or `parks@20261121T043000Z-3f9a1c0a7b2e`.
struct Named {
    std::shared_ptr<const Snapshot> snapshot{};
    bool pinned = false;
};

/// Throws Problem (404) if it is not served.
[[nodiscard]] Named find_dataset(const Site& site, std::string_view name);

/// The version that a page is of: the one that its `after` names, which may have been replaced since the page before. Throws Problem
/// (410) if it is no longer kept.
[[nodiscard]] Named find_dataset(const Site& site, std::string_view name, const std::optional<After>& after);

/// True if the request names a version (`parks@20261121T043000Z-3f9a1c0a7b2e`, anywhere in its path or its parameters) that is not
/// open yet. Opening one takes a database and mapped files: too long for a network thread, on which others wait.
[[nodiscard]] bool must_open_version(const Request& request, const Site& site);

/// Sets how long the answer may be kept: for ever if the URL pins the version, else it is asked for again each time.
void set_caching(Response& response, bool pinned);

} // namespace api

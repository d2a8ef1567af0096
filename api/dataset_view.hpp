#pragma once

#include "datasets/manifest.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace api {

/// What the server itself takes from a manifest's `view`, which is otherwise the viewer's.
struct DatasetView {
    bool is_base = false; ///< ground for the others: streets, rivers
    int order = 1000;
    datasets::LocalText group{};
    std::optional<std::size_t> title{}; ///< the field that names a feature, in the schema
    std::optional<std::size_t> label{};
    std::optional<std::size_t> link{};  ///< the field that holds a URL
    std::optional<std::size_t> field{}; ///< what categories go by
    std::vector<std::pair<std::string, datasets::LocalText>>
        categories{}; ///< values of it, and what they are called
    std::string color = "#0072b2";
    std::string outline = "#ffffff";
    double opacity = 1;
    double width = 2;
    double radius = 6;
    double minzoom = 0;
};

/// Takes what it understands, and what it does not know as not said: `view` is free.
[[nodiscard]] DatasetView read_view(const datasets::Manifest& manifest, const datasets::Schema& schema);

} // namespace api

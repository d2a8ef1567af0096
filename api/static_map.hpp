#pragma once

#include "api/catalogue.hpp"
#include "api/html.hpp"
#include "datasets/feature.hpp"

#include <string>

namespace api {

/// A small map of a feature as inline SVG, drawn from what the server publishes itself: the datasets whose view has the role
/// "base", in the manifest's colours, and the feature on top. North is up, the scale is true in the middle of it, a bar says what
/// it is. No script, no style attribute, no other host.
///
/// `title` says what is seen, for those who do not see it. Nothing is written for a feature without a position.
void write_static_map(Html& html, const Catalogue& catalogue, const Snapshot& snapshot,
                      const datasets::Feature& feature, const std::string& title);

} // namespace api

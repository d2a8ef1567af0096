#pragma once

#include "api/snapshot.hpp"

#include <string>
#include <vector>

namespace api {

/// How to use a dataset from a program, ready to be copied.
struct UsageExample {
    std::string tool{}; ///< curl, Python, R, JavaScript, QGIS
    std::string
        language{}; ///< of the code, for a class of it: bash, python, r, javascript; empty: it is text
    std::string code{};
};

/// `base`: what addresses of this server begin with. Without geometry there is no map to draw, and the examples are of tables.
[[nodiscard]] std::vector<UsageExample> usage_examples(const Snapshot& snapshot, const std::string& base);

} // namespace api

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace datasets {

class JsonReader;

/// Another dataset of the same store, whose features are found by equal values.
struct Join {
    std::string dataset{};
    std::vector<std::pair<std::string, std::string>> key{}; ///< field here, field there
    friend bool operator==(const Join&, const Join&) = default;
};

/// The members `dataset` and `key` of an object, which may have others. Throws FormatError.
[[nodiscard]] Join read_join(const JsonReader& json);

} // namespace datasets

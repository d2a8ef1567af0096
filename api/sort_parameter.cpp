#include "api/sort_parameter.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>

namespace api {

std::vector<datasets::SortKey> sortby_parameter(const Request& request, const datasets::Schema& schema)
{
    std::vector<datasets::SortKey> keys;
    for (auto name : split_list(request.parameter("sortby").value_or(""), ',')) {
        const bool descending = name.starts_with('-');
        if (descending || name.starts_with('+')) {
            name.remove_prefix(1);
        }
        const auto place = schema.index_of(trim(name));
        if (!place) {
            std::vector<std::string_view> known;
            for (const auto& field : schema.fields) {
                known.push_back(field.name);
            }
            throw Problem{
                400,
                fmt::format(
                    "sortby must be a list of {}, each with - before it for the greatest first, not '{}'",
                    fmt::join(known, ", "), name),
                "sortby"};
        }
        keys.push_back({*place, descending});
    }
    return keys;
}

} // namespace api

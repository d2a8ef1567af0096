#pragma once

#include "datasets/field_rules.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace datasets {

class JsonReader;

/// How much of an address was found, the least first.
enum class AddressLevel {
    city,  ///< 市区町村: the middle of its towns
    town,  ///< 大字, or a 町 that has no 丁目
    chome, ///< 丁目
    koaza, ///< 小字, in a 大字
};
/// 市区町村, 大字, 丁目, 小字: as manifests and features say it.
[[nodiscard]] std::string_view to_string(AddressLevel level);

/// Positions of addresses, from the places of another dataset of the same store. They are those of towns, not of houses.
struct AddressGeometry {
    std::vector<std::string> columns{}; ///< of the source; what stands in them is put together, in this order
    std::string dataset{};
    std::string prefecture{}, city{}, town{}, koaza{}; ///< fields of the dataset; empty: it has none
    std::string area{};        ///< the municipality of addresses that do not say theirs
    std::string level_field{}; ///< the public text field that says how much was found; may be empty
    AddressLevel minimum = AddressLevel::town; ///< less is no position
};

/// The members of the manifest's `geometry` that say how addresses are found. Throws FormatError.
[[nodiscard]] AddressGeometry read_address(const JsonReader& json);

/// That the field of an address' level is a public text field which nothing else fills. `geometry`: the manifest's. Throws FormatError.
void check_level_field(const AddressGeometry& address, const std::vector<FieldRule>& fields,
                       const JsonReader& geometry);

} // namespace datasets

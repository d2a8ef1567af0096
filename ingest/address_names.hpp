#pragma once

#include "ingest/address_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Where names of municipalities and towns begin and end in an address, and what else they are called.
namespace ingest {

/// The ends of all characters of a text from `begin` on, the last one first.
[[nodiscard]] std::vector<std::size_t> ends_of_characters(std::string_view text, std::size_t begin);

/// The name of a town or village without its county: 三木町 of 木田郡三木町.
[[nodiscard]] std::string without_county(const std::string& name);

/// The designated city of a ward: 神戸市 of 神戸市中央区. Empty for others.
[[nodiscard]] std::string designated_city(const std::string& name);

/// True if a name may end at `end`: not within a number, and not within a longer name (西町 in 西町南2).
[[nodiscard]] bool may_end(const AddressText& address, std::size_t begin, std::size_t end);

/// Where the name of the town begins in Kyoto, behind the streets: 烏丸通御池上る二条殿町.
[[nodiscard]] std::size_t behind_streets(std::string_view text, std::size_t begin);

} // namespace ingest

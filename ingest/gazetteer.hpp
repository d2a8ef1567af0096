#pragma once

#include "datasets/geometry.hpp"
#include "datasets/geometry_rules.hpp"
#include "ingest/address_text.hpp"
#include "ingest/published_dataset.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ingest {

/// A place of a gazetteer. Empty: it has no such name.
struct NamedPlace {
    std::string prefecture{};
    std::string city{};  ///< 高松市, 木田郡三木町, 神戸市中央区
    std::string town{};  ///< 朝日町, 番町一丁目
    std::string koaza{}; ///< what a 大字 consists of
    datasets::LonLat position{};
};

/// What an address is worth.
struct FoundAddress {
    enum class Kind {
        found,
        ambiguous, ///< several places are called so, and the address does not say which of them is meant
        unknown,   ///< no place is called so
    };
    Kind kind = Kind::unknown;
    datasets::AddressLevel level = datasets::AddressLevel::city; ///< how much of the address was found
    datasets::LonLat position{};
};

/// Finds positions by addresses, among the places of a dataset: the longest name that the address begins with, and never a guess.
///
///     香川県高松市番町1丁目8-15        番町一丁目 in 高松市                      丁目
///     番町1-8-15                      the same, if `area` is 高松市, and no 番町 without 丁目 is known there
///     牟礼町牟礼302                    牟礼町牟礼                                大字
///     香川県高松市                     the middle of its towns                   市区町村
///     本町1                            several cities have one: ambiguous, unless `area` says which city is meant
///     西町南2                          not 西町: a name must end where another thing begins
///
/// The county of a town or village may be left out, as may the prefecture. A designated city without its ward means all of its wards.
/// In Kyoto the streets before the town are passed over. A position is that of the whole town, not of the house.
class Gazetteer {
public:
    /// `area`: the municipality of addresses that do not say theirs, with or without its prefecture; empty if none is meant.
    /// Throws IngestError if there is no such one among the places.
    Gazetteer(const std::vector<NamedPlace>& places, const std::string& area);

    /// `address` as it stands in the source.
    [[nodiscard]] FoundAddress find(std::string_view address) const;

private:
    using City = std::uint32_t;
    struct CityPlaces {
        std::string prefecture{}; ///< in the one form of `address_text`, as all names here
        std::string name{};
        datasets::LonLat sum{};
        std::size_t count = 0;
    };
    struct Place {
        City city = 0;
        std::string koaza{};
        datasets::LonLat position{};
    };
    /// A way to understand the beginning of an address: the cities it may be in, and what is left.
    struct Reading {
        std::vector<City> cities{}; ///< empty: any
        std::size_t begin = 0;      ///< of the rest
        bool says_city = false;
    };
    /// The places that a reading leads to, all of one level.
    struct Candidates {
        datasets::AddressLevel level = datasets::AddressLevel::city;
        std::vector<datasets::LonLat> positions{};
    };

    City city_of(const NamedPlace& place, std::unordered_map<std::string, City>& known);
    void add_aliases();
    [[nodiscard]] std::vector<Reading> readings(const AddressText& address) const;
    [[nodiscard]] std::optional<Candidates> towns(const AddressText& address, const Reading& reading) const;
    [[nodiscard]] std::optional<Candidates> town(const AddressText& address, const Reading& reading,
                                                 std::size_t end) const;
    [[nodiscard]] std::optional<Candidates> best_of(const AddressText& address, const Reading& reading) const;
    [[nodiscard]] std::vector<const Place*> places(const std::string& town,
                                                   const std::vector<City>& cities) const;
    [[nodiscard]] static std::optional<Candidates> in_koaza(const AddressText& address, std::size_t end,
                                                            const std::vector<const Place*>& places);
    [[nodiscard]] static std::vector<datasets::LonLat> whole_towns(const std::vector<const Place*>& places);

    std::vector<CityPlaces> cities_{};
    std::map<std::string, std::vector<City>> prefectures_{};
    std::unordered_map<std::string, std::vector<City>> aliases_{}; ///< of cities
    std::unordered_map<std::string, std::vector<Place>> towns_{};
    std::vector<City> area_{};
};

/// The places of a published dataset, by the names that `rule` says its fields have. Those without a position are left out.
/// Throws IngestError if it lacks a field.
[[nodiscard]] Gazetteer read_gazetteer(const datasets::AddressGeometry& rule,
                                       const PublishedDataset& dataset);

} // namespace ingest

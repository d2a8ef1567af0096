// Addresses of Takamatsu's open data, which have positions too, through the towns of all Kagawa: how far the town is from the house.

#include "ingest/coordinates.hpp"
#include "ingest/gazetteer.hpp"
#include "ingest/ogr_source.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shared_data.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace fs = std::filesystem;

using Kind = ingest::FoundAddress::Kind;

namespace {

std::size_t column(const ingest::RowReader& rows, const std::string& name)
{
    const auto& all = rows.columns();
    return static_cast<std::size_t>(std::find(all.begin(), all.end(), name) - all.begin());
}

std::vector<ingest::NamedPlace> towns_of_kagawa(const fs::path& archive)
{
    std::vector<ingest::NamedPlace> places;
    for (const char* city :
         {"高松市", "丸亀市", "坂出市", "善通寺市", "観音寺市", "さぬき市", "東かがわ市", "三豊市",
          "小豆郡土庄町", "小豆郡小豆島町", "木田郡三木町", "香川郡直島町", "綾歌郡宇多津町", "綾歌郡綾川町",
          "仲多度郡琴平町", "仲多度郡多度津町", "仲多度郡まんのう町"}) {
        const auto list =
            ingest::open_source({}, "/vsitar/" + archive.string() + "/api/ja/香川県/" + city + ".json");
        const std::size_t town = column(*list.rows, "town"), koaza = column(*list.rows, "koaza"),
                          lat = column(*list.rows, "lat"), lng = column(*list.rows, "lng");
        while (const auto row = list.rows->next()) {
            const auto at =
                ingest::judge_position(row->cells[lng], row->cells[lat], datasets::Notation::decimal);
            if (at.kind == ingest::JudgedPosition::Kind::good) {
                places.push_back({"香川県", city, row->cells[town], row->cells[koaza], at.position});
            }
        }
    }
    return places;
}

struct Addressed {
    std::string address{};
    datasets::LonLat position{};
};

/// The rows of all newest tables that have both.
std::vector<Addressed> addressed_rows(const fs::path& folder)
{
    std::vector<Addressed> rows;
    for (const auto& entry : fs::directory_iterator{folder}) {
        const fs::path file = entry.path() / "data.xlsx";
        if (!fs::exists(file)) {
            continue;
        }
        const auto table = ingest::open_source({}, file.string());
        const std::size_t address = column(*table.rows, "address"), lat = column(*table.rows, "latitude"),
                          lon = column(*table.rows, "longitude");
        const std::size_t width = table.rows->columns().size();
        while (address < width && lat < width && lon < width) {
            const auto row = table.rows->next();
            if (!row) {
                break;
            }
            const auto at =
                ingest::judge_position(row->cells[lon], row->cells[lat], datasets::Notation::decimal);
            if (at.kind == ingest::JudgedPosition::Kind::good && !row->cells[address].empty()) {
                rows.push_back({row->cells[address], at.position});
            }
        }
    }
    return rows;
}

double metres_between(datasets::LonLat a, datasets::LonLat b)
{
    return std::hypot((a.lon - b.lon) * 91'900, (a.lat - b.lat) * 110'900); // near 34.3 N
}

double at_share(const std::vector<double>& sorted, double share)
{
    return sorted.at(static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1)));
}

} // namespace

TEST_CASE("the towns of Takamatsu's addresses lie near their positions", "[gazetteer]")
{
    const auto archive = shared_data("japanese-addresses/api-ja-277k.tar.gz");
    const auto folder = shared_data("takamatsu-opendata/data");
    if (!archive || !folder) {
        return;
    }
    const ingest::Gazetteer towns{towns_of_kagawa(*archive), "香川県高松市"};
    const auto rows = addressed_rows(*folder);
    CHECK(rows.size() > 3000);
    std::map<datasets::AddressLevel, std::vector<double>> distances;
    std::size_t found_rows = 0;
    for (const Addressed& row : rows) {
        const auto found = towns.find(row.address);
        if (found.kind == Kind::found && found.level >= datasets::AddressLevel::town) {
            distances[found.level].push_back(metres_between(found.position, row.position));
            ++found_rows;
        }
    }
    CHECK(static_cast<double>(found_rows) / static_cast<double>(rows.size()) > 0.92);
    // A 丁目 is small; a 大字 may be a mountain side. None is taken for one in another part of the city.
    const std::map<datasets::AddressLevel, std::pair<double, double>> bounds{
        {datasets::AddressLevel::chome, {300, 1500}},
        {datasets::AddressLevel::town, {800, 5000}},
        {datasets::AddressLevel::koaza, {800, 5000}}}; // median and farthest, in metres
    for (auto& [level, metres] : distances) {
        std::sort(metres.begin(), metres.end());
        const auto within_1_km = std::upper_bound(metres.begin(), metres.end(), 1000) - metres.begin();
        INFO(to_string(level) << ": " << metres.size() << ", median " << at_share(metres, 0.5)
                              << " m, farthest " << metres.back() << " m, within 1 km " << within_1_km);
        CHECK(at_share(metres, 0.5) < bounds.at(level).first);
        CHECK(metres.back() < bounds.at(level).second);
    }
}

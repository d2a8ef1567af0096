#include "api/crs.hpp"

#include "api/http.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

namespace api {

namespace {

constexpr int wgs84 = 4326;
constexpr int web_mercator = 3857;
constexpr int jgd2011 = 6668;
constexpr int first_zone = 6669;
constexpr int last_zone = 6687;

struct DestroyPj {
    void operator()(PJ* pj) const noexcept { proj_destroy(pj); }
    void operator()(PJ_CONTEXT* context) const noexcept { proj_context_destroy(context); }
};

/// From latitude and longitude to metres, by PROJ. Its objects belong to one thread.
class Projections {
public:
    [[nodiscard]] PJ* to(int epsg)
    {
        auto& known = projections_[epsg];
        if (!known) {
            const auto from = fmt::format("EPSG:{}", epsg == web_mercator ? wgs84 : jgd2011);
            known.reset(proj_create_crs_to_crs(context_.get(), from.c_str(),
                                               fmt::format("EPSG:{}", epsg).c_str(), nullptr));
            if (!known) {
                throw std::runtime_error(
                    fmt::format("PROJ does not know EPSG:{}; is its proj.db there?", epsg));
            }
        }
        return known.get();
    }

private:
    std::unique_ptr<PJ_CONTEXT, DestroyPj> context_{proj_context_create()};
    std::map<int, std::unique_ptr<PJ, DestroyPj>> projections_{};
};

/// Making one takes milliseconds, so each thread keeps those it has made.
PJ* projection_to(int epsg)
{
    thread_local Projections projections;
    return projections.to(epsg);
}

} // namespace

std::string Crs::uri() const
{
    return is_crs84() ? "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
                      : fmt::format("http://www.opengis.net/def/crs/EPSG/0/{}", epsg);
}

std::span<const Crs> offered_crs()
{
    static const std::vector<Crs> all = [] {
        std::vector<Crs> list{{}, {wgs84, true, true}, {jgd2011, true, true}, {web_mercator, false, false}};
        for (int zone = first_zone; zone <= last_zone; ++zone) {
            list.push_back({zone, true, false});
        }
        return list;
    }();
    return all;
}

const Crs* find_crs(std::string_view name)
{
    constexpr std::string_view http = "http://www.opengis.net/def/crs/",
                               https = "https://www.opengis.net/def/crs/";
    if (name.starts_with('[') && name.ends_with(']')) {
        name = name.substr(1, name.size() - 2);
    }
    std::string_view code;
    if (name == "OGC:CRS84" || name == "OGC/1.3/CRS84") {
        return &offered_crs().front();
    }
    if (name.starts_with("EPSG:")) {
        code = name.substr(5);
    } else if (name.starts_with(http) || name.starts_with(https)) {
        const auto rest = name.substr(name.starts_with(http) ? http.size() : https.size());
        if (rest == "OGC/1.3/CRS84" || rest == "OGC/0/CRS84") {
            return &offered_crs().front();
        }
        code = rest.starts_with("EPSG/0/") ? rest.substr(7) : std::string_view{};
    }
    int epsg = 0;
    const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), epsg);
    if (error != std::errc{} || end != code.data() + code.size() || epsg <= 0) {
        return nullptr;
    }
    const auto all = offered_crs();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Crs& crs) { return crs.epsg == epsg; });
    return found == all.end() ? nullptr : &*found;
}

std::array<double, 2> to_crs(const Crs& crs, datasets::LonLat p)
{
    if (crs.degrees) {
        return crs.north_first ? std::array{p.lat, p.lon} : std::array{p.lon, p.lat};
    }
    const auto there = proj_trans(projection_to(crs.epsg), PJ_FWD, proj_coord(p.lat, p.lon, 0, 0));
    return {there.xy.x, there.xy.y};
}

std::optional<datasets::LonLat> from_crs(const Crs& crs, double first, double second)
{
    if (crs.degrees) {
        return crs.north_first ? datasets::LonLat{second, first} : datasets::LonLat{first, second};
    }
    const auto there = proj_trans(projection_to(crs.epsg), PJ_INV, proj_coord(first, second, 0, 0));
    const datasets::LonLat p{there.xy.y, there.xy.x};
    return std::isfinite(p.lon) && std::isfinite(p.lat) ? std::optional{p} : std::nullopt;
}

datasets::Positions positions_in(const Crs& crs)
{
    if (crs.is_crs84()) {
        return {};
    }
    constexpr int millimetres = 3;
    return {[crs](datasets::LonLat p) { return to_crs(crs, p); }, crs.degrees ? 7 : millimetres};
}

} // namespace api

#include "ingest/mesh.hpp"
#include "tests/support/catch.hpp"

#include <cmath>
#include <string>

namespace {

/// The centre of a third mesh from its code, as JIS X 0410 defines it: ppqq, rs, tu.
datasets::LonLat centre_of(const std::string& code)
{
    const auto digits = [&](std::size_t at, std::size_t n) { return std::stod(code.substr(at, n)); };
    const double lat = digits(0, 2) / 1.5 + digits(4, 1) / 12 + digits(6, 1) / 120;
    const double lon = 100 + digits(2, 2) + digits(5, 1) / 8 + digits(7, 1) / 80;
    return {lon + 1 / 160.0, lat + 1 / 240.0};
}

void check_same(datasets::LonLat a, datasets::LonLat b)
{
    CHECK(a.lon == Approx(b.lon).margin(1e-9));
    CHECK(a.lat == Approx(b.lat).margin(1e-9));
}

} // namespace

TEST_CASE("city halls fall into their known third meshes", "[mesh]")
{
    check_same(ingest::mesh_centre({135.5622222, 34.77722222}, 1000), centre_of("52351434")); // 摂津
    check_same(ingest::mesh_centre({135.4063889, 34.73333333}, 1000), centre_of("52350372")); // 尼崎
    check_same(ingest::mesh_centre({135.3416667, 34.7375}, 1000), centre_of("52350287"));     // 西宮
    check_same(ingest::mesh_centre({134.0466667, 34.34277778}, 1000), centre_of("51344013")); // 高松
    check_same(ingest::mesh_centre({138.3230556, 34.86694444}, 1000), centre_of("52382245")); // 焼津
}

TEST_CASE("smaller meshes halve the larger ones", "[mesh]")
{
    const datasets::LonLat corner{135.5 + 1e-6,
                                  34.75 + 1e-6}; // just inside the south-west corner of 52351400
    check_same(ingest::mesh_centre(corner, 1000), {135.5 + 1 / 160.0, 34.75 + 1 / 240.0});
    check_same(ingest::mesh_centre(corner, 500), {135.5 + 1 / 320.0, 34.75 + 1 / 480.0});
    check_same(ingest::mesh_centre(corner, 250), {135.5 + 1 / 640.0, 34.75 + 1 / 960.0});
    check_same(ingest::mesh_centre(corner, 125), {135.5 + 1 / 1280.0, 34.75 + 1 / 1920.0});
}

TEST_CASE("positions of one cell are published as one, and a centre stays where it is", "[mesh]")
{
    for (const int metres : {1000, 500, 250, 125}) {
        const auto centre = ingest::mesh_centre({135.4063889, 34.73333333}, metres);
        CHECK(ingest::mesh_centre(centre, metres) == centre);
        CHECK(ingest::mesh_centre({centre.lon + 0.0005, centre.lat - 0.0003}, metres) == centre);
    }
}

#include "datasets/mesh.hpp"
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
    check_same(datasets::mesh_centre({135.5622222, 34.77722222}, 1000), centre_of("52351434")); // 摂津
    check_same(datasets::mesh_centre({135.4063889, 34.73333333}, 1000), centre_of("52350372")); // 尼崎
    check_same(datasets::mesh_centre({135.3416667, 34.7375}, 1000), centre_of("52350287"));     // 西宮
    check_same(datasets::mesh_centre({134.0466667, 34.34277778}, 1000), centre_of("51344013")); // 高松
    check_same(datasets::mesh_centre({138.3230556, 34.86694444}, 1000), centre_of("52382245")); // 焼津
}

TEST_CASE("city halls have the codes of their known third meshes", "[mesh]")
{
    CHECK(datasets::mesh_code(datasets::LonLat{135.5622222, 34.77722222}, 1000) == "52351434"); // 摂津
    CHECK(datasets::mesh_code(datasets::LonLat{135.4063889, 34.73333333}, 1000) == "52350372"); // 尼崎
    CHECK(datasets::mesh_code(datasets::LonLat{135.3416667, 34.7375}, 1000) == "52350287");     // 西宮
    CHECK(datasets::mesh_code(datasets::LonLat{135.3597222, 34.79972222}, 1000) == "52351258"); // 宝塚
    CHECK(datasets::mesh_code(datasets::LonLat{134.0466667, 34.34277778}, 1000) == "51344013"); // 高松
    CHECK(datasets::mesh_code(datasets::LonLat{138.3230556, 34.86694444}, 1000) == "52382245"); // 焼津
}

TEST_CASE(
    "codes of smaller meshes add a digit for the quarter: south-west, south-east, north-west, north-east",
    "[mesh]")
{
    // 52351400 begins at 34.75 N, 135.5 E; it is 30" high and 45" wide.
    const auto code = [](double east, double north, int metres) {
        return datasets::mesh_code(datasets::LonLat{135.5 + 45.0 / 3600 * east, 34.75 + 30.0 / 3600 * north},
                                   metres);
    };
    CHECK(code(0.01, 0.01, 500) == "523514001");
    CHECK(code(0.99, 0.01, 500) == "523514002");
    CHECK(code(0.01, 0.99, 500) == "523514003");
    CHECK(code(0.99, 0.99, 500) == "523514004");
    CHECK(code(0.51, 0.26, 250) == "5235140023");
    CHECK(code(0.51, 0.26, 125) == "52351400231");
    CHECK(code(0.74, 0.99, 125) == "52351400434");
    CHECK(code(0, 0, 125) == "52351400111"); // a cell holds its south and west edges
}

TEST_CASE("a code names the cell that its position is blurred to", "[mesh]")
{
    for (int i = 0; i < 2000; ++i) {
        const datasets::LonLat p{122 + 0.0157 * i, 24 + 0.0103 * i};
        for (const int metres : {1000, 500, 250, 125}) {
            const auto code = datasets::mesh_code(p, metres);
            REQUIRE(code);
            CHECK(code == datasets::mesh_code(datasets::mesh_centre(p, metres), metres));
        }
        // The cell itself, from its digits.
        const std::string code = *datasets::mesh_code(p, 125);
        const auto third = centre_of(code.substr(0, 8));
        double lon = third.lon - 1 / 160.0, lat = third.lat - 1 / 240.0, part = 1;
        for (const char digit : code.substr(8)) {
            part /= 2;
            lon += (digit - '1') % 2 * part / 80;
            lat += (digit - '1') / 2 * part / 120;
        }
        check_same(datasets::mesh_centre(p, 125), {lon + part / 160, lat + part / 240});
    }
}

TEST_CASE("where the standard has no codes there is none", "[mesh]")
{
    CHECK_FALSE(datasets::mesh_code(datasets::LonLat{99.9, 35}, 1000));
    CHECK_FALSE(datasets::mesh_code(datasets::LonLat{135, -0.1}, 125));
    CHECK_FALSE(datasets::mesh_code(datasets::LonLat{200.1, 35}, 500));
    CHECK_FALSE(datasets::mesh_code(datasets::LonLat{135, 67}, 250));
}

TEST_CASE("smaller meshes halve the larger ones", "[mesh]")
{
    const datasets::LonLat corner{135.5 + 1e-6,
                                  34.75 + 1e-6}; // just inside the south-west corner of 52351400
    check_same(datasets::mesh_centre(corner, 1000), {135.5 + 1 / 160.0, 34.75 + 1 / 240.0});
    check_same(datasets::mesh_centre(corner, 500), {135.5 + 1 / 320.0, 34.75 + 1 / 480.0});
    check_same(datasets::mesh_centre(corner, 250), {135.5 + 1 / 640.0, 34.75 + 1 / 960.0});
    check_same(datasets::mesh_centre(corner, 125), {135.5 + 1 / 1280.0, 34.75 + 1 / 1920.0});
}

TEST_CASE("positions of one cell are published as one, and a centre stays where it is", "[mesh]")
{
    for (const int metres : {1000, 500, 250, 125}) {
        const auto centre = datasets::mesh_centre({135.4063889, 34.73333333}, metres);
        CHECK(datasets::mesh_centre(centre, metres) == centre);
        CHECK(datasets::mesh_centre({centre.lon + 0.0005, centre.lat - 0.0003}, metres) == centre);
    }
}

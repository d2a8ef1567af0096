#include "api/selected_rows.hpp"
#include "api/snapshot_index.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"
#include "tiles/index_filter.hpp"

using api::test::request;
using api::test::TestSite;

TEST_CASE("who looks at a few rows gets those of a new filter, all of them once it is asked again",
          "[selected_rows]")
{
    const TestSite site;
    const auto named = site.catalogue.current()->datasets.at("parks");
    const auto parameters =
        api::filter_parameters(request("GET", "/tiles/parks/9/448/203?filter=number%20%3E%200"), named->info);
    const auto& index = named->index->features();
    tiles::Bitmap near{index.size()};
    near.set_range(0, index.size() / 8);
    auto expected = tiles::select(index, *parameters.filter);
    REQUIRE(expected.count() > near.count());

    const auto first = api::rows_among(*named, parameters, near, {});
    auto both = expected;
    both &= near;
    CHECK(*first == both);
    const auto again = api::rows_among(*named, parameters, near, {});
    CHECK(*again == expected);
    CHECK(api::rows_among(*named, parameters, near, {}) == again);
    CHECK(api::rows_of(*named, parameters, {}) == again);
}

TEST_CASE("who looks at many rows gets all of them at once", "[selected_rows]")
{
    const TestSite site;
    const auto named = site.catalogue.current()->datasets.at("parks");
    const auto parameters =
        api::filter_parameters(request("GET", "/tiles/parks/0/0/0?filter=number%20%3E%201"), named->info);
    const tiles::Bitmap all{named->index->features().size(), true};
    CHECK(api::rows_among(*named, parameters, all, {}) == api::rows_of(*named, parameters, {}));
}

#include "api/tile_format.hpp"

#include "api/negotiation.hpp"

#include <algorithm>
#include <vector>

namespace api {

namespace {

const std::vector<Format>& formats()
{
    static const std::vector<Format> offered = {{"mvt", mvt_type, {"pbf"}, {"application/x-protobuf"}},
                                                {"mlt", mlt_type, {}, {}}};
    return offered;
}

} // namespace

TileFormat tile_format(const Request& request)
{
    return &negotiate(request, formats()) == &formats().back() ? TileFormat::mlt : TileFormat::mvt;
}

bool names_mlt(const Request& request)
{
    return std::ranges::any_of(
        weighted_list(request.header("accept").value_or("")),
        [](const Weighted& part) { return equals_ignoring_case(part.name, mlt_type) && part.quality > 0; });
}

std::string_view media_type(TileFormat format) { return format == TileFormat::mlt ? mlt_type : mvt_type; }

} // namespace api

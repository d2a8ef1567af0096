#include "datasets/bbox.hpp"
#include "datasets/error.hpp"
#include "datasets/wkb.hpp"
#include "ingest/coordinates.hpp"
#include "ingest/wkt.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using datasets::Notation;
using Kind = ingest::JudgedPosition::Kind;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void require_place(const ingest::JudgedPosition& judged)
{
    const bool is_placed = judged.kind == Kind::good || judged.kind == Kind::swapped;
    require(!is_placed || ingest::is_in_japan(judged.position));
}

/// A position of two cells and of one; what is right one way round is exchanged the other way round.
void read_position(std::string_view first, std::string_view second, Notation notation)
{
    const auto degrees = ingest::read_degrees(first, notation);
    require(!degrees || std::isfinite(*degrees));
    const auto judged = ingest::judge_position(first, second, notation);
    require_place(judged);
    const auto turned = ingest::judge_position(second, first, notation);
    require((judged.kind == Kind::good) == (turned.kind == Kind::swapped));
    require((judged.kind == Kind::zero) == (turned.kind == Kind::zero));
}

void read_plane(std::string_view first, std::string_view second)
{
    const auto plane = ingest::judge_plane(first, second);
    require(plane.kind != Kind::good || (std::isfinite(plane.position.x) && std::isfinite(plane.position.y)));
}

/// What is read from text has a shape that goes into features.gpkg and comes out again.
void read_wkt(std::string_view text)
{
    try {
        const auto geometry = ingest::main_parts_from_wkt(text).geometry;
        const auto in_degrees = datasets::map_points(geometry, [](datasets::SourcePoint p) {
            return datasets::LonLat{p.x, p.y};
        });
        const auto again = datasets::geometry_from_wkb<datasets::SourcePoint>(datasets::to_wkb(in_degrees));
        require(again.index() == geometry.index());
    } catch (const datasets::FormatError&) {
    }
}

} // namespace

/// Two cells with a line's end between them, read in every notation; and all of it as one cell.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t end = text.find('\n');
    const std::string_view first = text.substr(0, end);
    const std::string_view second = end == std::string_view::npos ? "34.7" : text.substr(end + 1);
    for (const auto notation : {Notation::decimal, Notation::dms, Notation::coded_dms}) {
        read_position(first, second, notation);
        require_place(ingest::judge_pair(text, true, notation));
        require_place(ingest::judge_pair(text, false, notation));
    }
    read_plane(first, second);
    read_wkt(text);
    return 0;
}

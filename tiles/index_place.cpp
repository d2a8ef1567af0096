#include "tiles/index_place.hpp"

#include "datasets/cql2_names.hpp"
#include "datasets/intersects.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>
#include <vector>

namespace tiles {

namespace {

using datasets::BBox;
using datasets::Call;
using datasets::Expression;
using datasets::Feature;
using datasets::Filter;
using datasets::FilterMatcher;
using datasets::Geometry;
using datasets::LonLat;
using datasets::Op;
using datasets::Property;
using datasets::Shape;
using datasets::Truth;
using Meets = PackedRtree::Meets;

/// Positions are off by less than this where they are rounded to world integers.
constexpr std::uint32_t margin = 2;

WorldBox grown(const WorldBox& box)
{
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    const auto less = [](std::uint32_t v) { return v - std::min(v, margin); };
    const auto more = [](std::uint32_t v) { return v + std::min(most - v, margin); };
    return {less(box.min_x), less(box.min_y), more(box.max_x), more(box.max_y)};
}

/// What surely lies in the box; empty if it is too narrow.
WorldBox shrunk(const WorldBox& box)
{
    if (box.max_x - box.min_x <= 2 * margin || box.max_y - box.min_y <= 2 * margin) {
        return {};
    }
    return {box.min_x + margin, box.min_y + margin, box.max_x - margin, box.max_y - margin};
}

/// The rectangle in degrees, a little larger: what rounds to a place in the box lies inside.
Geometry<LonLat> in_degrees(const WorldBox& box)
{
    const WorldBox around = grown(box);
    const LonLat a = to_lon_lat(to_unit_point(WorldPoint{around.min_x, around.max_y}));
    const LonLat b = to_lon_lat(to_unit_point(WorldPoint{around.max_x, around.min_y}));
    return datasets::Polygons<LonLat>{{{{a, {b.lon, a.lat}, b, {a.lon, b.lat}, a}, {}}}};
}

bool is_in(LonLat p, const BBox& box)
{
    return p.lon >= box.min_lon && p.lon <= box.max_lon && p.lat >= box.min_lat && p.lat <= box.max_lat;
}

/// True if a row touches a box; the box surely has a point of the map's square.
bool touches(const IndexedFeatures& index, std::size_t row, const BBox& box)
{
    if (index.kind(row) == datasets::GeometryKind::point) {
        return std::ranges::any_of(index.positions(row), [&](LonLat p) { return is_in(p, box); });
    }
    return datasets::intersects(*index.geometry(row), box);
}

/// Takes each row near the shape with the answer to the filter, `whole`: many at once with the same one.
class PlaceQuestion {
public:
    PlaceQuestion(const IndexedFeatures& index, const Filter& filter, const Call& call, const Shape& shape,
                  const datasets::Deadline& deadline)
        : index_{index},
          deadline_{deadline},
          filter_{filter},
          shape_{shape},
          op_{call.op},
          within_{
              Expression{Call{Op::s_within, of_property_and_shape(call), {}}, datasets::Kind::boolean, {}}},
          meets_{Expression{
              Call{Op::s_intersects, of_property_and_shape(call), {}}, datasets::Kind::boolean, {}}}
    {
        for (const Geometry<LonLat>& part : shape.parts) {
            windows_.push_back(grown(world_box(datasets::bbox_of(part))));
        }
        for (const BBox& box : shape.boxes) {
            windows_.push_back(grown(world_box(box)));
            inner_.push_back(shrunk(world_box(box)));
        }
    }

    [[nodiscard]] TruthMap answer(const Bitmap& among) const
    {
        // Of what lies apart from the shape only S_DISJOINT is true.
        const bool apart = op_ == Op::s_disjoint;
        TruthMap map{Bitmap{index_.size()}, Bitmap{index_.size()}};
        Bitmap far{index_.size()};
        far.set_range(0, index_.located());
        Bitmap near{index_.size()};
        const FilterMatcher matcher{filter_, deadline_};
        const FilterMatcher within{within_, deadline_}, meets{meets_, deadline_};
        index_.tree().search([&](const WorldBox& box) { return judge(box, within, meets); },
                             [&](std::size_t first, std::size_t last, Meets how) {
                                 near.set_range(first, last);
                                 if (how == Meets::wholly) {
                                     (apart ? map.no : map.yes).set_range(first, last);
                                     return;
                                 }
                                 among.for_each(first, last, [&](std::size_t row) {
                                     const Truth truth = ask(matcher, row);
                                     if (truth != Truth::unknown) {
                                         (truth == Truth::yes ? map.yes : map.no).set(row);
                                     }
                                 });
                             });
        far -= near;
        (apart ? map.yes : map.no) |= far;
        return map;
    }

private:
    /// The geometry first, whichever way the filter has them.
    static std::vector<Expression> of_property_and_shape(const Call& call)
    {
        std::vector<Expression> arguments = call.arguments;
        if (!std::holds_alternative<Property>(arguments.front().node)) {
            std::swap(arguments.front(), arguments.back());
        }
        return arguments;
    }

    [[nodiscard]] Meets judge(const WorldBox& box, const FilterMatcher& within,
                              const FilterMatcher& meets) const
    {
        if (std::ranges::none_of(windows_, [&](const WorldBox& window) { return window.intersects(box); })) {
            return Meets::no;
        }
        if (op_ != Op::s_intersects && op_ != Op::s_disjoint) {
            return Meets::partly;
        }
        if (std::ranges::any_of(inner_, [&](const WorldBox& inner) { return inner.contains(box); })) {
            return Meets::wholly;
        }
        const bool is_point = box.min_x == box.max_x && box.min_y == box.max_y;
        if (is_point || !shape_.boxes.empty()) {
            return Meets::partly;
        }
        deadline_.check();
        Feature node;
        node.values.resize(index_.columns().size());
        node.geometry = in_degrees(box);
        if (meets.truth(node) == Truth::no) {
            return Meets::no;
        }
        return within.truth(node) == Truth::yes ? Meets::wholly : Meets::partly;
    }

    [[nodiscard]] Truth ask(const FilterMatcher& matcher, std::size_t row) const
    {
        if (op_ == Op::s_intersects && !shape_.boxes.empty() &&
            index_.kind(row) == datasets::GeometryKind::point) {
            return std::ranges::any_of(shape_.boxes,
                                       [&](const BBox& box) { return touches(index_, row, box); })
                       ? Truth::yes
                       : Truth::no;
        }
        deadline_.check(); // costs little beside a look at a geometry
        Feature feature;
        feature.values.resize(index_.columns().size());
        feature.geometry = index_.geometry(row);
        return matcher.truth(feature);
    }

    const IndexedFeatures& index_;
    const datasets::Deadline& deadline_;
    const Filter& filter_;
    const Shape& shape_;
    Op op_;
    Filter within_;
    Filter meets_;
    std::vector<WorldBox> windows_{};
    std::vector<WorldBox> inner_{};
};

} // namespace

WorldBox world_box(const BBox& box)
{
    const WorldPoint north_west = to_world_point(LonLat{box.min_lon, box.max_lat});
    const WorldPoint south_east = to_world_point(LonLat{box.max_lon, box.min_lat});
    return {north_west.x, north_west.y, south_east.x, south_east.y};
}

WorldBox around(const BBox& box) { return grown(world_box(box)); }

Bitmap rows_in(const IndexedFeatures& index, std::span<const BBox> boxes, const datasets::Deadline& deadline)
{
    Bitmap rows{index.size()};
    datasets::Pace pace{deadline};
    for (const BBox& box : boxes) {
        const WorldBox inner = shrunk(world_box(box));
        const WorldBox outer = grown(world_box(box));
        index.tree().search(
            [&](const WorldBox& node) {
                return !outer.intersects(node)                  ? Meets::no
                       : !inner.empty() && inner.contains(node) ? Meets::wholly
                                                                : Meets::partly;
            },
            [&](std::size_t first, std::size_t last, Meets how) {
                if (how == Meets::wholly) {
                    rows.set_range(first, last);
                    return;
                }
                for (std::size_t row = first; row < last; ++row) {
                    pace.step();
                    if (touches(index, row, box)) {
                        rows.set(row);
                    }
                }
            });
    }
    return rows;
}

std::optional<TruthMap> truth_by_place(const IndexedFeatures& index, const Filter& filter,
                                       const Bitmap& among, const datasets::Deadline& deadline)
{
    const auto* call = std::get_if<Call>(&filter.root.node);
    if (call == nullptr || !datasets::is_spatial(call->op) || call->arguments.size() != 2) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const auto* shape = std::get_if<Shape>(&call->arguments[i].node);
        if (shape != nullptr && std::holds_alternative<Property>(call->arguments[1 - i].node)) {
            return PlaceQuestion{index, filter, *call, *shape, deadline}.answer(among);
        }
    }
    return std::nullopt;
}

} // namespace tiles

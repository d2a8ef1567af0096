#include "datasets/cql2_shape.hpp"

#include "datasets/cql2_names.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace datasets {

namespace {

enum class Wkt { point, line, polygon, points, lines, polygons, collection, box };

std::optional<Wkt> geometry_type(std::string_view word)
{
    static constexpr std::array<std::string_view, 8> types{
        "POINT",        "LINESTRING",         "POLYGON", "MULTIPOINT", "MULTILINESTRING",
        "MULTIPOLYGON", "GEOMETRYCOLLECTION", "BBOX"};
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (equals_ignoring_ascii_case(types[i], word)) {
            return static_cast<Wkt>(i);
        }
    }
    return std::nullopt;
}

class ShapeReader {
public:
    ShapeReader(Cql2Scanner& scanner, FilterBudget& budget, const ToLonLat& to_lonlat)
        : scanner_{scanner}, budget_{budget}, to_lonlat_{to_lonlat}
    {
    }

    std::optional<Shape> geometry(std::string_view word_before)
    {
        const auto type = geometry_type(word_before);
        const auto back = scanner_.mark();
        if (!type || ((void)scanner_.take_word("Z"), !scanner_.take('('))) {
            scanner_.go_back(back);
            return std::nullopt;
        }
        const auto level = budget_.descend();
        Shape shape = content_of(*type);
        scanner_.expect(')');
        return shape;
    }

private:
    template <class Next>
    auto list(Next next)
    {
        std::vector<decltype(next())> parts;
        do {
            parts.push_back(next());
        } while (scanner_.take(','));
        return parts;
    }

    template <class Inner>
    auto in_parentheses(Inner inner)
    {
        scanner_.expect('(');
        auto content = inner();
        scanner_.expect(')');
        return content;
    }

    Shape content_of(Wkt type)
    {
        const auto one = [](Geometry<LonLat> geometry) { return Shape{{std::move(geometry)}, {}}; };
        switch (type) {
        case Wkt::point:
            return one(Points<LonLat>{{position()}});
        case Wkt::line:
            return one(Lines<LonLat>{{line()}});
        case Wkt::polygon:
            return one(Polygons<LonLat>{{polygon()}});
        case Wkt::points:
            return one(Points<LonLat>{list([this] { return multi_position(); })});
        case Wkt::lines:
            return one(Lines<LonLat>{list([this] { return in_parentheses([this] { return line(); }); })});
        case Wkt::polygons:
            return one(
                Polygons<LonLat>{list([this] { return in_parentheses([this] { return polygon(); }); })});
        case Wkt::collection:
            break;
        case Wkt::box:
            return box();
        }
        return collection();
    }

    Shape collection()
    {
        Shape shape;
        do {
            const auto type = scanner_.word();
            scanner_.take_word(type);
            auto part = geometry(type);
            if (!part || !part->boxes.empty()) {
                scanner_.refuse("expected a geometry such as POINT(135.3 34.7)");
            }
            shape.parts.insert(shape.parts.end(), part->parts.begin(), part->parts.end());
        } while (scanner_.take(','));
        return shape;
    }

    Shape box()
    {
        const std::string where = scanner_.place();
        std::vector<double> numbers;
        do {
            numbers.push_back(scanner_.real());
        } while (scanner_.take(',') && numbers.size() < 7);
        return box_shape(numbers, to_lonlat_, where);
    }

    LonLat position()
    {
        budget_.take_part();
        const std::string where = scanner_.place();
        std::vector<double> numbers;
        do {
            numbers.push_back(scanner_.real());
        } while (numbers.size() < 4 && !scanner_.at_end() && scanner_.next() != ',' &&
                 scanner_.next() != ')');
        return literal_position(numbers, to_lonlat_, where);
    }

    LonLat multi_position()
    {
        const bool parenthesis = scanner_.take('(');
        const LonLat p = position();
        if (parenthesis) {
            scanner_.expect(')');
        }
        return p;
    }

    std::vector<LonLat> line()
    {
        const std::string where = scanner_.place();
        auto positions = list([this] { return position(); });
        check_line(positions, where);
        return positions;
    }

    std::vector<LonLat> ring()
    {
        const std::string where = scanner_.place();
        auto positions = in_parentheses([this] { return list([this] { return position(); }); });
        check_ring(positions, where);
        return positions;
    }

    Polygon<LonLat> polygon()
    {
        Polygon<LonLat> polygon;
        polygon.exterior = ring();
        while (scanner_.take(',')) {
            polygon.interiors.push_back(ring());
        }
        return polygon;
    }

    Cql2Scanner& scanner_;
    FilterBudget& budget_;
    const ToLonLat& to_lonlat_;
};

} // namespace

std::optional<Shape> read_shape(std::string_view word, Cql2Scanner& scanner, FilterBudget& budget,
                                const ToLonLat& to_lonlat)
{
    return ShapeReader{scanner, budget, to_lonlat}.geometry(word);
}

} // namespace datasets

#include "ingest/wkt.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ingest {

namespace {

using datasets::SourcePoint;
using Path = std::vector<SourcePoint>;

class WktReader {
public:
    explicit WktReader(std::string_view text) : rest_{text}
    {
        if (word_ahead() == "SRID") {
            rest_.remove_prefix(std::min(rest_.find(';'), rest_.size() - 1) + 1);
        }
    }

    datasets::MainParts<SourcePoint> read()
    {
        auto geometry = tagged(0);
        if (skip_spaces(); !rest_.empty()) {
            fail("something stands behind the geometry");
        }
        return {std::move(geometry), mixed_};
    }

private:
    [[noreturn]] static void fail(const std::string& what) { throw datasets::FormatError{"WKT: " + what}; }

    /// POINT Z (…): the name and what it holds.
    datasets::Geometry<SourcePoint> tagged(int depth)
    {
        constexpr int deepest = 8;
        const std::string type = word();
        if (const std::string ahead = word_ahead(); ahead == "Z" || ahead == "M" || ahead == "ZM") {
            word();
        }
        if (type != "GEOMETRYCOLLECTION") {
            return read_as(type);
        }
        if (depth == deepest) {
            fail("collections nested too deeply");
        }
        std::optional<datasets::Geometry<SourcePoint>> whole;
        list([&] {
            const bool was_mixed = datasets::add_main_part(whole, tagged(depth + 1));
            mixed_ = mixed_ || was_mixed;
        });
        return *std::move(whole);
    }

    datasets::Geometry<SourcePoint> read_as(const std::string& type)
    {
        if (type == "POINT" || type == "MULTIPOINT") {
            return datasets::Points<SourcePoint>{path()};
        }
        if (type == "LINESTRING") {
            return datasets::Lines<SourcePoint>{{path()}};
        }
        if (type == "MULTILINESTRING") {
            return datasets::Lines<SourcePoint>{paths()};
        }
        if (type == "POLYGON") {
            return datasets::Polygons<SourcePoint>{{polygon()}};
        }
        if (type == "MULTIPOLYGON") {
            datasets::Polygons<SourcePoint> polygons;
            list([&] { polygons.polygons.push_back(polygon()); });
            return polygons;
        }
        fail(fmt::format("'{}' is not a point, line or polygon", type.substr(0, 30)));
    }

    void skip_spaces()
    {
        while (!rest_.empty() &&
               (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n' || rest_[0] == '\r')) {
            rest_.remove_prefix(1);
        }
    }
    bool take(char c)
    {
        skip_spaces();
        const bool fits = !rest_.empty() && rest_[0] == c;
        rest_.remove_prefix(fits ? 1 : 0);
        return fits;
    }
    void require(char c)
    {
        if (!take(c)) {
            fail(fmt::format("'{}' is missing before '{}'", c, rest_.substr(0, 20)));
        }
    }
    std::string word_ahead()
    {
        skip_spaces();
        std::string word;
        for (const char c : rest_) {
            const bool lower = c >= 'a' && c <= 'z';
            if (!lower && (c < 'A' || c > 'Z')) {
                break;
            }
            word += lower ? static_cast<char>(c - 'a' + 'A') : c;
        }
        return word;
    }
    std::string word()
    {
        std::string word = word_ahead();
        rest_.remove_prefix(word.size());
        return word;
    }

    /// "(", `each` between commas, ")".
    template <class F>
    void list(F&& each)
    {
        require('(');
        do {
            each();
        } while (take(','));
        require(')');
    }

    double number()
    {
        skip_spaces();
        double value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{} || !std::isfinite(value)) {
            fail(fmt::format("a number is missing before '{}'", rest_.substr(0, 20)));
        }
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }

    SourcePoint position()
    {
        const bool in_brackets = take('('); // as MULTIPOINT may have them
        SourcePoint point{number(), 0};
        point.y = number();
        for (skip_spaces(); !rest_.empty() && rest_[0] != ',' && rest_[0] != ')'; skip_spaces()) {
            (void)number(); // Z, M
        }
        if (in_brackets) {
            require(')');
        }
        return point;
    }

    Path path()
    {
        Path path;
        list([&] { path.push_back(position()); });
        return path;
    }
    std::vector<Path> paths()
    {
        std::vector<Path> paths;
        list([&] { paths.push_back(path()); });
        return paths;
    }
    datasets::Polygon<SourcePoint> polygon()
    {
        std::vector<Path> rings = paths();
        for (Path& ring : rings) {
            if (ring.front() != ring.back()) {
                ring.push_back(ring.front());
            }
        }
        datasets::Polygon<SourcePoint> polygon{std::move(rings.front()), {}};
        polygon.interiors.assign(std::make_move_iterator(rings.begin() + 1),
                                 std::make_move_iterator(rings.end()));
        return polygon;
    }

    std::string_view rest_;
    bool mixed_ = false; ///< a collection held parts of lesser kinds
};

} // namespace

datasets::MainParts<SourcePoint> main_parts_from_wkt(std::string_view text) { return WktReader{text}.read(); }

} // namespace ingest

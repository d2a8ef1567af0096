#include "datasets/cql2.hpp"
#include "datasets/cql2_literals.hpp"
#include "datasets/cql2_names.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace datasets {

namespace {

using Json = nlohmann::json;

/// Annex C of the standard: {"op": …, "args": […]}, {"property": …}, {"date": …}, {"timestamp": …}, {"interval": […]},
/// {"bbox": […]}, GeoJSON geometries, and plain values.
class JsonParser {
public:
    explicit JsonParser(const ToLonLat& to_lonlat) : to_lonlat_{to_lonlat} {}

    Expression expression(const Json& json, const std::string& where)
    {
        const auto level = budget_.descend();
        budget_.take_part();
        if (json.is_boolean()) {
            return {json.get<bool>(), Kind::unchecked, where};
        }
        if (json.is_number()) {
            return number(json, where);
        }
        if (json.is_string()) {
            return {json.get<std::string>(), Kind::unchecked, where};
        }
        if (json.is_array()) {
            return {Call{Op::array, expressions(json, where), {}}, Kind::unchecked, where};
        }
        if (json.is_object()) {
            return object(json, where);
        }
        refuse_filter(where, "expected an expression, came null");
    }

private:
    static Expression number(const Json& json, const std::string& where)
    {
        const bool fits = json.is_number_integer() &&
                          (!json.is_number_unsigned() ||
                           json.get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max());
        if (fits) {
            return {json.get<std::int64_t>(), Kind::unchecked, where};
        }
        return {json.get<double>(), Kind::unchecked, where};
    }

    static std::string text(const Json& json, const std::string& where)
    {
        if (!json.is_string()) {
            refuse_filter(where, "expected a text in quotes");
        }
        return json.get<std::string>();
    }

    static const Json& list(const Json& json, const std::string& where)
    {
        if (!json.is_array()) {
            refuse_filter(where, "expected a list […]");
        }
        return json;
    }

    std::vector<Expression> expressions(const Json& json, const std::string& where)
    {
        std::vector<Expression> all;
        for (std::size_t i = 0; i < json.size(); ++i) {
            all.push_back(expression(json[i], fmt::format("{}[{}]", where, i)));
        }
        return all;
    }

    Expression object(const Json& json, const std::string& where)
    {
        const auto inner = [&](const char* key) { return where.empty() ? key : where + "." + key; };
        if (const auto op = json.find("op"); op != json.end()) {
            return operation(text(*op, inner("op")), json.value("args", Json::array()), where, inner("args"));
        }
        if (const auto name = json.find("property"); name != json.end()) {
            return {Property{text(*name, inner("property"))}, Kind::unchecked, where};
        }
        for (const char* key : {"date", "timestamp"}) {
            if (const auto value = json.find(key); value != json.end()) {
                return {instant(text(*value, inner(key)), inner(key)), Kind::unchecked, where};
            }
        }
        if (const auto ends = json.find("interval"); ends != json.end()) {
            return interval(*ends, inner("interval"), where);
        }
        if (json.contains("type")) {
            return {geometry(json, where), Kind::unchecked, where};
        }
        if (const auto box = json.find("bbox"); box != json.end()) {
            return {box_shape(numbers(*box, inner("bbox")), to_lonlat_, inner("bbox")), Kind::unchecked,
                    where};
        }
        refuse_filter(where, "expected an object with op, property, date, timestamp, interval, bbox or type");
    }

    Expression operation(const std::string& name, const Json& args, const std::string& where,
                         const std::string& args_where)
    {
        const auto op = op_from_json(name);
        const Json& arguments = list(args, args_where);
        if (!op || *op == Op::interval) {
            return {Call{Op::function, expressions(arguments, args_where), name}, Kind::unchecked, where};
        }
        if (*op == Op::in) {
            return {Call{Op::in, listed(arguments, args_where), {}}, Kind::unchecked, where};
        }
        const int wanted = name_of(*op).arguments;
        const bool enough =
            wanted < 0 ? arguments.size() >= 2 : arguments.size() == static_cast<std::size_t>(wanted);
        if (!enough) {
            refuse_filter(args_where,
                          fmt::format("'{}' takes {} arguments, came {}", name,
                                      wanted < 0 ? "2 or more" : std::to_string(wanted), arguments.size()));
        }
        return {Call{*op, expressions(arguments, args_where), {}}, Kind::unchecked, where};
    }

    /// [value, [a, b, …]]
    std::vector<Expression> listed(const Json& arguments, const std::string& where)
    {
        if (arguments.size() != 2 || !arguments[1].is_array() || arguments[1].empty()) {
            refuse_filter(where, "'in' takes a value and a list of values");
        }
        std::vector<Expression> all;
        all.push_back(expression(arguments[0], where + "[0]"));
        for (auto& value : expressions(arguments[1], where + "[1]")) {
            all.push_back(std::move(value));
        }
        return all;
    }

    static Instant instant(const std::string& value, const std::string& where)
    {
        auto read = read_instant(value);
        if (!read) {
            refuse_filter(where, fmt::format("expected a date such as 2026-04-01 or a time such as "
                                             "2026-04-01T09:30:00Z, came '{}'",
                                             value));
        }
        return *read;
    }

    Expression interval(const Json& json, const std::string& inside, const std::string& where)
    {
        if (!json.is_array() || json.size() != 2) {
            refuse_filter(inside, "expected the two ends of an interval");
        }
        std::vector<Expression> ends;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto here = fmt::format("{}[{}]", inside, i);
            if (!json[i].is_string()) {
                ends.push_back(expression(json[i], here));
            } else if (json[i] == "..") {
                ends.push_back({Open{}, Kind::unchecked, here});
            } else {
                ends.push_back({instant(text(json[i], here), here), Kind::unchecked, here});
            }
        }
        return {Call{Op::interval, std::move(ends), {}}, Kind::unchecked, where};
    }

    // --- geometries: GeoJSON (RFC 7946) ---

    std::vector<double> numbers(const Json& json, const std::string& where)
    {
        std::vector<double> all;
        for (const Json& number : list(json, where)) {
            if (!number.is_number()) {
                refuse_filter(where, "expected numbers");
            }
            all.push_back(number.get<double>());
        }
        return all;
    }

    template <class Next>
    auto each(const Json& json, const std::string& where, Next next)
    {
        std::vector<decltype(next(json, where))> all;
        const Json& parts = list(json, where);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            all.push_back(next(parts[i], fmt::format("{}[{}]", where, i)));
        }
        if (all.empty()) {
            refuse_filter(where, "expected at least one position");
        }
        return all;
    }

    LonLat position(const Json& json, const std::string& where)
    {
        budget_.take_part();
        return literal_position(numbers(json, where), to_lonlat_, where);
    }

    std::vector<LonLat> positions(const Json& json, const std::string& where)
    {
        return each(json, where, [this](const Json& j, const std::string& w) { return position(j, w); });
    }

    std::vector<LonLat> line(const Json& json, const std::string& where)
    {
        auto line = positions(json, where);
        check_line(line, where);
        return line;
    }

    Polygon<LonLat> polygon(const Json& json, const std::string& where)
    {
        auto rings = each(json, where, [this](const Json& j, const std::string& w) {
            auto ring = positions(j, w);
            check_ring(ring, w);
            return ring;
        });
        Polygon<LonLat> polygon{std::move(rings.front()), {}};
        polygon.interiors.assign(std::make_move_iterator(rings.begin() + 1),
                                 std::make_move_iterator(rings.end()));
        return polygon;
    }

    Shape geometry(const Json& json, const std::string& where)
    {
        const auto level = budget_.descend();
        const auto type = text(json.at("type"), where + ".type");
        if (type == "GeometryCollection") {
            return collection(json, where);
        }
        const auto inside = where + ".coordinates";
        const Json coordinates = json.value("coordinates", Json{});
        const auto one = [](Geometry<LonLat> geometry) { return Shape{{std::move(geometry)}, {}}; };
        if (type == "Point") {
            return one(Points<LonLat>{{position(coordinates, inside)}});
        }
        if (type == "MultiPoint") {
            return one(Points<LonLat>{positions(coordinates, inside)});
        }
        if (type == "LineString") {
            return one(Lines<LonLat>{{line(coordinates, inside)}});
        }
        if (type == "Polygon") {
            return one(Polygons<LonLat>{{polygon(coordinates, inside)}});
        }
        if (type == "MultiLineString") {
            return one(Lines<LonLat>{each(
                coordinates, inside, [this](const Json& j, const std::string& w) { return line(j, w); })});
        }
        if (type == "MultiPolygon") {
            return one(Polygons<LonLat>{each(
                coordinates, inside, [this](const Json& j, const std::string& w) { return polygon(j, w); })});
        }
        refuse_filter(where + ".type", fmt::format("expected a type of GeoJSON geometry, came '{}'", type));
    }

    Shape collection(const Json& json, const std::string& where)
    {
        const auto inside = where + ".geometries";
        const Json geometries = json.value("geometries", Json{});
        Shape all;
        for (const Shape& part : each(geometries, inside, [this](const Json&j, const std::string&w) {
                 return j.is_object() && j.contains("type") ? geometry(j, w) : Shape{};
             })) {
            if (part.parts.empty()) {
                refuse_filter(inside, "expected geometries");
            }
            all.parts.insert(all.parts.end(), part.parts.begin(), part.parts.end());
        }
        return all;
    }

    const ToLonLat& to_lonlat_;
    FilterBudget budget_{};
};

} // namespace

Expression parse_cql2_json(std::string_view json, const ToLonLat& to_lonlat)
{
    if (json.size() > longest_filter) {
        throw FilterError{fmt::format("a filter may be at most {} bytes long; this one has {}",
                                      longest_filter, json.size())};
    }
    Json document;
    try {
        document = Json::parse(json);
    } catch (const Json::parse_error& error) {
        throw FilterError{fmt::format("byte {}: expected JSON", error.byte)};
    } catch (const Json::exception&) { // a number that no double holds
        throw FilterError{"expected JSON with numbers that can be told"};
    }
    return JsonParser{to_lonlat}.expression(document, "filter");
}

} // namespace datasets

#include "api/filter_parameter.hpp"

#include "api/problem.hpp"
#include "api/query.hpp"
#include "datasets/cql2_literals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace api {

namespace {

using datasets::Call;
using datasets::Expression;
using datasets::Field;
using datasets::FieldType;
using datasets::Kind;
using datasets::Op;

constexpr std::array<std::string_view, 7> filter_names{"bbox",        "bbox-crs",   "datetime", "filter",
                                                       "filter-lang", "filter-crs", "q"};

/// Names that mean something else wherever features are asked for; a property that is called so is asked for by `filter`.
constexpr std::array<std::string_view, 17> taken_names{
    "f",         "lang",    "limit", "after", "crs",      "sortby",    "properties",  "by",     "value",
    "functions", "classes", "n",     "since", "simplify", "numerator", "denominator", "measure"};

template <class Names>
bool holds(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void refuse(std::string_view parameter, std::string_view expected, std::string_view came)
{
    throw Problem{400, fmt::format("{} must be {}, not '{}'", parameter, expected, came),
                  std::string(parameter)};
}

Expression call(Op op, std::vector<Expression> arguments)
{
    return {Call{op, std::move(arguments), {}}, Kind::unchecked, {}};
}

Expression property(std::string_view name)
{
    return {datasets::Property{std::string(name)}, Kind::unchecked, {}};
}

template <class Literal>
Expression literal(Literal value)
{
    return {std::move(value), Kind::unchecked, {}};
}

/// Turns positions in a CRS into degrees.
datasets::ToLonLat to_lonlat(const Crs& crs, std::string_view parameter)
{
    if (crs.is_crs84()) {
        return {};
    }
    return [&crs, parameter](double first, double second) {
        const auto p = from_crs(crs, first, second);
        if (!p) {
            throw Problem{400,
                          fmt::format("{}: {} {} is no position of {}", parameter, first, second, crs.uri()),
                          std::string(parameter)};
        }
        return *p;
    };
}

/// A box in metres is a little bent in degrees: `boxes` hold it, and a condition of the filter is exact.
void add_box(const Request& request, FilterParameters& parameters, std::vector<Expression>& conditions,
             std::string_view geometry)
{
    const Crs& crs = crs_parameter(request, "bbox-crs");
    if (crs.is_crs84()) {
        parameters.selection.boxes = bbox_parameter(request);
        return;
    }
    const auto text = request.parameter("bbox");
    if (!text) {
        return;
    }
    const auto numbers = read_numbers(*text);
    if (!numbers || (numbers->size() != 4 && numbers->size() != 6)) {
        refuse("bbox", "four numbers in the order of the axes of bbox-crs", *text);
    }
    const bool flat = numbers->size() == 4;
    const std::array box{(*numbers)[0], (*numbers)[1], (*numbers)[flat ? 2 : 3], (*numbers)[flat ? 3 : 4]};
    if (crs.degrees) {
        auto turned = box; // latitude first
        std::swap(turned[0], turned[1]);
        std::swap(turned[2], turned[3]);
        parameters.selection.boxes = boxes_of(turned, *text);
        return;
    }
    if (box[0] > box[2] || box[1] > box[3]) {
        refuse("bbox", "the smaller corner, then the greater", *text);
    }
    auto shape = datasets::box_shape(box, to_lonlat(crs, "bbox"), "bbox");
    parameters.selection.boxes = {datasets::bbox_of(shape.parts.front())};
    conditions.push_back(call(Op::s_intersects, {property(geometry), literal(std::move(shape))}));
}

Expression parse_filter(const Request& request, std::string_view text)
{
    const auto language = request.parameter("filter-lang").value_or("cql2-text");
    const auto to_degrees = to_lonlat(crs_parameter(request, "filter-crs"), "filter");
    if (language == "cql2-text") {
        return datasets::parse_cql2_text(text, to_degrees);
    }
    if (language == "cql2-json") {
        return datasets::parse_cql2_json(text, to_degrees);
    }
    refuse("filter-lang", "cql2-text or cql2-json", language);
}

template <class Number>
std::optional<Number> number(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Expression value_of(const Field& field, std::string_view text)
{
    switch (field.type) {
    case FieldType::integer:
        if (const auto whole = number<std::int64_t>(text)) {
            return literal(*whole);
        }
        refuse(field.name, "a whole number", text);
    case FieldType::number:
        if (const auto real = number<double>(text); real && std::isfinite(*real)) {
            return literal(*real);
        }
        refuse(field.name, "a number", text);
    case FieldType::boolean:
        if (text != "true" && text != "false" && text != "1" && text != "0") { // GDAL has numbers for them
            refuse(field.name, "true or false", text);
        }
        return literal(text == "true" || text == "1");
    case FieldType::date:
    case FieldType::datetime:
        if (auto instant = datasets::read_instant(text)) {
            return literal(std::move(*instant));
        }
        refuse(field.name, "a date or a time of RFC 3339", text);
    case FieldType::text:
        break;
    }
    return literal(std::string(text));
}

/// `name=value`; the same name again is another value that will do.
void add_properties(const Request& request, const datasets::Schema& schema,
                    std::vector<Expression>& conditions)
{
    for (const Field& field : schema.fields) {
        std::vector<Expression> list{property(field.name)};
        for (const auto& [name, value] : request.query) {
            if (name == field.name && is_property_parameter(schema, name)) {
                list.push_back(value_of(field, value));
            }
        }
        if (list.size() > 1) {
            conditions.push_back(call(Op::in, std::move(list)));
        }
    }
}

/// Every word somewhere in a searchable text, or in any text if none is searchable; case, width and kind of kana do not matter.
void add_words(std::string_view words, const datasets::Schema& schema, std::vector<Expression>& conditions)
{
    const bool some = std::any_of(schema.fields.begin(), schema.fields.end(),
                                  [](const Field& it) { return it.searchable; });
    for (const auto word : split_list(words, ' ')) {
        std::string pattern = "%";
        for (const char c : word) {
            pattern += c == '%' || c == '_' || c == '\\' ? std::string{'\\', c} : std::string{c};
        }
        std::vector<Expression> anywhere;
        for (const Field& field : schema.fields) {
            if (field.type == FieldType::text && (field.searchable || !some)) {
                anywhere.push_back(call(Op::like, {call(Op::casei, {property(field.name)}),
                                                   call(Op::casei, {literal(pattern + '%')})}));
            }
        }
        conditions.push_back(anywhere.empty()       ? literal(false)
                             : anywhere.size() == 1 ? std::move(anywhere.front())
                                                    : call(Op::or_, std::move(anywhere)));
    }
}

/// The parameters that chose, by name and then as they came.
std::string name_of(const Request& request, const datasets::Schema& schema)
{
    std::vector<std::string> parts;
    for (const auto& [name, value] : request.query) {
        if (holds(filter_names, name) || is_property_parameter(schema, name)) {
            parts.push_back(name + '=' + value);
        }
    }
    std::sort(parts.begin(), parts.end());
    return fmt::format("{}", fmt::join(parts, "&"));
}

} // namespace

FilterParameters filter_parameters(const Request& request, const datasets::DatasetInfo& info)
{
    FilterParameters parameters;
    std::vector<Expression> conditions;
    parameters.selection.time = datetime_parameter(request);
    parameters.selection.time_fields = info.manifest.time;
    add_box(request, parameters, conditions, datasets::geometry_property(info.schema));
    try {
        if (const auto text = request.parameter("filter")) {
            // Checked alone first, so that a complaint is of what the client wrote.
            conditions.push_back(datasets::check(parse_filter(request, *text), info.schema).root);
        } else {
            (void)crs_parameter(request, "filter-crs");
            check_fixed(request, "filter-lang", {"cql2-text", "cql2-json"});
        }
        add_properties(request, info.schema, conditions);
        add_words(request.parameter("q").value_or(""), info.schema, conditions);
        if (!conditions.empty()) {
            parameters.filter =
                datasets::check(conditions.size() == 1 ? std::move(conditions.front())
                                                       : call(Op::and_, std::move(conditions)),
                                info.schema);
        }
    } catch (const datasets::FilterError& error) {
        throw Problem{400, fmt::format("filter: {}", error.what()), "filter"};
    }
    parameters.name = name_of(request, info.schema);
    return parameters;
}

bool is_property_parameter(const datasets::Schema& schema, std::string_view name)
{
    return !holds(filter_names, name) && !holds(taken_names, name) && schema.index_of(name).has_value();
}

void allow_only_with_filter(const Request& request, const datasets::Schema& schema,
                            std::initializer_list<std::string_view> names)
{
    std::set<std::string> once;
    for (const auto& [name, value] : request.query) {
        const bool is_property = is_property_parameter(schema, name);
        if (!holds(names, name) && !holds(filter_names, name) && !is_property) {
            std::vector<std::string_view> known(names);
            known.insert(known.end(), filter_names.begin(), filter_names.end());
            for (const Field& field : schema.fields) {
                known.push_back(field.name);
            }
            throw Problem{
                400,
                fmt::format("there is no parameter '{}' here; known are {}", name, fmt::join(known, ", ")),
                name};
        }
        if (!is_property && !once.insert(name).second) {
            throw Problem{400, fmt::format("{} is given twice", name), name};
        }
    }
}

const Crs& crs_parameter(const Request& request, std::string_view name)
{
    const auto text = request.parameter(name);
    if (!text) {
        return offered_crs().front();
    }
    const auto* crs = find_crs(*text);
    if (crs == nullptr) {
        refuse(name,
               fmt::format("one of the CRS that the collection lists, such as {}", offered_crs()[1].uri()),
               *text);
    }
    return *crs;
}

} // namespace api

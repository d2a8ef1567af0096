#include "datasets/check_rules.hpp"

#include "datasets/json_reader.hpp"

#include <algorithm>

namespace datasets {

namespace {

constexpr double largest_tolerance = 1e9;

/// What checks may speak of.
struct Known {
    Schema schema{};
    bool has_lines = false;
    bool is_blurred = false;
};

/// Reads the keys of one check.
class CheckReader {
public:
    CheckReader(const JsonReader& json, const Known& known) : json_{json}, known_{known} {}

    [[nodiscard]] std::string number(const char* key) const
    {
        const JsonReader member = json_.at(key);
        return number(member, member.text());
    }

    [[nodiscard]] std::vector<std::string> numbers(const char* key) const
    {
        const JsonReader member = json_.at(key);
        std::vector<std::string> names = member.texts();
        if (names.size() < 2) {
            member.fail("項目を２つ以上書いてください", "expected at least two fields");
        }
        for (const std::string& name : names) {
            (void)number(member, name);
        }
        return names;
    }

    [[nodiscard]] std::string field_or_empty(const char* key) const
    {
        const std::string name = json_.text_or(key, "");
        if (!name.empty() && !known_.schema.index_of(name)) {
            json_.at(key).fail("\"" + name + "\" は公開項目ではありません",
                               "\"" + name + "\" is no public field");
        }
        return name;
    }

    [[nodiscard]] double tolerance(const char* key = "tolerance", double otherwise = 0) const
    {
        return json_.number_or(key, otherwise, 0, largest_tolerance);
    }

    [[nodiscard]] Only only() const
    {
        if (!json_.has("only")) {
            return {};
        }
        const JsonReader json = json_.at("only");
        if (!json.value().is_object() || json.value().size() != 1) {
            json.fail("項目を１つだけ、{\"項目\":[\"値\"]} の形で書いてください",
                      "expected one field: {field: [values]}");
        }
        const std::string name = json.value().begin().key();
        const auto index = known_.schema.index_of(name);
        if (!index || known_.schema.fields[*index].type != FieldType::text) {
            json.fail("\"" + name + "\" は text の公開項目ではありません",
                      "\"" + name + "\" is no public text field");
        }
        return {name, json.at(name.c_str()).texts()};
    }

    /// Throws unless the dataset has lines where they truly lie.
    void require_lines() const
    {
        if (!known_.has_lines) {
            json_.fail(
                "両端と長さがあるのは線だけです。geometry を source、join、\"wkt\" のどれかにしてください",
                "only lines have ends and a length: geometry must come from the source, a join or \"wkt\"");
        }
        if (known_.is_blurred) {
            json_.fail(
                "位置をぼかすデータ（privacy.mesh）には使えません。両端や長さから、元の位置がわかるためです",
                "positions are blurred (privacy.mesh), and what is said of ends and lengths would tell them");
        }
    }

private:
    /// A private field is never read, so nothing can be checked of it.
    [[nodiscard]] std::string number(const JsonReader& json, const std::string& name) const
    {
        const auto index = known_.schema.index_of(name);
        const FieldType type = index ? known_.schema.fields[*index].type : FieldType::text;
        if (type != FieldType::integer && type != FieldType::number) {
            json.fail("\"" + name + "\" は integer か number の公開項目ではありません",
                      "\"" + name + "\" is no public field of type integer or number");
        }
        return name;
    }

    const JsonReader& json_;
    const Known& known_;
};

Check read_slope(const JsonReader& json, const CheckReader& keys)
{
    json.allow_only(
        {"kind", "slope", "upstream", "downstream", "length", "tolerance", "level_tolerance_m", "only"});
    SlopeCheck check{keys.number("slope"), keys.number("upstream"), keys.number("downstream")};
    if (json.has("length")) {
        check.length = keys.number("length");
    } else {
        keys.require_lines();
    }
    check.tolerance = keys.tolerance("tolerance", check.tolerance);
    check.level_tolerance = keys.tolerance("level_tolerance_m", check.level_tolerance);
    check.only = keys.only();
    return check;
}

Check read_length(const JsonReader& json, const CheckReader& keys)
{
    json.allow_only({"kind", "length", "tolerance_m", "tolerance_percent"});
    keys.require_lines();
    LengthCheck check{keys.number("length")};
    check.tolerance = keys.tolerance("tolerance_m", check.tolerance);
    check.tolerance_percent = keys.tolerance("tolerance_percent", check.tolerance_percent);
    return check;
}

Check read_ends(const JsonReader& json, const CheckReader& keys)
{
    json.allow_only({"kind", "dataset", "tolerance_m", "search_m", "number", "upstream", "downstream"});
    keys.require_lines();
    EndsCheck check{json.at("dataset").text()};
    constexpr double farthest = 1000; // metres: past it nothing is "near"
    check.tolerance = json.number_or("tolerance_m", check.tolerance, 0, farthest);
    check.search = json.number_or("search_m", std::max(check.search, check.tolerance), 0, farthest);
    if (check.search < check.tolerance) {
        json.at("search_m")
            .fail("tolerance_m より小さくなっています。tolerance_m 以上にしてください",
                  "it is below tolerance_m");
    }
    check.number = json.text_or("number", "");
    check.upstream = keys.field_or_empty("upstream");
    check.downstream = keys.field_or_empty("downstream");
    return check;
}

Check read_check(const JsonReader& json, const Known& known)
{
    const CheckReader keys{json, known};
    const std::string kind = json.at("kind").text();
    if (kind == "sum") {
        json.allow_only({"kind", "total", "parts", "tolerance"});
        return SumCheck{keys.number("total"), keys.numbers("parts"), keys.tolerance()};
    }
    if (kind == "at_most") {
        json.allow_only({"kind", "field", "limit", "tolerance"});
        return AtMostCheck{keys.number("field"), keys.number("limit"), keys.tolerance()};
    }
    if (kind == "rate") {
        json.allow_only({"kind", "rate", "of", "by", "decimals", "tolerance"});
        return RateCheck{keys.number("rate"), keys.number("of"), keys.number("by"),
                         json.integer_or("decimals", 2, 0, 9), keys.tolerance()};
    }
    if (kind == "falls") {
        json.allow_only({"kind", "upstream", "downstream", "only"});
        return FallCheck{keys.number("upstream"), keys.number("downstream"), keys.only()};
    }
    if (kind == "slope") {
        return read_slope(json, keys);
    }
    if (kind == "length") {
        return read_length(json, keys);
    }
    if (kind == "ends_on") {
        return read_ends(json, keys);
    }
    json.at("kind").fail("sum, at_most, rate, falls, slope, length, ends_on のどれかを書いてください",
                         "expected sum, at_most, rate, falls, slope, length or ends_on");
}

/// True if rows may be lines: positions in columns are points, but for well-known text, and what is derived is none.
bool may_have_lines(const GeometrySource& geometry)
{
    const auto* columns = std::get_if<ColumnGeometry>(&geometry.from);
    return !std::holds_alternative<NoGeometry>(geometry.from) &&
           !std::holds_alternative<AddressGeometry>(geometry.from) &&
           std::holds_alternative<std::monostate>(geometry.derive) &&
           (columns == nullptr || columns->form == ColumnForm::wkt);
}

} // namespace

std::vector<Check> read_checks(const JsonReader& json, const std::vector<FieldRule>& fields,
                               const GeometrySource& geometry, const PrivacyRules& privacy)
{
    const Known known{public_schema(fields), may_have_lines(geometry), privacy.mesh_metres > 0};
    std::vector<Check> checks;
    for (const JsonReader& check : json.elements()) {
        checks.push_back(read_check(check, known));
    }
    return checks;
}

} // namespace datasets

#include "datasets/here_rules.hpp"

#include "datasets/json_reader.hpp"
#include "datasets/local_format_error.hpp"
#include "datasets/sentence.hpp"

#include <initializer_list>

namespace datasets {

namespace {

void check_gaps(const JsonReader& json, const Schema& fields, std::initializer_list<std::string_view> more)
{
    std::vector<std::string> names;
    try {
        names = gaps_of(json.text());
    } catch (const LocalFormatError& error) {
        json.fail(error.said().ja, error.said().en);
    }
    for (const std::string& name : names) {
        if (!fields.index_of(name) && std::find(more.begin(), more.end(), name) == more.end()) {
            json.fail("{" + name + "} という公開項目は、ここでは使えません",
                      "{" + name + "} is no public field");
        }
    }
}

std::optional<LocalText> read_sentence(const JsonReader& json, const char* key, const Schema& fields,
                                       std::initializer_list<std::string_view> more = {})
{
    if (!json.has(key)) {
        return std::nullopt;
    }
    const JsonReader sentence = json.at(key);
    auto text = sentence.local_text();
    check_gaps(sentence.at("ja"), fields, more);
    check_gaps(sentence.at("en"), fields, more);
    return text;
}

} // namespace

HereRule read_here(const JsonReader& json, const Schema& public_fields)
{
    json.allow_only({"order", "within", "outside", "near", "count", "radius_m"});
    HereRule rule;
    rule.order = json.integer_or("order", rule.order, 0, 1000);
    rule.within = read_sentence(json, "within", public_fields);
    rule.outside = read_sentence(json, "outside", {});
    rule.near = read_sentence(json, "near", public_fields, {"distance", "direction"});
    rule.count = json.integer_or("count", rule.count, 1, 20);
    rule.radius_m = json.integer_or("radius_m", rule.radius_m, 10, 50'000);
    if (!rule.says_something()) {
        json.fail("within, outside, near の少なくとも１つに、文を書いてください",
                  "expected a sentence: within, outside or near");
    }
    return rule;
}

} // namespace datasets

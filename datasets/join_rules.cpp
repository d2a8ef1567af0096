#include "datasets/join_rules.hpp"

#include "datasets/json_reader.hpp"

namespace datasets {

Join read_join(const JsonReader& json)
{
    Join join{json.at("dataset").text(), {}};
    const JsonReader key = json.at("key");
    if (!key.value().is_object() || key.value().empty()) {
        key.fail("{\"こちらの項目\":\"相手の項目\"} の形で書いてください",
                 "expected {field here: field there}");
    }
    for (const auto& item : key.value().items()) {
        join.key.emplace_back(item.key(), key.at(item.key().c_str()).text());
    }
    return join;
}

} // namespace datasets

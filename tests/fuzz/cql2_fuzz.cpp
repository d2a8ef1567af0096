#include "datasets/cql2.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace datasets;

const Schema schema{{{"name", FieldType::text, {}, "", false},
                     {"size", FieldType::integer, {}, "", false},
                     {"rate", FieldType::number, {}, "", false},
                     {"open", FieldType::boolean, {}, "", false},
                     {"built", FieldType::date, {}, "", false},
                     {"seen", FieldType::datetime, {}, "", false}}};

const Feature full{1,
                   "f1",
                   Polygons<LonLat>{{{{{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}}, {}}}},
                   {"中央公園", std::int64_t{5}, 2.5, true, "2026-04-01", "2026-04-01T09:30"}};
const Feature empty{2, "f2", std::nullopt, {{}, {}, {}, {}, {}, {}}};

template <class Parse>
void ask(std::string_view text, Parse parse)
{
    try {
        const Filter filter = check(parse(text, ToLonLat{}), schema);
        const FilterMatcher matches{filter};
        (void)matches(full);
        (void)matches(empty);
    } catch (const FormatError&) { // also GEOS's opinion of odd numbers
    }
}

} // namespace

/// The way of a filter: parsed as text and as JSON, held against a schema, evaluated.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    ask(bytes, parse_cql2_text);
    ask(bytes, parse_cql2_json);
    return 0;
}

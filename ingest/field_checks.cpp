#include "ingest/field_checks.hpp"

#include "ingest/key_text.hpp"

#include <utility>

namespace ingest {

namespace {

Finding finding_of(datasets::Breach::Kind kind)
{
    switch (kind) {
    case datasets::Breach::Kind::range:
        return Finding::value_range;
    case datasets::Breach::Kind::pattern:
        return Finding::value_pattern;
    case datasets::Breach::Kind::not_listed:
        break;
    }
    return Finding::value_not_listed;
}

} // namespace

void check_limits(const datasets::FieldRule& rule, const datasets::Value& value, BuiltRow& built)
{
    const auto breach = datasets::breach_of(rule.limits, value);
    if (!breach) {
        return;
    }
    std::string about = excerpt(key_text(value));
    if (!breach->bound.empty()) {
        about += " " + breach->bound;
    }
    if (rule.limits.reject) {
        reject(built, finding_of(breach->kind), rule.field.name, std::move(about));
    } else {
        built.entries.push_back(
            entry_of(finding_of(breach->kind), EntryKind::warning, rule.field.name, std::move(about)));
    }
}

std::string excerpt(std::string_view text)
{
    constexpr std::size_t longest = 180; // bytes: 60 kanji
    if (text.size() <= longest) {
        return std::string{text};
    }
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end; // not in the middle of a character
    }
    return std::string{text.substr(0, end)} + "…";
}

} // namespace ingest

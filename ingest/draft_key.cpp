#include "ingest/draft_key.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <unordered_set>

namespace ingest {

namespace {

using datasets::FieldType;

constexpr std::size_t longest_key = 120; // bytes

bool may_be_part(std::string_view header)
{
    constexpr std::array<std::string_view, 11> words{"番号", "コード", "区分",   "名",   "所在地", "住所",
                                                     "年",   "投票区", "選挙区", "code", "number"};
    const std::string folded = datasets::fold_search(header);
    return folded == "no" || folded == "no." || folded == "id" || folded == "name" || folded == "address" ||
           std::any_of(words.begin(), words.end(), [&](std::string_view word) {
               return folded.find(datasets::fold_search(word)) != std::string::npos;
           });
}

bool is_usable(const DraftField& field)
{
    return field.is_public() && field.never_empty && field.parts.empty() &&
           (field.type == FieldType::text || field.type == FieldType::integer);
}

/// Numbers and codes come first: names are corrected, and then links change.
int rank(const DraftField& field)
{
    const std::string& name = field.name.name;
    const bool is_number = name.starts_with("number") || name == "id" || name.ends_with("_number") ||
                           name.ends_with("_id") || name.ends_with("code") || name == "no";
    return is_number ? 0 : name.starts_with("name") || field.is_named ? 1 : 2;
}

} // namespace

KeyFinder::KeyFinder(const std::vector<std::string>& columns)
{
    constexpr std::size_t most = 8; // 154 sets of two to four of them
    for (std::size_t i = 0; i < columns.size() && candidates_.size() < most; ++i) {
        if (may_be_part(columns[i])) {
            candidates_.push_back({i, columns[i], {}});
        }
    }
}

void KeyFinder::add(const SourceRow& row)
{
    constexpr std::size_t most_rows = 1'000'000; // 64 MB of hashes
    for (Candidate& candidate : candidates_) {
        given_up_ = given_up_ || candidate.hashes.size() == most_rows;
        if (!given_up_) {
            candidate.hashes.push_back(
                std::hash<std::string>{}(datasets::fold_width(trim(row.cells[candidate.column]))));
        }
    }
}

bool KeyFinder::tell_apart(const std::vector<const Candidate*>& columns)
{
    std::unordered_set<std::size_t> seen;
    for (std::size_t row = 0; row < columns.front()->hashes.size(); ++row) {
        std::size_t all = 0;
        for (const Candidate* column : columns) {
            constexpr std::size_t odd = 0x9E3779B97F4A7C15; // spreads the order of the columns over all bits
            all = (all ^ column->hashes[row]) * odd;
            all ^= all >> 32U;
        }
        if (!seen.insert(all).second) {
            return false;
        }
    }
    return true;
}

std::vector<std::string> KeyFinder::together(const std::vector<DraftField>& fields) const
{
    std::vector<std::pair<const Candidate*, const DraftField*>> usable;
    for (const Candidate& candidate : candidates_) {
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const DraftField& f) {
            return f.source == candidate.header && is_usable(f);
        });
        if (field != fields.end()) {
            usable.emplace_back(&candidate, &*field);
        }
    }
    constexpr int most_together = 4;
    const unsigned sets = 1U << usable.size();
    for (int size = 2; size <= most_together; ++size) {
        for (unsigned set = 0; set < sets; ++set) {
            std::vector<const Candidate*> columns;
            std::vector<std::string> names;
            std::size_t longest = 0;
            for (std::size_t i = 0; i < usable.size(); ++i) {
                if ((set >> i & 1U) != 0) {
                    columns.push_back(usable[i].first);
                    names.push_back(usable[i].second->name.name);
                    longest += usable[i].second->longest;
                }
            }
            if (std::ssize(columns) == size && longest <= longest_key && tell_apart(columns)) {
                return names;
            }
        }
    }
    return {};
}

std::vector<std::string> KeyFinder::best(const std::vector<DraftField>& fields) const
{
    const DraftField* best = nullptr;
    for (const DraftField& field : fields) {
        if (is_usable(field) && field.is_unique && field.longest <= longest_key &&
            (best == nullptr || rank(field) < rank(*best))) {
            best = &field;
        }
    }
    if (best != nullptr) {
        return {best->name.name};
    }
    return given_up_ ? std::vector<std::string>{} : together(fields);
}

} // namespace ingest

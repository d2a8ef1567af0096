#include "ingest/draft_key.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/date_columns.hpp"
#include "ingest/values.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

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

/// A date that stands in several columns tells rows apart only beside others: two things may happen in one minute.
bool is_usable(const DraftField& field)
{
    const bool known =
        field.type == FieldType::text || field.type == FieldType::integer || !field.parts.empty();
    return field.is_public() && field.never_empty && known;
}

/// Of both and their order.
std::size_t mixed(std::size_t all, std::size_t more)
{
    constexpr std::size_t odd = 0x9E3779B97F4A7C15; // spreads the order of the columns over all bits
    all = (all ^ more) * odd;
    return all ^ (all >> 32U);
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

/// Sets of columns that are tried one after the other. Most leave the same two rows alike as a set before them, which shows
/// without a look at all the others.
class KeyFinder::Trial {
public:
    bool tell_apart(const std::vector<const Candidate*>& columns)
    {
        const bool fails_again = std::any_of(alike_.begin(), alike_.end(), [&](const Rows& rows) {
            return std::all_of(columns.begin(), columns.end(), [&](const Candidate* column) {
                return column->hashes[rows.first] == column->hashes[rows.second];
            });
        });
        if (fails_again) {
            return false;
        }
        const auto rows = first_alike(columns);
        if (rows) {
            alike_.push_back(*rows);
        }
        return !rows;
    }

private:
    using Rows = std::pair<std::size_t, std::size_t>;

    static std::optional<Rows> first_alike(const std::vector<const Candidate*>& columns)
    {
        std::unordered_map<std::size_t, std::size_t> seen;
        for (std::size_t row = 0; row < columns.front()->hashes.size(); ++row) {
            std::size_t all = 0;
            for (const Candidate* column : columns) {
                all = mixed(all, column->hashes[row]);
            }
            const auto [earlier, is_new] = seen.emplace(all, row);
            if (!is_new) {
                return Rows{earlier->second, row};
            }
        }
        return std::nullopt;
    }

    std::vector<Rows> alike_{};
};

KeyFinder::KeyFinder(const std::vector<std::string>& columns)
{
    constexpr std::size_t most = 8; // 210 sets of two to five of them
    bool has_date = false;
    for (std::size_t i = 0; i < columns.size() && candidates_.size() < most; ++i) {
        const std::size_t parts = date_columns_at(columns, i);
        if (parts > 2 && !has_date) {
            has_date = true;
            add_candidate(columns, i, parts);
            i += parts - 1;
        } else if (may_be_part(columns[i])) {
            add_candidate(columns, i, 1);
        }
    }
}

void KeyFinder::add_candidate(const std::vector<std::string>& columns, std::size_t first, std::size_t count)
{
    Candidate candidate;
    for (std::size_t i = first; i < first + count; ++i) {
        candidate.columns.push_back(i);
        candidate.headers.push_back(columns[i]);
    }
    candidates_.push_back(std::move(candidate));
}

void KeyFinder::add(const SourceRow& row)
{
    constexpr std::size_t most_rows = 1'000'000; // 64 MB of hashes
    for (Candidate& candidate : candidates_) {
        given_up_ = given_up_ || candidate.hashes.size() == most_rows;
        if (given_up_) {
            return;
        }
        std::size_t all = 0;
        for (const std::size_t column : candidate.columns) {
            all = mixed(all, std::hash<std::string>{}(datasets::fold_width(trim(row.cells[column]))));
        }
        candidate.hashes.push_back(all);
    }
}

std::vector<std::string> KeyFinder::together(const std::vector<DraftField>& fields) const
{
    std::vector<std::pair<const Candidate*, const DraftField*>> usable;
    for (const Candidate& candidate : candidates_) {
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const DraftField& f) {
            const bool same =
                f.parts.empty() ? candidate.headers == std::vector{f.source} : candidate.headers == f.parts;
            return same && is_usable(f);
        });
        if (field != fields.end()) {
            usable.emplace_back(&candidate, &*field);
        }
    }
    Trial trial;
    constexpr int most_together = 5;
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
            if (std::ssize(columns) == size && longest <= longest_key && trial.tell_apart(columns)) {
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

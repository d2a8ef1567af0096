#include "datasets/search_index.hpp"

#include "datasets/error.hpp"
#include "datasets/search_index_format.hpp"
#include "datasets/text_folding.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace datasets {

namespace {

using namespace search_format;

/// Beginnings beyond which only the shortest are ranked.
constexpr std::size_t ranked_beginnings = 2000;

[[noreturn]] void refuse(const char* what)
{
    throw FormatError{std::string{"this is no search index of this version, or not a whole one: "} + what};
}

Header read_header(std::span<const std::byte> bytes)
{
    Header header;
    if (bytes.size() < sizeof header) {
        refuse("it is too short");
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.magic != magic || header.version != version) {
        refuse("it begins otherwise");
    }
    return header;
}

/// That sections follow each other and are as long as their counts want, so that no number read from them leads out of them.
void check_sections(const Header& header, std::size_t size)
{
    std::uint64_t before = aligned(sizeof(Header));
    for (const auto offset : header.offsets) {
        if (offset < before || offset % 8 != 0 || offset > size) {
            refuse("its sections do not fit");
        }
        before = offset;
    }
    const auto holds = [&](std::size_t section, std::uint64_t count, std::uint64_t each) {
        return header.offsets[section + 1] - header.offsets[section] >= count * each;
    };
    const std::uint64_t entries = header.entries, all_keys = header.keys;
    if (header.offsets[section_count] != size || !holds(fids, entries, 4) || !holds(fields, entries, 2) ||
        !holds(places, entries + 1, 4) || !holds(sorted, entries, 4) || !holds(by_feature, entries, 4) ||
        !holds(firsts, std::uint64_t{header.features} + 2, 4) || !holds(keys, all_keys, 8) ||
        !holds(list_places, all_keys + 1, 4) || !holds(list_counts, all_keys, 4)) {
        refuse("a section is too short");
    }
}

bool rises_to(const std::uint32_t* places, std::size_t count, std::uint64_t end)
{
    return std::is_sorted(places, places + count + 1) && places[count] <= end;
}

bool are_below(const std::uint32_t* numbers, std::size_t count, std::size_t limit)
{
    return std::all_of(numbers, numbers + count, [limit](std::uint32_t n) { return n < limit; });
}

bool is_better(const SearchHit& a, const SearchHit& b)
{
    return std::tuple(a.order, a.rank) < std::tuple(b.order, b.rank);
}

std::vector<SearchHit> best_of(const std::unordered_map<std::int64_t, SearchHit>& found, std::size_t most)
{
    std::vector<SearchHit> hits;
    hits.reserve(found.size());
    for (const auto& [fid, hit] : found) {
        hits.push_back(hit);
    }
    std::sort(hits.begin(), hits.end(), is_better);
    hits.resize(std::min(hits.size(), most));
    return hits;
}

} // namespace

/// Hits of one word, each feature once.
class SearchIndex::Found {
public:
    Found(const SearchIndex& index, std::optional<std::size_t> name) : index_{index}, name_{name} {}

    void add(std::uint32_t entry, MatchKind kind)
    {
        const SearchHit hit = index_.hit(entry, kind, name_);
        const auto [known, is_new] = best_.try_emplace(hit.fid, hit);
        if (!is_new && is_better(hit, known->second)) {
            known->second = hit;
        }
    }

    /// True if so many are of a lower order, which none that may follow has.
    [[nodiscard]] bool has(std::size_t most, int below) const
    {
        return static_cast<std::size_t>(std::count_if(best_.begin(), best_.end(), [&](const auto& it) {
                   return it.second.order < below;
               })) >= most;
    }

    [[nodiscard]] std::vector<SearchHit> best(std::size_t most) const { return best_of(best_, most); }

private:
    const SearchIndex& index_;
    std::optional<std::size_t> name_;
    std::unordered_map<std::int64_t, SearchHit> best_{};
};

SearchIndex::SearchIndex(std::span<const std::byte> bytes) : bytes_{bytes}
{
    const Header header = read_header(bytes);
    check_sections(header, bytes.size());
    const auto at = [&](Section section) { return bytes.data() + header.offsets[section]; };
    entry_count_ = header.entries;
    key_count_ = header.keys;
    fids_ = reinterpret_cast<const std::uint32_t*>(at(fids));
    fields_ = reinterpret_cast<const std::uint16_t*>(at(fields));
    places_ = reinterpret_cast<const std::uint32_t*>(at(places));
    texts_ = reinterpret_cast<const char*>(at(texts));
    sorted_ = reinterpret_cast<const std::uint32_t*>(at(sorted));
    by_feature_ = reinterpret_cast<const std::uint32_t*>(at(by_feature));
    firsts_ = reinterpret_cast<const std::uint32_t*>(at(firsts));
    keys_ = reinterpret_cast<const std::uint64_t*>(at(keys));
    list_places_ = reinterpret_cast<const std::uint32_t*>(at(list_places));
    list_counts_ = reinterpret_cast<const std::uint32_t*>(at(list_counts));
    lists_ = at(lists);
    if (!rises_to(places_, entry_count_, header.offsets[texts + 1] - header.offsets[texts]) ||
        !rises_to(list_places_, key_count_, header.offsets[lists + 1] - header.offsets[lists]) ||
        !are_below(sorted_, entry_count_, entry_count_) ||
        !are_below(by_feature_, entry_count_, entry_count_) ||
        !rises_to(firsts_, std::size_t{header.features} + 1, entry_count_) ||
        !are_below(fids_, entry_count_, std::size_t{header.features} + 1)) {
        refuse("a number leads out of it");
    }
}

std::string_view SearchIndex::text(std::uint32_t entry) const
{
    const std::string_view all{texts_ + places_[entry], places_[entry + 1] - places_[entry]};
    return all.substr(0, all.find('\0'));
}

bool SearchIndex::starts_word(std::uint32_t entry, std::string_view form) const
{
    const std::string_view all{texts_ + places_[entry], places_[entry + 1] - places_[entry]};
    const auto words = text(entry);
    const auto starts = all.substr(std::min(words.size() + 1, all.size()));
    return std::any_of(starts.begin(), starts.end(), [&](char start) {
        return words.substr(std::min<std::size_t>(static_cast<unsigned char>(start), words.size()))
            .starts_with(form);
    });
}

MatchKind SearchIndex::kind_of(std::uint32_t entry, std::string_view form) const
{
    const auto words = text(entry);
    if (words.starts_with(form)) {
        return words.size() == form.size() ? MatchKind::exact : MatchKind::beginning;
    }
    return starts_word(entry, form) ? MatchKind::word : MatchKind::part;
}

SearchIndex::List SearchIndex::list(char32_t first, char32_t second, bool word) const
{
    const auto key = key_of(first, second, word);
    const auto* found = std::lower_bound(keys_, keys_ + key_count_, key);
    if (found == keys_ + key_count_ || *found != key) {
        return {};
    }
    const auto number = found - keys_;
    return {lists_ + list_places_[number],
            std::min(list_counts_[number], list_places_[number + 1] - list_places_[number])};
}

SearchIndex::List SearchIndex::rarest_list(std::string_view form, bool word) const
{
    const auto codes = code_points(form);
    List rarest = list(codes[0], codes.size() > 1 ? codes[1] : 0, word);
    for (std::size_t i = 1; !word && i + 1 < codes.size(); ++i) {
        const List next = list(codes[i], codes[i + 1], false);
        rarest = next.count < rarest.count ? next : rarest;
    }
    return rarest;
}

/// Visits entries with the form by rank, until `visit` gives false.
template <class Visit>
void SearchIndex::walk(std::string_view form, bool word, Visit&& visit) const
{
    const List entries = rarest_list(form, word);
    const auto* bytes = entries.bytes;
    const auto* end = lists_ + list_places_[key_count_];
    std::uint32_t entry = 0;
    for (std::uint32_t i = 0; i < entries.count; ++i) {
        std::uint32_t difference = 0;
        bool more = true;
        for (unsigned shift = 0; more && shift < 32 && bytes < end; shift += 7, ++bytes) {
            difference |= static_cast<std::uint32_t>(*bytes & std::byte{0x7F}) << shift;
            more = (*bytes & std::byte{0x80}) != std::byte{0};
        }
        entry += difference;
        if (more || entry >= entry_count_) { // a damaged list ends here
            return;
        }
        if ((word ? starts_word(entry, form) : text(entry).find(form) != std::string_view::npos) &&
            !visit(entry)) {
            return;
        }
    }
}

void SearchIndex::find_beginnings(const std::string& form, Found& found) const
{
    const auto less = [&](std::uint32_t entry, std::string_view wanted) {
        return text(entry).substr(0, wanted.size()) < wanted;
    };
    const auto greater = [&](std::string_view wanted, std::uint32_t entry) {
        return wanted < text(entry).substr(0, wanted.size());
    };
    const auto* first = std::lower_bound(sorted_, sorted_ + entry_count_, std::string_view{form}, less);
    const auto* last = std::upper_bound(first, sorted_ + entry_count_, std::string_view{form}, greater);
    std::vector<std::uint32_t> entries(first, last);
    if (entries.size() > ranked_beginnings) {
        std::nth_element(entries.begin(), entries.begin() + ranked_beginnings, entries.end());
        entries.resize(ranked_beginnings);
    }
    for (const auto entry : entries) {
        found.add(entry, text(entry).size() == form.size() ? MatchKind::exact : MatchKind::beginning);
    }
}

SearchHit SearchIndex::hit(std::uint32_t entry, MatchKind kind, std::optional<std::size_t> name) const
{
    const bool is_name = !name || *name == fields_[entry];
    return {fids_[entry],
            fields_[entry],
            kind,
            static_cast<std::uint32_t>(text(entry).size()),
            2 * static_cast<int>(kind) + (is_name ? 0 : 3),
            entry};
}

std::vector<SearchHit> SearchIndex::one_word(const std::vector<std::string>& forms, std::size_t most,
                                             std::optional<std::size_t> name) const
{
    Found found{*this, name};
    for (const auto& form : forms) {
        find_beginnings(form, found);
    }
    for (const bool word : {true, false}) {
        if (found.has(most, word ? 4 : 6)) {
            break;
        }
        for (const auto& form : forms) {
            std::size_t seen = 0;
            walk(form, word, [&](std::uint32_t entry) {
                found.add(entry, word ? MatchKind::word : kind_of(entry, form));
                return ++seen < most_ranked;
            });
        }
    }
    return found.best(most);
}

std::span<const std::uint32_t> SearchIndex::entries_of(std::uint32_t fid) const
{
    return {by_feature_ + firsts_[fid], by_feature_ + firsts_[fid + 1]};
}

/// The feature of an entry, if each word is in one of its values.
std::optional<SearchHit> SearchIndex::with_all_words(std::uint32_t entry, const SearchQuery& query,
                                                     std::optional<std::size_t> name) const
{
    const auto values = entries_of(fids_[entry]);
    const auto best_kind = [&](const std::vector<std::string>& forms) {
        std::optional<MatchKind> best;
        for (const auto value : values) {
            for (const auto& form : forms) {
                if (text(value).find(form) != std::string_view::npos) {
                    const auto kind = kind_of(value, form);
                    best = best ? std::min(*best, kind) : kind;
                }
            }
        }
        return best;
    };
    auto worst = MatchKind::beginning; // exact is one value that is all of the query
    for (const auto& forms : query.words) {
        const auto kind = best_kind(forms);
        if (!kind) {
            return std::nullopt;
        }
        worst = std::max(worst, *kind);
    }
    return hit(entry, best_kind(query.whole).value_or(worst), name);
}

std::vector<SearchHit> SearchIndex::many_words(const SearchQuery& query, std::size_t most,
                                               std::optional<std::size_t> name) const
{
    const auto cost = [&](const std::vector<std::string>& forms) {
        std::uint64_t all = 0;
        for (const auto& form : forms) {
            all += rarest_list(form, false).count;
        }
        return all;
    };
    const auto rarest = std::min_element(query.words.begin(), query.words.end(),
                                         [&](const auto& a, const auto& b) { return cost(a) < cost(b); });
    std::unordered_map<std::int64_t, SearchHit> found;
    for (const auto& form : *rarest) {
        walk(form, false, [&](std::uint32_t entry) {
            if (auto hit = with_all_words(entry, query, name)) {
                found.emplace(hit->fid, *hit);
            }
            return found.size() < most_ranked;
        });
    }
    return best_of(found, most);
}

std::vector<SearchHit> SearchIndex::search(const SearchQuery& query, std::size_t most,
                                           std::optional<std::size_t> name) const
{
    if (query.empty() || entry_count_ == 0) {
        return {};
    }
    return query.words.size() > 1 ? many_words(query, most, name) : one_word(query.whole, most, name);
}

} // namespace datasets

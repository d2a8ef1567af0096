#include "datasets/search_index.hpp"
#include "datasets/search_index_format.hpp"
#include "datasets/text_folding.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace datasets {

namespace {

using namespace search_format;

struct Entry {
    std::uint32_t fid = 0;
    std::uint16_t field = 0;
    std::string text{};
    std::string word_starts{}; ///< bytes into the text; words that start beyond 255 are not known as such
};

/// A rising list of numbers, in as few bytes as they need.
struct PackedList {
    std::string bytes{};
    std::uint32_t last = 0;
    std::uint32_t count = 0;

    void add(std::uint32_t number)
    {
        if (count > 0 && number == last) {
            return;
        }
        std::uint32_t difference = count == 0 ? number : number - last;
        for (; difference >= 0x80; difference >>= 7U) {
            bytes += static_cast<char>(0x80U | (difference & 0x7FU));
        }
        bytes += static_cast<char>(difference);
        last = number;
        ++count;
    }
};

constexpr std::size_t bytes_in_utf8(char32_t c)
{
    return c < 0x80 ? 1U : c < 0x800 ? 2U : c < 0x10000 ? 3U : 4U;
}

using Lists = std::unordered_map<std::uint64_t, PackedList>;

void add_to_lists(Lists& lists, const Entry& entry, std::uint32_t number)
{
    const auto codes = code_points(entry.text);
    std::size_t byte = 0, next_start = 0;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const char32_t second = i + 1 < codes.size() ? codes[i + 1] : 0;
        const bool starts = next_start < entry.word_starts.size() &&
                            static_cast<unsigned char>(entry.word_starts[next_start]) == byte;
        next_start += starts ? 1 : 0;
        for (const char32_t follower : {char32_t{0}, second}) {
            lists[key_of(codes[i], follower, false)].add(number);
            if (starts) {
                lists[key_of(codes[i], follower, true)].add(number);
            }
        }
        byte += bytes_in_utf8(codes[i]);
    }
}

template <class T>
void append(std::string& file, const std::vector<T>& values)
{
    file.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

/// Puts sections behind each other and notes where they stand.
class File {
public:
    explicit File(Header header) : header_{header} { bytes_.resize(aligned(sizeof(Header))); }

    template <class T>
    void add(const std::vector<T>& values)
    {
        begin();
        append(bytes_, values);
    }
    /// For the texts and the lists, which are made of many pieces.
    std::string& begin()
    {
        bytes_.resize(aligned(bytes_.size()));
        header_.offsets[next_++] = bytes_.size();
        return bytes_;
    }
    [[nodiscard]] std::string finish()
    {
        bytes_.resize(aligned(bytes_.size()));
        header_.offsets[section_count] = bytes_.size();
        std::memcpy(bytes_.data(), &header_, sizeof header_);
        return std::move(bytes_);
    }

private:
    Header header_;
    std::string bytes_{};
    std::size_t next_ = 0;
};

std::vector<std::uint32_t> numbers(std::size_t count)
{
    std::vector<std::uint32_t> all(count);
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

/// Byte places of words that start within the text; its own start is none: that is a beginning.
std::string word_starts(const SearchText& folded)
{
    std::string starts;
    std::size_t byte = 0;
    for (std::size_t i = 0; i < folded.folded.size() && byte <= 255; ++i) {
        if (i > 0 && folded.word_starts[i]) {
            starts += static_cast<char>(byte);
        }
        byte += bytes_in_utf8(folded.folded[i]);
    }
    return starts;
}

/// Where the entries of each fid begin when they are ordered by fid, and for one fid more where they end.
std::vector<std::uint32_t> first_of_each(const std::vector<std::uint32_t>& fids, std::uint32_t last)
{
    std::vector<std::uint32_t> firsts(std::size_t{last} + 2);
    for (const auto fid : fids) {
        ++firsts[fid + 1];
    }
    std::partial_sum(firsts.begin(), firsts.end(), firsts.begin());
    return firsts;
}

} // namespace

struct SearchIndexBuilder::State {
    std::vector<Entry> entries{};
};

SearchIndexBuilder::SearchIndexBuilder() : state_{std::make_unique<State>()} {}
SearchIndexBuilder::SearchIndexBuilder(SearchIndexBuilder&&) noexcept = default;
SearchIndexBuilder& SearchIndexBuilder::operator=(SearchIndexBuilder&&) noexcept = default;
SearchIndexBuilder::~SearchIndexBuilder() = default;

void SearchIndexBuilder::add(std::int64_t fid, std::size_t field, std::string_view text)
{
    const SearchText folded = fold_for_search(text);
    if (!folded.folded.empty()) {
        state_->entries.push_back({static_cast<std::uint32_t>(fid), static_cast<std::uint16_t>(field),
                                   utf8_text(folded.folded), word_starts(folded)});
    }
}

void SearchIndexBuilder::add(const Feature& feature, const Schema& schema)
{
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        if (!schema.fields[i].searchable) {
            continue;
        }
        if (const auto* text = std::get_if<std::string>(&feature.values[i])) {
            add(feature.fid, i, *text);
        } else if (const auto* integer = std::get_if<std::int64_t>(&feature.values[i])) {
            add(feature.fid, i, std::to_string(*integer));
        }
    }
}

std::string SearchIndexBuilder::finish()
{
    auto entries = std::move(state_->entries);
    state_ = std::make_unique<State>();
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::forward_as_tuple(a.text.size(), a.text, a.fid, a.field) <
               std::forward_as_tuple(b.text.size(), b.text, b.fid, b.field);
    });
    Lists lists;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        add_to_lists(lists, entries[i], static_cast<std::uint32_t>(i));
    }
    std::vector<std::uint64_t> keys;
    for (const auto& [key, list] : lists) {
        keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());

    Header header;
    header.magic = magic;
    header.version = version;
    header.entries = static_cast<std::uint32_t>(entries.size());
    for (const Entry& entry : entries) {
        header.features = std::max(header.features, entry.fid);
    }
    header.keys = static_cast<std::uint32_t>(keys.size());
    File file{header};
    std::vector<std::uint32_t> fids, places;
    std::vector<std::uint16_t> fields;
    std::size_t place = 0;
    for (const Entry& entry : entries) {
        fids.push_back(entry.fid);
        fields.push_back(entry.field);
        places.push_back(static_cast<std::uint32_t>(place));
        place += entry.text.size() + 1 + entry.word_starts.size();
    }
    places.push_back(static_cast<std::uint32_t>(place));
    file.add(fids);
    file.add(fields);
    file.add(places);
    auto& bytes = file.begin();
    for (const Entry& entry : entries) {
        bytes += entry.text;
        bytes += '\0';
        bytes += entry.word_starts;
    }
    auto order = numbers(entries.size());
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return entries[a].text < entries[b].text; });
    file.add(order);
    order = numbers(entries.size());
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return fids[a] < fids[b]; });
    file.add(order);
    file.add(first_of_each(fids, header.features));
    file.add(keys);
    std::vector<std::uint32_t> list_places, list_counts;
    place = 0;
    for (const auto key : keys) {
        list_places.push_back(static_cast<std::uint32_t>(place));
        list_counts.push_back(lists[key].count);
        place += lists[key].bytes.size();
    }
    list_places.push_back(static_cast<std::uint32_t>(place));
    file.add(list_places);
    file.add(list_counts);
    auto& packed = file.begin();
    for (const auto key : keys) {
        packed += lists[key].bytes;
    }
    return file.finish();
}

} // namespace datasets

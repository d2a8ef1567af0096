#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "datasets/search_folding.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// How a text matches, the best first.
enum class MatchKind { exact, beginning, word, part };

struct SearchHit {
    std::int64_t fid = 0;
    std::uint16_t field = 0; ///< place in the schema
    MatchKind kind = MatchKind::part;
    std::uint32_t length = 0; ///< of the folded text in bytes
    int order = 0;          ///< 2 × kind, and 3 more if the value does not name the feature: the best first
    std::uint32_t rank = 0; ///< among hits of the same order
};

/// Makes the bytes of a search index: one entry for each searchable value.
///
/// The file, little-endian, every section at a multiple of 8 bytes:
///
///   header      "MZSEARCH", version, counts, offsets of the sections
///   entries     fid, field, place of the text; short texts first: the number of an entry is its rank
///   texts       folded UTF-8, a zero byte, the places where words start
///   sorted      entries by text: a search for a beginning or a whole text is a binary search
///   by feature  entries by fid, and for each fid where its entries begin
///   keys        one or two characters -> list of entries with them; lists for starts of words apart
///   lists       rising numbers of entries, as differences in LEB128
class SearchIndexBuilder {
public:
    SearchIndexBuilder();
    SearchIndexBuilder(SearchIndexBuilder&&) noexcept;
    SearchIndexBuilder& operator=(SearchIndexBuilder&&) noexcept;
    ~SearchIndexBuilder();

    /// `fid` from 1 to 4294967295. A text of which folding leaves nothing is no entry.
    void add(std::int64_t fid, std::size_t field, std::string_view text);

    /// All searchable values of a feature, texts and whole numbers.
    void add(const Feature& feature, const Schema& schema);

    /// The whole index; the builder is empty after.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Finds texts in an index that lies in memory or is mapped from a file. Immutable; safe to use from several threads.
///
/// A word of one character or many is looked for as a whole text and a beginning by binary search; as start of a word and as part
/// in the list of its rarest two characters, each entry of which is compared. Lists rise by rank, so the search ends with the
/// hits that are wanted and does not look at the others.
class SearchIndex {
public:
    /// `bytes` must stay as they are as long as the index is used. Throws FormatError if they are no index, or not a whole one.
    explicit SearchIndex(std::span<const std::byte> bytes);

    [[nodiscard]] std::size_t entries() const { return entry_count_; }

    /// The best `most` features, at most `most_ranked`, each once, by its best value: exact, beginning, start of a word, part; then
    /// short texts first. `name`: the field that names a feature, whose values count more than others; without it all count alike.
    /// Of several words each must be in a value of the feature. Where more than some thousand match, the shortest are ranked. The
    /// first hits are the same whatever `most` is, so that pages of them fit together.
    [[nodiscard]] std::vector<SearchHit> search(const SearchQuery& query, std::size_t most,
                                                std::optional<std::size_t> name = std::nullopt) const;

    static constexpr std::size_t most_ranked = 2000;

private:
    struct List {
        const std::byte* bytes = nullptr;
        std::uint32_t count = 0;
    };
    class Found;

    [[nodiscard]] std::string_view text(std::uint32_t entry) const;
    [[nodiscard]] std::span<const std::uint32_t> entries_of(std::uint32_t fid) const;
    [[nodiscard]] bool starts_word(std::uint32_t entry, std::string_view form) const;
    [[nodiscard]] List list(char32_t first, char32_t second, bool word) const;
    [[nodiscard]] List rarest_list(std::string_view form, bool word) const;
    [[nodiscard]] MatchKind kind_of(std::uint32_t entry, std::string_view form) const;
    void find_beginnings(const std::string& form, Found& found) const;
    template <class Visit>
    void walk(std::string_view form, bool word, Visit&& visit) const;
    [[nodiscard]] std::vector<SearchHit> one_word(const std::vector<std::string>& forms, std::size_t most,
                                                  std::optional<std::size_t> name) const;
    [[nodiscard]] std::optional<SearchHit> with_all_words(std::uint32_t entry, const SearchQuery& query,
                                                          std::optional<std::size_t> name) const;
    [[nodiscard]] std::vector<SearchHit> many_words(const SearchQuery& query, std::size_t most,
                                                    std::optional<std::size_t> name) const;
    [[nodiscard]] SearchHit hit(std::uint32_t entry, MatchKind kind, std::optional<std::size_t> name) const;

    std::span<const std::byte> bytes_;
    std::size_t entry_count_ = 0;
    std::size_t key_count_ = 0;
    const std::uint32_t* fids_ = nullptr;
    const std::uint16_t* fields_ = nullptr;
    const std::uint32_t* places_ = nullptr; ///< of texts; one more than entries
    const char* texts_ = nullptr;
    const std::uint32_t* sorted_ = nullptr;
    const std::uint32_t* by_feature_ = nullptr;
    const std::uint32_t* firsts_ = nullptr; ///< in by_feature; two more than features
    const std::uint64_t* keys_ = nullptr;
    const std::uint32_t* list_places_ = nullptr; ///< one more than keys
    const std::uint32_t* list_counts_ = nullptr;
    const std::byte* lists_ = nullptr;
};

} // namespace datasets

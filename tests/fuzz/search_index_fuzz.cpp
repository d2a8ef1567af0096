#include "datasets/error.hpp"
#include "datasets/search_index.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

/// A search.index of foreign bytes is refused, or can be asked anything: one character, two, a word, several, with a name and without.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using datasets::search_query;
    static const std::array queries{search_query("中"),        search_query("公園"),
                                    search_query("1"),         search_query("第1投票所"),
                                    search_query("中央 公園"), search_query("a b c")};
    std::vector<std::uint64_t> words((size + 7) / 8); // mapped files begin on a page
    if (size > 0) {
        std::memcpy(words.data(), data, size);
    }
    try {
        const datasets::SearchIndex index{std::as_bytes(std::span{words}).first(size)};
        for (const auto& query : queries) {
            static_cast<void>(index.search(query, 20, 0));
            static_cast<void>(index.search(query, datasets::SearchIndex::most_ranked));
        }
    } catch (const datasets::FormatError&) {
    }
    return 0;
}

#include "datasets/sentence.hpp"

#include "datasets/local_format_error.hpp"

#include <algorithm>

namespace datasets {

namespace {

/// A part of a sentence: text, or a gap.
struct Piece {
    std::string_view text{};
    bool is_gap = false;
    int optional = -1; ///< number of the [ ] it stands in
};

std::vector<Piece> pieces_of(std::string_view sentence)
{
    std::vector<Piece> pieces;
    int brackets = 0, optional = -1;
    while (!sentence.empty()) {
        const auto sign = sentence.find_first_of("{}[]");
        if (sign != 0) {
            pieces.push_back({sentence.substr(0, sign), false, optional});
            sentence.remove_prefix(std::min(sign, sentence.size()));
            continue;
        }
        if (sentence.front() == '{') {
            const auto end = sentence.find_first_of("{}[]", 1);
            if (end == std::string_view::npos || sentence[end] != '}' || end == 1) {
                throw LocalFormatError{
                    {"{ の後には、項目の名前と } を書いてください", "a { needs a name and a } behind it"}};
            }
            pieces.push_back({sentence.substr(1, end - 1), true, optional});
            sentence.remove_prefix(end + 1);
            continue;
        }
        const bool opens = sentence.front() == '[';
        if (sentence.front() == '}' || opens == (optional >= 0)) {
            throw LocalFormatError{{"対になる [ や { のない ] か }、または [ の中の [ があります",
                                    "a ] or } stands without its [ or {, or a [ within another"}};
        }
        optional = opens ? brackets++ : -1;
        sentence.remove_prefix(1);
    }
    if (optional >= 0) {
        throw LocalFormatError{{"[ が閉じていません。] を書いてください", "a [ is never closed"}};
    }
    return pieces;
}

} // namespace

std::vector<std::string> gaps_of(std::string_view sentence)
{
    std::vector<std::string> names;
    for (const Piece& piece : pieces_of(sentence)) {
        if (piece.is_gap) {
            names.emplace_back(piece.text);
        }
    }
    return names;
}

std::optional<std::string> fill_sentence(std::string_view sentence, const FillGap& fill)
{
    std::string said, part;
    int optional = -1;
    bool is_whole = true; // of the part in [ ]
    const auto end_part = [&] {
        said += is_whole ? part : "";
        part.clear();
        is_whole = true;
    };
    for (const Piece& piece : pieces_of(sentence)) {
        if (piece.optional != optional) {
            end_part();
            optional = piece.optional;
        }
        const std::string text = piece.is_gap ? fill(piece.text) : std::string{piece.text};
        if (piece.is_gap && text.empty() && optional < 0) {
            return std::nullopt;
        }
        is_whole = is_whole && !(piece.is_gap && text.empty());
        part += text;
    }
    end_part();
    return said;
}

} // namespace datasets

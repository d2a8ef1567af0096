#include "datasets/pattern_tree.hpp"

#include "datasets/local_format_error.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace datasets {

namespace {

using Node = PatternNode;
using Range = PatternNode::Range;
constexpr int unlimited = PatternNode::unlimited;

[[noreturn]] void refuse(std::size_t at, std::string_view ja, std::string_view en)
{
    throw LocalFormatError{
        {fmt::format("{}（{}文字目）", ja, at + 1), fmt::format("{} (at character {})", en, at + 1)}};
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

std::optional<char32_t> hex_value(char32_t c)
{
    if (is_digit(c)) {
        return c - U'0';
    }
    const char32_t lower = c | 0x20U;
    return lower >= U'a' && lower <= U'f' ? std::optional{lower - U'a' + 10} : std::nullopt;
}

class PatternParser {
public:
    explicit PatternParser(std::u32string_view pattern) : pattern_{pattern} {}

    Node parse()
    {
        Node node = alternatives(0);
        if (!at_end()) {
            refuse(at_, "対になる ( のない ) があります。文字としての ) は \\) と書きます",
                   "a ')' that closes nothing; write \\) for the sign itself");
        }
        return node;
    }

private:
    [[nodiscard]] bool at_end() const { return at_ == pattern_.size(); }
    [[nodiscard]] char32_t ahead() const { return at_end() ? U'\0' : pattern_[at_]; }
    bool take(char32_t c)
    {
        const bool fits = !at_end() && pattern_[at_] == c;
        at_ += fits ? 1U : 0U;
        return fits;
    }

    Node alternatives(int depth)
    {
        constexpr int deepest = 50;
        if (depth > deepest) {
            refuse(at_, "括弧の入れ子が深すぎます", "groups stand in each other too deeply");
        }
        Node all{.kind = Node::Kind::alternatives};
        do {
            Node sequence;
            while (!at_end() && ahead() != U'|' && ahead() != U')') {
                sequence.parts.push_back(repeated(one(depth)));
            }
            all.parts.push_back(std::move(sequence));
        } while (take(U'|'));
        return all;
    }

    Node one(int depth)
    {
        const std::size_t begin = at_;
        switch (const char32_t c = pattern_[at_++]) {
        case U'(':
            return group(depth, begin);
        case U'[':
            return one_of_class(begin);
        case U'.':
            return {.kind = Node::Kind::one_of,
                    .ranges = {{U'\n', U'\n'}, {U'\r', U'\r'}, {U'\u2028', U'\u2029'}},
                    .negated = true};
        case U'^':
            return {.kind = Node::Kind::begin};
        case U'$':
            return {.kind = Node::Kind::end};
        case U'\\': {
            const auto [ranges, negated] = escaped(begin);
            return {.kind = Node::Kind::one_of, .ranges = ranges, .negated = negated};
        }
        case U'*':
        case U'+':
        case U'?':
        case U'{':
        case U'}':
            refuse(
                begin,
                fmt::format("{0} の前に、繰り返すものがありません。文字としての {0} は \\{0} と書きます",
                            static_cast<char>(c)),
                fmt::format("'{0}' repeats nothing; write \\{0} for the sign itself", static_cast<char>(c)));
        default:
            return {.kind = Node::Kind::one_of, .ranges = {{c, c}}};
        }
    }

    Node group(int depth, std::size_t begin)
    {
        if (take(U'?') && !take(U':')) {
            refuse(begin, "括弧は (…) と (?:…) だけが使えます。先読みは使えません",
                   "only (…) and (?:…) are known of groups, not lookahead");
        }
        Node inside = alternatives(depth + 1);
        if (!take(U')')) {
            refuse(begin, "( が閉じていません。文字としての ( は \\( と書きます",
                   "a '(' that is never closed; write \\( for the sign itself");
        }
        return inside;
    }

    /// Behind '\': the characters it stands for, or all but those.
    std::pair<std::vector<Range>, bool> escaped(std::size_t begin)
    {
        if (at_end()) {
            refuse(begin, "\\ の後に何もありません", "nothing follows the '\\'");
        }
        const char32_t c = pattern_[at_++];
        const char32_t lower = c | 0x20U;
        const bool negated = c == U'D' || c == U'W' || c == U'S';
        if (c == U'd' || c == U'D') {
            return {{{U'0', U'9'}}, negated};
        }
        if (c == U'w' || c == U'W') {
            return {{{U'0', U'9'}, {U'A', U'Z'}, {U'_', U'_'}, {U'a', U'z'}}, negated};
        }
        if (c == U's' || c == U'S') {
            return {{{U'\t', U'\r'}, {U' ', U' '}, {U'\u00A0', U'\u00A0'}, {U'\u3000', U'\u3000'}}, negated};
        }
        const auto single = [](char32_t one) { return std::pair{std::vector<Range>{{one, one}}, false}; };
        switch (c) {
        case U't':
            return single(U'\t');
        case U'n':
            return single(U'\n');
        case U'r':
            return single(U'\r');
        case U'x':
            return single(hex_digits(2, begin));
        case U'u':
            return single(hex_digits(4, begin));
        default:
            break;
        }
        if (is_digit(c)) {
            refuse(begin, "後方参照は使えません", "back-references are not known");
        }
        if (lower >= U'a' && lower <= U'z') {
            refuse(begin, fmt::format("\\{} は使えません", static_cast<char>(c)),
                   fmt::format("'\\{}' is not known", static_cast<char>(c)));
        }
        return single(c);
    }

    char32_t hex_digits(int count, std::size_t begin)
    {
        char32_t code = 0;
        for (int i = 0; i < count; ++i) {
            const auto digit = hex_value(ahead());
            if (at_end() || !digit) {
                refuse(begin, fmt::format("16進数を {} 桁で書いてください", count),
                       fmt::format("{} hexadecimal digits are expected", count));
            }
            code = code * 16 + *digit;
            ++at_;
        }
        return code;
    }

    Node one_of_class(std::size_t begin)
    {
        Node node{.kind = Node::Kind::one_of};
        node.negated = take(U'^');
        while (!take(U']')) {
            if (at_end()) {
                refuse(begin, "[ が閉じていません。文字としての [ は \\[ と書きます",
                       "a '[' that is never closed; write \\[ for the sign itself");
            }
            const auto first = member(begin);
            const bool is_range = ahead() == U'-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != U']';
            if (!is_range) {
                node.ranges.insert(node.ranges.end(), first.begin(), first.end());
                continue;
            }
            ++at_;
            const auto last = member(begin);
            const auto is_single = [](const auto& ranges) {
                return ranges.size() == 1 && ranges.front().first == ranges.front().last;
            };
            if (!is_single(first) || !is_single(last) || first.front().first > last.front().first) {
                refuse(begin, "[…] の中の範囲は、a-z のように、小さいほうの文字から書いてください",
                       "in […] a range such as a-z must go up, from one character to another");
            }
            node.ranges.push_back({first.front().first, last.front().first});
        }
        return node;
    }

    std::vector<Range> member(std::size_t begin)
    {
        const std::size_t at = at_;
        const char32_t c = pattern_[at_++];
        if (c == U'[' && (ahead() == U':' || ahead() == U'.' || ahead() == U'=')) {
            refuse(at, "[:digit:] などの名前は使えません。\\d か 0-9 と書いてください",
                   "names of classes such as [:digit:] are not known; write \\d or 0-9");
        }
        if (c != U'\\') {
            return {{c, c}};
        }
        auto [ranges, negated] = escaped(at);
        if (negated) {
            refuse(begin, "\\D, \\W, \\S は […] の中では使えません", "\\D, \\W and \\S cannot stand in […]");
        }
        return ranges;
    }

    Node repeated(Node node)
    {
        const std::size_t begin = at_;
        int least = 0;
        int most = unlimited;
        if (take(U'+')) {
            least = 1;
        } else if (take(U'?')) {
            most = 1;
        } else if (take(U'{')) {
            std::tie(least, most) = bounds(begin);
        } else if (!take(U'*')) {
            return node;
        }
        (void)take(U'?'); // lazy: as to whether a whole text matches, the same
        Node repeat{.kind = Node::Kind::repeat};
        repeat.parts.push_back(std::move(node));
        repeat.least = least;
        repeat.most = most;
        return repeat;
    }

    std::pair<int, int> bounds(std::size_t begin)
    {
        const int least = count(begin);
        int most = least;
        if (take(U',')) {
            most = ahead() == U'}' ? unlimited : count(begin);
        }
        if (!take(U'}') || (most != unlimited && most < least)) {
            refuse(begin, "{n}, {n,}, {n,m} のどれかの形で書いてください。文字としての { は \\{ と書きます",
                   "expected {n}, {n,} or {n,m}; write \\{ for the sign itself");
        }
        return {least, most};
    }

    int count(std::size_t begin)
    {
        constexpr int most = 1000;
        int number = 0;
        const std::size_t first = at_;
        while (is_digit(ahead()) && number <= most) {
            number = number * 10 + static_cast<int>(pattern_[at_++] - U'0');
        }
        if (at_ == first || number > most) {
            refuse(begin,
                   "{n}, {n,}, {n,m} のどれかの形で、1000 までの数を書いてください。文字としての { は \\{ "
                   "と書きます",
                   "expected {n}, {n,} or {n,m}, up to 1000; write \\{ for the sign itself");
        }
        return number;
    }

    std::u32string_view pattern_;
    std::size_t at_ = 0;
};

} // namespace

PatternNode parse_pattern(std::u32string_view pattern) { return PatternParser{pattern}.parse(); }

} // namespace datasets

#include "datasets/pattern_tree.hpp"

#include "datasets/error.hpp"

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

[[noreturn]] void refuse(std::string_view what, std::size_t at)
{
    throw FormatError{fmt::format("{} (at character {})", what, at + 1)};
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
            refuse("a ')' that closes nothing; write \\) for the sign itself", at_);
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
            refuse("groups stand in each other too deeply", at_);
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
            refuse(fmt::format("'{}' repeats nothing; write \\{} for the sign itself", static_cast<char>(c),
                               static_cast<char>(c)),
                   begin);
        default:
            return {.kind = Node::Kind::one_of, .ranges = {{c, c}}};
        }
    }

    Node group(int depth, std::size_t begin)
    {
        if (take(U'?') && !take(U':')) {
            refuse("only (…) and (?:…) are known of groups, not lookahead", begin);
        }
        Node inside = alternatives(depth + 1);
        if (!take(U')')) {
            refuse("a '(' that is never closed; write \\( for the sign itself", begin);
        }
        return inside;
    }

    /// Behind '\': the characters it stands for, or all but those.
    std::pair<std::vector<Range>, bool> escaped(std::size_t begin)
    {
        if (at_end()) {
            refuse("nothing follows the '\\'", begin);
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
            refuse("back-references are not known", begin);
        }
        if (lower >= U'a' && lower <= U'z') {
            refuse(fmt::format("'\\{}' is not known", static_cast<char>(c)), begin);
        }
        return single(c);
    }

    char32_t hex_digits(int count, std::size_t begin)
    {
        char32_t code = 0;
        for (int i = 0; i < count; ++i) {
            const auto digit = hex_value(ahead());
            if (at_end() || !digit) {
                refuse(fmt::format("{} hexadecimal digits are expected", count), begin);
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
                refuse("a '[' that is never closed; write \\[ for the sign itself", begin);
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
                refuse("in […] a range such as a-z must go up, from one character to another", begin);
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
            refuse("names of classes such as [:digit:] are not known; write \\d or 0-9", at);
        }
        if (c != U'\\') {
            return {{c, c}};
        }
        auto [ranges, negated] = escaped(at);
        if (negated) {
            refuse("\\D, \\W and \\S cannot stand in […]", begin);
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
            refuse("expected {n}, {n,} or {n,m}; write \\{ for the sign itself", begin);
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
            refuse("expected {n}, {n,} or {n,m}, up to 1000; write \\{ for the sign itself", begin);
        }
        return number;
    }

    std::u32string_view pattern_;
    std::size_t at_ = 0;
};

} // namespace

PatternNode parse_pattern(std::u32string_view pattern) { return PatternParser{pattern}.parse(); }

} // namespace datasets

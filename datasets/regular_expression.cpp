#include "datasets/regular_expression.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace datasets {

namespace {

constexpr int unlimited = -1;

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

} // namespace

/// What a pattern says, as a tree of nodes.
class RegularExpression::Parser {
public:
    struct Node {
        enum class Kind { one_of, sequence, alternatives, repeat, begin, end };
        Kind kind = Kind::sequence;
        std::vector<Node> parts{};
        std::vector<Range> ranges{};
        bool negated = false;
        int least = 0; ///< of a repeat
        int most = unlimited;
    };

    explicit Parser(std::u32string_view pattern) : pattern_{pattern} {}

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

/// From the tree to states, from the last one on: each part is made knowing what follows it.
class RegularExpression::Compiler {
public:
    using Node = Parser::Node;

    explicit Compiler(std::vector<State>& states) : states_{states} {}

    std::size_t compile(const Node& node, std::size_t next)
    {
        // Also of parts that make no state, of which there may be a thousand times a thousand.
        if (++steps_ > most_states) {
            throw FormatError{"it repeats too much: written out it is longer than 10000 characters"};
        }
        switch (node.kind) {
        case Node::Kind::one_of:
            return add({State::Kind::one_of, next, 0, node.negated, node.ranges});
        case Node::Kind::begin:
            return add({.kind = State::Kind::begin, .next = next});
        case Node::Kind::end:
            return add({.kind = State::Kind::end, .next = next});
        case Node::Kind::sequence:
            std::for_each(node.parts.rbegin(), node.parts.rend(),
                          [&](const Node& part) { next = compile(part, next); });
            return next;
        case Node::Kind::alternatives:
            return alternatives(node, next);
        case Node::Kind::repeat:
            break;
        }
        return repeat(node, next);
    }

    std::size_t add(State state)
    {
        states_.push_back(std::move(state));
        return states_.size() - 1;
    }

private:
    std::size_t alternatives(const Node& node, std::size_t next)
    {
        std::size_t entry = compile(node.parts.back(), next);
        for (std::size_t i = node.parts.size() - 1; i-- > 0;) {
            entry = add({.kind = State::Kind::fork, .next = compile(node.parts[i], next), .other = entry});
        }
        return entry;
    }

    /// x{2,4} is xx(x(x)?)?, x{2,} is xxx*.
    std::size_t repeat(const Node& node, std::size_t next)
    {
        const Node& part = node.parts.front();
        std::size_t entry = next;
        if (node.most == unlimited) {
            entry = add({.kind = State::Kind::fork, .other = next});
            const std::size_t body = compile(part, entry);
            states_[entry].next = body;
        }
        for (int i = node.least; i < node.most; ++i) {
            entry = add({.kind = State::Kind::fork, .next = compile(part, entry), .other = next});
        }
        for (int i = 0; i < node.least; ++i) {
            entry = compile(part, entry);
        }
        return entry;
    }

    std::vector<State>& states_;
    std::size_t steps_ = 0;
};

/// The states that a text has led to.
class RegularExpression::Simulation {
public:
    explicit Simulation(const RegularExpression& expression, std::size_t length)
        : states_{expression.states_}, length_{length}, reached_(states_.size(), 0)
    {
        enter(expression.first_);
        follow();
    }

    void read(char32_t c)
    {
        ++position_;
        std::swap(current_, before_);
        current_.clear();
        for (const std::size_t at : before_) {
            const State& state = states_[at];
            const bool listed = std::any_of(state.ranges.begin(), state.ranges.end(),
                                            [c](const Range& r) { return c >= r.first && c <= r.last; });
            if (listed != state.negated) {
                enter(state.next);
            }
        }
        accepted_ = false;
        follow();
    }

    [[nodiscard]] bool is_lost() const { return current_.empty() && !accepted_; }
    [[nodiscard]] bool accepted() const { return accepted_; }

private:
    void enter(std::size_t state)
    {
        if (std::exchange(reached_[state], position_ + 1) != position_ + 1) {
            open_.push_back(state);
        }
    }

    /// On through all states that read no character.
    void follow()
    {
        while (!open_.empty()) {
            const std::size_t at = open_.back();
            const State& state = states_[at];
            open_.pop_back();
            switch (state.kind) {
            case State::Kind::one_of:
                current_.push_back(at);
                break;
            case State::Kind::fork:
                enter(state.next);
                enter(state.other);
                break;
            case State::Kind::begin:
                if (position_ == 0) {
                    enter(state.next);
                }
                break;
            case State::Kind::end:
                if (position_ == length_) {
                    enter(state.next);
                }
                break;
            case State::Kind::accept:
                accepted_ = true;
                break;
            }
        }
    }

    const std::vector<State>& states_;
    std::size_t length_;
    std::size_t position_ = 0;
    std::vector<std::size_t> reached_; ///< one more than the position at which a state was reached last
    std::vector<std::size_t> current_{}; ///< those that wait for a character
    std::vector<std::size_t> before_{};
    std::vector<std::size_t> open_{};
    bool accepted_ = false;
};

RegularExpression::RegularExpression(std::u32string_view pattern)
{
    const Parser::Node tree = Parser{pattern}.parse();
    Compiler compiler{states_};
    const std::size_t accept = compiler.add({});
    first_ = compiler.compile(tree, accept);
}

bool RegularExpression::matches(std::u32string_view text) const
{
    Simulation simulation{*this, text.size()};
    for (const char32_t c : text) {
        simulation.read(c);
        if (simulation.is_lost()) {
            return false;
        }
    }
    return simulation.accepted();
}

} // namespace datasets

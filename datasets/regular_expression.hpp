#pragma once

#include "datasets/pattern_tree.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace datasets {

/// A regular expression in ECMAScript's notation, as an automaton that is in all its states at once: neither a pattern nor a text
/// can make it backtrack, recurse or grow, and the time is at most the text's length times `most_states`.
///
/// Known are . [a-z] [^…] \d \w \s (and \D \W \S), \t \n \r \xHH \uHHHH, | ( ) (?: ) * + ? {n} {n,} {n,m} ^ $. What no such
/// automaton can do (back-references, lookahead) or nobody needs to tell a whole value (\b, lazy repeats are taken as plain
/// ones) is refused by name.
class RegularExpression {
public:
    static constexpr std::size_t most_states = 10'000;

    /// Throws LocalFormatError that says what is wrong and where.
    explicit RegularExpression(std::u32string_view pattern);

    /// True if the whole of the text is a match.
    [[nodiscard]] bool matches(std::u32string_view text) const;

private:
    struct State {
        enum class Kind { one_of, fork, begin, end, accept };
        Kind kind = Kind::accept;
        std::size_t next = 0;
        std::size_t other = 0; ///< of a fork
        bool negated = false;  ///< any character but those of `ranges`
        std::vector<PatternNode::Range> ranges{};
    };
    class Compiler;
    class Simulation;

    std::vector<State> states_{};
    std::size_t first_ = 0;
};

} // namespace datasets

#pragma once

#include <string_view>
#include <vector>

namespace datasets {

/// What a regular expression says, as a tree: `a|b{2,}` is alternatives of a, and of a repeat of b.
struct PatternNode {
    enum class Kind { one_of, sequence, alternatives, repeat, begin, end };
    static constexpr int unlimited = -1;

    struct Range {
        char32_t first = 0;
        char32_t last = 0;
    };

    Kind kind = Kind::sequence;
    std::vector<PatternNode> parts{};
    std::vector<Range> ranges{};
    bool negated = false; ///< any character but those of `ranges`
    int least = 0;        ///< of a repeat
    int most = unlimited;
};

/// Reads the notation that RegularExpression tells. Throws LocalFormatError that says what is wrong and where.
[[nodiscard]] PatternNode parse_pattern(std::u32string_view pattern);

} // namespace datasets

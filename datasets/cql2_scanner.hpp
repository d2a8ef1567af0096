#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace datasets {

/// The characters of a filter in CQL2 text, taken from left to right as words, signs, texts and numbers. What is asked for and does
/// not stand here is left; what must stand here and does not is a FilterError, which says where, what was expected and what came.
/// Spaces before it are skipped.
class Cql2Scanner {
public:
    explicit Cql2Scanner(std::string_view text) : text_{text} {}

    [[nodiscard]] bool at_end();
    [[nodiscard]] char next();        ///< not taken; '\0' at the end
    [[nodiscard]] bool number_next(); ///< digits, or a point or a sign before them

    /// For messages: "character 12", from 1.
    [[nodiscard]] std::string place();
    [[noreturn]] void refuse(std::string_view expected);

    /// Where it stands, to come back to.
    [[nodiscard]] std::size_t mark() const { return at_; }
    void go_back(std::size_t mark) { at_ = mark; }

    bool take(char c);
    void expect(char c);
    bool take_sign(std::string_view sign);

    /// The word that stands here, not taken yet; empty if there is none. Letters of all scripts, digits, `_ : .`
    [[nodiscard]] std::string_view word();
    /// True if the word that stands here is that of a call: `word(`.
    [[nodiscard]] bool is_call(std::string_view word) const;
    bool take_word(std::string_view keyword); ///< upper case or lower case
    void expect_word(std::string_view keyword);

    /// What stands between two of `quote`: 'it''s', 'it\'s'. Other backslashes stay, LIKE needs them.
    [[nodiscard]] std::string quoted(char quote);

    [[nodiscard]] std::variant<std::int64_t, double> number(); ///< whole if it is written so and fits
    [[nodiscard]] double real();                               ///< finite

private:
    struct NumberText {
        std::string_view text;
        bool integral = true;
    };

    void skip_space();
    [[nodiscard]] NumberText number_text();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t counted_to_ = 0;
    std::ptrdiff_t counted_ = 0; ///< characters before it
};

} // namespace datasets

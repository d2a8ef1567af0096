#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

class JsonReader;

/// A regular expression (ECMAScript's) that a whole text must match. Texts are compared by characters, not bytes, after
/// `fold_width`. The time it takes grows with the text's length only: back-references, which could not keep that, are refused.
class Pattern {
public:
    /// Throws LocalFormatError that says what is wrong with it.
    explicit Pattern(std::string text);

    /// False for a text of more than 1,000 characters: no number or code is that long.
    [[nodiscard]] bool matches(std::string_view value) const;
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    struct Compiled;

    std::string text_;
    std::shared_ptr<const Compiled> compiled_; // copies of a manifest share it
};

/// An end of a range, with its words in the manifest.
struct Bound {
    double number = 0;  ///< of integers and numbers
    std::string text{}; ///< of dates what they are compared with: 2026-04-01, also with a time
};

/// What the values of a field must be. Each rule may be left out; a missing value breaches none.
struct ValueLimits {
    std::optional<Bound> minimum{};
    std::optional<Bound> maximum{};
    std::optional<Pattern> pattern{};
    std::vector<std::string> one_of{}; ///< compared after `fold_width`
    bool reject = false;               ///< a row that breaches them; else it is published with a warning
};

/// The limits among the keys of a field. Throws FormatError that names the key and says what was expected there.
[[nodiscard]] ValueLimits read_limits(const JsonReader& field, FieldType type);

struct Breach {
    enum class Kind { range, pattern, not_listed };
    Kind kind = Kind::range;
    std::string bound{}; ///< of a range: what the value should not be, such as "> 100"
};

/// The first of the limits that the value breaches. Of dates only what both sides tell is compared: a day without a time is
/// not above the noon of that day.
[[nodiscard]] std::optional<Breach> breach_of(const ValueLimits& limits, const Value& value);

} // namespace datasets

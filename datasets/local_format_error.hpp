#pragma once

#include "datasets/error.hpp"
#include "datasets/schema.hpp"

#include <utility>

namespace datasets {

/// Something that a person wrote by hand, a pattern or a sentence, is not what it must be; what() is "日本語 / english". Who knows
/// where it stands puts the place in front, and has both languages apart for that.
class LocalFormatError : public FormatError {
public:
    explicit LocalFormatError(LocalText said) : FormatError{said.ja + " / " + said.en}, said_{std::move(said)}
    {
    }

    [[nodiscard]] const LocalText& said() const { return said_; }

private:
    LocalText said_;
};

} // namespace datasets

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// A sentence with gaps, as a manifest has it:
///
///   最も近い投票所は{name}です[（{address}）]。        {name} is filled; what stands in [ ] is left out if a gap in it stays empty
///
/// Nothing nests. There is no way to write one of these four signs themselves: a sentence for people needs none of them.

/// The names in the gaps, in order. Throws LocalFormatError that says what is wrong with the sentence.
[[nodiscard]] std::vector<std::string> gaps_of(std::string_view sentence);

/// What fills a gap; empty if nothing is known.
using FillGap = std::function<std::string(std::string_view name)>;

/// The whole sentence; nothing if a gap outside of [ ] stays empty: half a sentence is said to nobody.
/// `sentence` must be one that `gaps_of` accepts.
[[nodiscard]] std::optional<std::string> fill_sentence(std::string_view sentence, const FillGap& fill);

} // namespace datasets

#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The parts of a spreadsheet's format code, such as 000-0000;[Red]-0 (ECMA-376, 18.8.31).
namespace ingest {

/// The letters of a format that stand for something: without texts in quotation marks, escaped and padding characters,
/// colours, conditions and languages in brackets; [h], [mm] and [s] count hours, minutes and seconds elapsed and become '['.
[[nodiscard]] std::string bare_letters(std::string_view code);

/// The sections of a format, for positive and negative numbers, zero and text.
[[nodiscard]] std::vector<std::string_view> sections(std::string_view code);

/// A format that places each digit: more than one leading zero, or something between the digits (000-0000). None with a
/// decimal point, a comma, a fraction or an exponent: those show a quantity.
[[nodiscard]] bool places_digits(std::string_view section);

} // namespace ingest

#pragma once

#include <string>
#include <string_view>

namespace datasets {

/// One form for what differs in width only: full-width letters, digits and signs become ASCII, the ideographic space a
/// space, half-width katakana full-width (ﾊﾟ becomes パ), and kana taken apart one (は and U+309A become ぱ). Everything else stays, so ㈱ and 髙 are kept as they are.
/// Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string fold_width(std::string_view text);

/// Kana whose voicing mark stands apart (Unicode's NFD, in which macOS writes names of files) in one piece (NFC). Everything else
/// stays. The text must be UTF-8.
[[nodiscard]] std::string compose_kana(std::string_view text);

/// One form for what people type alike when they search: width folded, ASCII and Latin letters in lower case, katakana as
/// hiragana, white space taken out.
[[nodiscard]] std::string fold_search(std::string_view text);

/// Takes one character off the front, in the form of `fold_width`: a half-width kana with its voicing mark is one.
[[nodiscard]] char32_t take_folded_width(std::string_view& rest);

/// A text as code points, and back. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);
[[nodiscard]] std::string utf8_text(std::u32string_view code_points);

/// True if every byte belongs to well-formed UTF-8 (RFC 3629).
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Its ASCII letters in lower case, all else as it is: for endings of files, schemes of URLs, words of HTTP.
[[nodiscard]] std::string lower_ascii(std::string text);

} // namespace datasets

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ingest {

/// An address in the one form in which addresses are compared.
struct AddressText {
    std::string text{};
    /// Offsets in `text` at which a space, a comma or 字 stood: there a name ends for certain.
    std::vector<std::size_t> breaks{};
};

/// One form for the many in which the same address is written:
///
///     〒760-0017 香川県　高松市番町一丁目８番１５号      香川県高松市番町1丁目8-15
///     大字川東下字原1886番地の2                         川東下原1886-2
///     自由が丘、自由ヶ丘 / 霞の目、霞之目 / 四つ谷、四ッ谷   自由ケ丘 / 霞ノ目 / 四ツ谷
///     ガ as カ and a mark of its own, as macOS writes    ガ as one character
///
/// Width, kinds of hyphens, kanji numerals before what is counted (丁目, 条, 番, 号, 線, 区, 地割), 大字 and 字, 番地の. What it gives is
/// for comparing with other such texts and for nothing else: ヶ is not written so in any address. Not for names, in which 文字 is no
/// 字. A name put through it is a prefix of an address that begins with the name, put through it.
[[nodiscard]] AddressText address_text(std::string_view address);

} // namespace ingest

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace api {

/// A QR code (ISO/IEC 18004) in its dark and light squares, without the quiet zone.
struct QrCode {
    int size = 0;             ///< squares a side
    std::vector<bool> dark{}; ///< row by row

    [[nodiscard]] bool is_dark(int x, int y) const { return dark[static_cast<std::size_t>(y * size + x)]; }
};

/// The smallest code of error correction M (15 % of it may be dirty or torn) that holds the text. Throws std::runtime_error if none
/// does: at 2,331 bytes.
[[nodiscard]] QrCode qr_code(std::string_view text);

/// The dark squares as the path of an SVG, one unit a square, with the quiet zone of four around: `viewBox` is "0 0 n n" with
/// n = size + 8.
[[nodiscard]] std::string qr_path(const QrCode& code);

} // namespace api

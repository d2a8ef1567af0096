#include "api/qr_code.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace api {

QrCode qr_code(std::string_view text)
{
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
    if (!code) {
        throw std::runtime_error(fmt::format("cannot make a QR code of {} bytes", text.size()));
    }
    QrCode result;
    result.size = code->width;
    const auto squares = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    for (std::size_t i = 0; i < squares; ++i) {
        result.dark.push_back((code->data[i] & 1U) != 0); // the other bits tell what a square is for
    }
    return result;
}

std::string qr_path(const QrCode& code)
{
    constexpr int quiet = 4;
    std::string path;
    for (int y = 0; y < code.size; ++y) {
        for (int x = 0; x < code.size; ++x) {
            if (!code.is_dark(x, y)) {
                continue;
            }
            const int begin = x;
            while (x + 1 < code.size && code.is_dark(x + 1, y)) {
                ++x;
            }
            path += fmt::format("M{} {}h{}v1h-{}z", begin + quiet, y + quiet, x - begin + 1, x - begin + 1);
        }
    }
    return path;
}

} // namespace api

#include "ingest/xlsx_part.hpp"

#include "ingest/error.hpp"
#include "ingest/xml_stream.hpp"

#include <fmt/format.h>

namespace ingest {

void ByteBudget::take(std::size_t bytes)
{
    if (bytes > left_) {
        constexpr std::size_t mebibyte = std::size_t{1} << 20U;
        throw IngestError{fmt::format("{0}: 展開すると {1} MiB を超えます。シートを CSV で保存してください / "
                                      "{0} takes more than {1} MiB unpacked; save the sheet as CSV instead",
                                      whose_, whole_ / mebibyte)};
    }
    left_ -= bytes;
}

bool read_xml_part(const OpenPart& archive, const std::string& part, const std::string& name,
                   XmlListener& listener, ByteBudget& budget)
{
    const auto stream = archive(part);
    if (!stream) {
        return false;
    }
    XmlStream xml{listener, name + ": " + part};
    for (std::string piece = (*stream)(); !piece.empty(); piece = (*stream)()) {
        budget.take(piece.size());
        xml.feed(piece);
    }
    xml.finish();
    return true;
}

} // namespace ingest

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace ingest {

class XmlListener;

/// Bytes piece by piece; an empty piece is their end.
using ByteStream = std::function<std::string()>;

/// Opens one part of a spreadsheet's archive by its name, such as xl/workbook.xml; nothing if there is no such part.
using OpenPart = std::function<std::optional<ByteStream>(const std::string& part)>;

/// How much may come out of a workbook. An archive of some megabytes can hold terabytes; no spreadsheet does. All are far beyond
/// what Excel itself can save.
struct XlsxLimits {
    std::size_t sheet_bytes = std::size_t{4}
                              << 30U; ///< of the sheets looked through, unpacked; only a piece of it is held
    std::size_t held_bytes = std::size_t{256} << 20U; ///< of a part that is held in memory
    std::size_t strings = std::size_t{8} << 20U;      ///< texts that cells share
    std::size_t row_bytes = std::size_t{16} << 20U;   ///< texts of one row, each as often as its cells say it
};

/// What may still be unpacked.
class ByteBudget {
public:
    ByteBudget(std::size_t bytes, std::string whose) : left_{bytes}, whole_{bytes}, whose_{std::move(whose)}
    {
    }

    /// Throws IngestError once it is used up.
    void take(std::size_t bytes);

private:
    std::size_t left_;
    std::size_t whole_;
    std::string whose_; ///< file and part, for the message
};

/// Has a part of a workbook's archive read by `listener`. False if there is no such part. `name` is what messages call the file.
/// Throws IngestError if it is no XML, or larger than the budget.
bool read_xml_part(const OpenPart& archive, const std::string& part, const std::string& name,
                   XmlListener& listener, ByteBudget& budget);

} // namespace ingest

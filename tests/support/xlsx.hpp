#pragma once

#include "ingest/xlsx_workbook.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The parts of a workbook, for a test: the sheets given as the XML inside <worksheet>, in one piece a part.
class TestWorkbook {
public:
    /// `state`: hidden, veryHidden or empty.
    TestWorkbook& sheet(const std::string& name, const std::string& content, const std::string& state = {})
    {
        const std::string number = std::to_string(++count_);
        sheets_ += "<sheet name=\"" + name + "\" sheetId=\"" + number + "\" r:id=\"r" + number + "\"" +
                   (state.empty() ? "" : " state=\"" + state + "\"") + "/>";
        relationships_ += "<Relationship Id=\"r" + number +
                          "\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
        parts_["xl/worksheets/sheet" + number + ".xml"] = "<worksheet>" + content + "</worksheet>";
        return *this;
    }

    TestWorkbook& strings(const std::string& items)
    {
        parts_["xl/sharedStrings.xml"] = "<sst>" + items + "</sst>";
        return *this;
    }

    TestWorkbook& styles(const std::string& content)
    {
        parts_["xl/styles.xml"] = "<styleSheet>" + content + "</styleSheet>";
        return *this;
    }

    TestWorkbook& epoch_1904()
    {
        properties_ = "<workbookPr date1904=\"1\"/>";
        return *this;
    }

    [[nodiscard]] std::map<std::string, std::string> parts() const
    {
        auto all = parts_;
        all["xl/workbook.xml"] =
            "<workbook xmlns:r=\"http://r\">" + properties_ + "<sheets>" + sheets_ + "</sheets></workbook>";
        all["xl/_rels/workbook.xml.rels"] = "<Relationships>" + relationships_ + "</Relationships>";
        return all;
    }

private:
    int count_ = 0;
    std::string sheets_{};
    std::string relationships_{};
    std::string properties_{};
    std::map<std::string, std::string> parts_{};
};

/// Parts as an archive gives them, `step` bytes a piece.
inline ingest::OpenPart archive_of(std::map<std::string, std::string> parts, std::size_t step = 1 << 16)
{
    return [parts = std::move(parts), step](const std::string& name) -> std::optional<ingest::ByteStream> {
        const auto part = parts.find(name);
        if (part == parts.end()) {
            return std::nullopt;
        }
        return [rest = part->second, step]() mutable {
            std::string piece = rest.substr(0, step);
            rest.erase(0, piece.size());
            return piece;
        };
    };
}

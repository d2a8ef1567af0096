#include "ingest/xlsx_workbook.hpp"

#include "ingest/error.hpp"
#include "ingest/xlsx_text.hpp"
#include "ingest/xml_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace ingest {

namespace {

int integer_or(std::string_view text, int otherwise)
{
    int number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool is_true(std::string_view text) { return text == "1" || text == "true"; }

/// A target of a relationship, as a part of the archive: relative to the folder xl, or from the root.
std::string part_of(std::string_view target)
{
    return target.starts_with('/') ? std::string{target.substr(1)} : "xl/" + std::string{target};
}

struct Silent : XmlListener {
    void start(std::string_view, const XmlAttributes&) override {}
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

/// xl/_rels/workbook.xml.rels: which part an id of the workbook means.
struct Relationships final : Silent {
    struct Target {
        std::string type{};
        std::string part{};
    };
    std::map<std::string, Target, std::less<>> by_id{};

    void start(std::string_view element, const XmlAttributes& attributes) override
    {
        if (element == "Relationship") {
            const std::string_view type = attributes["Type"];
            by_id[std::string{attributes["Id"]}] = {std::string{type.substr(type.rfind('/') + 1)},
                                                    part_of(attributes["Target"])};
        }
    }

    [[nodiscard]] std::string part_with_type(std::string_view type, std::string otherwise) const
    {
        for (const auto& [id, target] : by_id) {
            if (target.type == type) {
                return target.part;
            }
        }
        return otherwise;
    }
};

struct SheetList final : Silent {
    SheetList(const Relationships& known, XlsxWorkbook& filled) : relationships{known}, workbook{filled} {}

    const Relationships& relationships;
    XlsxWorkbook& workbook;

    void start(std::string_view element, const XmlAttributes& attributes) override
    {
        if (element == "workbookPr") {
            workbook.epoch_1904 = is_true(attributes["date1904"]);
        } else if (element == "sheet") {
            const auto target = relationships.by_id.find(attributes["id"]);
            if (target != relationships.by_id.end() && target->second.type == "worksheet") {
                const std::string_view state = attributes["state"];
                workbook.sheets.push_back({std::string{attributes["name"]}, target->second.part,
                                           state == "hidden" || state == "veryHidden"});
            }
        }
    }
};

/// xl/sharedStrings.xml: <si> holds <t>, or runs <r> of it; <rPh> holds how it is read aloud, which is no part of the text.
struct SharedStrings final : XmlListener {
    SharedStrings(std::vector<std::string>& filled, std::size_t limit, const std::string& file)
        : strings{filled}, most{limit}, name{file}
    {
    }

    std::vector<std::string>& strings;
    std::size_t most;
    const std::string& name;
    std::string current{};
    XlsxText text_of{};

    void start(std::string_view element, const XmlAttributes&) override
    {
        text_of.start(element);
        if (element == "si") {
            current.clear();
        }
    }

    void end(std::string_view element) override
    {
        text_of.end(element);
        if (element == "si") {
            if (strings.size() == most) { // an empty one is 5 bytes in the file and 32 in memory
                throw IngestError{
                    fmt::format("{0}: 共有の文字列が {1} 個を超えています。シートを CSV で保存してください / "
                                "it shares more than {1} texts; save the sheet as CSV instead",
                                name, most)};
            }
            strings.push_back(without_escapes(std::move(current)));
            current.clear();
        }
    }

    void text(std::string_view piece) override { text_of.add(piece, current); }
};

/// xl/styles.xml: a cell's style is a place in <cellXfs>, which names a number format.
struct Styles final : Silent {
    static constexpr std::size_t most = 65'536; // Excel: 65,490

    explicit Styles(std::vector<NumberFormat>& filled) : formats{filled} {}

    std::vector<NumberFormat>& formats;
    std::map<int, NumberFormat> own{};
    bool in_cell_styles = false;

    void start(std::string_view element, const XmlAttributes& attributes) override
    {
        if (element == "numFmt") {
            own[integer_or(attributes["numFmtId"], -1)] = number_format_from(attributes["formatCode"]);
        } else if (element == "cellXfs") {
            in_cell_styles = true;
        } else if (element == "xf" && in_cell_styles && formats.size() < most) {
            const int id = integer_or(attributes["numFmtId"], 0);
            const auto found = own.find(id);
            formats.push_back(found == own.end() ? built_in_number_format(id) : found->second);
        }
    }

    void end(std::string_view element) override { in_cell_styles = in_cell_styles && element != "cellXfs"; }
};

/// The value of four hexadecimal digits; nothing if they are none.
std::optional<unsigned> hex_value(std::string_view digits)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional{value} : std::nullopt;
}

std::string utf8(unsigned code)
{
    const auto byte = [](unsigned bits) { return static_cast<char>(bits); };
    if (code < 0x80) {
        return {byte(code)};
    }
    if (code < 0x800) {
        return {byte(0xC0 | code >> 6U), byte(0x80 | (code & 0x3FU))};
    }
    return {byte(0xE0 | code >> 12U), byte(0x80 | (code >> 6U & 0x3FU)), byte(0x80 | (code & 0x3FU))};
}

} // namespace

std::string without_escapes(std::string text)
{
    constexpr std::size_t length = 7; // _xHHHH_
    std::size_t at = text.find("_x");
    if (at == std::string::npos) {
        return text;
    }
    std::string plain;
    std::size_t done = 0; // of the text
    for (; at != std::string::npos; at = text.find("_x", std::max(at + 1, done))) {
        if (at + length > text.size() || text[at + length - 1] != '_') {
            continue;
        }
        const auto code = hex_value(std::string_view{text}.substr(at + 2, 4));
        const bool surrogate = code && *code >= 0xD800 && *code < 0xE000;
        if (code && *code != 0 && !surrogate) {
            plain.append(text, done, at - done).append(utf8(*code));
            done = at + length;
        }
    }
    return plain.append(text, done);
}

XlsxWorkbook read_xlsx_workbook(const OpenPart& archive, const std::string& name, const XlsxLimits& limits)
{
    XlsxWorkbook workbook;
    Relationships relationships;
    SheetList sheets{relationships, workbook};
    ByteBudget budget{limits.held_bytes, name + ": all beside the rows"};
    if (!read_xml_part(archive, "xl/_rels/workbook.xml.rels", name, relationships, budget) ||
        !read_xml_part(archive, "xl/workbook.xml", name, sheets, budget)) {
        throw IngestError{
            name + ": Excel のブック（.xlsx）でないか、壊れています。Excel で開き、パスワードなしの .xlsx "
                   "で保存してください / "
                   "this is no Excel workbook (.xlsx), or a damaged one: it has no xl/workbook.xml; open "
                   "it in Excel and save it as .xlsx, without a password"};
    }
    SharedStrings strings{workbook.strings, limits.strings, name};
    read_xml_part(archive, relationships.part_with_type("sharedStrings", "xl/sharedStrings.xml"), name,
                  strings, budget);
    Styles styles{workbook.formats};
    read_xml_part(archive, relationships.part_with_type("styles", "xl/styles.xml"), name, styles, budget);
    return workbook;
}

} // namespace ingest

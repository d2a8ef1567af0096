#include "ingest/xlsx_download.hpp"

#include "datasets/feature_store.hpp"
#include "ingest/data_dictionary.hpp"
#include "ingest/zip_writer.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <vector>

namespace ingest {

namespace {

using datasets::FieldType;
using datasets::LonLat;
using datasets::Value;

constexpr int page_size = 1000;

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// The parts of a workbook that hold no data: the least that ECMA-376 part 1, 8 to 12, asks for.
constexpr std::array<std::pair<const char*, std::string_view>, 5> fixed_parts{
    {
        {"[Content_Types].xml",
         R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)"},
        {"_rels/.rels",
         R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml",
         R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="データ" sheetId="1" r:id="rId1"/><sheet name="データ辞書" sheetId="2" r:id="rId2"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels", R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)"},
        {"xl/styles.xml",
         R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Yu Gothic"/></font><font><b/><sz val="11"/><name val="Yu Gothic"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>)"},
    }};

/// Places in cellXfs above.
enum class Style { plain = 0, date = 1, header = 2 };

constexpr std::string_view sheet_begin =
    R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>)";
constexpr std::string_view sheet_end = "</sheetData></worksheet>";

/// A, B, … Z, AA, AB, …
std::string column_letters(std::size_t column)
{
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters;
}

/// Days since the day before 1900-01-01, one too many from 1900-03-01 on: Excel takes 1900 for a leap year. Nothing if
/// the date is before that, where its serial numbers are wrong.
std::optional<std::int64_t> serial_day(const std::string& iso)
{
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        (void)std::from_chars(iso.data() + at, iso.data() + at + length, value);
        return value;
    };
    if (iso.size() != 10) {
        return std::nullopt;
    }
    using namespace std::chrono;
    const year_month_day date{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                              day{static_cast<unsigned>(number(8, 2))}};
    const auto days = sys_days{date}.time_since_epoch().count() + 25'569; // of 1970-01-01
    return date.ok() && days >= 61 ? std::optional<std::int64_t>{days} : std::nullopt;
}

/// The rows of one sheet, in XML.
class Sheet {
public:
    explicit Sheet(ZipWriter& zip) : zip_{zip}, xml_{declaration} { xml_ += sheet_begin; }

    void begin_row()
    {
        ++row_;
        column_ = 0;
        fmt::format_to(std::back_inserter(xml_), "<row r=\"{}\">", row_);
    }

    void text(std::string_view text, Style style = Style::plain)
    {
        const std::string content = xlsx_text(text);
        begin_cell(style);
        xml_ += " t=\"inlineStr\"><is><t xml:space=\"preserve\">";
        xml_ += content;
        xml_ += "</t></is></c>";
    }

    template <class Number>
    void number(Number number, Style style = Style::plain)
    {
        begin_cell(style);
        fmt::format_to(std::back_inserter(xml_), "><v>{}</v></c>", number);
    }

    void boolean(bool value)
    {
        begin_cell(Style::plain);
        xml_ += value ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>";
    }

    void nothing() { ++column_; }

    void end_row()
    {
        xml_ += "</row>";
        constexpr std::size_t enough = 1 << 16;
        if (xml_.size() > enough) {
            flush();
        }
    }

    void end()
    {
        xml_ += sheet_end;
        flush();
    }

private:
    void begin_cell(Style style)
    {
        while (letters_.size() <= column_) {
            letters_.push_back(column_letters(letters_.size()));
        }
        fmt::format_to(std::back_inserter(xml_), "<c r=\"{}{}\"", letters_[column_++], row_);
        if (style != Style::plain) {
            fmt::format_to(std::back_inserter(xml_), " s=\"{}\"", static_cast<int>(style));
        }
    }

    void flush()
    {
        zip_.write(xml_);
        xml_.clear();
    }

    ZipWriter& zip_;
    std::string xml_;
    std::vector<std::string> letters_{};
    std::int64_t row_ = 0;
    std::size_t column_ = 0;
};

void write_value(Sheet& sheet, const Value& value, FieldType type)
{
    constexpr std::int64_t most_exact = 999'999'999'999'999; // Excel keeps 15 digits
    if (datasets::is_missing(value)) {
        sheet.nothing();
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        const auto day = type == FieldType::date ? serial_day(*text) : std::nullopt;
        day ? sheet.number(*day, Style::date) : sheet.text(*text);
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        std::abs(*whole) > most_exact ? sheet.text(std::to_string(*whole)) : sheet.number(*whole);
    } else if (const auto* real = std::get_if<double>(&value)) {
        std::isfinite(*real) ? sheet.number(*real) : sheet.nothing();
    } else {
        sheet.boolean(std::get<bool>(value));
    }
}

void write_position(Sheet& sheet, const datasets::Feature& feature)
{
    const auto* points =
        feature.geometry ? std::get_if<datasets::Points<LonLat>>(&*feature.geometry) : nullptr;
    if (points != nullptr && points->points.size() == 1) {
        sheet.number(points->points.front().lon);
        sheet.number(points->points.front().lat);
    }
}

void write_header(Sheet& sheet, const std::vector<std::string>& names)
{
    sheet.begin_row();
    for (const std::string& name : names) {
        sheet.text(name, Style::header);
    }
    sheet.end_row();
}

void write_data_sheet(const datasets::DatasetInfo& info, const datasets::FeatureStore& store, Sheet sheet)
{
    auto names = column_headers(info.schema);
    names.insert(names.begin(), "ID");
    names.insert(names.end(), {"経度", "緯度"});
    write_header(sheet, names);
    datasets::ItemsPage page;
    std::int64_t after = 0;
    do {
        page = store.items({{}, after, page_size});
        for (const datasets::Feature& feature : page.features) {
            after = feature.fid;
            sheet.begin_row();
            sheet.text(feature.id);
            for (std::size_t i = 0; i < feature.values.size(); ++i) {
                write_value(sheet, feature.values[i], info.schema.fields[i].type);
            }
            write_position(sheet, feature);
            sheet.end_row();
        }
    } while (page.has_more);
    sheet.end();
}

void write_dictionary_sheet(const datasets::Schema& schema, Sheet sheet)
{
    write_header(sheet, {"名前", "型", "ラベル", "英語のラベル", "単位"});
    for (const datasets::Field& field : schema.fields) {
        sheet.begin_row();
        sheet.text(field.name);
        sheet.text(datasets::to_string(field.type));
        sheet.text(field.label.ja);
        sheet.text(field.label.en);
        sheet.text(field.unit);
        sheet.end_row();
    }
    sheet.end();
}

/// True if the text at this place reads as an escape of ours, which it is not.
bool looks_escaped(std::string_view text)
{
    constexpr std::string_view hex = "0123456789abcdefABCDEF";
    return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
           text.substr(2, 4).find_first_not_of(hex) == std::string_view::npos;
}

void append_escaped(std::string& xml, std::string_view rest)
{
    const char c = rest.front();
    if (c == '&') {
        xml += "&amp;";
    } else if (c == '<') {
        xml += "&lt;";
    } else if (c == '>') {
        xml += "&gt;";
    } else if (c == '_' && looks_escaped(rest)) {
        xml += "_x005F_";
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') {
        fmt::format_to(std::back_inserter(xml), "_x{:04X}_", static_cast<unsigned>(c));
    } else {
        xml += c;
    }
}

} // namespace

std::string xlsx_text(std::string_view text)
{
    if (text.size() > most_xlsx_text) {
        std::size_t end = most_xlsx_text;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end; // never within a character
        }
        text = text.substr(0, end);
    }
    std::string xml;
    xml.reserve(text.size());
    for (; !text.empty(); text.remove_prefix(1)) {
        if (text.starts_with("\uFFFE") || text.starts_with("\uFFFF")) { // which XML cannot hold either
            xml += text[2] == '\xBE' ? "_xFFFE_" : "_xFFFF_";
            text.remove_prefix(2);
            continue;
        }
        append_escaped(xml, text);
    }
    return xml;
}

void write_xlsx(const datasets::DatasetInfo& info, const std::filesystem::path& snapshot,
                const std::filesystem::path& path)
{
    const datasets::FeatureStore store{snapshot / "features.gpkg", info.manifest.id, info.schema};
    ZipWriter zip{path};
    for (const auto& [name, xml] : fixed_parts) {
        zip.begin_file(name);
        zip.write(declaration);
        zip.write(xml);
    }
    zip.begin_file("xl/worksheets/sheet1.xml");
    write_data_sheet(info, store, Sheet{zip});
    zip.begin_file("xl/worksheets/sheet2.xml");
    write_dictionary_sheet(info.schema, Sheet{zip});
    zip.close();
}

} // namespace ingest

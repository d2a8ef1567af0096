#include "ingest/finding.hpp"
#include "ingest/report.hpp"
#include "ingest/report_page.hpp"
#include "ingest/report_picture.hpp"
#include "tests/support/catch.hpp"

#include <string>

using datasets::LonLat;
using ingest::entry_of;
using ingest::EntryKind;
using ingest::Finding;
using ingest::Report;
using ingest::ReportPicture;

namespace {

datasets::Geometry<LonLat> point(double lon, double lat) { return datasets::Points<LonLat>{{{lon, lat}}}; }

std::string page_of(const Report& report, const std::string& picture = "")
{
    datasets::DatasetInfo info;
    info.manifest.title = {"公園 <市立>", "Parks & gardens"};
    info.version = "20261121T043000Z-0123456789ab";
    return ingest::report_page(info, to_json(report, "parks", info.version), picture);
}

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++n;
    }
    return n;
}

Report report_of(std::size_t entries)
{
    Report report;
    report.read = 1000;
    report.published = 1000 - static_cast<std::int64_t>(entries);
    report.rejected = static_cast<std::int64_t>(entries);
    for (std::size_t i = 0; i < entries; ++i) {
        report.entries.push_back(entry_of(Finding::key_missing, EntryKind::rejected, "number"));
        report.entries.back().row = static_cast<std::int64_t>(i) + 2;
    }
    return report;
}

} // namespace

TEST_CASE("the page says counts, summary and rows in both languages, and fetches nothing", "[report_page]")
{
    const std::string page = page_of(report_of(12));
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(count(page, "公園 &lt;市立&gt;") == 2);
    CHECK(count(page, "Parks &amp; gardens") == 1);
    CHECK(count(page, "<td class=\"number\">988</td>") == 1);
    CHECK(count(page, "キーの値がありません") == 13);
    CHECK(count(page, "2, 3, 4, 5, 6, 7, 8, 9, …") == 1);
    CHECK(count(page, "http") == 0);
    CHECK(count(page, "<script") == 0);
}

TEST_CASE("a long table is cut, and the rest counted", "[report_page]")
{
    const std::string page = page_of(report_of(507));
    CHECK(count(page, "<tr><td class=\"number\">") == ingest::entries_on_page);
    CHECK(count(page, "ほか 7 件") == 1);
}

TEST_CASE("a run with nothing to say says so", "[report_page]")
{
    CHECK(count(page_of(Report{}), "特に報告することはありません") == 1);
    CHECK(count(page_of(Report{}), "<svg") == 0);
}

TEST_CASE("what rows say of themselves cannot become markup", "[report_page]")
{
    Report report = report_of(0);
    report.entries.push_back(entry_of(Finding::value_unreadable, EntryKind::warning, "area", "<script>\"&"));
    const std::string page = page_of(report);
    CHECK(count(page, "<script") == 0);
    CHECK(count(page, "&lt;script&gt;&quot;&amp;") == 4);
}

TEST_CASE("the picture holds a mark a row, north above, and stays small with many", "[report_page]")
{
    ReportPicture picture;
    CHECK(picture.svg().empty());
    picture.add(point(135.0, 34.0), ReportPicture::Mark::published);
    picture.add(point(135.0, 35.0), ReportPicture::Mark::rejected);
    const std::string two = picture.svg();
    CHECK(count(two, "<circle") == 2);
    CHECK(count(two, "cy=\"8.0\" r=\"3.4\"") == 1);
    for (int i = 0; i < 100'000; ++i) {
        picture.add(point(135 + (i % 317) / 317.0, 34 + (i / 317) / 317.0), ReportPicture::Mark::published);
    }
    CHECK(count(picture.svg(), "<circle") <= 1501);
    CHECK(count(picture.svg(), "<circle") > 300);
    CHECK(picture.svg() == picture.svg());
}

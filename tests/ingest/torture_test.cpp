// Runs every case of tests/ingest/torture: what a city might give, the manifest for it, and what must come of it.
// That folder's README says how a case is written.

#include "datasets/file.hpp"
#include "ingest/ingest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shapefile.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/zip.hpp"

#include <iconv.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using nlohmann::json;

namespace {

namespace fs = std::filesystem;

std::string recoded(const std::string& utf8, const std::string& encoding)
{
    const iconv_t converter = iconv_open(encoding.c_str(), "UTF-8");
    std::string in = utf8;
    std::string out(in.size() * 4 + 4, '\0');
    char* from = in.data();
    char* to = out.data();
    std::size_t from_left = in.size();
    std::size_t to_left = out.size();
    const bool failed = iconv(converter, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1);
    iconv_close(converter);
    if (failed) {
        throw std::runtime_error{"the case holds a text that is not of its encoding: " + utf8};
    }
    out.resize(out.size() - to_left);
    return out;
}

std::string from_hex(const std::string& digits)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

std::string bytes_of(const json& content);

std::string archive_of(const json& content)
{
    const std::string encoding = content.value("names", "UTF-8");
    std::vector<std::pair<std::string, std::string>> entries;
    for (const auto& entry : content.at("zip").items()) {
        entries.emplace_back(recoded(entry.key(), encoding), bytes_of(entry.value()));
    }
    return zip_bytes(entries, encoding == "UTF-8");
}

/// A dBASE table of texts, 30 bytes a column unless "widths" says else.
std::string table_of(const json& content)
{
    const std::string encoding = content.value("encoding", "UTF-8");
    const json widths = content.value("widths", json::array());
    std::vector<DbfColumn> columns;
    for (const json& name : content.at("columns")) {
        constexpr std::size_t usual = 30;
        columns.push_back(
            {recoded(name.get<std::string>(), encoding),
             columns.size() < widths.size() ? widths.at(columns.size()).get<std::size_t>() : usual});
    }
    std::vector<std::vector<std::string>> rows;
    for (const json& row : content.at("dbf")) {
        rows.emplace_back();
        for (const json& cell : row) {
            rows.back().push_back(recoded(cell.get<std::string>(), encoding));
        }
    }
    return dbf_bytes(columns, rows, static_cast<char>(content.value("language", 0)));
}

/// A text, a list of pieces one after the other, or an object that says how its bytes come about.
std::string bytes_of(const json& content)
{
    if (content.is_string()) {
        return content.get<std::string>();
    }
    if (content.is_array()) {
        std::string bytes;
        for (const json& piece : content) {
            bytes += bytes_of(piece);
        }
        return bytes;
    }
    if (content.contains("zip")) {
        return archive_of(content);
    }
    if (content.contains("dbf")) {
        return table_of(content);
    }
    if (content.contains("points")) {
        return points_bytes(content.at("points").get<std::size_t>(), content.value("index", false));
    }
    if (content.contains("hex")) {
        return from_hex(content.at("hex").get<std::string>());
    }
    return recoded(bytes_of(content.at("text")), content.at("encoding").get<std::string>());
}

/// What every manifest needs and no case cares for is filled in.
ingest::Job job_of(json manifest, const fs::path& folder)
{
    json whole{{"id", "case"}, {"title", {{"ja", "試験"}, {"en", "Case"}}}, {"max_rejected", "100%"}};
    whole.update(manifest);
    for (json& field : whole.at("fields")) {
        if (!field.contains("label")) {
            field["label"] = {{"ja", field.at("name")}, {"en", field.at("name")}};
        }
    }
    return {datasets::parse_manifest(whole.dump(), "manifest.json"), folder};
}

const char* name_of(ingest::EntryKind kind)
{
    constexpr std::array names{"rejected", "repaired", "warning", "note"};
    return names.at(static_cast<std::size_t>(kind));
}

/// One line for each kind, code and field: "warning value.unreadable [when] 3, 5".
std::vector<std::string> report_lines(const ingest::Report& report)
{
    std::map<std::string, std::string> rows;
    for (const ingest::ReportEntry& entry : report.entries) {
        std::string line = std::string{name_of(entry.kind)} + " " + entry.code;
        line += entry.field.empty() ? "" : " [" + entry.field + "]";
        std::string& numbers = rows[line];
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(entry.row);
    }
    std::vector<std::string> lines;
    for (const auto& [line, numbers] : rows) {
        lines.push_back(line + " " + numbers);
    }
    return lines;
}

bool alike(const json& expected, const json& actual)
{
    constexpr double tolerance = 1e-7; // degrees: a centimetre
    if (expected.is_number() && actual.is_number()) {
        return std::abs(expected.get<double>() - actual.get<double>()) <= tolerance;
    }
    if (expected.is_array() && actual.is_array()) {
        return expected.size() == actual.size() &&
               std::equal(expected.begin(), expected.end(), actual.begin(), alike);
    }
    return expected == actual;
}

/// A feature as cases write it: its fields beside `id`, and `at` (longitude, latitude) of a point or `geometry`.
json flat(const json& feature)
{
    json result = feature.at("properties");
    result["id"] = feature.at("id");
    const json& geometry = feature.at("geometry");
    result["geometry"] = geometry;
    result["at"] =
        geometry.is_object() && geometry.at("type") == "Point" ? geometry.at("coordinates") : json{};
    return result;
}

void check_features(const json& expected, const fs::path& snapshot)
{
    const json features =
        json::parse(datasets::read_file(snapshot / "downloads/case.geojson")).at("features");
    CHECK(features.size() == expected.size());
    for (std::size_t i = 0; i < std::min(features.size(), expected.size()); ++i) {
        const json feature = flat(features[i]);
        for (const auto& wanted : expected[i].items()) {
            INFO("feature " << i + 1 << ", " << wanted.key() << ": expected " << wanted.value() << " in "
                            << feature);
            CHECK(alike(wanted.value(), feature.value(wanted.key(), json{"no such field"})));
        }
    }
}

void check_outcome(const json& expected, const ingest::Outcome& outcome, const datasets::Store& store)
{
    INFO("reason: " << outcome.reason);
    const bool published = outcome.status == ingest::Outcome::Status::published;
    CHECK(expected.value("status", "published") == (published ? "published" : "refused"));
    if (expected.contains("reason")) {
        for (const json& part : expected.at("reason")) {
            CHECK_THAT(outcome.reason, ContainsSubstring(part.get<std::string>()));
        }
    }
    const ingest::Report& report = outcome.report;
    CHECK((!published || report.read == report.published + report.rejected));
    if (expected.contains("rows")) {
        CHECK(expected.at("rows") == json{report.read, report.published, report.rejected});
    }
    if (published || expected.contains("report")) {
        CHECK(expected.value("report", std::vector<std::string>{}) == report_lines(report));
    }
    if (published && expected.contains("features")) {
        check_features(expected.at("features"), store.snapshot("case", outcome.version));
    }
}

void run_case(const json& test)
{
    const TempFolder temporary;
    const fs::path input = temporary.path() / "input";
    const datasets::Store store{temporary.path() / "store"};
    for (const auto& file : test.at("files").items()) {
        fs::create_directories((input / file.key()).parent_path());
        datasets::write_file(input / file.key(), bytes_of(file.value()));
    }
    for (const json& manifest : test.value("first", json::array())) {
        REQUIRE(ingest::ingest(job_of(manifest, input), store).status == ingest::Outcome::Status::published);
    }
    check_outcome(test.at("expect"), ingest::ingest(job_of(test.at("manifest"), input), store), store);
}

std::vector<fs::path> all_cases()
{
    std::vector<fs::path> cases;
    for (const auto& entry : fs::directory_iterator{fs::path{SOURCE_ROOT} / "tests/ingest/torture"}) {
        if (entry.path().extension() == ".json") {
            cases.push_back(entry.path());
        }
    }
    std::sort(cases.begin(), cases.end());
    return cases;
}

} // namespace

TEST_CASE("every file of the torture set ends as its case says", "[torture]")
{
    for (const fs::path& path : all_cases()) {
        const json test = json::parse(datasets::read_file(path), nullptr, true, /*ignore_comments=*/true);
        DYNAMIC_SECTION(path.stem().string() << ": " << test.at("about").get<std::string>())
        {
            run_case(test);
        }
    }
}

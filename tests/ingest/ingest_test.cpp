#include "datasets/dataset_info.hpp"
#include "datasets/digest.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/file.hpp"
#include "ingest/ingest.hpp"
#include "ingest/job_order.hpp"
#include "ingest/publisher.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"
#include "tiles/pmtiles_reader.hpp"

#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <span>
#include <string>

namespace fs = std::filesystem;

using datasets::Value;
using ingest::Outcome;
using Status = ingest::Outcome::Status;

namespace {

/// A folder with a city's files and a store beside them.
class City {
public:
    void write(const std::string& name, const std::string& bytes) const
    {
        fs::remove(folder_.path() / name);
        datasets::write_file(folder_.path() / name, bytes);
    }
    [[nodiscard]] Outcome ingest(const std::string& manifest) const
    {
        return ingest::ingest(job(manifest), store());
    }
    [[nodiscard]] ingest::Job job(const std::string& manifest) const
    {
        return {datasets::parse_manifest(manifest, "manifest.json"), folder_.path()};
    }
    [[nodiscard]] datasets::Store store() const { return {folder_.path() / "store"}; }

    /// A file of the current version.
    [[nodiscard]] fs::path current(const std::string& id, const std::string& file = "") const
    {
        return store().current_link(id) / file;
    }
    [[nodiscard]] nlohmann::json report(const std::string& id) const
    {
        return nlohmann::json::parse(datasets::read_file(current(id, "report.json")));
    }
    [[nodiscard]] std::set<std::string> names_in_store(const std::string& id) const
    {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator{store().dataset(id)}) {
            names.insert(entry.path().filename());
        }
        return names;
    }

private:
    TempFolder folder_{};
};

/// Parks with a position in columns; the owner is private. `rest` is further members, each with a comma behind it.
std::string parks(const std::string& rest = "")
{
    return "{" + rest + R"("id": "parks", "title": {"ja": "公園", "en": "Parks"},
      "source": {"path": "parks.csv", "crs": "EPSG:6668"},
      "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"}, "key": ["number"],
      "fields": [
        {"name": "number", "source": "番号", "label": {"ja": "番号", "en": "Number"}},
        {"name": "area", "source": "面積", "type": "number", "unit": "m²", "label": {"ja": "面積", "en": "Area"}},
        {"name": "owner", "source": "所有者", "label": {"ja": "所有者", "en": "Owner"}, "public": false},
        {"name": "born", "source": "生年", "type": "integer", "label": {"ja": "生", "en": "B"}, "public": false}]})";
}

const std::string header = "番号,面積,所有者,生年,経度,緯度\n";
const std::string two_rows =
    header + "1,1200,汐凪太郎,昭和,135.5,34.7\n2,\"3,400㎡\",汐凪花子,不明,34.8,135.6\n";

/// 40 good rows and these.
std::string forty_rows_and(const std::string& rows)
{
    std::string csv = header;
    for (int i = 1; i <= 40; ++i) {
        csv += "g" + std::to_string(i) + ",100,秘密,1950,135." + std::to_string(500 + i) + ",34.7\n";
    }
    return csv + rows;
}

} // namespace

TEST_CASE("a city's file becomes a snapshot with all its parts", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    const Outcome outcome = city.ingest(parks());
    REQUIRE(outcome.reason.empty());
    REQUIRE(outcome.status == Status::published);
    CHECK(datasets::current_version(city.store(), "parks") == outcome.version);

    const auto info = datasets::read_dataset_info(city.current("parks"));
    CHECK(info.rows_read == 2);
    CHECK(info.count == 2);
    CHECK(info.rejected == 0);
    CHECK(info.geometry == datasets::GeometryKind::point);
    CHECK(info.bbox == datasets::BBox{135.5, 34.7, 135.6, 34.8});
    CHECK(info.zooms.size() == 15);
    REQUIRE(info.sources.size() == 1);
    CHECK(info.sources[0].encoding == "UTF-8");
    CHECK(info.sources[0].crs == "EPSG:6668");
    CHECK(info.sources[0].sha256 == datasets::sha256(two_rows));
    for (const char* program : {"machizu", "gdal", "proj", "geos"}) {
        CHECK_FALSE(info.software.at(program).empty());
    }

    const datasets::FeatureStore features{city.current("parks", "features.gpkg"), "parks", info.schema};
    const auto second = features.by_id("2");
    REQUIRE(second);
    CHECK(second->fid == 2);
    CHECK(second->values == std::vector<Value>{"2", 3400.0});
    CHECK(second->geometry ==
          datasets::Geometry<datasets::LonLat>{datasets::Points<datasets::LonLat>{{{135.6, 34.8}}}});
}

TEST_CASE("the hashes of dataset.json are those of the files", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    REQUIRE(city.ingest(parks()).status == Status::published);
    std::set<std::string> names;
    for (const auto& file : datasets::read_dataset_info(city.current("parks")).files) {
        INFO(file.name);
        CHECK(file.sha256 == datasets::sha256_of_file(city.current("parks", file.name)));
        CHECK(file.bytes == static_cast<std::int64_t>(fs::file_size(city.current("parks", file.name))));
        CHECK(file.is_public == (file.name != "rejects.csv"));
        names.insert(file.name);
    }
    CHECK(names == std::set<std::string>{
                       "downloads/parks.cp932.csv", "downloads/parks.csv", "downloads/parks.dictionary.csv",
                       "downloads/parks.dictionary.json", "downloads/parks.fgb", "downloads/parks.geojson",
                       "downloads/parks.kml", "downloads/parks.shp.zip", "downloads/parks.xlsx",
                       "features.gpkg", "features.index", "rejects.csv", "report.html", "report.json",
                       "search.index", "tiles.pmtiles"});
}

TEST_CASE("what the report says of rows adds up", "[ingest]")
{
    const City city;
    city.write("parks.csv", forty_rows_and("a,広い,秘密,1,34.7,135.5\n,1,秘密,1,135.5,34.7\n"));
    const Outcome outcome = city.ingest(parks());
    REQUIRE(outcome.status == Status::published);
    CHECK(outcome.report.read == 42);
    CHECK(outcome.report.published == 41);
    CHECK(outcome.report.rejected == 1);
    CHECK(outcome.report.repaired == 1);
    const auto report = city.report("parks");
    CHECK(report.at("rows").at("read") == 42);
    CHECK(report.at("version") == outcome.version);
    REQUIRE(report.at("entries").size() == 3);
    CHECK(report.at("entries").at(0).at("row") == 42);
    CHECK(report.at("entries").at(2).at("code") == "key.missing");
}

TEST_CASE("no private value reaches a file that is public, whatever becomes of its row", "[ingest]")
{
    const City city;
    // Published, repaired, warned about, rejected for each reason: all have an owner who is nobody's business.
    city.write("parks.csv", forty_rows_and("a,広い,ひみつ太郎,ひみつ年,34.7,135.5\n"
                                           ",1,ひみつ太郎,ひみつ年,135.5,34.7\n"
                                           "a,1,ひみつ太郎,ひみつ年,135.5,34.7\n"
                                           "c,1,ひみつ太郎,平成99年,0,0\n"
                                           "d,1,ひみつ太郎,ひみつ年,ひみつ度,34.7\n"));
    REQUIRE(city.ingest(parks(R"("max_rejected": 10,)")).status == Status::published);
    int checked = 0;
    for (const auto& file : datasets::read_dataset_info(city.current("parks")).files) {
        const std::string bytes = datasets::read_file(city.current("parks", file.name));
        const bool has_secret =
            bytes.find("ひみつ") != std::string::npos || bytes.find("秘密") != std::string::npos;
        INFO(file.name);
        CHECK(has_secret == (file.name == "rejects.csv"));
        ++checked;
    }
    CHECK(checked == 16);
    CHECK(datasets::read_file(city.current("parks", "dataset.json")).find("ひみつ") == std::string::npos);
}

TEST_CASE("tiles hold the public fields only", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    REQUIRE(city.ingest(parks()).status == Status::published);
    const std::string archive = datasets::read_file(city.current("parks", "tiles.pmtiles"));
    const tiles::PmtilesReader reader{std::as_bytes(std::span{archive})};
    CHECK_FALSE(reader.entries().empty());
    CHECK_THAT(std::string{reader.metadata()}, ContainsSubstring("\"area\""));
    CHECK(std::string{reader.metadata()}.find("owner") == std::string::npos);
}

TEST_CASE("rejected rows stand in rejects.csv as they were, for the owner's eyes only", "[ingest]")
{
    const City city;
    city.write("parks.csv", forty_rows_and("z,5,汐凪太郎,1950,,\n"));
    REQUIRE(city.ingest(parks()).status == Status::published);
    const auto path = city.current("parks", "rejects.csv");
    CHECK_THAT(datasets::read_file(path), ContainsSubstring("\r\n,42,position.missing,") &&
                                              ContainsSubstring(",z,5,汐凪太郎,1950,,,\r\n"));
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("the same input publishes nothing new, another one does", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    const Outcome first = city.ingest(parks());
    REQUIRE(first.status == Status::published);
    const Outcome again = city.ingest(parks());
    CHECK(again.status == Status::unchanged);
    CHECK(again.version == first.version);

    city.write("parks.csv", two_rows + "3,1,x,1,135.5,34.7\n");
    const Outcome changed_file = city.ingest(parks());
    CHECK(changed_file.status == Status::published);
    CHECK(city.ingest(parks(R"("theme": "parks",)")).status == Status::published);
    CHECK(city.names_in_store("parks").size() == 5); // three versions, the link and the lock
}

TEST_CASE("too many rejected rows refuse the run, and the old version stays", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    const Outcome good = city.ingest(parks());
    REQUIRE(good.status == Status::published);
    city.write("parks.csv", two_rows + ",1,x,1,135.5,34.7\n");
    const Outcome bad = city.ingest(parks());
    CHECK(bad.status == Status::refused);
    CHECK(bad.version == good.version);
    CHECK(bad.reason ==
          "3 行のうち 1 "
          "行が却下され、max_rejected（5%"
          "）を超えました。元のファイルを直すか、マニフェストの上限を上げてください / 1 of 3 rows were "
          "rejected, more than max_rejected allows (5%); mend the source, or raise the limit "
          "in the manifest");
    CHECK(bad.report.entries.at(1).code == "key.missing");
    CHECK(datasets::current_version(city.store(), "parks") == good.version);
    CHECK(city.names_in_store("parks") == std::set<std::string>{".lock", "current", good.version});

    CHECK(city.ingest(parks(R"("max_rejected": 1,)")).status == Status::published);
}

TEST_CASE("the earlier of two rows with one key is published", "[ingest]")
{
    const City city;
    city.write("parks.csv", forty_rows_and("g1,999,x,1,135.5,34.7\n"));
    REQUIRE(city.ingest(parks()).status == Status::published);
    const auto report = city.report("parks");
    REQUIRE(report.at("entries").size() == 1);
    CHECK(report.at("entries").at(0).at("code") == "key.duplicate");
    CHECK(report.at("entries").at(0).at("row") == 42);
}

TEST_CASE("what the source or the manifest is to blame for is a refusal that says so", "[ingest]")
{
    const City city;
    CHECK_THAT(city.ingest(parks()).reason,
               ContainsSubstring("parks.csv") && ContainsSubstring("no such file"));
    CHECK_FALSE(fs::exists(city.store().root));

    const auto reason_for = [&](const std::string& csv) {
        city.write("parks.csv", csv);
        const Outcome outcome = city.ingest(parks());
        CHECK(outcome.status == Status::refused);
        return outcome.reason;
    };
    CHECK_THAT(reason_for(""), ContainsSubstring("ends before its header"));
    CHECK_THAT(reason_for("番号,経度,緯度\n"), ContainsSubstring("no column '面積' (field area)"));
    CHECK_THAT(reason_for(header + "1,\"2,x,1,135,34\n"),
               ContainsSubstring("row 2") && ContainsSubstring("never closed"));
    CHECK_THAT(reason_for("caf\xE9\n"), ContainsSubstring("neither UTF-8"));
    CHECK_FALSE(datasets::current_version(city.store(), "parks"));
}

TEST_CASE("positions without a stated CRS are never guessed", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    std::string manifest = parks();
    const std::string crs = R"(, "crs": "EPSG:6668")";
    manifest.erase(manifest.find(crs), crs.size());
    CHECK_THAT(city.ingest(manifest).reason,
               ContainsSubstring("does not say its coordinate reference system"));
}

TEST_CASE("several files of one kind make one dataset, with the columns they lack", "[ingest]")
{
    const City city;
    const std::string turnout = R"({"id": "turnout", "title": {"ja": "投票率", "en": "Turnout"},
      "source": {"files": [{"path": "2019.csv", "set": {"選挙": "2019"}}, {"path": "2023.csv", "set": {"選挙": "2023"}}]},
      "geometry": {"from": "none"}, "key": [KEY], "fields": [
        {"name": "election", "source": "選挙", "label": {"ja": "選挙", "en": "Election"}},
        {"name": "voters", "source": "有権者数", "type": "integer", "label": {"ja": "有権者数", "en": "Voters"}}]})";
    const auto with_key = [&](const std::string& key) {
        std::string text = turnout;
        return text.replace(text.find("KEY"), 3, key);
    };
    city.write("2019.csv", "有権者数\n100\nx人\n");
    city.write("2023.csv", "有権者数\n120\n");

    SECTION("without a key every row of every file is a feature of its own")
    {
        REQUIRE(city.ingest(with_key("")).status == Status::published);
        const auto info = datasets::read_dataset_info(city.current("turnout"));
        CHECK(info.count == 3);
        const datasets::FeatureStore features{city.current("turnout", "features.gpkg"), "turnout",
                                              info.schema};
        CHECK(features.by_id("1-2")->values == std::vector<Value>{"2019", std::int64_t{100}});
        CHECK(features.by_id("2-2")->values == std::vector<Value>{"2023", std::int64_t{120}});
        CHECK(city.report("turnout").at("entries").at(0).at("file") == "2019.csv");
    }
    SECTION("with a key the constant columns count")
    {
        REQUIRE(city.ingest(with_key(R"("election", "voters")")).reason.find("rejected") !=
                std::string::npos);
        city.write("2019.csv", "有権者数\n100\n120\n");
        CHECK(city.ingest(with_key(R"("election", "voters")")).report.published == 3);
    }
    SECTION("files whose columns differ are refused")
    {
        city.write("2023.csv", "投票区,有権者数\n1,120\n");
        CHECK_THAT(city.ingest(with_key("")).reason,
                   ContainsSubstring("2023.csv") && ContainsSubstring("columns differ"));
    }
}

TEST_CASE("a table takes its geometry from another dataset, which is published first", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    city.write("visits.csv", "公園,人数\n２,50\n1,無投票\n");
    const std::string visits = R"({"id": "visits", "title": {"ja": "来園者", "en": "Visits"},
      "source": {"path": "visits.csv"},
      "geometry": {"from": "join", "dataset": "parks", "key": {"park": "number"}}, "key": ["park"], "fields": [
        {"name": "park", "source": "公園", "label": {"ja": "公園", "en": "Park"}},
        {"name": "count", "source": "人数", "type": "integer", "label": {"ja": "人数", "en": "Count"}}]})";

    CHECK_THAT(city.ingest(visits).reason,
               ContainsSubstring("'parks'") && ContainsSubstring("not published"));

    for (const auto& job : ingest::in_join_order({city.job(visits), city.job(parks())})) {
        REQUIRE(ingest::ingest(job, city.store()).status == Status::published);
    }
    const auto info = datasets::read_dataset_info(city.current("visits"));
    CHECK(info.joined.at("parks") == datasets::current_version(city.store(), "parks"));
    CHECK(info.bbox == datasets::BBox{135.5, 34.7, 135.6, 34.8});
    CHECK(city.ingest(visits).status == Status::unchanged);

    city.write("parks.csv", two_rows + "3,1,x,1,135.7,34.9\n");
    REQUIRE(city.ingest(parks()).status == Status::published);
    CHECK(city.ingest(visits).status == Status::published); // what it was joined with has changed
}

TEST_CASE("a source of no rows is refused and the published version stays", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    const Outcome first = city.ingest(parks());
    REQUIRE(first.status == Status::published);

    city.write("parks.csv", header);
    const Outcome outcome = city.ingest(parks());
    CHECK(outcome.status == Status::refused);
    CHECK(outcome.version == first.version);
    CHECK_THAT(outcome.reason, ContainsSubstring("no row"));
}

TEST_CASE("a run while another is publishing the dataset is refused", "[ingest]")
{
    const City city;
    city.write("parks.csv", two_rows);
    const ingest::Publisher other{city.store(), "parks", "0123456789abcdef"};
    const Outcome outcome = city.ingest(parks());
    CHECK(outcome.status == Status::refused);
    CHECK_THAT(outcome.reason, ContainsSubstring("another run is publishing 'parks'"));
}

TEST_CASE("what the minimum count forbids reaches no file that is public", "[ingest]")
{
    const City city;
    city.write("votes.csv", "区,計,男,女\n1,111114,2,111112\n2,222221,111,222110\n3,333334,111222,222112\n");
    REQUIRE(
        city.ingest(
                R"({"id": "votes", "title": {"ja": "投票", "en": "Votes"}, "source": {"path": "votes.csv"},
        "geometry": {"from": "none"}, "key": ["district"],
        "privacy": {"min_count": {"threshold": 3, "sums": [{"total": "all", "parts": ["men", "women"]}]}},
        "fields": [
            {"name": "district", "source": "区", "type": "text", "label": {"ja": "区", "en": "District"}},
            {"name": "all", "source": "計", "type": "integer", "label": {"ja": "計", "en": "All"}},
            {"name": "men", "source": "男", "type": "integer", "label": {"ja": "男", "en": "Men"}},
            {"name": "women", "source": "女", "type": "integer", "label": {"ja": "女", "en": "Women"}}]})")
            .status == Status::published);
    const std::string csv = datasets::read_file(city.current("votes", "downloads/votes.csv"));
    CHECK(csv.find("1,1,111114,,,") != std::string::npos);
    CHECK(csv.find("3,3,333334,111222,222112,") != std::string::npos);
    for (const auto& file : datasets::read_dataset_info(city.current("votes")).files) {
        const std::string bytes = datasets::read_file(city.current("votes", file.name));
        INFO(file.name);
        CHECK(bytes.find("111112") == std::string::npos);
        CHECK(bytes.find("222110") == std::string::npos);
    }
    const auto report = city.report("votes");
    CHECK(report.at("entries").size() == 4);
    CHECK(report.at("entries").at(0).at("code") == "privacy.min_count");
}

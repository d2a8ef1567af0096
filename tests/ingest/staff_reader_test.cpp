#include "datasets/dataset_info.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/file.hpp"
#include "datasets/snapshot_diff.hpp"
#include "ingest/history.hpp"
#include "ingest/ingest.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;

using datasets::Feature;
using datasets::LonLat;
using datasets::Value;
using ingest::Outcome;

namespace {

/// Cases of parking: what was done and when is for staff, as is the exact place; the reporter is nobody's business.
std::string cases(const std::string& privacy)
{
    return R"({"id": "cases", "title": {"ja": "件", "en": "Cases"}, "max_rejected": 1,
      "source": {"path": "cases.csv", "crs": "EPSG:6668"},
      "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"}, "key": ["number"], "privacy": )" +
           privacy + R"(,
      "fields": [
        {"name": "number", "source": "番号", "label": {"ja": "番号", "en": "Number"}},
        {"name": "acted", "source": "対応日", "type": "date", "label": {"ja": "対応日", "en": "Acted"}, "public": "staff"},
        {"name": "kind", "source": "種別", "label": {"ja": "種別", "en": "Kind"}},
        {"name": "memo", "source": "メモ", "label": {"ja": "メモ", "en": "Note"}, "public": "staff"},
        {"name": "reporter", "source": "通報者", "label": {"ja": "通報者", "en": "Reporter"}, "public": false}]})";
}

const std::string exact =
    R"({"mesh": 125, "staff_geometry": "exact", "min_count": {"threshold": 3, "cells": true}})";

const std::string rows = "番号,対応日,種別,メモ,通報者,経度,緯度\n"
                         "1,令和8年4月1日,路上,内輪の話,秘密太郎,135.40001,34.70001\n"
                         "2,対応せず,歩道,,秘密太郎,135.5,34.8\n"
                         ",2026-04-02,歩道,却下の話,秘密太郎,135.5,34.8\n";

class City {
public:
    explicit City(const std::string& csv = rows) { datasets::write_file(folder_.path() / "cases.csv", csv); }

    [[nodiscard]] Outcome run(const std::string& manifest) const
    {
        return ingest::ingest(job(manifest), store());
    }
    [[nodiscard]] ingest::Job job(const std::string& manifest) const
    {
        return {datasets::parse_manifest(manifest, "m.json"), folder_.path()};
    }
    void rewrite(const std::string& csv) const
    {
        fs::remove(folder_.path() / "cases.csv");
        datasets::write_file(folder_.path() / "cases.csv", csv);
    }
    [[nodiscard]] datasets::Store store() const { return {folder_.path() / "store"}; }
    [[nodiscard]] fs::path current(const std::string& file = "") const
    {
        return store().current_link("cases") / file;
    }

    /// What staff.gpkg holds.
    [[nodiscard]] std::vector<Feature> staff() const
    {
        const auto info = datasets::read_dataset_info(current());
        const datasets::FeatureStore features{current("staff.gpkg"), "cases-staff",
                                              datasets::staff_schema(info.manifest)};
        return features.items({{}, 0, 100}).features;
    }

private:
    TempFolder folder_{};
};

unsigned mode_of(const fs::path& file)
{
    struct stat status {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

bool holds(const std::string& bytes, const std::string& text)
{
    return bytes.find(text) != std::string::npos;
}

} // namespace

TEST_CASE(
    "staff.gpkg keeps what is for staff: their fields, exact positions, and what was too few to be public",
    "[staff]")
{
    const City city;
    REQUIRE(city.run(cases(exact)).status == Outcome::Status::published);
    const auto kept = city.staff();
    REQUIRE(kept.size() == 2); // a rejected row is in rejects.csv
    CHECK(kept[0].id == "1");
    CHECK(kept[0].values == std::vector<Value>{"1", "2026-04-01", "路上", "内輪の話", Value{}});
    CHECK(kept[0].geometry == datasets::Geometry<LonLat>{datasets::Points<LonLat>{{{135.40001, 34.70001}}}});
    CHECK(kept[1].values == std::vector<Value>{"2", Value{}, "歩道", Value{},
                                               "acted: 値が読めないため空にしました（対応せず）"});
    const auto info = datasets::read_dataset_info(city.current());
    CHECK(info.without_geometry == 2); // in public both positions are too few for their cells
}

TEST_CASE(
    "without staff_geometry staff.gpkg holds the blurred positions, from before small counts were hidden",
    "[staff]")
{
    const City city;
    REQUIRE(city.run(cases(R"({"mesh": 125, "min_count": {"threshold": 3, "cells": true}})")).status ==
            Outcome::Status::published);
    const auto kept = city.staff();
    REQUIRE(kept.size() == 2);
    REQUIRE(kept[0].geometry);
    CHECK(std::get<datasets::Points<LonLat>>(*kept[0].geometry).points.front() !=
          LonLat{135.40001, 34.70001});
}

TEST_CASE("what is derived is kept for staff too, also where a minimum count takes it from the public",
          "[staff]")
{
    const City city;
    std::string manifest = cases(R"({"mesh": 125, "min_count": {"threshold": 3, "cells": true}})");
    const std::string reporter = R"({"name": "reporter")";
    manifest.insert(
        manifest.find(reporter),
        R"({"name": "cell", "derive": {"mesh_code": 1000}, "label": {"ja": "網", "en": "Cell"}}, )");
    REQUIRE(city.run(manifest).status == Outcome::Status::published);
    CHECK(city.staff()[0].values ==
          std::vector<Value>{"1", "2026-04-01", "路上", "内輪の話", "52350342", Value{}});
    CHECK(datasets::read_file(city.current("downloads/cases.csv")).find("5235") == std::string::npos);
}

TEST_CASE("staff.gpkg is for its owner alone and no public file", "[staff]")
{
    const City city;
    REQUIRE(city.run(cases(exact)).status == Outcome::Status::published);
    CHECK(mode_of(city.current("staff.gpkg")) == 0600U);
    bool listed = false;
    for (const auto& file : datasets::read_dataset_info(city.current()).files) {
        listed = listed || file.name == "staff.gpkg";
        CHECK((file.name != "staff.gpkg" ||
               (!file.is_public && file.download.empty() && !file.sha256.empty())));
    }
    CHECK(listed);
    CHECK_NOTHROW(
        ingest::require_whole(city.store(), "cases", *datasets::current_version(city.store(), "cases")));
}

TEST_CASE("values for staff are in staff.gpkg and nowhere in public, values for nobody not even there",
          "[staff]")
{
    const City city;
    REQUIRE(city.run(cases(exact)).status == Outcome::Status::published);
    for (const auto& file : datasets::read_dataset_info(city.current()).files) {
        INFO(file.name);
        const std::string bytes = datasets::read_file(city.current(file.name));
        const bool rejects = file.name == "rejects.csv";
        CHECK(holds(bytes, "内輪の話") == (file.name == "staff.gpkg"));
        CHECK(holds(bytes, "対応せず") == (file.name == "staff.gpkg"));
        CHECK(holds(bytes, "却下の話") == rejects);
        CHECK(holds(bytes, "秘密太郎") == rejects);
    }
}

TEST_CASE("a snapshot of a manifest that keeps nothing for staff has no staff.gpkg", "[staff]")
{
    const City city;
    std::string manifest = cases("{}");
    for (auto at = manifest.find("\"staff\""); at != std::string::npos; at = manifest.find("\"staff\"")) {
        manifest.replace(at, 7, "false");
    }
    REQUIRE(city.run(manifest).status == Outcome::Status::published);
    CHECK_FALSE(fs::exists(city.current("staff.gpkg")));
}

TEST_CASE("a diff compares what is public, and says nothing of what is for staff", "[staff]")
{
    const City city;
    const Outcome before = city.run(cases(exact));
    city.rewrite(
        "番号,対応日,種別,メモ,通報者,経度,緯度\n1,2026-04-09,私有地,別の話,秘密花子,135.40001,34.70001\n"
        "2,対応せず,歩道,,秘密太郎,135.5,34.8\n");
    const Outcome after = city.run(cases(exact));
    REQUIRE(after.status == Outcome::Status::published);
    std::vector<std::string> changed;
    const auto diff = datasets::compare(city.store(), "cases", before.version, after.version,
                                        [&](const datasets::FeatureChange& change) {
                                            for (const auto& field : change.fields) {
                                                changed.push_back(field.field);
                                            }
                                        });
    CHECK(diff.changed == 1);
    CHECK(changed == std::vector<std::string>{"kind"});
}

TEST_CASE("a damaged staff.gpkg is a damaged version, and goes with it when versions are pruned", "[staff]")
{
    const City city;
    const Outcome first = city.run(cases(exact));
    city.rewrite(rows + "4,2026-04-03,路上,,,135.5,34.8\n");
    REQUIRE(city.run(cases(exact)).status == Outcome::Status::published);
    const auto old = city.store().snapshot("cases", first.version);
    fs::resize_file(old / "staff.gpkg", 4096);
    CHECK_THAT(complaint_of([&] { ingest::roll_back(city.store(), "cases", first.version); }),
               ContainsSubstring("'staff.gpkg' is not the file that was published"));
    const auto older =
        city.store().snapshot("cases", "20200101T000000Z-0123456789ab"); // than by less than a second
    fs::rename(old, older);
    constexpr std::time_t much_later = 4'000'000'000;
    CHECK(ingest::prune(city.store(), "cases", 1, much_later).removed.size() == 1);
    CHECK_FALSE(fs::exists(older));
}

TEST_CASE("a dry run leaves nothing for staff behind", "[staff]")
{
    const City city;
    CHECK(ingest::check(city.job(cases(exact)), city.store()).status == Outcome::Status::checked);
    CHECK_FALSE(fs::exists(city.store().root));
}

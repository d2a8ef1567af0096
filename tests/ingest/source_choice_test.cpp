#include "ingest/source_choice.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

using ingest::chosen_source;

TEST_CASE("the one file with data is the source, whatever systems left beside it", "[source_choice]")
{
    CHECK(chosen_source({"投票所.csv"}, "t.zip") == "投票所.csv");
    CHECK(chosen_source({"t/", "t/parks.CSV", "t/.DS_Store", "__MACOSX/", "__MACOSX/t/._parks.csv",
                         "t/Thumbs.db", "~$parks.xlsx"},
                        "t.zip") == "t/parks.CSV");
    CHECK(chosen_source({"p.shp", "p.shx", "p.dbf", "p.prj", "p.cpg", "p.shp.xml"}, "p") == "p.shp");
    CHECK(chosen_source({"city.gdb/", "city.gdb/a00000001.gdbtable", "city.gdb/timestamps"}, "c") ==
          "city.gdb");
}

TEST_CASE("a text is a note beside data, and data where there is nothing else", "[source_choice]")
{
    CHECK(chosen_source({"readme.txt", "parks.csv"}, "t.zip") == "parks.csv");
    CHECK(chosen_source({"parks.txt"}, "t.zip") == "parks.txt");
}

TEST_CASE("several Shapefiles of one folder are its layers", "[source_choice]")
{
    CHECK(chosen_source({"a.shp", "a.dbf", "b.shp", "b.dbf"}, "t.zip") == std::nullopt);
    CHECK(chosen_source({"in/", "in/a.shp", "in/b.shp"}, "t.zip") == "in");
}

TEST_CASE("among several files nothing is guessed: the complaint names them and what to write",
          "[source_choice]")
{
    const auto complaint = complaint_of([] { (void)chosen_source({"2024.csv", "2025.csv"}, "turnout.zip"); });
    CHECK_THAT(complaint, ContainsSubstring("2024.csv, 2025.csv") &&
                              ContainsSubstring("'turnout.zip/2024.csv'") &&
                              ContainsSubstring("source.files"));
    CHECK_THAT(complaint_of([] {
                   (void)chosen_source({"a/p.shp", "b/p.shp"}, "t");
               }),
               ContainsSubstring("a/p.shp, b/p.shp"));
    CHECK_THAT(complaint_of([] {
                   (void)chosen_source({"p.shp", "p.dbf", "p.geojson"}, "t");
               }),
               ContainsSubstring("p.geojson"));
}

TEST_CASE("where no file holds data, GDAL is to judge", "[source_choice]")
{
    CHECK(chosen_source({"photo.jpg", "layout.pdf"}, "t") == std::nullopt);
    CHECK(chosen_source({}, "t") == std::nullopt);
}

TEST_CASE("an archive within an archive is to be unpacked", "[source_choice]")
{
    CHECK_THAT(complaint_of([] { (void)chosen_source({"parks.zip"}, "all"); }),
               ContainsSubstring("holds another archive (parks.zip)"));
}

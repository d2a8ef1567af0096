#pragma once

#include "datasets/manifest.hpp"
#include "datasets/store.hpp"
#include "ingest/ingest.hpp"
#include "tests/support/temp_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

/// A store to publish small parks to, as a city does: a CSV and a manifest with the key `number`.
class ParksStore {
public:
    /// Publishes these lines under the header 番号,名称,緯度,経度 and gives the version. Versions are named by the second, so
    /// each is then dated `day` of November 2020, whatever the clock says.
    std::string publish(const std::string& lines, const std::string& day, const std::string& manifest = parks)
    {
        std::ofstream{folder_.path() / "parks.csv"} << "番号,名称,緯度,経度\n" << lines;
        const auto outcome =
            ingest::ingest({datasets::parse_manifest(manifest, "parks"), folder_.path()}, store());
        return outcome.status == ingest::Outcome::Status::published ? date(outcome.version, day)
                                                                    : outcome.reason;
    }

    [[nodiscard]] ingest::Outcome check(const std::string& lines)
    {
        std::ofstream{folder_.path() / "parks.csv"} << "番号,名称,緯度,経度\n" << lines;
        return ingest::check({datasets::parse_manifest(parks, "parks"), folder_.path()}, store());
    }

    [[nodiscard]] datasets::Store store() const { return {folder_.path() / "store"}; }
    [[nodiscard]] std::string current() const
    {
        return datasets::current_version(store(), "parks").value_or("");
    }

    static constexpr const char* parks = R"({"id": "parks", "title": {"ja": "公園", "en": "Parks"},
        "source": {"path": "parks.csv", "crs": "EPSG:6668"},
        "geometry": {"from": "columns", "lon": "経度", "lat": "緯度"}, "key": ["number"],
        "fields": [{"name": "number", "source": "番号", "label": {"ja": "番号", "en": "Number"}},
                   {"name": "name", "source": "名称", "label": {"ja": "名称", "en": "Name"}}]})";

private:
    std::string date(const std::string& version, const std::string& day)
    {
        namespace fs = std::filesystem;
        const std::string dated = "202011" + day + "T000000Z" + version.substr(16);
        fs::rename(store().snapshot("parks", version), store().snapshot("parks", dated));
        const auto info = store().snapshot("parks", dated) / "dataset.json";
        std::string text = datasets::read_file(info);
        text.replace(text.find(version), version.size(), dated);
        std::ofstream{info} << text;
        fs::remove(store().current_link("parks"));
        fs::create_symlink(dated, store().current_link("parks"));
        return dated;
    }

    TempFolder folder_{};
};

#pragma once

#include "datasets/bbox.hpp"
#include "datasets/manifest.hpp"
#include "datasets/store.hpp"
#include "datasets/time_interval.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// A source file as it was read.
struct SourceProvenance {
    std::string path{};
    std::int64_t bytes = 0;
    std::string sha256{};
    std::string encoding{};      ///< empty for formats that carry it
    std::string crs{};           ///< as named by the manifest or the file
    std::string crs_operation{}; ///< PROJ's name for how positions became longitude and latitude
    double accuracy_m = 0;       ///< of that operation; negative: not known
};

/// A file of the snapshot.
struct SnapshotFile {
    std::string name{}; ///< relative to the snapshot, for instance downloads/parks.csv
    std::int64_t bytes = 0;
    std::string sha256{};
    std::string media_type{};
    bool is_public = true;  ///< if not, the file has mode 0600 and no server opens it
    std::string download{}; ///< the name under which /downloads gives it; empty: it is no download
};

/// What became of a zoom's features in the tiles.
struct ZoomCounts {
    int zoom = 0;
    std::int64_t features = 0;
    std::int64_t clustered = 0;
    std::int64_t merged = 0;
    std::int64_t omitted = 0;
};

/// dataset.json: what a snapshot is. Everything the server says of a dataset comes from here.
struct DatasetInfo {
    Manifest manifest{};
    std::string version{};
    std::string published{}; ///< RFC 3339, UTC
    std::string input_hash{};
    Schema schema{};
    GeometryKind geometry = GeometryKind::none;
    std::int64_t rows_read = 0;
    std::int64_t count = 0;
    std::int64_t without_geometry = 0;
    std::int64_t rejected = 0;
    BBox bbox{};
    TimeInterval
        time{}; ///< from the first to the last second of the features' times; empty if none has a time
    std::vector<ZoomCounts> zooms{};
    std::vector<SourceProvenance> sources{};
    std::map<std::string, std::string> joined{}; ///< dataset joined with -> its version
    std::map<std::string, std::string> software{};
    std::vector<SnapshotFile> files{};
};

[[nodiscard]] std::string_view to_string(GeometryKind kind);

[[nodiscard]] std::string to_json(const DatasetInfo& info);

/// `name` is what messages call the text. Throws FormatError.
[[nodiscard]] DatasetInfo parse_dataset_info(std::string_view text, const std::string& name);

/// Throws StorageError or FormatError.
[[nodiscard]] DatasetInfo read_dataset_info(const std::filesystem::path& snapshot);

} // namespace datasets

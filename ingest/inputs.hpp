#pragma once

#include "datasets/dataset_info.hpp"
#include "datasets/manifest.hpp"
#include "datasets/store.hpp"
#include "ingest/city_extent.hpp"
#include "ingest/dataset_join.hpp"
#include "ingest/gazetteer.hpp"
#include "ingest/published_dataset.hpp"
#include "ingest/scratch_folder.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// What goes into a run: the manifest with all it names, found before anything is read.
struct Inputs {
    std::vector<std::string> paths{}; ///< one a source file, as GDAL opens it
    std::vector<datasets::SourceProvenance>
        provenance{}; ///< beside `paths`; encoding and CRS are filled in by reading
    std::shared_ptr<const ScratchFolder> fetched{};     ///< where those of them lie that came from the web
    std::optional<std::string> labels{};                ///< path of the label table
    std::map<std::string, PublishedDataset> datasets{}; ///< the other datasets that the manifest uses, by id
    std::vector<DatasetJoin> joins{};
    std::optional<Gazetteer> gazetteer{};
    std::optional<CityExtent> extent{};
    std::vector<std::filesystem::path> grid_folders{}; ///< where datum grids lie
    std::string
        hash{}; ///< SHA-256 over the manifest, the files, what is joined with and the version of Machizu
};

/// `folder`: what the manifest's paths are relative to. Throws IngestError that names the file or dataset missing.
[[nodiscard]] Inputs collect_inputs(const datasets::Manifest& manifest, const std::filesystem::path& folder,
                                    const datasets::Store& store);

} // namespace ingest

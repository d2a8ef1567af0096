#include "ingest/inputs.hpp"

#include "datasets/digest.hpp"
#include "ingest/datum_grids.hpp"
#include "ingest/ogr_files.hpp"
#include "ingest/source_finder.hpp"

#include <algorithm>
#include <string>

namespace ingest {

namespace {

/// Raised whenever the same input would give other files, so that what is published is made anew.
constexpr std::string_view output_format = "5";

datasets::SourceProvenance provenance_of(const std::string& stated_path, const std::string& path)
{
    datasets::SourceProvenance provenance;
    provenance.path = stated_path;
    const auto files = files_of_source(path);
    datasets::Digest all;
    for (const auto& file : files) {
        provenance.bytes += static_cast<std::int64_t>(std::filesystem::file_size(file));
        provenance.sha256 = datasets::sha256_of_file(file);
        all.add(file.filename().string()).add("\n").add(provenance.sha256).add("\n");
    }
    if (files.size() > 1) {
        provenance.sha256 = all.hex(); // of a list as sha256sum prints it: name and hash of each part
    }
    return provenance;
}

/// Name and size of each file, which tell grids apart well enough.
std::string grid_list(const std::vector<std::filesystem::path>& folders)
{
    std::vector<std::string> lines;
    for (const auto& folder : folders) {
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator{folder, none}) {
            if (entry.is_regular_file()) {
                lines.push_back(entry.path().filename().string() + " " + std::to_string(entry.file_size()) +
                                "\n");
            }
        }
    }
    std::sort(lines.begin(), lines.end());
    std::string list;
    for (const std::string& line : lines) {
        list += line;
    }
    return list;
}

} // namespace

Inputs collect_inputs(const datasets::Manifest& manifest, const std::filesystem::path& folder,
                      const datasets::Store& store)
{
    Inputs inputs;
    datasets::Digest digest;
    digest.add(output_format).add("\n").add(MACHIZU_VERSION).add("\n").add(manifest.text);
    SourceFinder sources{folder};
    for (const datasets::SourceFile& file : manifest.source.files) {
        inputs.paths.push_back(sources.find(file.path));
        inputs.provenance.push_back(provenance_of(file.path, inputs.paths.back()));
        digest.add(inputs.provenance.back().sha256);
    }
    if (const auto& labels = manifest.source.labels) {
        inputs.labels = sources.find(labels->path);
        digest.add(provenance_of(labels->path, *inputs.labels).sha256);
    }
    inputs.fetched = sources.fetched();
    for (const std::string& id : datasets::used_datasets(manifest)) {
        const auto other = inputs.datasets.try_emplace(id, store, id).first;
        digest.add(other->second.info().input_hash);
    }
    inputs.joins = open_joins(manifest, inputs.datasets);
    if (const auto* address = std::get_if<datasets::AddressGeometry>(&manifest.geometry.from)) {
        inputs.gazetteer.emplace(read_gazetteer(*address, inputs.datasets.at(address->dataset)));
    }
    if (const auto& within = manifest.geometry.within) {
        inputs.extent = within->dataset.empty() ? CityExtent{*within}
                                                : CityExtent{*within, inputs.datasets.at(within->dataset)};
    }
    inputs.grid_folders = grid_folders(store);
    if (manifest.source.accept_accuracy_m > 0) {
        digest.add(grid_list(inputs.grid_folders)); // with other grids the same file is published better
    }
    inputs.hash = digest.hex();
    return inputs;
}

} // namespace ingest

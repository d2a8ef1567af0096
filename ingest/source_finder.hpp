#pragma once

#include "ingest/scratch_folder.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace ingest {

/// How a manifest in `folder` names what `path` means in the current folder. URLs are named everywhere alike.
[[nodiscard]] std::string source_from(const std::filesystem::path& folder, const std::string& path);

/// Finds what the paths of a manifest mean: a file beside it, the one file with data in a folder or archive, or a file of the web. That
/// is fetched once and whole, so that what is hashed is what is read, however often the server changes it.
class SourceFinder {
public:
    /// `folder`: what paths are relative to.
    explicit SourceFinder(std::filesystem::path folder) : folder_{std::move(folder)} {}

    /// The path GDAL opens. Archives and files within them need nothing before their path (`parks.zip/2026/parks.csv`), but for a file
    /// within an archive of the web: `/vsizip/https://city.example/parks.zip/2026/parks.csv`.
    /// Throws IngestError that says what cannot be fetched, what there is to choose from, or that an archive is of a kind that must be
    /// unpacked first. What is not there is found out when it is opened, or by `files_of_source`.
    [[nodiscard]] std::string find(const std::string& path);

    /// Where files of the web lie for as long as somebody holds this; null if there are none.
    [[nodiscard]] std::shared_ptr<const ScratchFolder> fetched() const { return fetched_; }

private:
    [[nodiscard]] std::filesystem::path fetch(const std::string& url);

    std::filesystem::path folder_;
    std::shared_ptr<const ScratchFolder> fetched_{};
    int count_ = 0;
};

} // namespace ingest

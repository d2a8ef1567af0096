#pragma once

#include <filesystem>
#include <string>

namespace ingest {

/// Fetches a file of the web (http, https; redirects are followed) whole into a folder, under the name it has there (`download_name`).
/// A server that is silent for a minute is given up. What may pass (a busy server, a broken transfer) is tried three times within 5 s.
///
/// Throws IngestError that names the URL and says what the server answered, and datasets::StorageError if the file cannot be written.
/// A page instead of a file is refused, and so is a URL with a password in it, since the URL stands in what is published.
[[nodiscard]] std::filesystem::path fetch(const std::string& url, const std::filesystem::path& folder);

} // namespace ingest

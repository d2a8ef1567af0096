#pragma once

#include <string>
#include <string_view>

namespace ingest {

/// What a file from the web is to be called here: its ending tells how it is read. The name that the server gives it
/// (Content-Disposition, RFC 6266 4.3), else the last part of the URL's path; where neither ends as a file of data does, the ending that
/// belongs to the media type. Never a path, never longer than a file's name may be.
///
/// `disposition`, `media_type`: the fields as they came; empty if they did not.
[[nodiscard]] std::string download_name(std::string_view url, std::string_view disposition,
                                        std::string_view media_type);

} // namespace ingest

#pragma once

#include <cpl_error.h>

#include <string>

namespace ingest {

/// While it lives, GDAL keeps its complaints instead of printing them; of this thread only. For the .cpp files that know GDAL.
class QuietErrors {
public:
    QuietErrors()
    {
        CPLPushErrorHandler(CPLQuietErrorHandler);
        CPLErrorReset();
    }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
    ~QuietErrors() { CPLPopErrorHandler(); }

    /// The last complaint, or `otherwise` if there was none.
    [[nodiscard]] static std::string message(const char* otherwise = "GDAL gives no reason")
    {
        const std::string text = CPLGetLastErrorMsg();
        return text.empty() ? otherwise : text;
    }
};

} // namespace ingest

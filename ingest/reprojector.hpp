#pragma once

#include "datasets/geometry.hpp"

#include <memory>
#include <optional>
#include <string>

struct PJconsts;
struct pj_ctx;

namespace ingest {

/// Reprojects positions of a source to longitude and latitude.
///
/// Japanese CRS (on Tokyo Datum, JGD2000 or JGD2011) go to JGD2011, which is taken as CRS84: PROJ holds the two for equal, and
/// going to WGS 84 directly would let it choose old three-parameter shifts. All others go to OGC:CRS84. The operation is
/// the most accurate one that PROJ knows, whether its grid is installed or not: a missing grid is an error, never a silent
/// step down. Ballpark operations are not considered.
///
/// Holds its own PROJ context, so one object belongs to one thread.
class Reprojector {
public:
    /// Throws IngestError if PROJ does not know the CRS, no operation leads there, or a grid it needs is missing.
    explicit Reprojector(const std::string& source_crs);

    /// Nothing if the position lies outside the operation's domain.
    [[nodiscard]] std::optional<datasets::LonLat> operator()(datasets::SourcePoint position) const;

    /// PROJ's name of the operation, and its accuracy in metres; negative if PROJ does not know it.
    [[nodiscard]] const std::string& operation() const { return name_; }
    [[nodiscard]] double accuracy_m() const { return accuracy_m_; }

private:
    struct Deleter {
        void operator()(pj_ctx* context) const noexcept;
        void operator()(PJconsts* operation) const noexcept;
    };
    std::unique_ptr<pj_ctx, Deleter> context_; // outlives operation_
    std::unique_ptr<PJconsts, Deleter> operation_{};
    std::string name_{};
    double accuracy_m_ = -1;
};

[[nodiscard]] std::string proj_version();

} // namespace ingest

#pragma once

#include "datasets/geometry.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct PJconsts;
struct pj_ctx;

namespace ingest {

struct ReprojectorOptions {
    std::vector<std::filesystem::path>
        grid_folders{}; ///< where datum grids are looked for before PROJ's own folders
    double accept_accuracy_m =
        0; ///< without the right grid, an operation of this accuracy will do; 0: none will
};

/// Reprojects positions of a source to longitude and latitude.
///
/// Japanese CRS (on Tokyo Datum, JGD2000 or JGD2011) go to JGD2011, which is taken as CRS84: PROJ holds the two for equal, and
/// going to WGS 84 directly would let it choose old three-parameter shifts. Which shift is right depends on the place:
///
///     JGD2000  -> where the earthquake of 2011 moved the ground          touhokutaiheiyouoki2011.gsb
///                 by more than 1 cm (ground_moved_2011.hpp)
///              -> elsewhere                                              the same position
///     Tokyo    -> there                                                  tky2jgd.gsb, then the same
///              -> elsewhere                                              tky2jgd.gsb
///
/// All others go to OGC:CRS84 by the most accurate operation that PROJ knows. Everywhere a missing grid is an error, never a
/// silent step down, unless an accuracy is accepted. Ballpark operations are not considered.
///
/// Holds its own PROJ context, so one object belongs to one thread.
class Reprojector {
public:
    /// Throws IngestError if PROJ does not know the CRS, no operation leads there, or a grid it always needs is missing.
    explicit Reprojector(const std::string& source_crs, ReprojectorOptions options = {});

    /// Nothing if the position lies outside the operation's domain, or where its grid has no value.
    /// Throws IngestError if the grid that this position needs is missing.
    [[nodiscard]] std::optional<datasets::LonLat> operator()(datasets::SourcePoint position) const;

    /// PROJ's names of the operations that the positions so far needed, and the worst of their accuracies in metres; negative
    /// if PROJ does not know it.
    [[nodiscard]] std::string operation() const;
    [[nodiscard]] double accuracy_m() const;

private:
    struct GridFinder;
    struct Deleter {
        void operator()(GridFinder* finder) const noexcept;
        void operator()(pj_ctx* context) const noexcept;
        void operator()(PJconsts* operation) const noexcept;
    };
    using Pj = std::unique_ptr<PJconsts, Deleter>;

    /// An operation that may be applied, or why it may not.
    struct Operation {
        Pj pj{};
        std::string name{};
        double accuracy_m = -1;
        std::string missing{}; ///< grids without which it cannot be had
        bool by_tokyo_grid = false;
    };
    struct Candidate {
        const char* code;    ///< of the EPSG registry
        double beyond_m = 0; ///< what using it beyond its area adds to its accuracy
        bool by_tokyo_grid = false;
    };

    [[nodiscard]] Operation usable(Pj pj, double beyond_m) const;
    [[nodiscard]] Operation from_registry(const std::vector<Candidate>& candidates) const;
    [[nodiscard]] Operation best_operation(const PJconsts& source, const std::string& target) const;
    void choose_datum_shifts(const std::string& datum);
    [[nodiscard]] std::string complaint(const Operation& operation) const;
    [[nodiscard]] std::optional<datasets::LonLat> shifted(datasets::LonLat position) const;

    std::string source_crs_;
    double accept_accuracy_m_;
    std::unique_ptr<GridFinder, Deleter> finder_; // PROJ asks it whenever it opens a grid
    std::unique_ptr<pj_ctx, Deleter> context_;    // outlives what is made in it
    Operation to_degrees_{};                      ///< to the end, or to degrees on the source's datum
    std::optional<Operation> shift_{};            ///< from there to JGD2011, if it is another datum
    std::optional<Operation> moved_shift_{};      ///< the same where the earthquake of 2011 moved the ground
    mutable bool used_shift_ = false;             // what was needed is provenance, and known only afterwards
    mutable bool used_moved_shift_ = false;
};

[[nodiscard]] std::string proj_version();

} // namespace ingest

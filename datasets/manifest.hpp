#pragma once

#include "datasets/check_rules.hpp"
#include "datasets/field_rules.hpp"
#include "datasets/geometry_rules.hpp"
#include "datasets/here_rules.hpp"
#include "datasets/privacy_rules.hpp"
#include "datasets/schema.hpp"
#include "datasets/source_rules.hpp"
#include "datasets/tile_rules.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

struct License {
    std::string id{}; ///< SPDX identifier, or PDL-1.0
    std::string url{};
};

/// How many rows may be rejected before nothing is published.
struct RejectLimit {
    double share = 0.05;             ///< of the rows read
    std::optional<long long> rows{}; ///< instead of the share
};

/// Which public fields, dates or datetimes, say when a feature is or was. `end` is empty if a feature has one time only.
struct TimeFields {
    std::string begin{}; ///< empty: features have no time
    std::string end{};
};

/// What a city says of one dataset: what it is, where its file lies, what of it is public and how it is shown.
/// The format is described in this folder's README.
struct Manifest {
    std::string id{};
    LocalText title{};
    LocalText description{};
    LocalText publisher{};
    License license{};
    LocalText attribution{};
    std::string contact{};
    std::string update_cycle{};
    std::string theme{};
    std::string date{};
    Source source{};
    GeometrySource geometry{};
    std::vector<std::string> key{};
    std::vector<FieldRule> fields{};
    TimeFields time{};
    std::vector<Check> checks{};
    PrivacyRules privacy{};
    RejectLimit max_rejected{};
    TileRules tiles{};
    HereRule here{};
    std::string view = "{}"; ///< JSON, passed on to the viewer unread
    std::string text{};      ///< the manifest as written, for the content hash
};

/// The public fields, in the manifest's order. A column is public only by standing there: there is no block-list.
[[nodiscard]] Schema public_schema(const Manifest& manifest);

/// True if a snapshot has a staff.gpkg: the manifest has fields for staff, or keeps exact positions for them.
[[nodiscard]] bool keeps_for_staff(const Manifest& manifest);

/// The fields of staff.gpkg: those that are public and those for staff, in the manifest's order, and last `staff_findings`, what
/// was found in the cells for staff (the report, being public, says nothing of them).
[[nodiscard]] Schema staff_schema(const Manifest& manifest);
inline constexpr std::string_view staff_findings = "_findings"; // no field of a manifest begins so

/// The joins that the manifest makes, for its geometry and its fields, each once.
[[nodiscard]] std::vector<Join> used_joins(const Manifest& manifest);

/// The other datasets of the store that this one is made with, each once.
[[nodiscard]] std::vector<std::string> used_datasets(const Manifest& manifest);

/// `name` is what messages call the text, usually its path.
/// Throws FormatError that names the key and says what was expected there; unknown keys are an error.
[[nodiscard]] Manifest parse_manifest(std::string_view text, const std::string& name);

/// Throws StorageError if the file cannot be read, else as `parse_manifest`.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& path);

} // namespace datasets

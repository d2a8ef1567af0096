#pragma once

#include "datasets/deadline.hpp"
#include "datasets/error.hpp"
#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "datasets/store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace datasets {

/// The versions have other keys, so that the ids of their features cannot be compared.
class KeysDiffer : public FormatError {
public:
    using FormatError::FormatError;
};

/// A public field whose value is not what it was.
struct FieldChange {
    std::string field{};
    Value before{};
    Value after{};
};

/// One feature that is not in both versions, or not the same in both.
struct FeatureChange {
    enum class Kind { added, changed, removed };
    Kind kind = Kind::changed;
    std::string id{};
    std::vector<FieldChange> fields{};    ///< only of a changed one, only of fields that both versions have
    bool geometry = false;                ///< its geometry changed
    std::optional<double> moved_metres{}; ///< how far, if it was and is one point
};

struct SnapshotDiff {
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t removed = 0;
    std::int64_t unchanged = 0;
    std::vector<std::string> fields_added{}; ///< names of the schema
    std::vector<std::string> fields_removed{};
    bool by_row_number = false; ///< neither version has a key, so rows are matched by where they stood
};

/// What became of each feature from version `before` to version `after`, merged by feature id: both versions are read once,
/// and no more than a feature of each is held. `take` is given the changes by rising id.
/// Throws KeysDiffer; Overtime past the deadline; StorageError or FormatError if a snapshot cannot be read.
SnapshotDiff compare(const Store& store, const std::string& dataset, const std::string& before,
                     const std::string& after, const std::function<void(const FeatureChange&)>& take,
                     const Deadline& deadline = {});

/// Likewise the changes of features whose id comes after `id`, for as long as `take` says true: only so much is read.
void changes_after(const std::string& id, const Store& store, const std::string& dataset,
                   const std::string& before, const std::string& after,
                   const std::function<bool(const FeatureChange&)>& take, const Deadline& deadline = {});

} // namespace datasets

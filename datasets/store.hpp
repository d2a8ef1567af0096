#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace datasets {

/// Where things lie in a store: a folder with one folder a dataset, as this folder's README draws it.
struct Store {
    std::filesystem::path root{};

    [[nodiscard]] std::filesystem::path dataset(std::string_view id) const { return root / id; }
    [[nodiscard]] std::filesystem::path current_link(std::string_view id) const
    {
        return root / id / "current";
    }
    [[nodiscard]] std::filesystem::path snapshot(std::string_view id, std::string_view version) const
    {
        return root / id / version;
    }
};

/// The published version of a dataset; nothing if there is none.
[[nodiscard]] std::optional<std::string> current_version(const Store& store, std::string_view dataset);

/// Ids of the datasets that have a published version, sorted.
[[nodiscard]] std::vector<std::string> published_datasets(const Store& store);

/// True for a name as versions have: <YYYYMMDD>T<hhmmss>Z-<12 hexadecimal digits>. Nothing else is ever made a path of.
[[nodiscard]] bool is_version(std::string_view name);

/// True for a name as dataset ids have: a-z, 0-9 and '-', beginning with a letter or digit, at most 64.
[[nodiscard]] bool is_dataset_id(std::string_view name);

} // namespace datasets

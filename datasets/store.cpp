#include "datasets/store.hpp"

#include <algorithm>

namespace datasets {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

} // namespace

std::optional<std::string> current_version(const Store& store, std::string_view dataset)
{
    std::error_code error;
    const auto target = std::filesystem::read_symlink(store.current_link(dataset), error);
    if (error || !is_version(target.string())) {
        return std::nullopt;
    }
    return target.string();
}

std::vector<std::string> published_datasets(const Store& store)
{
    std::vector<std::string> ids;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{store.root, error}) {
        const std::string id = entry.path().filename().string();
        if (is_dataset_id(id) && current_version(store, id)) {
            ids.push_back(id);
        }
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool is_version(std::string_view name)
{
    constexpr std::size_t date = 8;
    constexpr std::size_t time = 6;
    constexpr std::size_t hash = 12;
    return name.size() == date + 1 + time + 2 + hash && name[date] == 'T' && name.substr(15, 2) == "Z-" &&
           std::all_of(name.begin(), name.begin() + 8, is_digit) &&
           std::all_of(name.begin() + 9, name.begin() + 15, is_digit) &&
           std::all_of(name.begin() + 17, name.end(),
                       [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_dataset_id(std::string_view name)
{
    return !name.empty() && name.size() <= 64 && name.front() != '-' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

} // namespace datasets

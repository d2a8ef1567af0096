#include "ingest/datum_grids.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace ingest {

namespace {

namespace fs = std::filesystem;

std::string lower_case(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool is_grid(const fs::path& file)
{
    const std::string extension = lower_case(file.extension().string());
    return extension == ".gsb" || extension == ".tif";
}

} // namespace

std::vector<fs::path> grid_folders(const datasets::Store& store)
{
    const char* const variable = std::getenv("MACHIZU_PROJ_DATA");
    const std::string list = variable != nullptr ? variable : "";
    std::vector<fs::path> folders;
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(':', begin), list.size());
        if (end > begin) {
            folders.emplace_back(list.substr(begin, end - begin));
        }
        begin = end + 1;
    }
    return folders.empty() ? std::vector{store.root / "proj"} : folders;
}

std::optional<fs::path> find_grid(const std::vector<fs::path>& folders, std::string_view name)
{
    const fs::path wanted{name};
    if (!is_grid(wanted) || wanted.has_parent_path()) {
        return std::nullopt; // PROJ asks for its database and settings in the same way
    }
    for (const fs::path& folder : folders) {
        std::error_code ignored;
        if (fs::exists(folder / wanted, ignored)) {
            return folder / wanted;
        }
        for (const auto& entry : fs::directory_iterator{folder, ignored}) {
            if (is_grid(entry.path()) &&
                lower_case(entry.path().stem().string()) == lower_case(wanted.stem().string())) {
                return entry.path();
            }
        }
    }
    return std::nullopt;
}

} // namespace ingest

#include "datasets/file.hpp"
#include "ingest/datum_grids.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <cstdlib>

using ingest::find_grid;
using ingest::grid_folders;

namespace {

/// The variable as a test wants it, and as it was before afterwards.
class ProjData {
public:
    explicit ProjData(const char* value)
    {
        const char* const before = std::getenv(name);
        before_ = before != nullptr ? before : "";
        value != nullptr ? setenv(name, value, 1) : unsetenv(name);
    }
    ProjData(const ProjData&) = delete;
    ProjData& operator=(const ProjData&) = delete;
    ~ProjData() { before_.empty() ? unsetenv(name) : setenv(name, before_.c_str(), 1); }

private:
    static constexpr auto name = "MACHIZU_PROJ_DATA";
    std::string before_{};
};

using Paths = std::vector<std::filesystem::path>;

} // namespace

TEST_CASE("grids lie where the variable says, else in the store", "[datum_grids]")
{
    const datasets::Store store{"/srv/store"};
    {
        const ProjData none{nullptr};
        CHECK(grid_folders(store) == Paths{"/srv/store/proj"});
    }
    const ProjData two{"/srv/grids::/usr/share/grids"};
    CHECK(grid_folders(store) == Paths{"/srv/grids", "/usr/share/grids"});
}

TEST_CASE("a grid is found by the name PROJ knows, under the names GSI's grids are handed on by",
          "[datum_grids]")
{
    const TempFolder folder;
    datasets::write_file(folder.path() / "TKY2JGD.tif", "grid");
    datasets::write_file(folder.path() / "touhokutaiheiyouoki2011.gsb", "grid");
    datasets::write_file(folder.path() / "notes.txt", "no grid");
    const Paths folders{folder.path() / "missing", folder.path()};
    CHECK(find_grid(folders, "tky2jgd.gsb") == folder.path() / "TKY2JGD.tif");
    CHECK(find_grid(folders, "touhokutaiheiyouoki2011.gsb") == folder.path() / "touhokutaiheiyouoki2011.gsb");
    CHECK_FALSE(find_grid(folders, "tokachi2003.gsb"));
    CHECK_FALSE(find_grid(folders, "notes.txt"));
    CHECK_FALSE(find_grid(folders, "../TKY2JGD.tif"));
    CHECK_FALSE(find_grid(folders, "proj.db"));
}

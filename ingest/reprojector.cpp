#include "ingest/reprojector.hpp"

#include "ingest/datum_grids.hpp"
#include "ingest/error.hpp"
#include "ingest/ground_moved_2011.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace ingest {

namespace {

using datasets::LonLat;

struct ListDeleter {
    void operator()(PJ_OBJ_LIST* list) const noexcept { proj_list_destroy(list); }
    void operator()(PJ_OPERATION_FACTORY_CONTEXT* factory) const noexcept
    {
        proj_operation_factory_context_destroy(factory);
    }
};

constexpr const char* tokyo_datum = "4301";
constexpr const char* jgd2000 = "4612";
constexpr const char* jgd2011 = "6668";

/// The earthquake of 2011 moved no place farther: 5.9 m is the largest shift in touhokutaiheiyouoki2011.gsb.
constexpr double largest_move_of_2011_m = 6;

std::string proj_error(PJ_CONTEXT* context)
{
    const int number = proj_context_errno(context);
    return number == 0 ? "no reason given" : proj_context_errno_string(context, number);
}

/// Names of the grids that an operation needs and that are not installed.
std::string missing_grids(PJ_CONTEXT* context, const PJ* operation)
{
    std::string names;
    const int count = proj_coordoperation_get_grid_used_count(context, operation);
    for (int i = 0; i < count; ++i) {
        const char* name = nullptr;
        int available = 0;
        proj_coordoperation_get_grid_used(context, operation, i, &name, nullptr, nullptr, nullptr, nullptr,
                                          nullptr, &available);
        if (available == 0 && name != nullptr) {
            names += names.empty() ? name : std::string{", "} + name;
        }
    }
    return names;
}

/// The EPSG code of a CRS; one that carries only names, as those of Shapefiles do, is looked up. Empty if there is none.
std::string epsg_code(PJ_CONTEXT* context, const PJ* crs)
{
    if (crs == nullptr) {
        return "";
    }
    if (const char* code = proj_get_id_code(crs, 0)) {
        return code;
    }
    constexpr int sure_enough = 70; // of 100: names agree
    int* confidence = nullptr;
    const std::unique_ptr<PJ_OBJ_LIST, ListDeleter> known{
        proj_identify(context, crs, "EPSG", nullptr, &confidence)};
    std::string code;
    if (known != nullptr && proj_list_get_count(known.get()) > 0 && confidence[0] >= sure_enough) {
        PJ* const first = proj_list_get(context, known.get(), 0);
        code = proj_get_id_code(first, 0);
        proj_destroy(first);
    }
    proj_int_list_destroy(confidence);
    return code;
}

std::optional<LonLat> transformed(PJ* operation, double x, double y)
{
    const PJ_COORD result = proj_trans(operation, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    return std::isfinite(result.xy.x) && std::isfinite(result.xy.y)
               ? std::optional{LonLat{result.xy.x, result.xy.y}}
               : std::nullopt;
}

/// True if all four corners of the grid's cell hold a shift. Where GSI gives none, at sea, the grids say zero: PROJ would
/// leave the position where it is, or mix shifts with zeros along the coast, and be wrong by up to 450 m without a word.
/// The cells are those of the third mesh, 45" by 30"; on land the shift is never below 6".
bool is_covered_by_tokyo_grid(PJ* operation, LonLat p)
{
    constexpr double lon_cells = 80;
    constexpr double lat_cells = 120;
    constexpr double smallest_shift = 0.0005;
    for (const double east : {0.0, 1.0}) {
        for (const double north : {0.0, 1.0}) {
            const LonLat corner{(std::floor(p.lon * lon_cells) + east) / lon_cells,
                                (std::floor(p.lat * lat_cells) + north) / lat_cells};
            const auto moved = transformed(operation, corner.lon, corner.lat);
            if (!moved || (std::abs(moved->lon - corner.lon) < smallest_shift &&
                           std::abs(moved->lat - corner.lat) < smallest_shift)) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

/// PROJ's file finder gives C strings, which must live until its next call.
struct Reprojector::GridFinder {
    std::vector<std::filesystem::path> folders{};
    std::string found{};

    static const char* find(PJ_CONTEXT*, const char* name, void* finder)
    {
        auto& self = *static_cast<GridFinder*>(finder);
        try {
            const auto file = find_grid(self.folders, name);
            self.found = file ? file->string() : "";
            return file ? self.found.c_str() : nullptr;
        } catch (const std::exception&) {
            return nullptr; // nothing may be thrown through PROJ; the grid then counts as missing
        }
    }
};

void Reprojector::Deleter::operator()(GridFinder* finder) const noexcept { delete finder; }
void Reprojector::Deleter::operator()(pj_ctx* context) const noexcept { proj_context_destroy(context); }
void Reprojector::Deleter::operator()(PJconsts* operation) const noexcept { proj_destroy(operation); }

Reprojector::Reprojector(const std::string& source_crs, ReprojectorOptions options)
    : source_crs_{source_crs},
      accept_accuracy_m_{options.accept_accuracy_m},
      finder_{new GridFinder{std::move(options.grid_folders), {}}},
      context_{proj_context_create()}
{
    PJ_CONTEXT* const context = context_.get();
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    proj_context_set_file_finder(context, &GridFinder::find, finder_.get());
    const Pj source{proj_create(context, source_crs.c_str())};
    if (source == nullptr || proj_is_crs(source.get()) == 0) {
        throw IngestError{
            fmt::format("'{0}' という座標系は PROJ にありません。EPSG:6668 や plane_rectangular_zone "
                        "のように書いてください / '{0}' is no CRS that PROJ knows ({1}); expected for "
                        "instance EPSG:6668, or plane_rectangular_zone",
                        source_crs, proj_error(context))};
    }
    const Pj geodetic{proj_crs_get_geodetic_crs(context, source.get())};
    const std::string datum = epsg_code(context, geodetic.get());
    const bool is_japanese = datum == tokyo_datum || datum == jgd2000 || datum == jgd2011;
    to_degrees_ = best_operation(*source, is_japanese ? "EPSG:" + datum : "OGC:CRS84");
    if (is_japanese && datum != jgd2011) {
        choose_datum_shifts(datum);
    }
}

/// The operation made ready for longitude and latitude, or without `pj` if a grid is missing.
Reprojector::Operation Reprojector::usable(Pj pj, double beyond_m) const
{
    PJ_CONTEXT* const context = context_.get();
    Operation operation;
    const char* name = proj_get_name(pj.get());
    operation.name = name != nullptr ? name : "";
    operation.accuracy_m = proj_coordoperation_get_accuracy(context, pj.get());
    operation.accuracy_m += operation.accuracy_m < 0 ? 0 : beyond_m;
    operation.missing = missing_grids(context, pj.get());
    if (operation.missing.empty()) {
        operation.pj.reset(proj_normalize_for_visualization(context, pj.get()));
        if (operation.pj == nullptr) {
            throw IngestError{fmt::format("{0} を PROJ が使えません / PROJ cannot use {0}: {1}",
                                          operation.name, proj_error(context))};
        }
    }
    return operation;
}

/// The first candidate is the right one. The others do only if their accuracy is accepted.
Reprojector::Operation Reprojector::from_registry(const std::vector<Candidate>& candidates) const
{
    std::optional<Operation> right;
    for (const Candidate& candidate : candidates) {
        Pj pj{proj_create_from_database(context_.get(), "EPSG", candidate.code,
                                        PJ_CATEGORY_COORDINATE_OPERATION, 0, nullptr)};
        if (pj == nullptr) {
            throw IngestError{fmt::format("PROJ's database has no operation EPSG:{}", candidate.code)};
        }
        Operation operation = usable(std::move(pj), candidate.beyond_m);
        operation.by_tokyo_grid = candidate.by_tokyo_grid;
        const bool accepted = operation.accuracy_m <= accept_accuracy_m_;
        if (operation.pj != nullptr && (!right || accepted)) {
            return operation;
        }
        if (!right) {
            right = std::move(operation);
        }
    }
    return *std::move(right);
}

Reprojector::Operation Reprojector::best_operation(const PJ& source, const std::string& target_name) const
{
    PJ_CONTEXT* const context = context_.get();
    const Pj target{proj_create(context, target_name.c_str())};
    const std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, ListDeleter> factory{
        proj_create_operation_factory_context(context, nullptr)};
    proj_operation_factory_context_set_grid_availability_use(context, factory.get(),
                                                             PROJ_GRID_AVAILABILITY_IGNORED);
    proj_operation_factory_context_set_allow_ballpark_transformations(context, factory.get(), 0);
    const std::unique_ptr<PJ_OBJ_LIST, ListDeleter> candidates{
        proj_create_operations(context, &source, target.get(), factory.get())};
    if (candidates == nullptr || proj_list_get_count(candidates.get()) == 0) {
        throw IngestError{
            fmt::format("{0} から {1} への変換方法が PROJ にありません / PROJ knows no way from {0} to {1}",
                        source_crs_, target_name)};
    }
    Operation right = usable(Pj{proj_list_get(context, candidates.get(), 0)}, 0);
    for (int i = 1; right.pj == nullptr && i < proj_list_get_count(candidates.get()); ++i) {
        Operation other = usable(Pj{proj_list_get(context, candidates.get(), i)}, 0);
        if (other.pj != nullptr && other.accuracy_m >= 0 && other.accuracy_m <= accept_accuracy_m_) {
            right = std::move(other);
        }
    }
    if (right.pj == nullptr) {
        throw IngestError{complaint(right)};
    }
    return right;
}

void Reprojector::choose_datum_shifts(const std::string& datum)
{
    const double beyond = largest_move_of_2011_m;
    if (datum == jgd2000) {
        shift_ = from_registry({{"6698", 0, false}});
        moved_shift_ = from_registry({{"6713", 0, false}, {"6698", beyond, false}});
    } else {
        // 15483 has three parameters and needs no grid; it leads to JGD2000, which differs from JGD2011 only there.
        shift_ = from_registry({{"6740", 0, true}, {"15483", 0, false}});
        moved_shift_ = from_registry({{"6714", 0, true}, {"6740", beyond, true}, {"15483", beyond, false}});
    }
    if (shift_->pj == nullptr) {
        throw IngestError{complaint(*shift_)};
    }
}

std::string Reprojector::complaint(const Operation& operation) const
{
    const auto& folders = finder_->folders;
    const std::string folder = folders.empty() ? "" : "'" + folders.front().string() + "'";
    return fmt::format(
        "測地系変換のパラメーター {0} がありません。これなしでは {1} の位置が数メートルずれます。.gsb か "
        ".tif を {2} に置くか、許せる誤差を"
        "マニフェストに書いてください / the datum grid {0} is missing, without which positions in {1} would "
        "be wrong by metres; "
        "put it, as .gsb or .tif, into {3}, or state in the manifest what error is acceptable: "
        "\"source\": {{\"accept_accuracy_m\": …}}",
        operation.missing, source_crs_, folders.empty() ? "環境変数 MACHIZU_PROJ_DATA のフォルダー" : folder,
        folders.empty() ? "a folder of the MACHIZU_PROJ_DATA variable" : folder);
}

std::optional<LonLat> Reprojector::operator()(datasets::SourcePoint position) const
{
    const auto degrees = transformed(to_degrees_.pj.get(), position.x, position.y);
    return degrees && shift_ ? shifted(*degrees) : degrees;
}

std::optional<LonLat> Reprojector::shifted(LonLat position) const
{
    const auto apply = [&](const Operation& operation) {
        const bool covered =
            !operation.by_tokyo_grid || is_covered_by_tokyo_grid(operation.pj.get(), position);
        return covered ? transformed(operation.pj.get(), position.lon, position.lat) : std::nullopt;
    };
    const auto unmoved = apply(*shift_); // on JGD2000, as which the places are drawn that moved
    if (moved_in_2011(unmoved.value_or(position))) {
        if (moved_shift_->pj == nullptr) {
            throw IngestError{complaint(*moved_shift_)};
        }
        if (const auto moved = apply(*moved_shift_)) {
            used_moved_shift_ = true;
            return moved;
        }
    }
    used_shift_ = true;
    return unmoved;
}

std::string Reprojector::operation() const
{
    if (!shift_) {
        return to_degrees_.name;
    }
    const bool unused = !used_shift_ && !used_moved_shift_;
    std::string names = used_shift_ || unused ? shift_->name : "";
    if (used_moved_shift_) {
        names += (names.empty() ? "" : "; ") + moved_shift_->name;
    }
    return names;
}

double Reprojector::accuracy_m() const
{
    if (!shift_) {
        return to_degrees_.accuracy_m;
    }
    const bool unused = !used_shift_ && !used_moved_shift_;
    return std::max(used_shift_ || unused ? shift_->accuracy_m : 0,
                    used_moved_shift_ ? moved_shift_->accuracy_m : 0);
}

std::string proj_version() { return proj_info().version; }

} // namespace ingest

#include "ingest/reprojector.hpp"

#include "ingest/error.hpp"

#include <fmt/format.h>
#include <proj.h>

#include <array>
#include <cmath>
#include <cstdlib>

namespace ingest {

namespace {

struct ListDeleter {
    void operator()(PJ_OBJ_LIST* list) const noexcept { proj_list_destroy(list); }
    void operator()(PJ_OPERATION_FACTORY_CONTEXT* factory) const noexcept
    {
        proj_operation_factory_context_destroy(factory);
    }
};

std::string proj_error(PJ_CONTEXT* context)
{
    const int number = proj_context_errno(context);
    return number == 0 ? "no reason given" : proj_context_errno_string(context, number);
}

/// True for the datums that Japan has used: 4301 Tokyo, 4612 JGD2000, 6668 JGD2011.
bool is_japanese(const PJ* geodetic_crs)
{
    const char* code = geodetic_crs != nullptr ? proj_get_id_code(geodetic_crs, 0) : nullptr;
    const std::string text = code != nullptr ? code : "";
    return text == "4301" || text == "4612" || text == "6668";
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

} // namespace

void Reprojector::Deleter::operator()(pj_ctx* context) const noexcept { proj_context_destroy(context); }
void Reprojector::Deleter::operator()(PJconsts* operation) const noexcept { proj_destroy(operation); }

Reprojector::Reprojector(const std::string& source_crs) : context_{proj_context_create()}
{
    PJ_CONTEXT* const context = context_.get();
    proj_log_level(context, PJ_LOG_NONE);
    proj_context_set_enable_network(context, 0);
    using Pj = std::unique_ptr<PJ, Deleter>;
    const Pj source{proj_create(context, source_crs.c_str())};
    if (source == nullptr || proj_is_crs(source.get()) == 0) {
        throw IngestError{
            fmt::format("'{}' is no CRS that PROJ knows ({}); expected for instance EPSG:6668, or "
                        "plane_rectangular_zone",
                        source_crs, proj_error(context))};
    }
    const Pj geodetic{proj_crs_get_geodetic_crs(context, source.get())};
    const char* const target_name = is_japanese(geodetic.get()) ? "EPSG:6668" : "OGC:CRS84";
    const Pj target{proj_create(context, target_name)};

    const std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, ListDeleter> factory{
        proj_create_operation_factory_context(context, nullptr)};
    proj_operation_factory_context_set_grid_availability_use(context, factory.get(),
                                                             PROJ_GRID_AVAILABILITY_IGNORED);
    proj_operation_factory_context_set_allow_ballpark_transformations(context, factory.get(), 0);
    const std::unique_ptr<PJ_OBJ_LIST, ListDeleter> candidates{
        proj_create_operations(context, source.get(), target.get(), factory.get())};
    if (candidates == nullptr || proj_list_get_count(candidates.get()) == 0) {
        throw IngestError{fmt::format("PROJ knows no way from {} to {}", source_crs, target_name)};
    }
    const Pj best{proj_list_get(context, candidates.get(), 0)};
    if (const std::string missing = missing_grids(context, best.get()); !missing.empty()) {
        throw IngestError{
            fmt::format("the datum grid {} is missing, without which positions in {} would be wrong by "
                        "metres; put it into a folder of the PROJ_DATA variable",
                        missing, source_crs)};
    }
    const char* name = proj_get_name(best.get());
    name_ = name != nullptr ? name : "";
    accuracy_m_ = proj_coordoperation_get_accuracy(context, best.get());
    operation_.reset(proj_normalize_for_visualization(context, best.get()));
    if (operation_ == nullptr) {
        throw IngestError{fmt::format("PROJ cannot use {}: {}", name_, proj_error(context))};
    }
}

std::optional<datasets::LonLat> Reprojector::operator()(datasets::SourcePoint position) const
{
    const PJ_COORD result =
        proj_trans(operation_.get(), PJ_FWD, proj_coord(position.x, position.y, 0, HUGE_VAL));
    if (!std::isfinite(result.xy.x) || !std::isfinite(result.xy.y)) {
        return std::nullopt;
    }
    return datasets::LonLat{result.xy.x, result.xy.y};
}

std::string proj_version() { return proj_info().version; }

} // namespace ingest

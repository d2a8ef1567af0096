#pragma once

#include "api/http.hpp"
#include "api/router.hpp"
#include "api/tokens.hpp"
#include "datasets/dataset_info.hpp"
#include "datasets/feature_store.hpp"
#include "datasets/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// The other server: what manifests keep for staff, to holders of a token. Nothing of `Site` knows of it, and nothing here of `Site`;
/// `main` starts one or the other, in two processes, best as two users of the system.
namespace api {

/// One version of what a dataset keeps for staff, open for reading.
struct StaffSnapshot {
    datasets::DatasetInfo info{};
    datasets::FeatureStore features;
};

/// Opens staff.gpkg of the current version of a dataset when somebody asks for it.
class StaffStore {
public:
    explicit StaffStore(datasets::Store store) : store_(std::move(store)) {}

    [[nodiscard]] std::vector<std::shared_ptr<const StaffSnapshot>>
    all(); ///< datasets that keep something, by id
    /// Null if there is no such dataset, or it keeps nothing for staff.
    [[nodiscard]] std::shared_ptr<const StaffSnapshot> find(std::string_view dataset);
    [[nodiscard]] std::shared_ptr<const StaffSnapshot> find(std::string_view dataset,
                                                            std::string_view version);

private:
    const datasets::Store store_;
    std::mutex mutex_{};
    std::map<std::string, std::shared_ptr<const StaffSnapshot>, std::less<>>
        open_{}; ///< the latest asked for, by dataset
};

/// OGC API Features 1.0 over what is for staff, so that QGIS reads it with a header `Authorization: Bearer …`.
[[nodiscard]] std::vector<Route> staff_routes(StaffStore& store, std::string public_url);

/// Lets only holders of a valid token pass (RFC 6750), and writes into the response whose it was. `/health/live` needs none.
[[nodiscard]] Response answer_staff(const Request& request, const Router& router, TokenCheck& tokens);

} // namespace api

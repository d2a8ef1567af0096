#pragma once

#include "api/snapshot.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace api {

/// What is served at one moment: the current snapshot of each dataset, by id. Never changes; a publish makes a new one.
struct Catalogue {
    std::map<std::string, std::shared_ptr<const Snapshot>, std::less<>> datasets{};
};

/// Follows a store: opens what is published, notices what is published later, and keeps old versions for those who ask for
/// them by name.
///
///   publish: current -> v2        refresh(): opens v2, shares the rest, exchanges the pointer
///   requests begun before         go on with v1, which is closed when the last of them ends
///   v2 is broken                  said once, v1 stays
class LiveCatalogue {
public:
    /// One line each for whoever runs the server.
    struct Reports {
        std::function<void(const std::string&)> news{};    ///< what is served from now on
        std::function<void(const std::string&)> trouble{}; ///< what somebody should look at
    };

    /// Opens every published dataset. Throws datasets::StorageError if the store is no folder.
    LiveCatalogue(datasets::Store store, Reports reports);
    LiveCatalogue(const LiveCatalogue&) = delete;
    LiveCatalogue& operator=(const LiveCatalogue&) = delete;
    ~LiveCatalogue();

    /// Calls `refresh` again and again on a thread of its own.
    void watch(std::chrono::milliseconds interval);

    /// Looks at the links of the store; true if something else is served from now on. Throws datasets::StorageError if the
    /// store is no folder; what is served stays.
    bool refresh();

    [[nodiscard]] std::shared_ptr<const Catalogue> current() const;

    /// What is published and cannot be served, "parks 20261121T…"; and "store" if that cannot be looked at. Empty: all is well.
    [[nodiscard]] std::vector<std::string> troubles() const;

    /// The current version of a dataset; null if it is not served.
    [[nodiscard]] std::shared_ptr<const Snapshot> find(std::string_view dataset) const;

    /// A version by name, the current one or an older one that still lies in the store; null if there is none. An older one is opened
    /// when it is first asked for, which takes a while; the last few stay open.
    [[nodiscard]] std::shared_ptr<const Snapshot> find(std::string_view dataset, std::string_view version);

    /// True if `find` would have to look into the store for that version.
    [[nodiscard]] bool must_open(std::string_view dataset, std::string_view version) const;

private:
    void report_store(const std::string& trouble);
    /// Null if it is not open. The caller holds old_mutex_.
    [[nodiscard]] std::shared_ptr<const Snapshot> open_old(std::string_view dataset,
                                                           std::string_view version) const;
    [[nodiscard]] std::shared_ptr<const Snapshot> open_new(const std::string& dataset,
                                                           const std::string& version);

    const datasets::Store store_;
    const Reports reports_;
    mutable std::mutex mutex_{};
    std::shared_ptr<const Catalogue> current_ = std::make_shared<const Catalogue>();
    std::vector<std::string> troubles_{}; ///< guarded by mutex_
    bool store_is_gone_ = false;          ///< guarded by mutex_
    std::mutex refreshing_{};
    std::map<std::string, std::string>
        broken_{}; ///< dataset -> version that could not be opened; of refresh() alone
    mutable std::mutex old_mutex_{};
    mutable std::list<std::shared_ptr<const Snapshot>> old_{}; ///< asked for by name, the latest first
    std::condition_variable stop_changed_{};
    bool stopping_ = false;
    std::thread watcher_{};
};

} // namespace api

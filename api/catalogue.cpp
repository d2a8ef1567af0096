#include "api/catalogue.hpp"

#include "datasets/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace api {

namespace {

/// Old versions held open at a time. Each is a mapped file and a database connection or two.
constexpr std::size_t old_versions_open = 16;

} // namespace

LiveCatalogue::LiveCatalogue(datasets::Store store, Reports reports)
    : store_(std::move(store)), reports_(std::move(reports))
{
    refresh();
}

LiveCatalogue::~LiveCatalogue()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stop_changed_.notify_all();
    if (watcher_.joinable()) {
        watcher_.join();
    }
}

void LiveCatalogue::watch(std::chrono::milliseconds interval)
{
    watcher_ = std::thread([this, interval] {
        std::unique_lock lock(mutex_);
        while (!stop_changed_.wait_for(lock, interval, [this] { return stopping_; })) {
            lock.unlock();
            std::string trouble;
            try {
                refresh();
            } catch (const std::exception& error) { // the disk is away: what is open goes on being served
                trouble = error.what();
            }
            report_store(trouble);
            lock.lock();
        }
    });
}

/// Once when it goes and once when it comes back, not every second of a night.
void LiveCatalogue::report_store(const std::string& trouble)
{
    {
        const std::lock_guard lock(mutex_);
        if (store_is_gone_ == !trouble.empty()) {
            return;
        }
        store_is_gone_ = !trouble.empty();
    }
    if (!trouble.empty()) {
        reports_.trouble(fmt::format("cannot look at the store: {}; what was served before stays", trouble));
    } else {
        reports_.news("the store can be looked at again");
    }
}

std::vector<std::string> LiveCatalogue::troubles() const
{
    const std::lock_guard lock(mutex_);
    auto all = troubles_;
    if (store_is_gone_) {
        all.push_back("store");
    }
    return all;
}

bool LiveCatalogue::refresh()
{
    const std::lock_guard only_one(refreshing_);
    std::error_code error;
    if (!std::filesystem::is_directory(store_.root, error)) { // not the same as a store without datasets
        throw datasets::StorageError(fmt::format("there is no store at '{}'", store_.root.string()));
    }
    const auto before = current();
    auto next = std::make_shared<Catalogue>();
    for (const auto& id : datasets::published_datasets(store_)) {
        const auto version = datasets::current_version(store_, id);
        if (!version) {
            continue;
        }
        const auto known = before->datasets.find(id);
        auto old = known == before->datasets.end() ? nullptr : known->second;
        auto snapshot = old && old->version() == *version ? old : open_new(id, *version);
        if (auto& served = snapshot ? snapshot : old; served) {
            next->datasets.emplace(id, served);
        }
    }
    std::vector<std::string> troubles;
    for (const auto& [id, version] : broken_) {
        if (datasets::current_version(store_, id) ==
            version) { // else it was withdrawn, or replaced by a good one
            troubles.push_back(fmt::format("{} {}", id, version));
        }
    }
    {
        const std::lock_guard lock(mutex_);
        troubles_ = std::move(troubles);
    }
    if (next->datasets == before->datasets) {
        return false;
    }
    for (const auto& [id, snapshot] : before->datasets) {
        if (next->datasets.count(id) == 0) {
            reports_.news(fmt::format("{} is no longer published", id));
        }
    }
    const std::lock_guard lock(mutex_);
    current_ = std::move(next);
    return true;
}

std::shared_ptr<const Snapshot> LiveCatalogue::open_new(const std::string& dataset,
                                                        const std::string& version)
{
    const auto broken = broken_.find(dataset);
    if (broken != broken_.end() && broken->second == version) {
        return nullptr;
    }
    try {
        auto snapshot = open_snapshot(store_, dataset, version);
        reports_.news(fmt::format("serving {} {} ({} features)", dataset, version, snapshot->info.count));
        if (const auto& complaint = snapshot->index->complaint(); !complaint.empty()) {
            reports_.trouble(
                fmt::format("{} {}: {}; it is made again in memory when a filter or a sum is asked "
                            "for. Publish the dataset again to have it in the store",
                            dataset, version, complaint));
        }
        broken_.erase(dataset);
        return snapshot;
    } catch (const std::exception& error) {
        reports_.trouble(fmt::format("cannot open {} {}: {}; what was served before stays", dataset, version,
                                     error.what()));
        broken_[dataset] = version;
        return nullptr;
    }
}

std::shared_ptr<const Catalogue> LiveCatalogue::current() const
{
    const std::lock_guard lock(mutex_);
    return current_;
}

std::shared_ptr<const Snapshot> LiveCatalogue::find(std::string_view dataset) const
{
    const auto catalogue = current();
    const auto found = catalogue->datasets.find(dataset);
    return found == catalogue->datasets.end() ? nullptr : found->second;
}

std::shared_ptr<const Snapshot> LiveCatalogue::find(std::string_view dataset, std::string_view version)
{
    auto current = find(dataset); // a dataset that was withdrawn is withdrawn in all its versions
    if (!current || current->version() == version) {
        return current;
    }
    if (!datasets::is_version(version) || !std::filesystem::is_directory(store_.snapshot(dataset, version))) {
        return nullptr;
    }
    {
        const std::lock_guard lock(old_mutex_);
        if (auto open = open_old(dataset, version)) {
            return open;
        }
    }
    // Not under the lock: who asks for another version need not wait. Of two that open the same one the first is kept.
    auto opened = open_snapshot(store_, std::string(dataset), std::string(version));
    const std::lock_guard lock(old_mutex_);
    if (auto open = open_old(dataset, version)) {
        return open;
    }
    old_.push_front(opened);
    if (old_.size() > old_versions_open) {
        old_.pop_back();
    }
    return opened;
}

std::shared_ptr<const Snapshot> LiveCatalogue::open_old(std::string_view dataset,
                                                        std::string_view version) const
{
    const auto found = std::ranges::find_if(
        old_, [&](const auto& old) { return old->id() == dataset && old->version() == version; });
    if (found == old_.end()) {
        return nullptr;
    }
    old_.splice(old_.begin(), old_, found);
    return *found;
}

bool LiveCatalogue::must_open(std::string_view dataset, std::string_view version) const
{
    const auto current = find(dataset);
    if (!current || current->version() == version || !datasets::is_version(version)) {
        return false;
    }
    const std::lock_guard lock(old_mutex_);
    return !open_old(dataset, version);
}

} // namespace api

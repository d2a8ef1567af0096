#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace api {

/// The last few results of something slow, by name. Safe to use from several threads; two that ask for the same at once may both
/// compute it, and one result is kept.
template <class Value>
class Recent {
public:
    explicit Recent(std::size_t most) : most_{most} {}

    [[nodiscard]] std::shared_ptr<const Value> get(const std::string& name,
                                                   const std::function<Value()>& compute)
    {
        if (auto before = known(name)) {
            return before;
        }
        auto value = std::make_shared<const Value>(compute());
        const std::lock_guard lock{mutex_};
        if (auto before = find(name)) { // another thread was quicker
            return before;
        }
        entries_.emplace_front(name, value);
        if (entries_.size() > most_) {
            entries_.pop_back();
        }
        return value;
    }

    /// Null if it is not among the last few.
    [[nodiscard]] std::shared_ptr<const Value> known(const std::string& name)
    {
        const std::lock_guard lock{mutex_};
        return find(name);
    }

private:
    /// Under the lock. Null if it is not there; else it is the last to go.
    std::shared_ptr<const Value> find(const std::string& name)
    {
        for (auto it = entries_.begin(); it != entries_.end(); ++it) {
            if (it->first == name) {
                entries_.splice(entries_.begin(), entries_, it);
                return it->second;
            }
        }
        return nullptr;
    }

    const std::size_t most_;
    std::mutex mutex_{};
    std::list<std::pair<std::string, std::shared_ptr<const Value>>> entries_{};
};

} // namespace api

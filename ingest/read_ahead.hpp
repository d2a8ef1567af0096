#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace ingest {

/// Makes values on a thread of its own while the ones before them are used, so that a run keeps two processors busy.
///
///     make -> [batch] [batch] [batch] -> next
///
/// The order stays, and no more than a few batches are ever waiting: memory is bounded whatever the source's size.
template <class T>
class ReadAhead {
public:
    /// `make` gives one value after the other and nothing at the end; it is called on the other thread only.
    explicit ReadAhead(std::function<std::optional<T>()> make)
        : make_{std::move(make)}, thread_{[this] { work(); }}
    {
    }
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;
    ~ReadAhead()
    {
        {
            const std::lock_guard lock{mutex_};
            abandoned_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    /// The next value, or nothing after the last one. What `make` threw is thrown here, after the values before it.
    [[nodiscard]] std::optional<T> next()
    {
        while (at_ == current_.values.size() && !current_.is_last) {
            current_ = take();
            at_ = 0;
        }
        if (at_ < current_.values.size()) {
            return std::move(current_.values[at_++]);
        }
        if (current_.error) {
            std::rethrow_exception(std::exchange(current_.error, nullptr));
        }
        return std::nullopt;
    }

private:
    struct Batch {
        std::vector<T> values{};
        bool is_last = false;
        std::exception_ptr error{}; ///< after the values
    };

    static constexpr std::size_t batch_size = 256; // values that one lock hands over
    static constexpr std::size_t most_batches = 8;

    void work()
    {
        for (bool more = true; more;) {
            Batch batch = next_batch();
            more = !batch.is_last;
            more = put(std::move(batch)) && more;
        }
    }

    Batch next_batch()
    {
        Batch batch;
        try {
            while (batch.values.size() < batch_size && !batch.is_last) {
                if (auto value = make_()) {
                    batch.values.push_back(*std::move(value));
                } else {
                    batch.is_last = true;
                }
            }
        } catch (...) {
            batch.error = std::current_exception();
            batch.is_last = true;
        }
        return batch;
    }

    /// False if nobody wants more.
    bool put(Batch batch)
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return abandoned_ || waiting_.size() < most_batches; });
        waiting_.push_back(std::move(batch));
        changed_.notify_all();
        return !abandoned_;
    }

    Batch take()
    {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return !waiting_.empty(); });
        Batch batch = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        return batch;
    }

    std::function<std::optional<T>()> make_;
    Batch current_{}; ///< of who calls `next`
    std::size_t at_ = 0;
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::deque<Batch> waiting_{}; ///< guarded by mutex_, as is the next
    bool abandoned_ = false;
    std::thread thread_; ///< last: it begins when all others are there
};

} // namespace ingest

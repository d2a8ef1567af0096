#include "api/pump.hpp"

#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace api {

namespace {

constexpr std::uint64_t budget_per_turn = 1
                                          << 20; ///< bytes; one fast client does not keep the others waiting

using Clock = std::chrono::steady_clock;

/// Files are not read ahead; bytes out of a mapped archive are counted although they cost little.
std::int64_t held_by(const Transfer& transfer)
{
    return std::holds_alternative<FileRange>(transfer.body)
               ? 0
               : static_cast<std::int64_t>(size_of(transfer.body));
}

/// What was sent and has arrived, as far as the client has said. What it has not acknowledged lies in the socket's buffer, which
/// takes megabytes at once: watching what we write would take a slow client for a dead one.
std::uint64_t acknowledged(int socket, const Transfer& transfer)
{
    int queued = 0;
    const bool known = ::ioctl(socket, SIOCOUTQ, &queued) == 0 && queued >= 0;
    return transfer.sent - std::min(transfer.sent, known ? static_cast<std::uint64_t>(queued) : 0);
}

} // namespace

Pump::Pump(Traffic& traffic, PumpLimits limits, CarryOn carry_on)
    : traffic_(traffic),
      limits_(limits),
      carry_on_(std::move(carry_on)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    epoll_event event{EPOLLIN, {}};
    event.data.fd = event_.get();
    if (!epoll_ || !event_ || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, event_.get(), &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "cannot make an epoll");
    }
    thread_ = std::thread([this] { run(); });
}

Pump::~Pump() { stop(); }

void Pump::stop()
{
    stopping_ = true;
    if (thread_.joinable()) {
        wake();
        thread_.join();
    }
}

void Pump::take(std::shared_ptr<Connection> connection, Descriptor socket, Transfer transfer)
{
    {
        const std::lock_guard lock(mutex_);
        const auto held = held_by(transfer);
        new_jobs_.push_back(
            {std::move(connection), std::move(socket), std::move(transfer), held, 0, Clock::now()});
        traffic_.held_output += held;
    }
    wake();
}

void Pump::watch(const std::shared_ptr<Connection>& connection, Descriptor socket)
{
    const std::lock_guard lock(mutex_); // not woken: the next sweep is soon enough
    new_watches_.push_back({connection, std::move(socket)});
}

void Pump::wake() const
{
    const std::uint64_t one = 1;
    (void)!::write(event_.get(), &one, sizeof one); // full means it is awake already
}

void Pump::run()
{
    auto last_sweep = Clock::now();
    while (!stopping_) {
        std::array<epoll_event, 64> events{};
        const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 500);
        for (int i = 0; i < count; ++i) {
            const auto fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == event_.get()) {
                std::uint64_t value = 0;
                (void)!::read(fd, &value, sizeof value);
            } else {
                serve(fd);
            }
        }
        adopt_new();
        if (const auto now = Clock::now(); now - last_sweep > std::chrono::milliseconds(500)) {
            sweep(now);
            last_sweep = now;
        }
    }
    while (!jobs_.empty()) {
        end(jobs_.begin(), false);
    }
}

void Pump::adopt_new()
{
    std::vector<Job> jobs;
    {
        const std::lock_guard lock(mutex_);
        jobs.swap(new_jobs_);
        watches_.insert(watches_.end(), std::make_move_iterator(new_watches_.begin()),
                        std::make_move_iterator(new_watches_.end()));
        new_watches_.clear();
    }
    for (auto& job : jobs) {
        const int fd = job.socket.get();
        const auto position = jobs_.emplace(fd, std::move(job)).first;
        epoll_event event{EPOLLOUT, {}};
        event.data.fd = fd;
        if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
            end(position, false);
        }
    }
    keep_within_memory();
}

void Pump::serve(int fd)
{
    const auto position = jobs_.find(fd);
    if (position == jobs_.end()) {
        return;
    }
    auto& job = position->second;
    const auto progress = write_some(fd, job.transfer, budget_per_turn);
    if (progress != Progress::blocked) {
        end(position, progress == Progress::done);
    }
}

/// Goes on with the requests that waited behind this transfer; the descriptor closes when there is nothing left.
void Pump::end(std::unordered_map<int, Job>::iterator position, bool whole)
{
    // Out of the epoll by hand: closing a duplicate does not do it, the socket may live on in a worker.
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, position->first, nullptr);
    auto job = std::move(position->second);
    jobs_.erase(position);
    traffic_.held_output -= job.held;
    if (whole && !stopping_ && needs_part(job.transfer)) {
        carry_on_(job.connection, std::move(job.socket), std::move(job.transfer));
        return;
    }
    job.connection->finished(job.socket.get(), job.transfer, whole);
    if (!whole || stopping_) {
        return;
    }
    auto next = job.connection->advance(job.socket.get());
    if (next.index() != 0) {
        carry_on_(job.connection, std::move(job.socket), std::move(next));
    }
}

bool Pump::has_stalled(Job& job, Clock::time_point now) const
{
    const auto taken = acknowledged(job.socket.get(), job.transfer);
    if (taken >= job.taken + limits_.least) {
        job.taken = taken;
        job.since = now;
    }
    return now - job.since > limits_.stall;
}

void Pump::sweep(Clock::time_point now)
{
    for (auto position = jobs_.begin(); position != jobs_.end();) {
        const auto current = position++;
        if (has_stalled(current->second, now)) {
            ++traffic_.stalled;
            end(current, false);
        }
    }
    std::erase_if(watches_, [&](const Watch& watch) {
        const auto connection = watch.connection.lock();
        return !connection || !connection->check_deadline(watch.socket.get(), now);
    });
}

/// Cuts off those who took least lately, until the others fit.
void Pump::keep_within_memory()
{
    while (traffic_.held_output > limits_.all_output) {
        const auto slowest = std::min_element(jobs_.begin(), jobs_.end(), [](const auto& a, const auto& b) {
            return std::pair(a.second.held == 0, a.second.since) <
                   std::pair(b.second.held == 0, b.second.since);
        });
        if (slowest == jobs_.end() || slowest->second.held == 0) {
            return;
        }
        ++traffic_.over_memory;
        end(slowest, false);
    }
}

} // namespace api

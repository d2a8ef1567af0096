#include "api/connection.hpp"

#include "api/problem.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cstdint>
#include <random>
#include <utility>

namespace api {

namespace {

/// Bytes written in one go before other clients of this thread have their turn.
constexpr std::uint64_t write_budget = 1 << 20;

/// A closing client may send this many bytes more before it is cut off, so that it can still read why.
constexpr std::size_t discard_limit = 1 << 20;

/// Whoever holds less is not the one that fills the memory: most requests are smaller.
constexpr std::int64_t fair_input = 4096;

/// Unique enough to find one request in the logs of several servers.
std::string new_request_id()
{
    static const std::uint32_t start = std::random_device{}();
    static std::atomic<std::uint64_t> number = 0;
    return fmt::format("{:08x}-{}", start, ++number);
}

} // namespace

Connection::Connection(const Service& service, Traffic& traffic, ConnectionLimits limits, std::string client)
    : service_(service),
      traffic_(traffic),
      limits_(limits),
      client_(std::move(client)),
      parser_(limits.parse),
      open_of_client_(traffic.by_client.add(client_)),
      open_at_start_(++traffic.connections)
{
    ++traffic.accepted;
}

Connection::~Connection()
{
    traffic_.held_input -= held_;
    traffic_.by_client.remove(client_);
    --traffic_.connections;
}

Connection::Unfinished Connection::receive(int socket, std::string_view bytes)
{
    const std::lock_guard lock(mutex_);
    traffic_.received += bytes.size();
    if (closing_) {
        discarded_ += bytes.size();
        if (discarded_ > discard_limit) {
            abort_socket(socket);
        }
        return {};
    }
    if (!parser_.in_request()) {
        request_begun_ = std::chrono::steady_clock::now();
    }
    parser_.append(bytes);
    auto unfinished = advance_locked(socket);
    count_input();
    // Pistache reads on whatever we do, so memory is the only place to put what comes. What is not ours to finish any more is
    // dropped as well: its owner notices that the socket is gone.
    if (!closing_ && ((busy_ && parser_.buffered() > limits_.pipelined) ||
                      (held_ > fair_input && traffic_.held_input > limits_.all_input))) {
        ++traffic_.over_memory;
        closing_ = true;
        abort_socket(socket);
    }
    return unfinished;
}

Connection::Unfinished Connection::advance(int socket)
{
    const std::lock_guard lock(mutex_);
    auto unfinished = advance_locked(socket);
    count_input();
    return unfinished;
}

void Connection::count_input()
{
    const auto now = static_cast<std::int64_t>(parser_.memory());
    traffic_.held_input += now - held_;
    held_ = now;
}

Connection::Unfinished Connection::advance_locked(int socket)
{
    while (!busy_ && !closing_) {
        switch (parser_.next()) {
        case RequestParser::Status::incomplete:
            if (parser_.take_expectation()) {
                static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
                (void)::send(socket, go_on.data(), go_on.size(),
                             MSG_NOSIGNAL); // best effort, as RFC 9110 10.1.1 lets us
            }
            return {};
        case RequestParser::Status::failed:
            return answer_error(socket);
        case RequestParser::Status::complete:
            break;
        }
        const auto begun = std::chrono::steady_clock::now();
        auto request = parser_.take();
        request.client = client_;
        if (request.id.empty()) {
            request.id = new_request_id();
        }
        request_begun_ = begun; // of the next one, which may have arrived in part
        ++traffic_.in_flight;
        auto response = service_.admit ? service_.admit(request) : std::nullopt;
        if (!response && service_.is_slow(request)) {
            busy_ = true;
            return request;
        }
        if (!response) {
            response = service_.handle(request);
        }
        auto transfer =
            make_transfer(request, *std::move(response), !request.keep_alive || traffic_.draining);
        transfer.log.begun = begun;
        if (auto rest = start(socket, std::move(transfer)); rest.index() != 0) {
            return rest;
        }
    }
    return {};
}

Connection::Unfinished Connection::reply(int socket, const Request& request, Response response,
                                         std::chrono::steady_clock::time_point begun)
{
    const std::lock_guard lock(mutex_);
    auto transfer = make_transfer(request, std::move(response), !request.keep_alive || traffic_.draining);
    transfer.log.begun = begun;
    auto rest = start(socket, std::move(transfer));
    if (rest.index() == 0) {
        rest = advance_locked(socket);
    }
    count_input();
    return rest;
}

Connection::Unfinished Connection::start(int socket, Transfer transfer)
{
    const auto progress = write_some(socket, transfer, write_budget);
    busy_ = progress == Progress::blocked || (progress == Progress::done && needs_part(transfer));
    if (busy_) {
        return transfer;
    }
    finish(socket, transfer, progress == Progress::done);
    return {};
}

Connection::Unfinished Connection::resume(int socket, Transfer transfer)
{
    const std::lock_guard lock(mutex_);
    if (auto rest = start(socket, std::move(transfer)); rest.index() != 0) {
        return rest;
    }
    return advance_locked(socket);
}

void Connection::finished(int socket, Transfer& transfer, bool whole)
{
    const std::lock_guard lock(mutex_);
    busy_ = false;
    finish(socket, transfer, whole);
}

void Connection::finish(int socket, Transfer& transfer, bool whole)
{
    transfer.log.whole = whole;
    service_.log(transfer.log, transfer.sent_before + transfer.sent);
    --traffic_.in_flight;
    if (!whole) {
        closing_ = true;
        abort_socket(socket);
    } else if (transfer.close_after) {
        close_for_writing(socket);
    }
}

/// An answer to what never became a request.
Transfer Connection::without_request(Response response) const
{
    Request request;
    request.client = client_;
    request.id = new_request_id();
    auto transfer = make_transfer(request, std::move(response), true);
    transfer.log.method = transfer.log.target = "-";
    return transfer;
}

Connection::Unfinished Connection::answer_error(int socket)
{
    ++traffic_.in_flight;
    auto transfer = without_request(problem_response({parser_.error_status(), parser_.error(), ""}));
    transfer.log.begun = std::chrono::steady_clock::now();
    return start(socket, std::move(transfer));
}

/// Says that no more will come, and leaves the reading half open: closing it with input unread would reset the
/// connection and take the answer with it.
void Connection::close_for_writing(int socket)
{
    closing_ = true;
    ::shutdown(socket, SHUT_WR);
}

bool Connection::waits_for_input() const { return !busy_ && !closing_ && parser_.in_request(); }

bool Connection::begin_watch()
{
    const std::lock_guard lock(mutex_);
    return waits_for_input() && !std::exchange(watched_, true);
}

bool Connection::check_deadline(int socket, std::chrono::steady_clock::time_point now)
{
    const std::lock_guard lock(mutex_);
    watched_ = waits_for_input();
    if (!watched_ || now - request_begun_ < limits_.request) {
        return watched_;
    }
    ++traffic_.late;
    auto transfer = without_request(problem_response({408, "the request did not arrive in time", ""}));
    transfer.log.begun = request_begun_;
    transfer.log.whole = write_some(socket, transfer, write_budget) == Progress::done;
    service_.log(transfer.log, transfer.sent);
    close_for_writing(socket);
    return false;
}

bool Connection::closing() const
{
    const std::lock_guard lock(mutex_);
    return closing_;
}

void Connection::end_of_input(int socket)
{
    const std::lock_guard lock(mutex_);
    if (!busy_) {
        closing_ = true;
        ::shutdown(socket, SHUT_RDWR);
    }
}

void Connection::drop(int socket)
{
    const std::lock_guard lock(mutex_);
    closing_ = true;
    abort_socket(socket);
}

void Connection::refuse(int socket)
{
    const std::lock_guard lock(mutex_);
    closing_ = true;
    static constexpr std::string_view busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"
                                             "Content-Length: 0\r\nConnection: close\r\n\r\n";
    (void)::send(socket, busy.data(), busy.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(socket, SHUT_RDWR);
}

} // namespace api

#include "api/pistache_server.hpp"

#include "api/problem.hpp"
#include "api/pump.hpp"
#include "api/worker_pool.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace api {

namespace {

constexpr auto connection_key = "machizu";

/// More would wait longer than a client does.
constexpr std::size_t slow_queue = 500;

int default_max_connections()
{
    rlimit limit{};
    // A connection may hold its socket, a duplicate and a file.
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0
               ? static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 1 << 20) / 3)
               : 300;
}

bool listens_on(int fd, std::uint16_t port)
{
    int listening = 0;
    socklen_t size = sizeof listening;
    if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0) {
        return false;
    }
    sockaddr_storage address{};
    size = sizeof address;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        return false;
    }
    // The port is at the same place for IPv4 and IPv6.
    return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port) == port;
}

/// Pistache ignores its own backlog option and takes 128 (issue 1194 there); listening again changes it.
void enlarge_backlog(std::uint16_t port, int backlog)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
    while (const auto* entry = folder ? ::readdir(folder.get()) : nullptr) {
        const int fd = std::atoi(entry->d_name);
        if (fd > 2 && listens_on(fd, port)) {
            ::listen(fd, backlog);
        }
    }
}

} // namespace

/// What the handlers of all network threads share.
struct PistacheServer::Engine {
    Engine(const ServerOptions& options, Service with)
        : service(std::move(with)),
          limits(options.connection),
          max_connections(options.max_connections > 0 ? options.max_connections : default_max_connections()),
          pool(static_cast<std::size_t>(std::max(1, options.threads)), slow_queue),
          pump(options.stall, [this](const auto& connection, Descriptor socket, auto unfinished) {
              carry_on(connection, std::move(socket), std::move(unfinished));
          })
    {
    }

    ~Engine() { stop(); }

    /// Each may still call the other, so both threads end before either object does.
    void stop()
    {
        pool.stop();
        pump.stop();
    }

    /// On a worker, whose descriptor `fd` stays its own.
    void hand_over(const std::shared_ptr<Connection>& connection, int fd, Connection::Unfinished unfinished)
    {
        auto socket = Descriptor::duplicate(fd);
        if (!socket) { // out of descriptors: this client has to come again
            --traffic.in_flight;
            connection->refuse(fd);
            return;
        }
        carry_on(connection, std::move(socket), std::move(unfinished));
    }

    void carry_on(const std::shared_ptr<Connection>& connection, Descriptor socket,
                  Connection::Unfinished unfinished)
    {
        if (auto* transfer = std::get_if<Transfer>(&unfinished); transfer != nullptr && needs_part(*transfer)) {
            make_part(connection, std::move(socket), std::move(*transfer));
        } else if (transfer != nullptr) {
            pump.take(connection, std::move(socket), std::move(*transfer));
        } else if (auto* request = std::get_if<Request>(&unfinished)) {
            answer_later(connection, std::move(socket), std::move(*request));
        }
    }

    /// Each part waits in the pool's queue again, so that one long answer does not keep a worker from the others.
    void make_part(const std::shared_ptr<Connection>& connection, Descriptor socket, Transfer transfer)
    {
        auto job = std::make_shared<std::pair<Descriptor, Transfer>>(std::move(socket), std::move(transfer));
        const bool waits = pool.post([this, connection, job] {
            auto& [descriptor, part] = *job;
            try {
                load_part(part);
            } catch (const std::exception&) { // reported where it was made; the client sees that the end is missing
                connection->finished(descriptor.get(), part, false);
                return;
            }
            auto next = connection->resume(descriptor.get(), std::move(part));
            carry_on(connection, std::move(descriptor), std::move(next));
        });
        if (!waits) {
            connection->finished(job->first.get(), job->second, false);
        }
    }

    void answer_later(const std::shared_ptr<Connection>& connection, Descriptor socket, Request request)
    {
        const auto begun = std::chrono::steady_clock::now();
        // std::function wants what can be copied; the descriptor cannot.
        auto call = std::make_shared<std::pair<Descriptor, Request>>(std::move(socket), std::move(request));
        const auto finish = [this, connection, call, begun](Response response) {
            const int fd = call->first.get();
            auto next = connection->reply(fd, call->second, std::move(response), begun);
            carry_on(connection, std::move(call->first), std::move(next));
        };
        if (!pool.post([this, call, finish] { finish(service.handle(call->second)); })) {
            auto busy = problem_response({503, "too many requests are waiting", ""});
            busy.set("Retry-After", "5");
            call->second.keep_alive = false; // also ends the recursion through a long pipeline
            finish(std::move(busy));
        }
    }

    const Service service;
    const ConnectionLimits limits;
    const int max_connections;
    Traffic traffic{};
    WorkerPool pool;
    Pump pump;
};

/// Pistache makes a copy of it for each of its threads. A connection's calls all come from one thread, and only that thread closes the
/// socket: so while we are in here, its number belongs to this client.
class PistacheServer::Handler : public Pistache::Http::Handler {
public:
    HTTP_PROTOTYPE(Handler)

    explicit Handler(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {}

    /// Pistache's own way in, which is never taken.
    void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter) override {}

private:
    using Peer = std::shared_ptr<Pistache::Tcp::Peer>;

    void onConnection(const Peer& peer) override
    {
        // Its idle sweep reads the clock of this parser; idle peers it closes without a word, others with a 408 that may meet the
        // wrong client. So all are idle to Pistache, and the deadline of a request is the pump's business.
        peer->putData(ParserData, std::make_shared<Pistache::Http::RequestParser>(1));
        peer->setIdle(true);
        auto connection = std::make_shared<Connection>(engine_->service, engine_->traffic, engine_->limits,
                                                       peer->address().host());
        peer->putData(connection_key, connection);
        if (connection->open_at_start() > engine_->max_connections) {
            connection->refuse(peer->fd()); // shut down, not closed: closing is Pistache's
        }
    }

    void onInput(const char* buffer, std::size_t length, const Peer& peer) override
    {
        const auto connection = std::static_pointer_cast<Connection>(peer->getData(connection_key));
        const int fd = peer->fd();
        try {
            auto unfinished = connection->receive(fd, {buffer, length});
            if (unfinished.index() != 0) {
                engine_->hand_over(connection, fd, std::move(unfinished));
            } else if (connection->begin_watch()) {
                engine_->pump.watch(connection, Descriptor::duplicate(fd));
            }
        } catch (const std::exception&) { // out of memory; Pistache would end the process
            connection->refuse(fd);
        }
        if (!connection->closing()) {
            getParser(peer)->reset(); // starts the keep-alive time again
        }
    }

    /// Comes before Pistache closes its descriptor, but not when it closes an idle connection.
    void onDisconnection(const Peer& peer) override
    {
        std::static_pointer_cast<Connection>(peer->getData(connection_key))->end_of_input(peer->fd());
    }

    std::shared_ptr<Engine> engine_;
};

struct PistacheServer::Listening {
    explicit Listening(const Pistache::Address& address) : endpoint(address) {}
    Pistache::Http::Endpoint endpoint;
};

PistacheServer::PistacheServer(ServerOptions options, Service service)
    : engine_(std::make_shared<Engine>(options, std::move(service)))
{
    std::signal(SIGPIPE, SIG_IGN); // sendfile has no MSG_NOSIGNAL
    try {
        namespace Tcp = Pistache::Tcp;
        listening_ =
            std::make_unique<Listening>(Pistache::Address(options.address, Pistache::Port(options.port)));
        const auto flags = Pistache::Flags<Tcp::Options>(Tcp::Options::ReuseAddr) | Tcp::Options::NoDelay |
                           Tcp::Options::CloseOnExec;
        listening_->endpoint.init(Pistache::Http::Endpoint::options()
                                      .threads(std::max(1, options.threads))
                                      .flags(flags)
                                      .headerTimeout(options.keep_alive)
                                      .bodyTimeout(options.keep_alive)
                                      .keepaliveTimeout(options.keep_alive));
        listening_->endpoint.setHandler(Pistache::Http::make_handler<Handler>(engine_));
        listening_->endpoint.serveThreaded();
        enlarge_backlog(port(), options.backlog);
    } catch (const std::exception& error) {
        throw std::runtime_error(
            fmt::format("cannot listen on {} port {}: {}", options.address, options.port, error.what()));
    }
}

PistacheServer::~PistacheServer() { stop(std::chrono::milliseconds(0)); }

std::uint16_t PistacheServer::port() const { return listening_->endpoint.getPort(); }

void PistacheServer::stop(std::chrono::milliseconds patience)
{
    if (!listening_) {
        return;
    }
    engine_->traffic.draining = true;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (engine_->traffic.in_flight > 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    listening_->endpoint.shutdown();
    listening_.reset(); // the network threads have ended
    engine_->stop();
}

} // namespace api

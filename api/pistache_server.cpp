#include "api/pistache_server.hpp"

#include "api/problem.hpp"
#include "api/worker_pool.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <thread>
#include <utility>

namespace api {

namespace {

constexpr auto connection_key = "machizu";

/// Clients that are about to ask have asked in this time.
constexpr std::chrono::milliseconds quiet{300};

/// Whoever was answered to its SYN has completed its connection in this time, as a rule.
constexpr std::chrono::milliseconds handshake{50};

/// More would wait longer than a client does.
constexpr std::size_t slow_queue = 500;

int default_max_connections()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 300;
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
    rlim_t open = 0;
    while (folder && ::readdir(folder.get()) != nullptr) {
        ++open;
    }
    // A connection may hold its socket, a duplicate and a file; what is published later wants some too.
    const auto all = std::min<rlim_t>(limit.rlim_cur, 1 << 20);
    return static_cast<int>(std::max<rlim_t>(8, (all - std::min(all, open + all / 8)) / 3));
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

/// The socket on which Pistache accepts; it does not tell.
int listening_socket(std::uint16_t port)
{
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
    while (const auto* entry = folder ? ::readdir(folder.get()) : nullptr) {
        const int fd = std::atoi(entry->d_name);
        if (fd > 2 && listens_on(fd, port)) {
            return fd;
        }
    }
    return -1;
}

/// The system answers no more requests for a connection. It has completed others that Pistache is still to accept, with requests in
/// them: those are not lost, as they would be if the socket were closed.
void take_no_more(int listening)
{
    // A packet with SYN and without ACK (RFC 9293 section 3.1: flags in byte 13) is dropped, any other passes.
    std::array<sock_filter, 5> drop_syn = {{{BPF_LD | BPF_B | BPF_ABS, 0, 0, 13},
                                            {BPF_ALU | BPF_AND | BPF_K, 0, 0, 0x12},
                                            {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0x02},
                                            {BPF_RET | BPF_K, 0, 0, 0},
                                            {BPF_RET | BPF_K, 0, 0, 0xffffffff}}};
    const sock_fprog filter{drop_syn.size(), drop_syn.data()};
    ::setsockopt(listening, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

/// Connections that the system has completed and Pistache has not accepted yet.
unsigned not_yet_accepted(int listening)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(listening, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_unacked : 0;
}

/// Closes the port while Pistache goes on to look at this descriptor: on a socket that listens to nothing accepting only fails, on
/// one that is closed Pistache would end the process.
void close_port(int listening)
{
    const Descriptor deaf(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (deaf) {
        ::dup3(deaf.get(), listening, O_CLOEXEC);
    }
}

} // namespace

/// What the handlers of all network threads share.
struct PistacheServer::Engine {
    Engine(const ServerOptions& with_options, Service with)
        : options(with_options),
          service(std::move(with)),
          traffic(*options.traffic),
          max_connections(options.max_connections > 0 ? options.max_connections : default_max_connections()),
          max_of_client(options.max_of_client > 0 ? options.max_of_client : std::max(8, max_connections / 2)),
          pool(static_cast<std::size_t>(std::max(1, options.threads)), slow_queue),
          pump(traffic, options.pump, [this](const auto& connection, Descriptor socket, auto unfinished) {
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
            ++traffic.no_descriptor;
            if (std::holds_alternative<Transfer>(unfinished)) {
                connection->drop(fd); // a part of the answer has gone already
            } else {
                connection->refuse(fd);
            }
            return;
        }
        carry_on(connection, std::move(socket), std::move(unfinished));
    }

    void carry_on(const std::shared_ptr<Connection>& connection, Descriptor socket,
                  Connection::Unfinished unfinished)
    {
        if (auto* transfer = std::get_if<Transfer>(&unfinished);
            transfer != nullptr && needs_part(*transfer)) {
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
            } catch (const std::
                         exception&) { // reported where it was made; the client sees that the end is missing
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
        const auto late = begun + options.waiting;
        const auto task = [this, call, finish, late] {
            --traffic.waiting;
            // By now it has gone, or has given up: answering would only keep the next ones waiting.
            const bool is_late = std::chrono::steady_clock::now() > late;
            finish(is_late ? too_busy() : service.handle(call->second));
        };
        ++traffic.waiting;
        if (!pool.post(task)) {
            --traffic.waiting;
            call->second.keep_alive = false; // also ends the recursion through a long pipeline
            finish(too_busy());
        }
    }

    Response too_busy()
    {
        ++traffic.overtaxed;
        auto response = problem_response({503, "too many requests are waiting", ""});
        response.set("Retry-After", "5");
        return response;
    }

    const ServerOptions options;
    const Service service;
    Traffic& traffic;
    const int max_connections;
    const int max_of_client;
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
        auto client = peer->address().host();
        const bool is_proxy = engine_->options.is_proxy && engine_->options.is_proxy(client);
        auto connection = std::make_shared<Connection>(engine_->service, engine_->traffic,
                                                       engine_->options.connection, std::move(client));
        peer->putData(connection_key, connection);
        if (connection->open_at_start() > engine_->max_connections) {
            ++engine_->traffic.over_total;
            connection->refuse(peer->fd()); // shut down, not closed: closing is Pistache's
        } else if (!is_proxy && connection->open_of_client() > engine_->max_of_client) {
            ++engine_->traffic.over_client;
            connection->refuse(peer->fd());
        }
        // A client that is gone without a word, or takes nothing of what the system holds for it.
        const auto patience =
            2 * static_cast<unsigned>(engine_->options.pump.stall.count()); // the pump is first to notice
        ::setsockopt(peer->fd(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
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
                watch(connection, fd);
            }
        } catch (const std::exception&) { // out of memory; Pistache would end the process
            connection->drop(fd);
        }
        if (!connection->closing()) {
            getParser(peer)->reset(); // starts the keep-alive time again
        }
    }

    void watch(const std::shared_ptr<Connection>& connection, int fd)
    {
        if (auto socket = Descriptor::duplicate(fd)) {
            engine_->pump.watch(connection, std::move(socket));
        } else { // nobody could end it
            ++engine_->traffic.no_descriptor;
            connection->refuse(fd);
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
    int socket = -1; ///< Pistache's
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
        listening_->socket = listening_socket(port());
        ::listen(listening_->socket,
                 options.backlog); // Pistache ignores its own option and takes 128 (issue 1194 there)
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
    const auto until = [end = std::chrono::steady_clock::now() + patience](auto&& condition) {
        while (!condition() && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    };
    auto& traffic = engine_->traffic;
    take_no_more(listening_->socket);
    std::this_thread::sleep_for(std::min(patience, handshake));
    until([&] { return not_yet_accepted(listening_->socket) == 0; });
    traffic.draining = true;
    close_port(listening_->socket);
    // Nothing in flight at this moment does not mean that nothing is on its way to us.
    auto seen = traffic.received.load();
    auto quiet_since = std::chrono::steady_clock::now();
    until([&] {
        const auto now = std::chrono::steady_clock::now();
        if (const auto received = traffic.received.load(); traffic.in_flight > 0 || received != seen) {
            seen = received;
            quiet_since = now;
        }
        return traffic.connections == 0 || now - quiet_since > quiet;
    });
    listening_->endpoint.shutdown();
    listening_.reset(); // the network threads have ended
    engine_->stop();
}

} // namespace api

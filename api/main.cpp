#include "api/access_log.hpp"
#include "api/catalogue.hpp"
#include "api/gate.hpp"
#include "api/log_writer.hpp"
#include "api/metrics.hpp"
#include "api/pages.hpp"
#include "api/pistache_server.hpp"
#include "api/problem.hpp"
#include "api/router.hpp"
#include "api/routes.hpp"
#include "api/serve_options.hpp"
#include "api/site.hpp"
#include "api/staff.hpp"
#include "api/token_command.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

namespace {

using api::Level;

/// A connection needs up to three descriptors.
void allow_many_descriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/// Where all lines of this process go: what was asked and what is served to standard output, what somebody should look at to
/// standard error.
struct Log {
    api::LogForm form;
    bool quiet; ///< no access log
    api::LogWriter out{STDOUT_FILENO};
    api::LogWriter err{STDERR_FILENO};

    void tell(const std::string& line) { out.write(api::event_line(form, Level::info, line)); }
    void complain(const std::string& line) { err.write(api::event_line(form, Level::warning, line)); }
    void access(const api::LogEntry& entry, std::uint64_t bytes)
    {
        if (!quiet) {
            out.write(api::access_log_line(form, entry, bytes));
        }
    }
};

api::ServerOptions server_options(const ServeOptions& options, std::shared_ptr<api::Traffic> traffic)
{
    api::ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.threads = options.threads > 0
                         ? options.threads
                         : static_cast<int>(std::max(2U, std::thread::hardware_concurrency()));
    server.max_connections = options.max_connections;
    server.max_of_client = options.max_connections_per_client;
    server.is_proxy = [proxies = options.gate.proxies](std::string_view client) {
        return proxies.includes(client);
    };
    server.traffic = std::move(traffic);
    return server;
}

/// Serves until SIGINT or SIGTERM, which `signals` holds and all threads block.
void run_until_told(const ServeOptions& options, const sigset_t& signals, api::PistacheServer& server,
                    Log& log)
{
    const bool v6 = options.address.find(':') != std::string::npos;
    log.out.write(fmt::format("Machizu: http://{}{}{}:{}/\n", v6 ? "[" : "", options.address, v6 ? "]" : "",
                              server.port()));
    int signal = 0;
    ::sigwait(&signals, &signal);
    log.tell(fmt::format(
        "停止します。送信中の応答を最大{0}秒待ちます / stopping: what is being sent may take {0} s more",
        options.grace));
    server.stop(std::chrono::milliseconds(static_cast<std::int64_t>(options.grace * 1000)));
}

void serve(const ServeOptions& options, const sigset_t& signals)
{
    Log log{options.log, options.quiet};
    const auto tell = [&](const std::string& line) { log.tell(line); };
    const auto complain = [&](const std::string& line) { log.complain(line); };
    api::LiveCatalogue catalogue({options.store}, {tell, complain});
    if (catalogue.current()->datasets.empty()) {
        tell("公開されたデータがまだありません / nothing is published yet: machizu-ingest run MANIFEST "
             "--store " +
             options.store);
    }
    if (!std::filesystem::exists(std::filesystem::path{options.viewer} / "index.html")) {
        tell(fmt::format(
            "'{0}' に地図の画面がありません。API とデータのページだけを配信します（--viewer で場所を指定） / "
            "there is no viewer in '{0}': only the API and its pages are served (--viewer says where it is)",
            options.viewer));
    }
    const auto traffic = std::make_shared<api::Traffic>();
    api::Site site{catalogue, options.viewer, options.public_url, options.gsi_tiles, options.embeddable};
    const api::Router router(api::routes(site), complain, api::Audience::everyone,
                             [&](const api::Request& request, const api::Problem& problem) {
                                 return api::tell_problem(request, site, problem);
                             });
    api::Metrics metrics(router.patterns());
    api::Gate gate(options.gate, metrics);
    site.time_limit = std::chrono::milliseconds(static_cast<std::int64_t>(options.time_limit * 1000));
    site.is_stopping = [&] { return traffic->draining.load(); };
    site.metrics = [&](const api::Request& request) {
        if (!gate.may_read_metrics(request)) {
            throw api::Problem{403, "metrics are for this machine and private networks, or --metrics-from",
                               ""};
        }
        return api::make_response(200, api::Metrics::media_type,
                                  metrics.text(*traffic, *catalogue.current(),
                                               log.out.dropped() + log.err.dropped(),
                                               catalogue.troubles().size()));
    };
    api::PistacheServer server(server_options(options, traffic),
                               {[&](const api::Request& request) { return router.answer(request); },
                                [&](const api::Request& request) { return router.is_slow(request); },
                                [&](const api::LogEntry& entry, std::uint64_t bytes) {
                                    metrics.count(entry, bytes);
                                    log.access(entry, bytes);
                                },
                                [&](api::Request& request) { return gate.admit(request); }});
    catalogue.watch(std::chrono::seconds(1));
    run_until_told(options, signals, server, log);
}

/// Every request is logged, whatever --quiet says: who looked at what is not public must be known.
void serve_staff(const ServeOptions& options, const sigset_t& signals)
{
    Log log{options.log, false};
    api::TokenCheck tokens(options.tokens);
    api::StaffStore store({options.store});
    const api::Router router(
        api::staff_routes(store, options.public_url), [&](const std::string& line) { log.complain(line); },
        api::Audience::staff);
    api::Metrics metrics(router.patterns());
    api::Gate gate(options.gate, metrics);
    const auto answer = [&](const api::Request& request) {
        return api::answer_staff(request, router, tokens);
    };
    api::PistacheServer server(
        server_options(options, std::make_shared<api::Traffic>()),
        {answer, [](const api::Request&) { return true; }, // even to refuse a token needs a look at a file
         [&](const api::LogEntry& entry, std::uint64_t bytes) { log.access(entry, bytes); },
         [&](api::Request& request) { return gate.admit(request); }});
    log.tell("職員用のサーバーです。公開しないデータを配信します / this serves what is not public, to "
             "holders of tokens");
    run_until_told(options, signals, server, log);
}

} // namespace

int main(int argc, char* argv[])
{
    int status = 0;
    const auto line = read_command_line(argc, argv, status);
    if (!line) {
        return status;
    }
    if (line->token) {
        return run_token_command(*line->token);
    }
    // Before any thread is made, so that all inherit it and only sigwait takes the signals.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    allow_many_descriptors();
    try {
        (line->serve.staff ? serve_staff : serve)(line->serve, signals);
    } catch (const std::exception& error) {
        std::cerr << fmt::format(
            "machizu-serve: {}\n  起動できません。--store と --port を確かめてください。"
            " / Cannot start. Check --store (machizu-ingest makes it) and --port (another may use it).\n",
            error.what());
        return 1;
    }
    return 0;
}

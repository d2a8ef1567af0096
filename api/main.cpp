#include "api/access_log.hpp"
#include "api/catalogue.hpp"
#include "api/pistache_server.hpp"
#include "api/router.hpp"
#include "api/routes.hpp"
#include "api/site.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

namespace {

struct Options {
    std::string store{};
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string viewer{};
    std::string public_url{};
    int threads = 0;
    bool quiet = false;
    bool gsi_tiles = false;
    bool embeddable = false;
};

/// Where the build leaves the viewer, else where a package puts it.
std::string default_viewer()
{
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto built = (program.parent_path() / "../../../viewer/dist").lexically_normal();
    return std::filesystem::is_directory(built, error) ? built.string() : "/usr/share/machizu/viewer";
}

void add_options(CLI::App& app, Options& options)
{
    app.add_option("--store", options.store, "公開データの置き場所 / folder with the published datasets")
        ->required();
    app.add_option("--port", options.port, "ポート番号、0は空いている番号 / port, 0 for one that is free")
        ->capture_default_str();
    app.add_option("--address", options.address, "待ち受けるアドレス / address to listen on")
        ->capture_default_str();
    app.add_option("--viewer", options.viewer, "地図画面のフォルダー / folder of the viewer")
        ->default_str(default_viewer());
    app.add_option("--public-url", options.public_url,
                   "利用者から見たURL(プロキシの背後の場合) / the URL that visitors see, behind a proxy");
    app.add_option("--threads", options.threads,
                   "通信スレッド数 / network threads (CPUの数 / as many as CPUs)")
        ->check(CLI::Range(1, 64));
    app.add_flag(
        "--gsi-tiles", options.gsi_tiles,
        "背景に地理院タイルを選べるようにする(閲覧者が国土地理院に接続します) / offer the GSI's tiles as "
        "backgrounds (visitors then connect to the GSI)");
    app.add_flag("--embeddable", options.embeddable,
                 "ほかのサイトへの地図の埋め込みを許す / let pages of other sites show the map in a frame");
    app.add_flag("--quiet", options.quiet, "アクセスログを出さない / no access log");
}

/// A connection needs up to three descriptors.
void allow_many_descriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void tell(const std::string& line) { std::cout << "machizu-serve: " + line + "\n" << std::flush; }

void complain(const std::string& line) { std::cerr << "machizu-serve: " + line + "\n" << std::flush; }

api::ServerOptions server_options(const Options& options)
{
    api::ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.threads = options.threads > 0
                         ? options.threads
                         : static_cast<int>(std::max(2U, std::thread::hardware_concurrency()));
    return server;
}

std::string without_slash(std::string url)
{
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

/// Serves until SIGINT or SIGTERM, which `signals` holds and all threads block.
void serve(const Options& options, const sigset_t& signals)
{
    api::LiveCatalogue catalogue({options.store}, {tell, complain});
    if (catalogue.current()->datasets.empty()) {
        tell("公開されたデータがまだありません / nothing is published yet: machizu-ingest run MANIFEST "
             "--store " +
             options.store);
    }
    const api::Site site{catalogue, options.viewer, without_slash(options.public_url), options.gsi_tiles,
                         options.embeddable};
    const api::Router router(api::routes(site), complain);
    api::PistacheServer server(server_options(options),
                               {[&](const api::Request& request) { return router.answer(request); },
                                [&](const api::Request& request) { return router.is_slow(request); },
                                [&](const api::LogEntry& entry, std::uint64_t bytes) {
                                    if (!options.quiet) {
                                        api::write_access_log(entry, bytes);
                                    }
                                }});
    catalogue.watch(std::chrono::seconds(1));
    const bool v6 = options.address.find(':') != std::string::npos;
    std::cout << fmt::format("Machizu: http://{}{}{}:{}/\n", v6 ? "[" : "", options.address, v6 ? "]" : "",
                             server.port())
              << std::flush;
    int signal = 0;
    ::sigwait(&signals, &signal);
    server.stop(std::chrono::milliseconds(2500));
}

} // namespace

int main(int argc, char* argv[])
{
    CLI::App app("市のデータの地図を配信します / serves the map of a city's data", "machizu-serve");
    app.set_version_flag("--version", MACHIZU_VERSION);
    Options options;
    options.viewer = default_viewer();
    add_options(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    // Before any thread is made, so that all inherit it and only sigwait takes the signals.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    allow_many_descriptors();
    try {
        serve(options, signals);
    } catch (const std::exception& error) {
        complain(fmt::format(
            "{}\n  起動できません。--store と --port を確かめてください。"
            " / Cannot start. Check --store (machizu-ingest makes it) and --port (another may use it).",
            error.what()));
        return 1;
    }
    return 0;
}

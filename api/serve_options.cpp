#include "api/serve_options.hpp"

#include "datasets/text_folding.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <vector>

namespace {

/// What only the command line knows before it is checked.
struct Texts {
    std::vector<std::string> proxies{};
    std::vector<std::string> metrics_from{};
    std::string client_header = "X-Forwarded-For";
};

/// Where the build leaves the viewer, else where a package puts it.
std::string default_viewer()
{
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto built = (program.parent_path() / "../../../viewer/dist").lexically_normal();
    return std::filesystem::is_directory(built, error) ? built.string() : "/usr/share/machizu/viewer";
}

const CLI::Validator address_range(
    [](const std::string& text) {
        return api::parse_address_range(text)
                   ? std::string()
                   : "'" + text + "' is no address and no range such as 10.0.0.0/8";
    },
    "ADDRESS[/BITS]");

/// Links begin with it: anything after a path would end up in their middle.
const CLI::Validator web_address(
    [](const std::string& text) {
        const bool known = text.starts_with("http://") || text.starts_with("https://");
        const auto host = text.find("://") + 3;
        return known && host < text.size() && text[host] != '/' &&
                       text.find_first_of("?#\"<> ") == std::string::npos
                   ? std::string()
                   : "'" + text +
                         "' は https://map.city.example のような URL ではありません / is no URL such as "
                         "https://map.city.example";
    },
    "URL");

void add_serving(CLI::App& app, ServeOptions& options)
{
    app.add_option("--store", options.store, "公開データの置き場所 / folder with the published datasets");
    app.add_option("--port", options.port, "ポート番号、0は空いている番号 / port, 0 for one that is free")
        ->capture_default_str();
    app.add_option("--address", options.address, "待ち受けるアドレス / address to listen on")
        ->capture_default_str();
    app.add_option("--viewer", options.viewer, "地図画面のフォルダー / folder of the viewer")
        ->default_str(options.viewer);
    app.add_option("--public-url", options.public_url,
                   "利用者から見たURL(プロキシの背後の場合) / the URL that visitors see, behind a proxy")
        ->check(web_address);
    app.add_option("--threads", options.threads,
                   "通信スレッド数 / network threads (CPUの数 / as many as CPUs)")
        ->check(CLI::Range(1, 64));
    app.add_option("--grace", options.grace,
                   "停止時に送信中の応答を待つ秒数 / seconds that a stop waits for what is being sent")
        ->check(CLI::Range(0.0, 3600.0))
        ->capture_default_str();
    app.add_flag(
        "--gsi-tiles", options.gsi_tiles,
        "背景に地理院タイルを選べるようにする(閲覧者が国土地理院に接続します) / offer the GSI's tiles as "
        "backgrounds (visitors then connect to the GSI)");
    app.add_flag("--embeddable", options.embeddable,
                 "ほかのサイトへの地図の埋め込みを許す / let pages of other sites show the map in a frame");
    app.add_flag("--quiet", options.quiet, "アクセスログを出さない / no access log");
    app.add_option("--log", options.log, "ログの形式 / form of the log: text, json")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, api::LogForm>{{"text", api::LogForm::text}, {"json", api::LogForm::json}}))
        ->default_str("text");
}

void add_limits(CLI::App& app, ServeOptions& options, Texts& texts)
{
    app.add_option("--max-connections", options.max_connections,
                   "同時接続数の上限 / connections at a time (開けるファイル数の1/3 / a third of the open "
                   "files allowed)")
        ->check(CLI::Range(1, 1'000'000));
    app.add_option("--max-connections-per-client", options.max_connections_per_client,
                   "1利用者の同時接続数の上限 / connections of one client (全体の半分 / half of all)")
        ->check(CLI::Range(1, 1'000'000));
    app.add_option(
           "--time-limit", options.time_limit,
           "1つの応答の計算に使える秒数、0は無制限 / seconds of computing for one answer, 0: no limit")
        ->check(CLI::Range(0.0, 3600.0))
        ->capture_default_str();
    app.add_option("--rate-limit", options.gate.rate.per_second,
                   "1利用者の毎秒の要求数の上限、0は無制限 / requests a second of one client, 0: no limit")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    app.add_option("--rate-burst", options.gate.rate.burst,
                   "一度に許す要求数 / requests at once (毎秒の20倍 / 20 seconds' worth)")
        ->check(CLI::Range(1.0, 1e9));
    app.add_option("--trusted-proxy", texts.proxies,
                   "利用者のアドレスを信じてよいプロキシ / proxy that is believed about who asks: 127.0.0.1, "
                   "10.0.0.0/8")
        ->check(address_range);
    app.add_option("--client-header", texts.client_header,
                   "そのプロキシが利用者を書くヘッダー / header in which it says so")
        ->capture_default_str();
    app.add_option("--metrics-from", texts.metrics_from,
                   "/metrics を読める、私設網以外のアドレス / who may read /metrics beside private networks")
        ->check(address_range);
}

void add_staff(CLI::App& app, ServeOptions& options)
{
    app.add_flag(
        "--staff", options.staff,
        "職員用データを、トークンを持つ人に配信 / serve what is kept for staff, to holders of tokens");
    app.add_option("--tokens", options.tokens, "トークンのファイル / file of tokens (machizu-serve token)");
}

void add_token_command(CLI::App& app, TokenOptions& options)
{
    auto* token = app.add_subcommand("token", "職員用サーバーのトークン / tokens for a server with --staff");
    token->require_subcommand(1);
    const auto add = [&](const char* name, const char* what, TokenAction action) {
        auto* command = token->add_subcommand(name, what);
        command->add_option("--tokens", options.tokens, "トークンのファイル / file of tokens")->required();
        command->callback([&options, action] { options.action = action; });
        return command;
    };
    auto* create = add("create", "作って、一度だけ表示 / make one, shown this once", TokenAction::create);
    create->add_option("--name", options.name, "使う人 / whom it is for")->required();
    create->add_option("--days", options.days, "有効な日数 / days until it expires")
        ->check(CLI::Range(1, 3650))
        ->capture_default_str();
    add("list", "一覧 / all of them", TokenAction::list);
    add("revoke", "取り消し / make one invalid at once", TokenAction::revoke)
        ->add_option("id", options.id, "一覧にある番号 / as listed")
        ->required();
}

/// What CLI11 cannot say of single options.
void check(const CLI::App& app, ServeOptions& options, const Texts& texts)
{
    if (options.store.empty()) {
        throw CLI::RequiredError("--store");
    }
    if (options.staff && (options.tokens.empty() || app.count("--address") == 0)) {
        throw CLI::RequiredError("with --staff, --tokens and --address (of an internal network)");
    }
    if (!options.staff && !options.tokens.empty()) {
        throw CLI::RequiredError("with --tokens, --staff");
    }
    for (const auto& text : texts.proxies) {
        options.gate.proxies.ranges.push_back(*api::parse_address_range(text));
    }
    for (const auto& text : texts.metrics_from) {
        options.gate.metrics_from.push_back(*api::parse_address_range(text));
    }
    options.gate.proxies.header = datasets::lower_ascii(texts.client_header);
    if (options.gate.rate.burst <= 0) { // a map that opens asks for some hundred tiles
        options.gate.rate.burst = 20 * options.gate.rate.per_second;
    }
    while (options.public_url.ends_with('/')) {
        options.public_url.pop_back();
    }
}

} // namespace

std::optional<CommandLine> read_command_line(int argc, char* argv[], int& status)
{
    CLI::App app("市のデータの地図を配信します / serves the map of a city's data", "machizu-serve");
    app.set_version_flag("--version", MACHIZU_VERSION);
    CommandLine line;
    Texts texts;
    TokenOptions token;
    line.serve.viewer = default_viewer();
    add_serving(app, line.serve);
    add_limits(app, line.serve, texts);
    add_staff(app, line.serve);
    add_token_command(app, token);
    try {
        app.parse(argc, argv);
        if (app.got_subcommand("token")) {
            line.token = token;
        } else {
            check(app, line.serve, texts);
        }
    } catch (const CLI::ParseError& error) {
        status = app.exit(error) == 0 ? 0 : 2;
        return std::nullopt;
    }
    return line;
}

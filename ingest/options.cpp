#include "ingest/options.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace ingest {

namespace {

constexpr int usage_error = 2;

void add_store(CLI::App& command, std::filesystem::path& store, bool& json)
{
    command.add_option("--store", store, "公開データの置き場所 / folder of the published datasets")
        ->required();
    command.add_flag("--json", json, "機械向けに JSON で出力 / print JSON for machines");
}

} // namespace

Options parse_options(int argc, const char* const* argv)
{
    CLI::App app{
        "街図: 市のファイルを読み、地図データとして公開します。\n"
        "Machizu: reads a city's files and publishes them as map data.\n"
        "終了コード / exit status: 0 公開・変更なし published or unchanged, 1 公開しなかった refused, "
        "2 使い方・マニフェストの誤り wrong usage or manifest",
        "machizu-ingest"};
    app.require_subcommand(1);
    app.set_version_flag("--version", MACHIZU_VERSION);

    RunOptions run;
    auto* run_command = app.add_subcommand(
        "run", "マニフェストのとおりに読み込み公開する / read and publish as manifests say");
    run_command->add_option("MANIFEST", run.manifests, "マニフェスト (JSON) / manifests")->required();
    add_store(*run_command, run.store, run.json);

    ListOptions list;
    auto* list_command = app.add_subcommand("list", "公開中のデータ一覧 / list what is published");
    add_store(*list_command, list.store, list.json);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream text;
        const bool asked_for = app.exit(error, text, text) == 0;
        return UsageReply{text.str(), asked_for ? 0 : usage_error};
    }
    if (run_command->parsed()) {
        return run;
    }
    return list;
}

} // namespace ingest

#include "ingest/options.hpp"

#include "datasets/store.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <sstream>
#include <utility>

namespace ingest {

namespace {

constexpr int usage_error = 2;

void add_json(CLI::App& command, bool& json)
{
    command.add_flag("--json", json, "機械向けに JSON で出力 / print JSON for machines");
}

void add_store(CLI::App& command, std::filesystem::path& store, bool& json)
{
    command.add_option("--store", store, "公開データの置き場所 / folder of the published datasets")
        ->required();
    add_json(command, json);
}

/// Ids become names of folders: nothing else is let in.
std::string is_id(const std::string& text)
{
    return datasets::is_dataset_id(text) ? ""
                                         : text + " ... データの ID ではありません / is no id of a dataset";
}

void add_dataset(CLI::App& command, std::string& dataset)
{
    command.add_option("DATASET", dataset, "データの ID / id of the dataset")->required()->check(is_id);
}

/// "14/14552/6451"; nothing if that is no tile.
std::optional<tiles::TileId> read_tile(const std::string& text)
{
    std::istringstream in{text};
    tiles::TileId tile;
    char first = 0;
    char second = 0;
    in >> tile.z >> first >> tile.x >> second >> tile.y;
    return in && in.eof() && first == '/' && second == '/' && tiles::is_valid(tile) ? std::optional{tile}
                                                                                    : std::nullopt;
}

constexpr const char* version_words = "版の名前かその先頭、current（公開中）、previous（その前） / "
                                      "name of a version or its beginning, current, or previous";

/// The subcommands and what they are read into.
class Commands {
public:
    explicit Commands(CLI::App& app) : app_{app}
    {
        add_run();
        add_check();
        add_draft();
        add_history();
        add_diff();
        add_tiles();
    }

    /// What the command that was given has read.
    [[nodiscard]] Options chosen() const
    {
        for (const auto& [command, options] : commands_) {
            if (command->parsed()) {
                return options();
            }
        }
        return UsageReply{app_.help(), usage_error};
    }

private:
    template <class T>
    CLI::App& add(const char* name, const char* what, const T& options)
    {
        CLI::App& command = *app_.add_subcommand(name, what);
        commands_.emplace_back(&command, [&options] { return Options{options}; });
        return command;
    }

    void add_run()
    {
        auto& command =
            add("run", "マニフェストのとおりに読み込み公開する / read and publish as manifests say", run_);
        command.add_option("MANIFEST", run_.manifests, "マニフェスト (JSON) / manifests")->required();
        command.add_flag("--dry-run", run_.dry_run,
                         "何も公開せず結果だけ示す / publish nothing, only report");
        command
            .add_option("--memory", run_.memory,
                        "タイルと索引を作るためのメモリー (MiB)。超えた分は置き場所のディスクへ / memory in "
                        "MiB for making tiles and index; "
                        "what does not fit goes to the store's disk")
            ->capture_default_str()
            ->check(CLI::Range(0, 1'000'000));
        add_store(command, run_.store, run_.json);
    }

    void add_check()
    {
        auto& command =
            add("check", "すべて読んで調べ、何も公開しない / read everything and report, publish nothing",
                check_);
        command.add_option("MANIFEST", check_.files,
                           "マニフェスト (JSON)。--standard のときは調べる表 / manifests; with --standard "
                           "the tables to check");
        auto* const standard = command.add_option("--standard", check_.standard,
                                                  "標準データセットと比べる。list で一覧 / hold tables "
                                                  "against a standard dataset; list names them");
        command
            .add_option("--layer", check_.layer,
                        "シートの名前（--standard のとき） / sheet (with --standard)")
            ->needs(standard);
        command.callback([this] {
            if (check_.files.empty() && check_.standard != "list") {
                throw CLI::RequiredError{"MANIFEST"};
            }
        });
        command.add_option("--store", check_.store,
                           "他のデータの位置を使うときの置き場所 / store to join with, if a manifest does");
        add_json(command, check_.json);
    }

    void add_draft()
    {
        auto& command =
            add("draft", "ファイルからマニフェストの下書きを作る / draft a manifest from a file", draft_);
        command.add_option("FILE", draft_.file, "CSV, XLSX, GeoJSON, …、フォルダー、zip、URL / also a folder, a zip, a URL")->required();
        command.add_option("-o,--output", draft_.output,
                           "書き出す先（まだ無いファイル） / where to write it; must not be there yet");
        command.add_option("--layer", draft_.layer, "シートやレイヤーの名前 / sheet or layer");
    }

    void add_history()
    {
        auto& list = add("list", "公開中のデータ一覧 / list what is published", list_);
        add_store(list, list_.store, list_.json);

        auto& versions = add("versions", "データの版の一覧 / list the versions of a dataset", versions_);
        add_dataset(versions, versions_.dataset);
        add_store(versions, versions_.store, versions_.json);

        auto& rollback = add("rollback", "前の版に戻す / make an earlier version current again", rollback_);
        add_dataset(rollback, rollback_.dataset);
        rollback.add_option("VERSION", rollback_.version, version_words)->capture_default_str();
        add_store(rollback, rollback_.store, rollback_.json);

        auto& prune = add("prune", "古い版を消す / remove old versions", prune_);
        prune
            .add_option("DATASET", prune_.datasets, "データの ID。無ければすべて / ids; all if none is given")
            ->check(is_id);
        prune.add_option("--keep", prune_.keep, "残す版の数 / how many versions to keep")
            ->required()
            ->check(CLI::Range(1, 1'000'000));
        add_store(prune, prune_.store, prune_.json);
    }

    void add_diff()
    {
        auto& command = add("diff", "二つの版の違い / what differs between two versions", diff_);
        add_dataset(command, diff_.dataset);
        command.add_option("A", diff_.before, version_words)->capture_default_str();
        command.add_option("B", diff_.after, version_words)->capture_default_str();
        add_store(command, diff_.store, diff_.json);
        command.add_flag("--csv", diff_.csv, "表計算向けに CSV で出力 / print CSV for spreadsheets")
            ->excludes("--json");
    }

    /// A command of commands; so far there is one.
    void add_tiles()
    {
        auto& tiles = *app_.add_subcommand("tiles", "タイルを調べる / look at tiles");
        tiles.require_subcommand(1);
        auto& inspect = *tiles.add_subcommand(
            "inspect",
            "PMTiles や 1 枚のタイルの中身と問題を示す / what is in an archive or a tile, and what is wrong");
        commands_.emplace_back(&inspect, [this] {
            inspect_.tile = tile_.empty() ? std::nullopt : read_tile(tile_);
            return Options{inspect_};
        });
        inspect
            .add_option("FILE", inspect_.file,
                        "PMTiles、または MVT (.mvt, .pbf)。gzip も可 / PMTiles or MVT, gzip or not")
            ->required();
        inspect.add_option("TILE", tile_, "z/x/y: アーカイブの中の 1 枚 / one tile of an archive")
            ->check([](const std::string& text) {
                return read_tile(text) ? "" : text + " ... z/x/y ではありません / is no tile z/x/y";
            });
        inspect
            .add_option("--buffer", inspect_.buffer,
                        "タイルの外に許す幅（1 辺を 4096 として） / how far outside vertices may lie, in "
                        "4096ths of a tile")
            ->capture_default_str()
            ->check(CLI::Range(0, 1'000'000));
        inspect
            .add_option("--worst", inspect_.worst,
                        "示す大きなタイルの数 / how many of the largest tiles to name")
            ->capture_default_str()
            ->check(CLI::Range(0, 1000));
        inspect.add_flag("--features", inspect_.features,
                         "タイルの地物もすべて示す（1 枚のとき） / every feature, too (of one tile)");
        add_json(inspect, inspect_.json);
    }

    CLI::App& app_;
    std::vector<std::pair<CLI::App*, std::function<Options()>>> commands_{};
    RunOptions run_{};
    CheckOptions check_{};
    DraftOptions draft_{};
    ListOptions list_{};
    VersionsOptions versions_{};
    RollbackOptions rollback_{};
    PruneOptions prune_{};
    DiffOptions diff_{};
    InspectOptions inspect_{};
    std::string tile_{};
};

} // namespace

Options parse_options(int argc, const char* const* argv)
{
    CLI::App app{"街図: 市のファイルを読み、地図データとして公開します。\n"
                 "Machizu: reads a city's files and publishes them as map data.\n"
                 "終了コード / exit status: 0 公開・変更なし・問題なし published, unchanged or good, 1 "
                 "公開しなかった・問題あり "
                 "refused or not good, 2 使い方・マニフェストの誤り wrong usage or manifest",
                 "machizu-ingest"};
    app.require_subcommand(1);
    app.set_version_flag("--version", MACHIZU_VERSION);
    const Commands commands{app};
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream text;
        const bool asked_for = app.exit(error, text, text) == 0;
        return UsageReply{text.str(), asked_for ? 0 : usage_error};
    }
    return commands.chosen();
}

} // namespace ingest

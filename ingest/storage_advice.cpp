#include "ingest/storage_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ingest {

namespace {

struct Advice {
    std::string_view said; ///< a part of the message
    std::string_view what;
};

constexpr std::string_view no_room = "保存先の空き容量が足りません。不要なファイルを消すか、machizu-ingest "
                                     "prune で古い版を消して、もう一度実行してください。"
                                     "公開中の版はそのままです / the disk is full: free some space, for "
                                     "instance with machizu-ingest prune, and run again; "
                                     "what is published has not changed";
constexpr std::string_view too_large =
    "ファイルの大きさの上限に達しました。管理者に上限（ulimit -f、systemd の "
    "LimitFSIZE、割り当て）を上げてもらい、もう一度実行して"
    "ください。公開中の版はそのままです / a file reached the limit of size that this system sets (ulimit -f, "
    "LimitFSIZE, a "
    "quota): have it raised, and run again; what is published has not changed";
constexpr std::string_view read_only = "保存先が読み取り専用です。書き込めるように接続し直すか、--store "
                                       "に書き込めるフォルダーを指定してください。公開中の版はそのままです "
                                       "/ the store is read-only: mount it writable, or name a folder with "
                                       "--store that can be written; what is published "
                                       "has not changed";
constexpr std::string_view not_allowed = "保存先に書き込む権限がありません。保存先の所有者で実行するか、管理"
                                         "者に権限を付けてもらってください。公開中の版はそのままです / "
                                         "you may not write to the store: run as the user whom it belongs "
                                         "to, or have its permissions changed; what is "
                                         "published has not changed";
constexpr std::string_view broken =
    "ディスクに書き込めませんでした。機器の故障かもしれないので、管理者に知らせてください。公開中の版はそのま"
    "まです / the disk could "
    "not be written and may be failing: tell who looks after it; what is published has not changed";

/// As glibc, SQLite and GDAL word it; the first that fits.
constexpr std::array advices{
    Advice{"No space left on device", no_room},
    Advice{"disk is full", no_room},
    Advice{"disk may be full", no_room},
    Advice{"Disk quota exceeded", too_large},
    Advice{"File too large", too_large},
    Advice{"Read-only file system", read_only},
    Advice{"readonly database", not_allowed},
    Advice{"Permission denied", not_allowed},
    Advice{"Operation not permitted", not_allowed},
    Advice{"unable to open database", not_allowed},
    Advice{"Input/output error", broken},
    Advice{"disk I/O error", broken},
};

} // namespace

std::string with_storage_advice(std::string_view message)
{
    const auto* const found = std::find_if(advices.begin(), advices.end(), [&](const Advice& advice) {
        return message.find(advice.said) != std::string_view::npos;
    });
    return found == advices.end() ? std::string{message} : fmt::format("{}: {}", message, found->what);
}

} // namespace ingest

#include "ingest/ogr_fetch.hpp"

#include "datasets/error.hpp"
#include "ingest/download_name.hpp"
#include "ingest/error.hpp"
#include "ingest/gdal_errors.hpp"

#include <cpl_error.h>
#include <cpl_http.h>
#include <cpl_string.h>
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <memory>

namespace ingest {

namespace {

namespace fs = std::filesystem;

using Result = std::unique_ptr<CPLHTTPResult, void (*)(CPLHTTPResult*)>;

std::size_t write_piece(void* bytes, std::size_t size, std::size_t count, void* file)
{
    auto& out = *static_cast<std::ofstream*>(file);
    out.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size * count));
    return out.good() ? size * count : 0; // less than was given ends the transfer
}

[[noreturn]] void refuse(const std::string& url, const std::string& ja, const std::string& en)
{
    throw IngestError{fmt::format("'{}' を取得できません: {} / cannot be fetched: {}", url, ja, en)};
}

void refuse_passwords(const std::string& url)
{
    const auto host = url.find("://") + 3;
    const auto at = url.find('@', host);
    if (at < url.find_first_of("/?#", host)) {
        throw IngestError{
            "URL "
            "に名前やパスワードを書かないでください。公開される情報に残ります。先にファイルをダウンロードして"
            "ください / no name "
            "or password may stand in a URL, which is kept with what is published; download the file "
            "first"};
    }
}

Result ask(const std::string& url, std::ofstream& file)
{
    const std::array<const char*, 5> options{"CONNECTTIMEOUT=30", "LOW_SPEED_TIME=60", "LOW_SPEED_LIMIT=1",
                                             "USERAGENT=machizu-ingest/" MACHIZU_VERSION, nullptr};
    return {CPLHTTPFetchEx(url.c_str(), options.data(), nullptr, nullptr, &write_piece, &file),
            &CPLHTTPDestroyResult};
}

std::string_view field(const CPLHTTPResult& result, const char* name)
{
    const char* value = CSLFetchNameValue(result.papszHeaders, name);
    return value == nullptr ? "" : value;
}

} // namespace

fs::path fetch(const std::string& url, const fs::path& folder)
{
    refuse_passwords(url);
    const fs::path part = folder / "part";
    std::ofstream file{part, std::ios::binary};
    const QuietErrors quiet;
    const Result result = ask(url, file);
    file.close();
    if (file.fail()) {
        throw datasets::StorageError{fmt::format("cannot write what '{}' holds to '{}'", url, part.string())};
    }
    if (result == nullptr || result->nStatus != 0 || result->pszErrBuf != nullptr) {
        const std::string reason =
            result != nullptr && result->pszErrBuf != nullptr ? result->pszErrBuf : QuietErrors::message();
        refuse(url, reason + "。同じ URL がブラウザーで開けるか確かめてください",
               reason + "; does a browser open it?");
    }
    const std::string_view type = result->pszContentType == nullptr ? "" : result->pszContentType;
    if (type.starts_with("text/html")) {
        refuse(url, "ファイルではなくウェブページです。ダウンロードのリンクの URL を書いてください",
               "it is a web page, not a file; name the URL that its download has");
    }
    const fs::path named = folder / download_name(url, field(*result, "Content-Disposition"), type);
    fs::rename(part, named);
    return named;
}

} // namespace ingest

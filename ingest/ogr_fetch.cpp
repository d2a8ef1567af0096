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
#include <chrono>
#include <fstream>
#include <memory>
#include <thread>

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

/// Asks once, and writes what comes from the file's beginning.
Result download(const std::string& url, const fs::path& part)
{
    const std::array<const char*, 5> options{"CONNECTTIMEOUT=30", "LOW_SPEED_TIME=60", "LOW_SPEED_LIMIT=1",
                                             "USERAGENT=machizu-ingest/" MACHIZU_VERSION, nullptr};
    std::ofstream file{part, std::ios::binary};
    Result result{CPLHTTPFetchEx(url.c_str(), options.data(), nullptr, nullptr, &write_piece, &file),
                  &CPLHTTPDestroyResult};
    file.close();
    if (file.fail()) {
        throw datasets::StorageError{fmt::format("cannot write what '{}' holds to '{}'", url, part.string())};
    }
    return result;
}

/// What went wrong, in the server's words or curl's; empty if the file has come.
std::string fault_of(const Result& result)
{
    if (result != nullptr && result->pszErrBuf != nullptr) {
        return result->pszErrBuf;
    }
    return result == nullptr || result->nStatus != 0 ? QuietErrors::message() : "";
}

/// Whether a fault may be gone in a moment: no connection, a transfer that broke off, a server that is busy. Not one where the server has
/// understood and refuses: 4xx, but for 408 and 429, which say "later".
bool may_pass(const std::string& fault)
{
    constexpr std::string_view by_status = "HTTP error code : ";
    if (!fault.starts_with(by_status)) {
        return !fault.empty();
    }
    const std::string_view status = std::string_view{fault}.substr(by_status.size());
    return !status.starts_with('4') || status == "408" || status == "429";
}

Result download_patiently(const std::string& url, const fs::path& part)
{
    Result result = download(url, part);
    for (const int seconds : {1, 4}) {
        if (!may_pass(fault_of(result))) {
            break;
        }
        std::this_thread::sleep_for(std::chrono::seconds{seconds});
        result = download(url, part);
    }
    return result;
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
    const QuietErrors quiet;
    const Result result = download_patiently(url, part);
    if (const std::string fault = fault_of(result); !fault.empty()) {
        refuse(url, fault + "。同じ URL がブラウザーで開けるか確かめてください",
               fault + "; does a browser open it?");
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

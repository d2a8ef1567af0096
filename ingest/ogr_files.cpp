#include "ingest/ogr_files.hpp"

#include "datasets/text_folding.hpp"
#include "ingest/error.hpp"
#include "ingest/gdal_errors.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

namespace ingest {

namespace {

namespace fs = std::filesystem;

using File = std::shared_ptr<VSILFILE>; // shared, since a std::function must be copyable

File open_file(const std::string& path)
{
    const QuietErrors quiet;
    VSILFILE* file = VSIFOpenL(path.c_str(), "rb");
    return file == nullptr ? nullptr : File{file, [](VSILFILE* opened) { VSIFCloseL(opened); }};
}

/// The next bytes; none at the end.
std::string read_piece(VSILFILE& file, const std::string& path)
{
    const QuietErrors quiet;
    constexpr std::size_t size = 1U << 16U;
    std::string piece(size, '\0');
    piece.resize(VSIFReadL(piece.data(), 1, size, &file));
    // A short piece is no end yet: GDAL's unpacking readers know theirs only when asked once more.
    if (piece.empty() && VSIFEofL(&file) == 0) {
        throw IngestError{fmt::format(
            "'{0}' を最後まで読めません。壊れているかもしれません / cannot read '{0}' to its end: {1}", path,
            QuietErrors::message("it may be damaged"))};
    }
    return piece;
}

/// The end of a file, where a zip archive has its list of entries.
std::string read_end(const std::string& path)
{
    constexpr vsi_l_offset most = 16U << 20U;
    const File file = open_file(path);
    if (file == nullptr) {
        return "";
    }
    VSIFSeekL(file.get(), 0, SEEK_END);
    const vsi_l_offset size = std::min(VSIFTellL(file.get()), most);
    VSIFSeekL(file.get(), VSIFTellL(file.get()) - size, SEEK_SET);
    std::string bytes(size, '\0');
    bytes.resize(VSIFReadL(bytes.data(), 1, bytes.size(), file.get()));
    return bytes;
}

/// What a zip archive's list (APPNOTE 4.3.12) says of its entries.
struct ArchiveList {
    std::string unflagged_names{}; ///< that do not say they are UTF-8, a line each
    bool has_password = false;
};

/// Of the end of an archive. What looks like an entry in packed data is none: the list is where the end record says. Empty if it is not
/// there.
ArchiveList list_of(const std::string& bytes)
{
    constexpr std::size_t header_size = 46;
    const auto number = [&](std::size_t at, int size) {
        std::size_t value = 0;
        for (int i = size - 1; i >= 0; --i) {
            value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
        }
        return value;
    };
    ArchiveList list;
    const std::size_t end = bytes.rfind("PK\5\6");
    if (end == std::string::npos || end + 16 > bytes.size() || number(end + 12, 4) > end) {
        return list;
    }
    for (std::size_t at = end - number(end + 12, 4);
         at + header_size <= end && bytes.compare(at, 4, "PK\1\2") == 0;
         at += header_size + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2)) {
        constexpr std::size_t encrypted_flag = 0x0001;
        constexpr std::size_t utf8_flag = 0x0800;
        list.has_password = list.has_password || (number(at + 8, 2) & encrypted_flag) != 0;
        if ((number(at + 8, 2) & utf8_flag) == 0) {
            list.unflagged_names += bytes.substr(at + header_size, number(at + 28, 2)) + '\n';
        }
    }
    return list;
}

/// Where the file on disk ends in a virtual path such as /vsizip//data/a.zip/inner.shp.
fs::path file_on_disk(const std::string& path)
{
    fs::path file{virtual_path(path).rest};
    while (!fs::exists(file) && file.has_relative_path()) {
        file = file.parent_path();
    }
    return file;
}

bool exists(const std::string& path)
{
    VSIStatBufL status;
    return VSIStatExL(path.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

/// The path as its folders, or its archive, write it: see source_path.
fs::path as_stored(const std::string& prefix, const fs::path& path)
{
    const QuietErrors quiet;
    if (!path.has_relative_path() || exists(prefix + path.string())) {
        return path;
    }
    const auto folder = as_stored(prefix, path.parent_path());
    const std::string wanted = datasets::compose_kana(path.filename().string());
    const std::unique_ptr<char*, void (*)(char**)> names{VSIReadDir((prefix + folder.string()).c_str()),
                                                         CSLDestroy};
    for (char** name = names.get(); name != nullptr && *name != nullptr; ++name) {
        if (datasets::compose_kana(*name) == wanted) {
            return folder / *name;
        }
    }
    return folder / path.filename();
}

} // namespace

VirtualPath virtual_path(const std::string& path)
{
    VirtualPath parts{"", path};
    while (parts.rest.starts_with("/vsi")) {
        const auto end = std::min(parts.rest.find('/', 1) + 1, parts.rest.size());
        parts.systems += parts.rest.substr(0, end);
        parts.rest.erase(0, end);
        if (parts.rest.starts_with("vsicurl/")) { // GDAL knows /vsizip/vsicurl/ as well as /vsizip//vsicurl/
            parts.rest.insert(0, "/");
        }
    }
    return parts;
}

std::string source_path(const fs::path& manifest_folder, const std::string& path)
{
    const auto& [prefix, rest] = virtual_path(path);
    const auto given = fs::path{rest}.is_absolute() ? fs::path{rest} : fs::absolute(manifest_folder / rest);
    prepare_archive(prefix + given.string());
    return prefix + as_stored(prefix, given).string();
}

std::vector<std::string> names_within(const std::string& path)
{
    const QuietErrors quiet;
    VSIStatBufL status;
    const bool is_archive = path.starts_with("/vsizip/") && fs::is_regular_file(path.substr(8));
    // Of a .gz GDAL would tell the size, and unpack it for that.
    if (extension_of(path) == ".gdb" || path.starts_with("/vsigzip/") ||
        (!is_archive && (VSIStatL(path.c_str(), &status) != 0 || VSI_ISDIR(status.st_mode) == 0))) {
        return {};
    }
    const std::unique_ptr<char*, void (*)(char**)> entries{VSIReadDirRecursive(path.c_str()), CSLDestroy};
    std::vector<std::string> names;
    for (char** entry = entries.get(); entry != nullptr && *entry != nullptr; ++entry) {
        names.emplace_back(*entry);
    }
    return names;
}

std::vector<fs::path> files_of_source(const std::string& path)
{
    const fs::path file = file_on_disk(path);
    std::vector<fs::path> files;
    if (fs::is_directory(file) && file == fs::path{path}) {
        for (const auto& entry : fs::recursive_directory_iterator{file}) {
            if (entry.is_regular_file()) {
                files.push_back(entry.path());
            }
        }
    } else if (fs::is_regular_file(file) && extension_of(file.string()) == ".shp") {
        for (const auto& entry : fs::directory_iterator{file.parent_path()}) {
            if (entry.path().stem() == file.stem()) {
                files.push_back(entry.path());
            }
        }
    } else if (fs::is_regular_file(file)) {
        files.push_back(file);
    }
    if (files.empty()) {
        throw IngestError{fmt::format(
            "'{0}' を開けません: そのようなファイルはありません / cannot open '{0}': there is no such file",
            path)};
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string extension_of(std::string path)
{
    path = datasets::lower_ascii(std::move(path));
    if (path.ends_with(".gz")) {
        path.resize(path.size() - 3);
    }
    const auto dot = path.find_last_of("./");
    return dot == std::string::npos || path[dot] == '/' ? "" : path.substr(dot);
}

void prepare_archive(const std::string& path)
{
    if (path.starts_with("/vsizip/") && fs::is_regular_file(file_on_disk(path))) {
        const fs::path archive = file_on_disk(path);
        const ArchiveList list = list_of(read_end(archive.string()));
        if (list.has_password) {
            throw IngestError{
                fmt::format("'{0}' はパスワード付きです。展開して、中のファイルを指定してください / '{0}' "
                            "has a password: unpack it, and "
                            "name the file in it",
                            archive.string())};
        }
        const bool utf8 = datasets::is_utf8(list.unflagged_names);
        CPLSetConfigOption("CPL_ZIP_ENCODING", utf8 ? "UTF-8" : "CP932");
    }
}

std::string read_source_bytes(const std::string& path)
{
    const File file = open_file(path);
    if (file == nullptr) {
        throw IngestError{fmt::format("'{0}' を開けません: ファイルが無いか、読む権限がありません / cannot "
                                      "open '{0}': no such file, or not readable",
                                      path)};
    }
    std::string bytes;
    for (std::string piece = read_piece(*file, path); !piece.empty(); piece = read_piece(*file, path)) {
        bytes += piece;
    }
    return bytes;
}

std::string read_source_start(const std::string& path)
{
    const File file = open_file(path);
    return file == nullptr ? "" : read_piece(*file, path);
}

OpenPart archive_parts(const std::string& path)
{
    const File archive = open_file(path);
    if (archive == nullptr) {
        throw IngestError{fmt::format("cannot open '{}': no such file, or not readable", path)};
    }
    std::array<char, 4> head{};
    VSIFReadL(head.data(), 1, head.size(), archive.get());
    if (std::string_view{head.data(), head.size()} != "PK\3\4") {
        throw IngestError{
            fmt::format("'{0}' を開けません: 中身が Excel のブック（.xlsx）ではありません。古い "
                        "Excel（.xls）か、別の形式か、パスワード付きです。Excel で開き、パスワードなしの "
                        ".xlsx で保存してください / cannot open '{0}': its content is no Excel workbook "
                        "(.xlsx): it is of another kind, of an old Excel (.xls), or has a password; open it "
                        "in Excel and save it as .xlsx, without a password",
                        path)};
    }
    return [path](const std::string& part) -> std::optional<ByteStream> {
        const File file = open_file(fmt::format("/vsizip/{{{}}}/{}", path, part));
        if (file == nullptr) {
            return std::nullopt;
        }
        return [file, name = path + ": " + part] { return read_piece(*file, name); };
    };
}

} // namespace ingest

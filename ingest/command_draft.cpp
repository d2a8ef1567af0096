#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/manifest.hpp"
#include "ingest/commands.hpp"
#include "ingest/draft.hpp"
#include "ingest/error.hpp"
#include "ingest/source_finder.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace ingest {

namespace {

/// Where the manifest will lie; the current folder if it is printed.
std::filesystem::path folder_of(const DraftOptions& options)
{
    const auto here = std::filesystem::current_path();
    return options.output.empty() ? here : std::filesystem::absolute(options.output).parent_path();
}

int refuse(const std::string& reason)
{
    fmt::print(stderr, "下書きを作れません / no draft can be made: {}\n", reason);
    return status_refused;
}

} // namespace

int execute(const DraftOptions& options)
{
    if (std::filesystem::exists(options.output)) { // what somebody has worked on is not written over
        return refuse(fmt::format(
            "'{0}' はすでにあります。-o に別の名前を指定するか、消してからもう一度実行してください / "
            "'{0}' is there already: name another with -o, or remove it first",
            options.output.string()));
    }
    try {
        Draft draft = guess_draft(options.file, options.layer);
        draft.path = source_from(folder_of(options), options.file.string());
        const std::string text = to_manifest(draft);
        (void)datasets::parse_manifest(
            text, "draft"); // a draft that cannot be read is our mistake: better seen here
        if (options.output.empty()) {
            fmt::print("{}", text);
            return 0;
        }
        datasets::write_file(options.output, text);
        fmt::print(stderr, "{} に書きました。「推測」を確かめてください / written; look at each guess\n",
                   options.output.string());
        return 0;
    } catch (const IngestError& error) {
        return refuse(error.what());
    } catch (const datasets::StorageError& error) {
        return refuse(error.what());
    }
}

} // namespace ingest

#include "datasets/error.hpp"
#include "datasets/file.hpp"
#include "datasets/manifest.hpp"
#include "ingest/commands.hpp"
#include "ingest/draft.hpp"
#include "ingest/error.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace ingest {

namespace {

/// The file as the manifest names it: relative to the folder it will lie in, which is the current one if it is printed. URLs as they are.
std::string stated_path(const DraftOptions& options)
{
    const auto here = std::filesystem::current_path();
    const auto folder =
        options.output.empty() ? here : std::filesystem::absolute(options.output).parent_path();
    const std::string given = options.file.string();
    return given.starts_with("/vsi") || given.find("://") != std::string::npos
               ? given
               : std::filesystem::proximate(options.file, folder).string();
}

int refuse(const std::string& reason)
{
    fmt::print(stderr, "下書きを作れません / no draft can be made: {}\n", reason);
    return status_refused;
}

} // namespace

int execute(const DraftOptions& options)
{
    try {
        Draft draft = guess_draft(options.file, options.layer);
        draft.path = stated_path(options);
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

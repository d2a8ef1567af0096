// machizu-ingest: options.cpp has its command line, command_<name>.cpp what each command does.

#include "ingest/commands.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <variant>

int main(int argc, char** argv)
{
    std::signal(
        SIGXFSZ,
        SIG_IGN); // a file that may not grow is an error of its writer, with a message, and no sudden end
    try {
        const int status = std::visit([](const auto& options) { return ingest::execute(options); },
                                      ingest::parse_options(argc, argv));
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
            fmt::print(stderr, "machizu-ingest: 結果を出力できません / the output cannot be written\n");
            return status == 0 ? ingest::status_refused : status;
        }
        return status;
    } catch (const std::exception& error) {
        fmt::print(stderr, "machizu-ingest: {}\n", error.what());
        return ingest::status_refused;
    }
}

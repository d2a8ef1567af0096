// machizu-ingest: options.cpp has its command line, command_<name>.cpp what each command does.

#include "ingest/commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <variant>

int main(int argc, char** argv)
{
    try {
        return std::visit([](const auto& options) { return ingest::execute(options); },
                          ingest::parse_options(argc, argv));
    } catch (const std::exception& error) {
        fmt::print(stderr, "machizu-ingest: {}\n", error.what());
        return ingest::status_refused;
    }
}

#pragma once

#include "api/access_log.hpp"
#include "api/gate.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// What `machizu-serve` was told to do.
struct ServeOptions {
    std::string store{};
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string viewer{};
    std::string public_url{};
    bool gsi_tiles = false;
    bool embeddable = false;
    int threads = 0; ///< 0: as many as processors
    int max_connections = 0;
    int max_connections_per_client = 0;
    double grace = 10;      ///< seconds
    double time_limit = 10; ///< seconds of computing for one answer; 0: no limit
    api::GateOptions gate{};
    bool quiet = false;
    api::LogForm log = api::LogForm::text;
    bool staff = false;
    std::string tokens{};
};

enum class TokenAction { create, list, revoke };

/// What `machizu-serve token` was told to do.
struct TokenOptions {
    TokenAction action = TokenAction::list;
    std::string tokens{};
    std::string name{}; ///< of `create`: whom it is for
    int days = 90;
    std::string id{}; ///< of `revoke`
};

struct CommandLine {
    ServeOptions serve{};
    std::optional<TokenOptions> token{};
};

/// Nothing if all is said: help, version, or a wrong usage, with `status` to exit with.
[[nodiscard]] std::optional<CommandLine> read_command_line(int argc, char* argv[], int& status);

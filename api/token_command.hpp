#pragma once

#include "api/serve_options.hpp"

/// `machizu-serve token …`: gives what to exit with.
[[nodiscard]] int run_token_command(const TokenOptions& options);

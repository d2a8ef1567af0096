#include "api/token_command.hpp"

#include "api/tokens.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <exception>
#include <iostream>

namespace {

std::string day(std::int64_t seconds)
{
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time_t{seconds}));
}

int create(const TokenOptions& options)
{
    const auto secret = api::TokenFile(options.tokens).create(options.name, std::time(nullptr), options.days);
    std::cout << secret << '\n';
    std::cerr << fmt::format(
        "この1行が {0} さんのトークンです。二度と表示されません。{1} 日間有効です。\n"
        "This line is the token of {0}. It is shown this once, and valid for {1} days.\n",
        options.name, options.days);
    return 0;
}

int list(const TokenOptions& options)
{
    const auto now = std::time(nullptr);
    for (const auto& token : api::TokenFile(options.tokens).list()) {
        const char* state = token.revoked ? "revoked" : token.is_valid(now) ? "valid" : "expired";
        std::cout << fmt::format("{}  {:<8} {} - {}  {}\n", token.id, state, day(token.created),
                                 day(token.expires), token.name);
    }
    return 0;
}

int revoke(const TokenOptions& options)
{
    if (!api::TokenFile(options.tokens).revoke(options.id)) {
        std::cerr << fmt::format("machizu-serve: 番号 {0} のトークンはありません / there is no token {0}\n",
                                 options.id);
        return 1;
    }
    std::cerr << fmt::format(
        "取り消しました。次の要求から使えません / revoked: refused from the next request on: {}\n",
        options.id);
    return 0;
}

} // namespace

int run_token_command(const TokenOptions& options)
{
    try {
        switch (options.action) {
        case TokenAction::create:
            return create(options);
        case TokenAction::list:
            return list(options);
        case TokenAction::revoke:
            return revoke(options);
        }
    } catch (const std::exception& error) {
        std::cerr << fmt::format("machizu-serve: {}\n", error.what());
    }
    return 1;
}

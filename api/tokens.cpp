#include "api/tokens.hpp"

#include "api/transfer.hpp"
#include "datasets/digest.hpp"
#include "datasets/error.hpp"
#include "datasets/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace api {

namespace {

using Json = nlohmann::ordered_json;

constexpr int owner_only = 0600;

/// Letters and digits that nobody takes for another; 32 of them, so that each is 5 random bits.
std::string random_text(std::size_t length)
{
    static constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
    static_assert(letters.size() == 32);
    std::array<unsigned char, 64> bytes{};
    if (::getrandom(bytes.data(), length, 0) != static_cast<ssize_t>(length)) {
        throw datasets::StorageError("the system gives no random numbers");
    }
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text.push_back(letters[bytes[i] % letters.size()]);
    }
    return text;
}

constexpr std::size_t id_length = 8;
constexpr std::size_t secret_length = 52; // 260 bits

std::vector<Token> parse(const std::string& text, const std::filesystem::path& path)
{
    std::vector<Token> tokens;
    try {
        const auto document = Json::parse(text);
        for (const auto& entry : document.at("tokens")) {
            tokens.push_back({entry.at("id"), entry.at("name"), entry.at("sha256"), entry.at("created"),
                              entry.at("expires"), entry.at("revoked")});
        }
    } catch (const nlohmann::json::exception& error) {
        throw datasets::FormatError(
            fmt::format("'{}' is no file of tokens: {}", path.string(), error.what()));
    }
    return tokens;
}

std::string to_text(const std::vector<Token>& tokens)
{
    Json list = Json::array();
    for (const auto& token : tokens) {
        list.push_back({{"id", token.id},
                        {"name", token.name},
                        {"sha256", token.sha256},
                        {"created", token.created},
                        {"expires", token.expires},
                        {"revoked", token.revoked}});
    }
    return Json{{"tokens", list}}.dump(2) + "\n";
}

/// Holds others off while a file is read, changed and replaced. The lock is a file of its own: the other one is exchanged.
Descriptor lock_beside(const std::filesystem::path& path)
{
    const auto name = path.string() + ".lock";
    Descriptor lock(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only));
    if (!lock || ::flock(lock.get(), LOCK_EX) != 0) {
        throw datasets::StorageError(fmt::format("cannot lock '{}': {}", name, std::strerror(errno)));
    }
    return lock;
}

} // namespace

bool equal_in_constant_time(std::string_view a, std::string_view b)
{
    volatile unsigned char difference =
        a.size() == b.size() ? 0 : 1; // volatile: no early way out is made of it
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
    }
    return difference == 0;
}

template <class Change>
void TokenFile::change(Change&& change) const
{
    const auto lock = lock_beside(path_);
    auto tokens = list();
    change(tokens);
    const auto fresh = path_.string() + ".new";
    std::error_code error;
    std::filesystem::remove(fresh, error); // of a run that was killed
    datasets::write_file(fresh, to_text(tokens), owner_only);
    std::filesystem::rename(fresh, path_, error);
    if (error) {
        throw datasets::StorageError(fmt::format("cannot replace '{}': {}", path_.string(), error.message()));
    }
}

std::string TokenFile::create(const std::string& name, std::int64_t now, int days) const
{
    Token token;
    token.id = random_text(id_length);
    const auto secret = fmt::format("mzs_{}_{}", token.id, random_text(secret_length));
    token.name = name;
    token.sha256 = datasets::sha256(secret);
    token.created = now;
    token.expires = now + std::int64_t{days} * 24 * 3600;
    change([&](std::vector<Token>& tokens) { tokens.push_back(token); });
    return secret;
}

std::vector<Token> TokenFile::list() const
{
    std::error_code error;
    if (!std::filesystem::exists(path_, error)) {
        return {};
    }
    return parse(datasets::read_file(path_), path_);
}

bool TokenFile::revoke(std::string_view id) const
{
    bool found = false;
    change([&](std::vector<Token>& tokens) {
        for (auto& token : tokens) {
            if (token.id == id) {
                token.revoked = found = true;
            }
        }
    });
    return found;
}

TokenCheck::TokenCheck(std::filesystem::path path) : path_(std::move(path)) { reload(); }

void TokenCheck::reload()
{
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0) {
        throw datasets::StorageError(
            fmt::format("cannot read the tokens '{}': {} (machizu-serve token create makes the file)",
                        path_.string(), std::strerror(errno)));
    }
    if ((status.st_mode & 077) != 0) {
        throw datasets::StorageError(fmt::format(
            "others than the owner may read '{}': chmod 600 it, and make new tokens", path_.string()));
    }
    const Stamp stamp{status.st_ino, status.st_size,
                      std::int64_t{status.st_ctim.tv_sec} * 1'000'000'000 + status.st_ctim.tv_nsec};
    if (stamp == stamp_) {
        return;
    }
    tokens_ = parse(datasets::read_file(path_), path_);
    stamp_ = stamp;
}

std::optional<Token> TokenCheck::check(std::string_view token, std::int64_t now)
{
    const auto hash = datasets::sha256(token);
    const std::lock_guard lock(mutex_);
    reload();
    std::optional<Token> found;
    for (const auto& known : tokens_) { // to the end: which of them it is shows in no time
        if (equal_in_constant_time(known.sha256, hash) && known.is_valid(now)) {
            found = known;
        }
    }
    return found;
}

} // namespace api

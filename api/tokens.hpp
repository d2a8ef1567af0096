#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// What is known of a token. The token itself is known only to whom it was given.
struct Token {
    std::string id{};   ///< 8 letters and digits, the first part of the token
    std::string name{}; ///< whom it is for
    std::string
        sha256{}; ///< of the whole token; it is 256 random bits, so no slower hash makes guessing harder
    std::int64_t created = 0; ///< seconds since 1970
    std::int64_t expires = 0;
    bool revoked = false;

    [[nodiscard]] bool is_valid(std::int64_t now) const { return !revoked && now < expires; }
};

/// The file of tokens, readable by its owner only. Every change replaces it in one step; several programs may use it at once.
/// All throw datasets::StorageError if the file cannot be used, datasets::FormatError if it is not one of ours.
class TokenFile {
public:
    explicit TokenFile(std::filesystem::path path) : path_(std::move(path)) {}

    /// The new token, `mzs_<id>_<secret>`: to be shown once, and kept nowhere.
    [[nodiscard]] std::string create(const std::string& name, std::int64_t now, int days) const;
    [[nodiscard]] std::vector<Token> list() const;        ///< empty if there is no file
    [[nodiscard]] bool revoke(std::string_view id) const; ///< false if there is no such token

private:
    template <class Change>
    void change(Change&& change) const;

    std::filesystem::path path_;
};

/// Who asks, for a running server: looks into the file again whenever it was replaced, so that a revoked token is refused from the
/// next request on.
class TokenCheck {
public:
    explicit TokenCheck(std::filesystem::path path);

    /// The valid token that this is; nothing otherwise. Takes as long for one that is nearly right as for any other.
    [[nodiscard]] std::optional<Token> check(std::string_view token, std::int64_t now);

private:
    void reload();

    struct Stamp { // of the file that was read
        std::uint64_t inode = 0;
        std::int64_t size = 0;
        std::int64_t changed = 0; ///< nanoseconds
        bool operator==(const Stamp&) const = default;
    };
    const std::filesystem::path path_;
    std::mutex mutex_{};
    Stamp stamp_{};
    std::vector<Token> tokens_{};
};

/// True if both are equal; takes the same time wherever they differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace api

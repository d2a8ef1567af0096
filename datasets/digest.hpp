#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace datasets {

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece, as lower-case hexadecimal.
class Digest {
public:
    Digest();
    Digest& add(std::string_view bytes);
    /// Ends it; nothing can be added after.
    [[nodiscard]] std::string hex();

private:
    struct Closer {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Closer> context_;
};

[[nodiscard]] std::string sha256(std::string_view bytes);

/// Throws StorageError if the file cannot be read.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

} // namespace datasets

#include "datasets/digest.hpp"

#include "datasets/error.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>

namespace datasets {

void Digest::Closer::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Digest::Digest() : context_{EVP_MD_CTX_new()}
{
    if (context_ == nullptr || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) {
        throw StorageError{"SHA-256 is not available in libcrypto"};
    }
}

Digest& Digest::add(std::string_view bytes)
{
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    return *this;
}

std::string Digest::hex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), hash.data(), &size);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += digits[hash[i] >> 4U];
        text += digits[hash[i] & 15U];
    }
    return text;
}

std::string sha256(std::string_view bytes) { return Digest{}.add(bytes).hex(); }

std::string sha256_of_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw StorageError{"cannot open '" + path.string() + "'"};
    }
    Digest digest;
    std::array<char, 65536> buffer{};
    while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0) {
        digest.add({buffer.data(), static_cast<std::size_t>(file.gcount())});
    }
    if (file.bad()) {
        throw StorageError{"cannot read '" + path.string() + "'"};
    }
    return digest.hex();
}

} // namespace datasets

#include "datasets/digest.hpp"
#include "datasets/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <string>

TEST_CASE("SHA-256 gives the digests of FIPS 180-4's examples", "[digest]")
{
    CHECK(datasets::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(datasets::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(datasets::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(datasets::sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a digest does not depend on how the bytes come in pieces", "[digest]")
{
    CHECK(datasets::Digest{}.add("a").add("").add("bc").hex() == datasets::sha256("abc"));
}

TEST_CASE("a file has the digest of its bytes, one that is not there is named", "[digest]")
{
    const TempFolder folder;
    const std::string bytes(200'000, '\0');
    datasets::write_file(folder.path() / "zeros", bytes);
    CHECK(datasets::sha256_of_file(folder.path() / "zeros") == datasets::sha256(bytes));
    CHECK_THROWS_WITH(datasets::sha256_of_file(folder.path() / "missing"), ContainsSubstring("missing"));
    CHECK_THROWS_AS(datasets::sha256_of_file(folder.path()), datasets::StorageError);
}

#include "api/problem.hpp"
#include "api/staff.hpp"
#include "datasets/error.hpp"
#include "tests/api/test_site.hpp"
#include "tests/support/catch.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <string>

using namespace api;
using namespace api::test;

namespace {

constexpr std::int64_t now = 1'800'000'000;
constexpr std::int64_t a_day = 24 * 3600;

struct Tokens {
    TempFolder folder{};
    std::filesystem::path path = folder.path() / "tokens.json";
    TokenFile file{path};
};

} // namespace

TEST_CASE("a token is valid until its day, and is not written down", "[tokens]")
{
    Tokens tokens;
    const auto secret = tokens.file.create("佐藤", now, 30);
    CHECK(secret.size() > 60);
    TokenCheck check(tokens.path);
    const auto known = check.check(secret, now + 29 * a_day);
    REQUIRE(known);
    CHECK(known->name == "佐藤");
    CHECK_FALSE(check.check(secret, now + 30 * a_day));
    CHECK_FALSE(check.check(secret + "x", now));
    CHECK_FALSE(check.check(secret.substr(0, secret.size() - 1), now));
    CHECK_FALSE(check.check("", now));
    CHECK_FALSE(check.check(known->sha256, now)); // what stands in the file opens nothing
    CHECK(datasets::read_file(tokens.path).find(secret.substr(20)) == std::string::npos);
    struct stat status {};
    REQUIRE(::stat(tokens.path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("a revoked token is refused from the next request on, others go on", "[tokens]")
{
    Tokens tokens;
    const auto first = tokens.file.create("sato", now, 30);
    TokenCheck check(tokens.path);
    CHECK(check.check(first, now));
    const auto second = tokens.file.create("suzuki", now, 30); // made while the server runs
    CHECK(check.check(second, now));
    CHECK_FALSE(tokens.file.revoke("nobody"));
    CHECK(tokens.file.revoke(first.substr(4, 8)));
    CHECK_FALSE(check.check(first, now));
    CHECK(check.check(second, now));
    CHECK(tokens.file.list().size() == 2);
}

TEST_CASE("a file of tokens that others may read, or that is none, is refused", "[tokens]")
{
    Tokens tokens;
    CHECK_THROWS_AS(TokenCheck(tokens.path), datasets::StorageError);
    (void)tokens.file.create("sato", now, 30);
    std::filesystem::permissions(tokens.path, std::filesystem::perms(0644));
    CHECK_THROWS_WITH(TokenCheck(tokens.path), ContainsSubstring("chmod 600"));
    std::filesystem::remove(tokens.path);
    datasets::write_file(tokens.path, "{}", 0600);
    CHECK_THROWS_AS(TokenCheck(tokens.path), datasets::FormatError);
}

TEST_CASE("texts are compared to their end", "[tokens]")
{
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    for (const char* other : {"abd", "bbc", "ab", "abcd", ""}) {
        CHECK_FALSE(equal_in_constant_time("abc", other));
    }
}

TEST_CASE("without a valid token a staff server says nothing but that it lives", "[staff]")
{
    Tokens tokens;
    const auto secret = tokens.file.create("sato", std::time(nullptr), 1);
    TokenCheck check(tokens.path);
    TestSite site; // its staff.gpkg is no GeoPackage: opening it would show
    StaffStore store(site.store.store());
    const Router router(
        staff_routes(store, ""), [](const std::string&) {}, Audience::staff);
    const auto ask = [&](const std::string& target, const std::string& headers = "") {
        return answer_staff(request("GET", target, headers), router, check);
    };
    for (const char* target : {"/api", "/api/collections", "/api/collections/parks/items", "/nothing", "/"}) {
        const auto refused = ask(target);
        CHECK(refused.status == 401);
        CHECK(refused.header("WWW-Authenticate") == "Bearer realm=\"machizu staff\"");
        CHECK_FALSE(refused.header("Access-Control-Allow-Origin"));
        CHECK(ask(target, "Authorization: Bearer wrong\r\n").status == 401);
        CHECK(ask(target, "Authorization: Basic " + secret + "\r\n").status == 401);
        CHECK(ask(std::string(target) + "?access_token=" + secret).status == 401);
    }
    CHECK(ask("/health/live").status == 200);
    const auto landing = ask("/api", "Authorization: bEARER " + secret + "\r\n");
    CHECK(landing.status == 200);
    CHECK(landing.header("Cache-Control") == "private, no-store");
    CHECK_FALSE(landing.header("Access-Control-Allow-Origin"));
    CHECK(landing.user == secret.substr(4, 8) + ":sato");
    CHECK(ask("/api/collections/nothing", "Authorization: Bearer " + secret + "\r\n").status == 404);
    std::filesystem::remove(tokens.path);
    CHECK(ask("/api", "Authorization: Bearer " + secret + "\r\n").status == 503);
    CHECK(ask("/health/live").status == 200);
}

TEST_CASE("the public routes know no staff, and nothing that only staff may see", "[staff]")
{
    TestSite site;
    for (const char* target : {"/staff", "/api/staff", "/downloads/staff.gpkg", "/downloads/parks.staff.gpkg",
                               "/downloads/parks-staff.gpkg", "/downloads/parks.secret.csv",
                               "/api/collections/parks-staff", "/api/collections/parks-staff/items"}) {
        CHECK(site.get(target, "Authorization: Bearer x\r\n").status == 404);
    }
}

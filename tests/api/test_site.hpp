#pragma once

#include "api/http_parser.hpp"
#include "api/pages.hpp"
#include "api/router.hpp"
#include "api/routes.hpp"
#include "tests/support/snapshot_fixture.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace api::test {

inline std::string text_of(const Response& response)
{
    return std::string(std::get<SharedBytes>(response.body).bytes);
}

/// A request as a client would write it: "GET /api", and further header lines.
inline Request request(const std::string& method, const std::string& target, const std::string& headers = "")
{
    RequestParser parser;
    parser.append(method + " " + target + " HTTP/1.1\r\nHost: map.example\r\n" + headers + "\r\n");
    if (parser.next() != RequestParser::Status::complete) {
        throw std::logic_error("the test's request is malformed: " + parser.error());
    }
    auto request = parser.take();
    request.id = "test";
    return request;
}

/// The whole API over a store with the dataset parks, without a network.
struct TestSite {
    Response get(const std::string& target, const std::string& headers = "") const
    {
        return router.answer(request("GET", target, headers));
    }

    struct Published : TestStore {
        Published() { publish("parks", first_version); }
    };

    Published store{};
    std::vector<std::string> reports{};
    LiveCatalogue catalogue{
        store.store(),
        {[](const std::string&) {}, [this](const std::string& line) { reports.push_back(line); }}};
    Site site{catalogue, {}, {}};
    Router router{routes(site), [this](const std::string& line) { reports.push_back(line); },
                  Audience::everyone,
                  [this](const Request& request, const Problem& problem) {
                      return tell_problem(request, site, problem);
                  }};
};

} // namespace api::test

#include "datasets/error.hpp"
#include "ingest/job_order.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using Ids = std::vector<std::string>;

namespace {

ingest::Job job(const std::string& id, const std::string& joined_with = "")
{
    ingest::Job job;
    job.manifest.id = id;
    if (!joined_with.empty()) {
        job.manifest.geometry.from = datasets::JoinGeometry{{joined_with, {{"a", "b"}}}};
    }
    return job;
}

Ids order_of(const std::vector<ingest::Job>& jobs)
{
    Ids ids;
    for (const auto& job : ingest::in_join_order(jobs)) {
        ids.push_back(job.manifest.id);
    }
    return ids;
}

} // namespace

TEST_CASE("jobs that join nothing keep the order they were given in", "[job_order]")
{
    CHECK(order_of({job("b"), job("a"), job("c")}) == Ids{"b", "a", "c"});
    CHECK(order_of({}).empty());
}

TEST_CASE("a dataset comes after the one whose geometry it takes", "[job_order]")
{
    CHECK(order_of({job("turnout", "districts"), job("boards"), job("districts", "blocks"), job("blocks")}) ==
          Ids{"boards", "blocks", "districts", "turnout"});
}

TEST_CASE("a dataset joined with that is not in the run is no matter", "[job_order]")
{
    CHECK(order_of({job("turnout", "districts")}) == Ids{"turnout"});
}

TEST_CASE("manifests that join each other in a circle are refused", "[job_order]")
{
    CHECK_THROWS_AS(order_of({job("a", "b"), job("b", "a")}), datasets::FormatError);
}

#include "ingest/job_order.hpp"

#include "datasets/error.hpp"

#include <algorithm>
#include <string>

namespace ingest {

namespace {

bool needs(const Job& job, const std::string& dataset)
{
    const auto used = datasets::used_datasets(job.manifest);
    return std::find(used.begin(), used.end(), dataset) != used.end();
}

} // namespace

std::vector<Job> in_join_order(std::vector<Job> jobs)
{
    std::vector<Job> ordered;
    while (!jobs.empty()) {
        const auto free = std::find_if(jobs.begin(), jobs.end(), [&](const Job& job) {
            return std::none_of(jobs.begin(), jobs.end(), [&](const Job& other) {
                return &other != &job && needs(job, other.manifest.id);
            });
        });
        if (free == jobs.end()) {
            throw datasets::FormatError{jobs.front().manifest.id +
                                        ": マニフェストが互いに結合し合い、輪になっています / the manifests "
                                        "join each other in a circle"};
        }
        ordered.push_back(std::move(*free));
        jobs.erase(free);
    }
    return ordered;
}

} // namespace ingest

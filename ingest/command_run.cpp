#include "ingest/commands.hpp"
#include "ingest/job_runner.hpp"

namespace ingest {

int execute(const RunOptions& options)
{
    const datasets::Store store{options.store};
    return run_jobs(options.manifests, options.json, [&](Job job) {
        job.memory = static_cast<std::size_t>(options.memory) << 20U;
        return options.dry_run ? check(job, store) : ingest(job, store);
    });
}

} // namespace ingest

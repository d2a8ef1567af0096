#include "ingest/commands.hpp"
#include "ingest/job_runner.hpp"

namespace ingest {

int execute(const RunOptions& options)
{
    const datasets::Store store{options.store};
    return run_jobs(options.manifests, options.json,
                    [&](const Job& job) { return options.dry_run ? check(job, store) : ingest(job, store); });
}

} // namespace ingest

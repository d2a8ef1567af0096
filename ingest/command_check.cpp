#include "ingest/commands.hpp"
#include "ingest/job_runner.hpp"

namespace ingest {

int execute(const CheckOptions& options)
{
    const datasets::Store store{options.store};
    return run_jobs(options.files, options.json, [&](const Job& job) { return check(job, store); });
}

} // namespace ingest

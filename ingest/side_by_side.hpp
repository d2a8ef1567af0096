#pragma once

#include <functional>
#include <vector>

namespace ingest {

/// Does the tasks on two threads, one of them the caller's: each takes the next task that nobody has begun, so put the long ones first.
/// Returns when all have ended. If tasks throw, those not begun are left out, and what was thrown first is thrown here.
void do_side_by_side(const std::vector<std::function<void()>>& tasks);

} // namespace ingest

#pragma once

#include <cstddef>
#include <functional>

namespace tiles {

/// Threads worth starting: as many as there are cores, at most 8.
[[nodiscard]] std::size_t worker_count();

/// Does `task(worker, i)` for each i below `count`, on so many threads: whoever is free takes the next. Returns when all are done;
/// if one throws, the rest is left and the exception comes here.
void do_with_workers(std::size_t workers, std::size_t count,
                     const std::function<void(std::size_t worker, std::size_t i)>& task);

} // namespace tiles

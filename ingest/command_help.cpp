#include "ingest/commands.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace ingest {

int execute(const UsageReply& reply)
{
    fmt::print(reply.status == 0 ? stdout : stderr, "{}", reply.text);
    return reply.status;
}

} // namespace ingest

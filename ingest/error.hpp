#pragma once

#include <stdexcept>

/// Files in, snapshots out: reading what a city has, making it right, publishing it.
namespace ingest {

/// A dataset cannot be published as its manifest asks; the old version stays. The message says what, where and what to do.
class IngestError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace ingest

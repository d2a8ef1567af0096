#pragma once

#include <stdexcept>

namespace datasets {

/// Bytes, text or a document are not what they must be. The message says which file, where in it, what was expected.
class FormatError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The system refused something: a file cannot be read or written, a disk is full. The message names the path.
class StorageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace datasets

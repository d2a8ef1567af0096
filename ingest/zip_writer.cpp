#include "ingest/zip_writer.hpp"

#include "datasets/error.hpp"
#include "ingest/gdal_errors.hpp"

#include <cpl_conv.h>
#include <fmt/format.h>

#include <array>
#include <utility>

namespace ingest {

ZipWriter::ZipWriter(std::filesystem::path path) : path_{std::move(path)}
{
    const QuietErrors quiet;
    zip_ = CPLCreateZip(path_.c_str(), nullptr);
    check(zip_ != nullptr);
}

ZipWriter::~ZipWriter()
{
    if (zip_ != nullptr) {
        const QuietErrors quiet;
        (void)CPLCloseZip(zip_);
    }
}

void ZipWriter::begin_file(const std::string& name)
{
    const QuietErrors quiet;
    end_file();
    const std::array<const char*, 2> options{"TIMESTAMP=0", nullptr};
    // The C API wants a plain char**, and does not write to it.
    check(CPLCreateFileInZip(zip_, name.c_str(), const_cast<char**>(options.data())) == CE_None); // NOLINT
    in_file_ = true;
}

void ZipWriter::write(std::string_view bytes)
{
    const QuietErrors quiet;
    check(bytes.empty() || CPLWriteFileInZip(zip_, bytes.data(), static_cast<int>(bytes.size())) == CE_None);
}

void ZipWriter::close()
{
    const QuietErrors quiet;
    end_file();
    check(CPLCloseZip(std::exchange(zip_, nullptr)) == CE_None);
}

void ZipWriter::end_file() { check(!std::exchange(in_file_, false) || CPLCloseFileInZip(zip_) == CE_None); }

void ZipWriter::check(bool good) const
{
    if (!good) {
        throw datasets::StorageError{fmt::format("cannot write '{}': {}", path_.string(),
                                                 QuietErrors::message("the disk may be full"))};
    }
}

} // namespace ingest

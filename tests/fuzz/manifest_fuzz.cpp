#include "datasets/dataset_info.hpp"
#include "datasets/error.hpp"
#include "datasets/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// Also a property: a manifest that is accepted survives being written into dataset.json and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    datasets::DatasetInfo info;
    try {
        info.manifest = datasets::parse_manifest(text, "fuzz.json");
    } catch (const datasets::FormatError&) {
        return 0;
    }
    info.schema = datasets::public_schema(info.manifest);
    const std::string json = datasets::to_json(info);
    if (datasets::to_json(datasets::parse_dataset_info(json, "fuzz")) != json) {
        std::abort();
    }
    return 0;
}

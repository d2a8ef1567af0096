#include "datasets/text_folding.hpp"
#include "ingest/download_name.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// The text up to a line end, which is taken away.
std::string_view next_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

} // namespace

/// What a server says of a file (URL, Content-Disposition, Content-Type, a line each) becomes the name of a file and never a path.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto url = next_line(text);
    const auto disposition = next_line(text);
    const auto name = ingest::download_name(url, disposition, text);
    constexpr std::size_t longest = 255; // of a file's name, in bytes
    require(!name.empty() && name.size() <= longest && !name.starts_with('.'));
    require(name.find_first_of(std::string_view{"/\\\0", 3}) == std::string::npos);
    require(datasets::is_utf8(name));
    return 0;
}

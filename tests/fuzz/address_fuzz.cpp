#include "datasets/text_folding.hpp"
#include "ingest/address_text.hpp"
#include "ingest/gazetteer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

const ingest::Gazetteer& gazetteer()
{
    static const ingest::Gazetteer towns{
        {{"香川県", "高松市", "番町一丁目", "", {134.0464, 34.3428}},
         {"香川県", "高松市", "牟礼町牟礼", "", {134.1411, 34.3348}},
         {"香川県", "木田郡三木町", "氷上", "", {134.1345, 34.2682}},
         {"兵庫県", "神戸市中央区", "加納町六丁目", "", {135.1955, 34.6901}},
         {"愛知県", "豊田市", "足助町", "蔵ノ前", {137.31, 35.13}},
         {"長野県", "北安曇郡松川村", "（大字なし）", "神戸", {137.85, 36.4}}},
        ""};
    return towns;
}

} // namespace

/// An address in its one form, and a place for it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto address = ingest::address_text(bytes);
    require(datasets::is_utf8(address.text));
    require(std::is_sorted(address.breaks.begin(), address.breaks.end()));
    require(address.breaks.empty() || address.breaks.back() <= address.text.size());
    require(ingest::address_text(datasets::fold_width(bytes)).text == address.text);
    const auto found = gazetteer().find(bytes);
    const auto again = gazetteer().find(datasets::fold_width(bytes));
    require(found.kind == again.kind && found.level == again.level && found.position == again.position);
    return 0;
}

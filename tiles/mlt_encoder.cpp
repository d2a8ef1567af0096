#include "tiles/mlt_encoder.hpp"

#include "tiles/mlt_columns.hpp"
#include "tiles/mlt_format.hpp"
#include "tiles/mlt_geometry.hpp"

#include <protozero/buffer_string.hpp>
#include <protozero/varint.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace tiles {

namespace {

void add_varint(std::string& out, std::uint64_t value) { protozero::add_varint_to_buffer(&out, value); }

void add_text(std::string& out, std::string_view text)
{
    add_varint(out, text.size());
    out += text;
}

std::vector<mlt::Column> columns_of(const MvtLayer& layer)
{
    std::vector<mlt::Column> columns;
    if (auto ids = mlt::id_column(layer.features)) {
        columns.push_back(std::move(*ids));
    }
    columns.push_back(
        {static_cast<std::uint8_t>(mlt::ColumnType::geometry), {}, mlt::geometry_column(layer.features)});
    std::ranges::move(mlt::property_columns(layer.features), std::back_inserter(columns));
    return columns;
}

std::string layer_body(const MvtLayer& layer)
{
    const auto columns = columns_of(layer);
    std::string body(1, static_cast<char>(mlt::layer_tag));
    add_text(body, layer.name);
    add_varint(body, layer.extent);
    add_varint(body, columns.size());
    for (const auto& column : columns) {
        body.push_back(static_cast<char>(column.type));
        if (column.type >= static_cast<std::uint8_t>(mlt::ColumnType::boolean)) {
            add_text(body, column.name);
        }
    }
    for (const auto& column : columns) {
        body += column.data;
    }
    return body;
}

} // namespace

std::string encode_mlt(std::span<const MvtLayer> layers)
{
    std::string tile;
    for (const MvtLayer& layer : layers) {
        if (!layer.features.empty()) {
            add_text(tile, layer_body(layer));
        }
    }
    return tile;
}

} // namespace tiles

#include "ingest/tile_words.hpp"

#include <map>

namespace ingest {

datasets::LocalText words_of(tiles::TileFault fault)
{
    using tiles::TileFault;
    static const std::map<TileFault, datasets::LocalText> words = {
        {TileFault::damaged, {"壊れていて読めない", "damaged, cannot be read"}},
        {TileFault::field_type, {"フィールドの型が仕様と違う", "a field is encoded as something else"}},
        {TileFault::layer_name, {"レイヤーに名前がない", "a layer has no name"}},
        {TileFault::layer_repeated, {"同じ名前のレイヤーが 2 つある", "two layers have the same name"}},
        {TileFault::layer_version,
         {"レイヤーの版がない、または 1 でも 2 でもない", "a layer's version is missing or neither 1 nor 2"}},
        {TileFault::layer_extent, {"レイヤーの大きさ (extent) が 0", "a layer's extent is 0"}},
        {TileFault::layer_empty, {"地物のないレイヤー", "a layer has no features"}},
        {TileFault::key_repeated, {"レイヤーのキーに重複がある", "a layer's keys hold one twice"}},
        {TileFault::value, {"値がない、または 1 つに 2 つある", "a value is none, or several in one"}},
        {TileFault::tag, {"属性の参照先がない", "a tag points to nothing"}},
        {TileFault::property_repeated, {"地物に同じ属性が 2 つある", "a feature has a property twice"}},
        {TileFault::feature_type,
         {"地物の型がない、または知られていない", "a feature's type is missing or does not exist"}},
        {TileFault::feature_unknown, {"型が UNKNOWN の地物", "a feature of type UNKNOWN"}},
        {TileFault::id_repeated, {"同じ ID の地物が 2 つある", "two features have the same id"}},
        {TileFault::geometry, {"形の命令が型に合わない", "a geometry's commands do not fit its type"}},
        {TileFault::winding, {"環の向きが逆", "a ring is wound the wrong way"}},
        {TileFault::polygon,
         {"無効なポリゴン（自己交差など）", "an invalid polygon, crossing itself for example"}},
        {TileFault::beyond_buffer,
         {"タイルの余白より外に頂点がある", "a vertex lies outside of tile and buffer"}},
        {TileFault::too_large, {"大きすぎて表示が遅い", "too large to draw smoothly"}},
        {TileFault::archive, {"PMTiles（第 3 版）として読めない", "cannot be read as PMTiles version 3"}},
        {TileFault::header, {"ヘッダーと中身が違う", "the header says something else than what is there"}},
        {TileFault::metadata, {"メタデータの誤り", "wrong metadata"}},
        {TileFault::directory,
         {"ディレクトリの誤り（順序、重なりなど）", "a wrong directory: order, overlap"}},
        {TileFault::beyond_file, {"ファイルや区画の外を指している", "points outside of the file or section"}},
        {TileFault::zoom, {"ヘッダーにないズームのタイル", "a tile of a zoom that the header excludes"}},
    };
    return words.at(fault);
}

} // namespace ingest

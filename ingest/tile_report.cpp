#include "ingest/tile_report.hpp"

#include "ingest/tile_words.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace ingest {

namespace {

using Json = nlohmann::ordered_json;
using tiles::TilePoint;

std::string name_of(tiles::TileId tile) { return fmt::format("{}/{}/{}", tile.z, tile.x, tile.y); }

Json to_json(const tiles::TileProblem& problem)
{
    const auto words = words_of(problem.fault);
    Json json{{"kind", to_string(problem.fault)},
              {"severity", is_error(problem.fault) ? "error" : "note"},
              {"ja", words.ja},
              {"en", words.en},
              {"detail", problem.text}};
    if (problem.tile) {
        json["tile"] = name_of(*problem.tile);
    }
    if (!problem.layer.empty()) {
        json["layer"] = problem.layer;
    }
    if (problem.feature) {
        json["feature"] = *problem.feature;
    }
    return json;
}

Json to_json(const std::vector<tiles::TileProblem>& problems)
{
    Json list = Json::array();
    for (const auto& problem : problems) {
        list.push_back(to_json(problem));
    }
    return list;
}

Json layers_json(const std::vector<tiles::LayerSummary>& layers)
{
    Json list = Json::array();
    for (const auto& layer : layers) {
        list.push_back({{"name", layer.name},
                        {"version", layer.version},
                        {"extent", layer.extent},
                        {"bytes", layer.bytes},
                        {"features", layer.features()},
                        {"points", layer.points},
                        {"lines", layer.lines},
                        {"polygons", layer.polygons},
                        {"vertices", layer.vertices},
                        {"properties", layer.properties}});
    }
    return list;
}

Json to_json(const tiles::ZoomTotals& totals)
{
    Json layers = Json::object();
    for (const auto& [name, layer] : totals.layers) {
        layers[name] = {{"tiles", layer.tiles},
                        {"features", layer.features},
                        {"vertices", layer.vertices},
                        {"bytes", layer.bytes}};
    }
    return {{"tiles", totals.tiles}, {"contents", totals.contents}, {"packed", totals.packed},
            {"bytes", totals.bytes}, {"largest", totals.largest},   {"layers", std::move(layers)}};
}

Json pair(TilePoint p) { return {p.x, p.y}; }

Json path(const std::vector<TilePoint>& points)
{
    Json list = Json::array();
    for (const TilePoint p : points) {
        list.push_back(pair(p));
    }
    return list;
}

Json to_json(const datasets::Geometry<TilePoint>& geometry)
{
    Json parts = Json::array();
    if (const auto* points = std::get_if<datasets::Points<TilePoint>>(&geometry)) {
        return {{"type", "MultiPoint"}, {"coordinates", path(points->points)}};
    }
    if (const auto* lines = std::get_if<datasets::Lines<TilePoint>>(&geometry)) {
        for (const auto& line : lines->lines) {
            parts.push_back(path(line));
        }
        return {{"type", "MultiLineString"}, {"coordinates", std::move(parts)}};
    }
    for (const auto& polygon : std::get<datasets::Polygons<TilePoint>>(geometry).polygons) {
        Json rings = Json::array({path(polygon.exterior)});
        for (const auto& interior : polygon.interiors) {
            rings.push_back(path(interior));
        }
        parts.push_back(std::move(rings));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(parts)}};
}

Json to_json(const datasets::Value& value)
{
    struct Convert {
        Json operator()(std::monostate /*missing*/) const { return nullptr; }
        Json operator()(bool v) const { return v; }
        Json operator()(std::int64_t v) const { return v; }
        Json operator()(double v) const { return v; }
        Json operator()(const std::string& v) const { return v; }
    };
    return std::visit(Convert{}, value);
}

double kilobytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1000; }

std::string layer_line(const tiles::LayerSummary& layer)
{
    return fmt::format("  {:<32} 版 v{}  extent {}  {:>9.1f} kB  地物 features {} (点 points {}, 線 lines "
                       "{}, 面 polygons {})  "
                       "頂点 vertices {}\n",
                       layer.name, layer.version, layer.extent, kilobytes(layer.bytes), layer.features(),
                       layer.points, layer.lines, layer.polygons, layer.vertices);
}

std::string problem_line(const tiles::TileProblem& problem)
{
    const auto words = words_of(problem.fault);
    std::string where;
    if (problem.tile) {
        where += name_of(*problem.tile) + " ";
    }
    if (!problem.layer.empty()) {
        where += fmt::format("'{}' ", problem.layer);
    }
    if (problem.feature) {
        where += fmt::format("#{} ", *problem.feature);
    }
    return fmt::format("  {} {}{} / {} ({})\n", is_error(problem.fault) ? "×" : "・", where, words.ja,
                       words.en, problem.text);
}

/// The first few of each kind, and how many there are.
std::string problem_lines(const std::vector<tiles::TileProblem>& problems,
                          const std::map<tiles::TileFault, std::uint64_t>& counts)
{
    if (counts.empty()) {
        return "問題は見つかりませんでした / no problems found\n";
    }
    std::string text = "見つかった問題 / problems found\n";
    constexpr int shown = 5;
    for (const auto& [fault, count] : counts) {
        int left = shown;
        for (const auto& problem : problems) {
            if (problem.fault == fault && left > 0) {
                text += problem_line(problem);
                --left;
            }
        }
        if (count > shown) {
            text += fmt::format("    … {} 件 in all: {}\n", count, to_string(fault));
        }
    }
    return text;
}

std::map<tiles::TileFault, std::uint64_t> counted(const std::vector<tiles::TileProblem>& problems)
{
    std::map<tiles::TileFault, std::uint64_t> counts;
    for (const auto& problem : problems) {
        ++counts[problem.fault];
    }
    return counts;
}

std::string zoom_lines(const tiles::ArchiveSummary& archive)
{
    std::string text = "ズーム zoom     枚数 tiles   内容 contents     圧縮 packed kB   展開 unpacked kB   "
                       "最大 largest kB\n";
    for (const auto& [zoom, totals] : archive.zooms) {
        text += fmt::format("{:>6} {:>18} {:>15} {:>18.1f} {:>18.1f} {:>17.1f}\n", zoom, totals.tiles,
                            totals.contents, kilobytes(totals.packed), kilobytes(totals.bytes),
                            kilobytes(totals.largest));
        for (const auto& [name, layer] : totals.layers) {
            text += fmt::format("         {:<32} 地物 features {:>9}  頂点 vertices {:>10}  {:>10.1f} kB\n",
                                name, layer.features, layer.vertices, kilobytes(layer.bytes));
        }
    }
    return text;
}

} // namespace

Json to_json(const tiles::TileSummary& tile)
{
    return {
        {"bytes", tile.bytes}, {"layers", layers_json(tile.layers)}, {"problems", to_json(tile.problems)}};
}

Json to_json(const tiles::ArchiveSummary& archive)
{
    const auto& header = archive.header;
    Json zooms = Json::object();
    for (const auto& [zoom, totals] : archive.zooms) {
        zooms[std::to_string(zoom)] = to_json(totals);
    }
    Json worst = Json::array();
    for (const auto& tile : archive.worst) {
        worst.push_back({{"tile", name_of(tile.tile)},
                         {"packed", tile.packed},
                         {"bytes", tile.summary.bytes},
                         {"layers", layers_json(tile.summary.layers)}});
    }
    Json faults = Json::object();
    for (const auto& [fault, count] : archive.faults) {
        faults[std::string{to_string(fault)}] = count;
    }
    return {{"bytes", archive.bytes},
            {"minzoom", header.minzoom},
            {"maxzoom", header.maxzoom},
            {"bounds",
             {header.bounds.min_lon, header.bounds.min_lat, header.bounds.max_lon, header.bounds.max_lat}},
            {"clustered", header.clustered},
            {"addressed_tiles", header.addressed_tiles},
            {"tile_entries", header.tile_entries},
            {"tile_contents", header.tile_contents},
            {"directories", archive.directories},
            {"zooms", std::move(zooms)},
            {"worst", std::move(worst)},
            {"faults", std::move(faults)},
            {"problem_count", archive.problem_count},
            {"problems", to_json(archive.problems)}};
}

Json to_json(const std::vector<tiles::MvtLayer>& layers)
{
    Json list = Json::array();
    for (const auto& layer : layers) {
        Json features = Json::array();
        for (const auto& feature : layer.features) {
            Json properties = Json::object();
            for (const auto& [name, value] : feature.properties) {
                properties[name] = to_json(value);
            }
            features.push_back({{"id", feature.id ? Json(*feature.id) : Json()},
                                {"geometry", to_json(feature.geometry)},
                                {"properties", std::move(properties)}});
        }
        list.push_back({{"name", layer.name},
                        {"version", layer.version},
                        {"extent", layer.extent},
                        {"features", std::move(features)}});
    }
    return list;
}

std::string to_text(const tiles::TileSummary& tile)
{
    std::string text = fmt::format("{:.1f} kB（展開後 / not compressed）\n", kilobytes(tile.bytes));
    for (const auto& layer : tile.layers) {
        text += layer_line(layer);
    }
    return text + problem_lines(tile.problems, counted(tile.problems));
}

std::string to_text(const tiles::ArchiveSummary& archive)
{
    const auto& header = archive.header;
    std::string text = fmt::format(
        "PMTiles {:.1f} kB  ズーム zooms {}–{}  タイル tiles {}  項目 entries {}  内容 contents {}  "
        "ディレクトリ directories {}\n",
        kilobytes(archive.bytes), header.minzoom, header.maxzoom, header.addressed_tiles, header.tile_entries,
        header.tile_contents, archive.directories);
    text += zoom_lines(archive);
    if (!archive.worst.empty()) {
        text += "大きなタイル / largest tiles\n";
    }
    for (const auto& tile : archive.worst) {
        text += fmt::format("  {:<20} {:>9.1f} kB  圧縮 packed {:>9.1f} kB", name_of(tile.tile),
                            kilobytes(tile.summary.bytes), kilobytes(tile.packed));
        for (const auto& layer : tile.summary.layers) {
            text += fmt::format("  {}: {}", layer.name, layer.features());
        }
        text += '\n';
    }
    return text + problem_lines(archive.problems, archive.faults);
}

bool has_errors(const std::vector<tiles::TileProblem>& problems)
{
    return std::ranges::any_of(problems, [](const auto& problem) { return is_error(problem.fault); });
}

} // namespace ingest

#include "tiles/archive_metadata.hpp"

#include <nlohmann/json.hpp>

namespace tiles {

std::string archive_metadata(const ArchiveMetadata& metadata)
{
    using json = nlohmann::ordered_json;
    json layers = json::array();
    for (const VectorLayer& layer : metadata.vector_layers) {
        json fields = json::object();
        for (const auto& [name, description] : layer.fields) {
            fields[name] = description;
        }
        layers.push_back({{"id", layer.id},
                          {"description", layer.description},
                          {"minzoom", layer.minzoom},
                          {"maxzoom", layer.maxzoom},
                          {"fields", std::move(fields)}});
    }
    json zooms = json::array();
    for (const ZoomStatistics& zoom : metadata.statistics) {
        zooms.push_back({{"zoom", zoom.zoom},
                         {"tiles", zoom.tiles},
                         {"features", zoom.features},
                         {"clustered", zoom.clustered},
                         {"merged", zoom.merged},
                         {"omitted", zoom.omitted},
                         {"shrunk", zoom.shrunk},
                         {"crowded_tiles", zoom.crowded_tiles},
                         {"largest_tile", zoom.largest_tile}});
    }
    const json document = {{"name", metadata.name},
                           {"description", metadata.description},
                           {"attribution", metadata.attribution},
                           {"type", "overlay"},
                           {"version", metadata.version},
                           {"vector_layers", std::move(layers)},
                           {"machizu:zooms", std::move(zooms)}};
    return document.dump();
}

} // namespace tiles

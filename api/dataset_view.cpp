#include "api/dataset_view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace api {

namespace {

using Json = nlohmann::json;

std::string text_at(const Json& view, const char* key)
{
    if (!view.is_object()) {
        return {};
    }
    const auto found = view.find(key);
    return found != view.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "#rgb" or "#rrggbb": it goes into attributes of SVG.
std::string color_at(const Json& view, const char* key, std::string otherwise)
{
    const auto text = text_at(view, key);
    const bool is_color =
        (text.size() == 4 || text.size() == 7) && text[0] == '#' &&
        std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
    return is_color ? text : otherwise;
}

double number_at(const Json& view, const char* key, double otherwise, double most)
{
    const auto found = view.find(key);
    return found != view.end() && found->is_number() ? std::clamp(found->get<double>(), 0.0, most)
                                                     : otherwise;
}

} // namespace

DatasetView read_view(const datasets::Manifest& manifest, const datasets::Schema& schema)
{
    const auto json = Json::parse(manifest.view, nullptr, /*allow_exceptions=*/false);
    DatasetView view;
    if (!json.is_object()) {
        return view;
    }
    view.is_base = text_at(json, "role") == "base";
    view.order = static_cast<int>(number_at(json, "order", view.order, 1e6));
    if (const auto group = json.find("group"); group != json.end() && group->is_object()) {
        view.group = {text_at(*group, "ja"), text_at(*group, "en")};
    }
    view.title = schema.index_of(text_at(json, "title"));
    view.label = schema.index_of(text_at(json, "label"));
    view.link = schema.index_of(text_at(json, "link"));
    view.field = schema.index_of(text_at(json, "field"));
    if (const auto list = json.find("categories"); list != json.end() && list->is_array()) {
        for (const auto& category : *list) {
            const auto value = text_at(category, "value");
            const auto label = category.find("label");
            const bool is_named = label != category.end() && label->is_object();
            if (!value.empty()) {
                view.categories.emplace_back(
                    value, is_named ? datasets::LocalText{text_at(*label, "ja"), text_at(*label, "en")}
                                    : datasets::LocalText{value, value});
            }
        }
    }
    view.color = color_at(json, "color", view.color);
    view.outline = color_at(json, "outline", view.outline);
    view.opacity = number_at(json, "opacity", view.opacity, 1);
    view.width = number_at(json, "width", view.width, 20);
    view.radius = number_at(json, "radius", view.radius, 40);
    view.minzoom = number_at(json, "minzoom", view.minzoom, 24);
    return view;
}

} // namespace api

#include "tiles/mvt_reader.hpp"

#include "datasets/error.hpp"
#include "tiles/mvt_format.hpp"
#include "tiles/mvt_geometry.hpp"
#include "tiles/mvt_value.hpp"

#include <fmt/format.h>
#include <protozero/pbf_message.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <type_traits>
#include <utility>

namespace tiles {

namespace {

using datasets::FormatError;
using datasets::Value;
using protozero::pbf_message;

/// A field together with its wire type: with another type it is a field we do not know, and skipped. protozero takes the caller's word
/// for the type.
template <class Field>
constexpr std::uint32_t bytes(Field field)
{
    return protozero::tag_and_type(field, protozero::pbf_wire_type::length_delimited);
}
template <class Field>
constexpr std::uint32_t varint(Field field)
{
    return protozero::tag_and_type(field, protozero::pbf_wire_type::varint);
}

std::string field_with_type(std::uint32_t field, int wire_type)
{
    return fmt::format("field {} with wire type {}", field, wire_type);
}

/// Reads one layer, and tells what is wrong with it.
class LayerReader {
public:
    explicit LayerReader(const Complain& complain) : complain_{complain} {}

    MvtLayer read(protozero::data_view bytes)
    {
        layer_.bytes = bytes.size();
        split(pbf_message<mvt::LayerField>{
            bytes}); // features may stand before the keys and values they refer to
        check_layer();
        for (place_ = 0; *place_ < features_.size(); ++*place_) {
            if (auto feature = read_feature(pbf_message<mvt::FeatureField>{features_[*place_]})) {
                layer_.features.push_back(std::move(*feature));
            }
        }
        return std::move(layer_);
    }

private:
    void complain(TileFault fault, std::string text) const
    {
        complain_({fault, std::move(text), layer_.name, place_, {}});
    }

    /// A field whose wire type is not what it should be, or one that we do not know.
    template <class Field>
    void skip(pbf_message<Field>& message, std::uint32_t last_known) const
    {
        const auto field = static_cast<std::uint32_t>(message.tag());
        const bool known =
            field <= last_known || (std::is_same_v<Field, mvt::LayerField> && message.tag() == Field(15));
        if (known) {
            complain(TileFault::field_type, field_with_type(field, static_cast<int>(message.wire_type())));
        }
        message.skip();
    }

    void split(pbf_message<mvt::LayerField> message)
    {
        while (message.next()) {
            switch (message.tag_and_type()) {
            case bytes(mvt::LayerField::name):
                layer_.name = message.get_string();
                break;
            case bytes(mvt::LayerField::features):
                features_.push_back(message.get_view());
                break;
            case bytes(mvt::LayerField::keys):
                keys_.push_back(message.get_string());
                break;
            case bytes(mvt::LayerField::values):
                values_.push_back(read_value(message.get_string()));
                break;
            case varint(mvt::LayerField::extent):
                layer_.extent = message.get_uint32();
                break;
            case varint(mvt::LayerField::version):
                layer_.version = message.get_uint32();
                has_version_ = true;
                break;
            default:
                skip(message, static_cast<std::uint32_t>(mvt::LayerField::extent));
            }
        }
    }

    Value read_value(const std::string& message) const
    {
        FoundValue found = find_mvt_value(message, [&](std::uint32_t field, int wire_type) {
            complain(TileFault::field_type, field_with_type(field, wire_type));
        });
        if (found.count != 1) {
            complain(TileFault::value, fmt::format("{} values in one", found.count));
        }
        return std::move(found.value);
    }

    void check_layer() const
    {
        if (layer_.name.empty()) {
            complain(TileFault::layer_name, "a layer without a name");
        }
        if (!has_version_ || layer_.version < 1 || layer_.version > 2) {
            complain(TileFault::layer_version,
                     has_version_ ? fmt::format("version {}", layer_.version) : "no version");
        }
        if (layer_.extent == 0) {
            complain(TileFault::layer_extent, "extent 0");
        }
        if (features_.empty()) {
            complain(TileFault::layer_empty, "a layer without features");
        }
        std::set<std::string_view> keys;
        for (const std::string& key : keys_) {
            if (!keys.insert(key).second) {
                complain(TileFault::key_repeated, fmt::format("the key '{}' twice", key));
            }
        }
    }

    std::optional<MvtFeature> read_feature(pbf_message<mvt::FeatureField> message)
    {
        MvtFeature feature;
        std::vector<std::uint32_t> tags;
        std::vector<std::uint32_t> integers;
        std::optional<std::int32_t> type;
        int geometries = 0;
        while (message.next()) {
            switch (message.tag_and_type()) {
            case varint(mvt::FeatureField::id):
                feature.id = message.get_uint64();
                break;
            case bytes(mvt::FeatureField::tags): {
                const auto packed = message.get_packed_uint32();
                tags.insert(tags.end(), packed.begin(), packed.end());
                break;
            }
            case varint(mvt::FeatureField::type):
                type = message.get_enum();
                break;
            case bytes(mvt::FeatureField::geometry): {
                const auto packed = message.get_packed_uint32();
                integers.assign(packed.begin(), packed.end());
                ++geometries;
                break;
            }
            default:
                skip(message, static_cast<std::uint32_t>(mvt::FeatureField::geometry));
            }
        }
        check_id(feature.id);
        read_tags(tags, feature);
        if (geometries > 1) {
            complain(TileFault::geometry, "two geometries");
            return std::nullopt;
        }
        return read_geometry(type, integers, feature) ? std::optional{std::move(feature)} : std::nullopt;
    }

    void check_id(std::optional<std::uint64_t> id)
    {
        if (id && !ids_.insert(*id).second) {
            complain(TileFault::id_repeated, fmt::format("the id {} twice", *id));
        }
    }

    void read_tags(const std::vector<std::uint32_t>& tags, MvtFeature& feature) const
    {
        if (tags.size() % 2 != 0) {
            complain(TileFault::tag, "a key without a value");
        }
        for (std::size_t i = 0; i + 1 < tags.size(); i += 2) {
            if (tags[i] >= keys_.size() || tags[i + 1] >= values_.size()) {
                complain(TileFault::tag, fmt::format("key {} of {}, value {} of {}", tags[i], keys_.size(),
                                                     tags[i + 1], values_.size()));
                continue;
            }
            const std::string& key = keys_[tags[i]];
            if (feature.property(key) != nullptr) {
                complain(TileFault::property_repeated, fmt::format("the property '{}' twice", key));
                continue;
            }
            if (!datasets::is_missing(values_[tags[i + 1]])) { // else it was complained of
                feature.properties.emplace_back(key, values_[tags[i + 1]]);
            }
        }
    }

    bool read_geometry(std::optional<std::int32_t> type, const std::vector<std::uint32_t>& integers,
                       MvtFeature& feature) const
    {
        if (!type || *type < 0 || *type > static_cast<std::int32_t>(GeomType::polygon)) {
            complain(TileFault::feature_type, type ? fmt::format("type {}", *type) : "no type");
            return false;
        }
        if (static_cast<GeomType>(*type) == GeomType::unknown) {
            complain(TileFault::feature_unknown, "type UNKNOWN");
            return false;
        }
        try {
            feature.geometry = decode_geometry(static_cast<GeomType>(*type), integers, layer_.version);
            return true;
        } catch (const WindingError& error) {
            complain(TileFault::winding, error.what());
        } catch (const FormatError& error) {
            complain(TileFault::geometry, error.what());
        }
        return false;
    }

    const Complain& complain_;
    MvtLayer layer_{};
    bool has_version_ = false;
    std::vector<std::string> keys_{};
    std::vector<Value> values_{};
    std::vector<protozero::data_view> features_{};
    std::set<std::uint64_t> ids_{};
    std::optional<std::size_t> place_{}; ///< of the feature being read
};

std::string message_of(const TileProblem& problem)
{
    const auto feature = problem.feature ? fmt::format(", feature {}", *problem.feature) : "";
    return problem.layer.empty() ? fmt::format("MVT: {}", problem.text)
                                 : fmt::format("MVT layer '{}'{}: {}", problem.layer, feature, problem.text);
}

} // namespace

const Value* MvtFeature::property(std::string_view name) const
{
    const auto it =
        std::ranges::find(properties, name, [](const auto& p) -> std::string_view { return p.first; });
    return it == properties.end() ? nullptr : &it->second;
}

std::vector<MvtLayer> read_mvt(std::string_view tile, const Complain& complain)
{
    std::vector<MvtLayer> layers;
    std::set<std::string> names;
    try {
        pbf_message<mvt::TileField> message{protozero::data_view{tile.data(), tile.size()}};
        while (message.next()) {
            if (message.tag_and_type() != bytes(mvt::TileField::layers)) {
                message.skip();
                continue;
            }
            auto layer = LayerReader{complain}.read(message.get_view());
            if (!names.insert(layer.name).second) {
                complain({TileFault::layer_repeated, "a second layer of this name", layer.name, {}, {}});
            }
            layers.push_back(std::move(layer));
        }
    } catch (const protozero::exception& error) {
        complain({TileFault::damaged, fmt::format("damaged: {}", error.what()), "", {}, {}});
    }
    return layers;
}

std::vector<MvtLayer> read_mvt(std::string_view tile)
{
    return read_mvt(tile, [](const TileProblem& problem) {
        if (is_error(problem.fault)) {
            throw FormatError{message_of(problem)};
        }
    });
}

} // namespace tiles

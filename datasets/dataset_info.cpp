#include "datasets/dataset_info.hpp"

#include "datasets/file.hpp"
#include "datasets/json_reader.hpp"

#include <array>

namespace datasets {

namespace {

using nlohmann::json;

constexpr int format_number = 1;
constexpr std::array<std::string_view, 5> kind_names{"none", "point", "line", "polygon", "mixed"};

json schema_json(const Schema& schema)
{
    json fields = json::array();
    for (const Field& field : schema.fields) {
        fields.push_back({{"name", field.name},
                          {"type", to_string(field.type)},
                          {"label", {{"ja", field.label.ja}, {"en", field.label.en}}},
                          {"unit", field.unit},
                          {"searchable", field.searchable}});
    }
    return fields;
}

json zooms_json(const DatasetInfo& info)
{
    json zooms = json::array();
    for (const ZoomCounts& z : info.zooms) {
        zooms.push_back({{"zoom", z.zoom},
                         {"features", z.features},
                         {"clustered", z.clustered},
                         {"merged", z.merged},
                         {"omitted", z.omitted}});
    }
    return zooms;
}

json sources_json(const DatasetInfo& info)
{
    json sources = json::array();
    for (const SourceProvenance& s : info.sources) {
        sources.push_back({{"path", s.path},
                           {"bytes", s.bytes},
                           {"sha256", s.sha256},
                           {"encoding", s.encoding},
                           {"crs", s.crs},
                           {"crs_operation", s.crs_operation},
                           {"accuracy_m", s.accuracy_m < 0 ? json(nullptr) : json(s.accuracy_m)}});
    }
    return sources;
}

json files_json(const DatasetInfo& info)
{
    json files = json::array();
    for (const SnapshotFile& f : info.files) {
        json file{{"name", f.name},
                  {"bytes", f.bytes},
                  {"sha256", f.sha256},
                  {"media_type", f.media_type},
                  {"public", f.is_public}};
        if (!f.download.empty()) {
            file["download"] = f.download;
        }
        files.push_back(std::move(file));
    }
    return files;
}

/// Snapshots made before files had a name for it: what lies in downloads/ is a download.
std::string default_download(const std::string& name)
{
    constexpr std::string_view folder = "downloads/";
    return name.starts_with(folder) ? name.substr(folder.size()) : "";
}

std::int64_t count_at(const JsonReader& reader, const char* key)
{
    const JsonReader member = reader.at(key);
    if (!member.value().is_number_integer()) {
        member.fail("整数が必要です", "expected a whole number");
    }
    return member.value().get<std::int64_t>();
}

Schema read_schema(const JsonReader& reader)
{
    Schema schema;
    for (const JsonReader& entry : reader.elements()) {
        const auto type = field_type_from(entry.at("type").text());
        if (!type) {
            entry.at("type").fail("型がわかりません", "unknown type");
        }
        schema.fields.push_back(Field{entry.at("name").text(), *type, entry.at("label").local_text(),
                                      entry.at("unit").text(), entry.boolean_or("searchable", false)});
    }
    return schema;
}

GeometryKind read_kind(const JsonReader& reader)
{
    const std::string name = reader.text();
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
        if (kind_names[i] == name) {
            return static_cast<GeometryKind>(i);
        }
    }
    reader.fail("none, point, line, polygon, mixed のどれかが必要です",
                "expected none, point, line, polygon or mixed");
}

BBox read_bbox(const JsonReader& reader)
{
    if (reader.value().is_null()) {
        return {};
    }
    const auto edges = reader.elements();
    if (edges.size() != 4) {
        reader.fail("４つの数が必要です", "expected four numbers");
    }
    std::array<double, 4> numbers{};
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (!edges[i].value().is_number()) {
            edges[i].fail("数が必要です", "expected a number");
        }
        numbers.at(i) = edges[i].value().get<double>();
    }
    return BBox{numbers[0], numbers[1], numbers[2], numbers[3]};
}

/// Snapshots of version 0.1 before it had times lack the key.
TimeInterval read_time(const JsonReader& info)
{
    if (!info.has("time") || info.at("time").value().is_null()) {
        return {};
    }
    const auto ends = info.at("time").texts();
    if (ends.size() != 2) {
        info.at("time").fail("２つの文字列が必要です", "expected two texts");
    }
    return {ends[0], ends[1]};
}

SourceProvenance read_provenance(const JsonReader& reader)
{
    const json accuracy = reader.at("accuracy_m").value();
    return SourceProvenance{reader.at("path").text(),
                            count_at(reader, "bytes"),
                            reader.at("sha256").text(),
                            reader.at("encoding").text(),
                            reader.at("crs").text(),
                            reader.at("crs_operation").text(),
                            accuracy.is_number() ? accuracy.get<double>() : -1};
}

std::map<std::string, std::string> read_text_map(const JsonReader& reader)
{
    std::map<std::string, std::string> texts;
    for (const auto& item : reader.value().items()) {
        texts[item.key()] = reader.at(item.key().c_str()).text();
    }
    return texts;
}

} // namespace

std::string_view to_string(GeometryKind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

std::string to_json(const DatasetInfo& info)
{
    const BBox& box = info.bbox;
    const json document{
        {"format", format_number},
        {"id", info.manifest.id},
        {"version", info.version},
        {"published", info.published},
        {"input_hash", info.input_hash},
        {"geometry", to_string(info.geometry)},
        {"rows_read", info.rows_read},
        {"count", info.count},
        {"without_geometry", info.without_geometry},
        {"rejected", info.rejected},
        {"bbox",
         box.empty() ? json(nullptr) : json::array({box.min_lon, box.min_lat, box.max_lon, box.max_lat})},
        {"time", info.time.begin.empty() ? json(nullptr) : json::array({info.time.begin, info.time.end})},
        {"schema", schema_json(info.schema)},
        {"zooms", zooms_json(info)},
        {"sources", sources_json(info)},
        {"joined", info.joined},
        {"software", info.software},
        {"files", files_json(info)},
        {"manifest", json::parse(info.manifest.text, nullptr, true, /*ignore_comments=*/true)},
    };
    return document.dump(2) + "\n";
}

DatasetInfo parse_dataset_info(std::string_view text, const std::string& name)
{
    json document;
    try {
        document = json::parse(text);
    } catch (const json::exception& error) {
        throw FormatError{name + ": not valid JSON: " + error.what()};
    }
    const JsonReader reader{document, name + ": "};
    if (reader.at("format").value() != format_number) {
        reader.at("format").fail("別の版の Machizu が作ったものです。データを読み込み直してください",
                                 "made by another version of Machizu; ingest the dataset again");
    }
    DatasetInfo info;
    info.manifest = parse_manifest(reader.at("manifest").value().dump(), name + ": manifest");
    info.version = reader.at("version").text();
    info.published = reader.at("published").text();
    info.input_hash = reader.at("input_hash").text();
    info.geometry = read_kind(reader.at("geometry"));
    info.rows_read = count_at(reader, "rows_read");
    info.count = count_at(reader, "count");
    info.without_geometry = count_at(reader, "without_geometry");
    info.rejected = count_at(reader, "rejected");
    info.bbox = read_bbox(reader.at("bbox"));
    info.time = read_time(reader);
    info.schema = read_schema(reader.at("schema"));
    for (const JsonReader& zoom : reader.at("zooms").elements()) {
        info.zooms.push_back(ZoomCounts{zoom.at("zoom").integer(0, 30), count_at(zoom, "features"),
                                        count_at(zoom, "clustered"), count_at(zoom, "merged"),
                                        count_at(zoom, "omitted")});
    }
    for (const JsonReader& source : reader.at("sources").elements()) {
        info.sources.push_back(read_provenance(source));
    }
    info.joined = read_text_map(reader.at("joined"));
    info.software = read_text_map(reader.at("software"));
    for (const JsonReader& file : reader.at("files").elements()) {
        const std::string file_name = file.at("name").text();
        info.files.push_back(SnapshotFile{file_name, count_at(file, "bytes"), file.at("sha256").text(),
                                          file.at("media_type").text(), file.boolean_or("public", false),
                                          file.text_or("download", default_download(file_name))});
    }
    return info;
}

DatasetInfo read_dataset_info(const std::filesystem::path& snapshot)
{
    const auto path = snapshot / "dataset.json";
    return parse_dataset_info(read_file(path), path.string());
}

} // namespace datasets

#include "datasets/source_rules.hpp"

#include "datasets/json_reader.hpp"
#include "datasets/municipality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace datasets {

namespace {

SourceFile read_file_entry(const JsonReader& entry)
{
    entry.allow_only({"path", "set"});
    SourceFile file{entry.at("path").text(), {}};
    if (entry.has("set")) {
        const JsonReader set = entry.at("set");
        if (!set.value().is_object()) {
            set.fail("{\"列\":\"値\"} の形で書いてください", "expected an object {column: value}");
        }
        for (const auto& item : set.value().items()) {
            file.set.emplace_back(item.key(), set.at(item.key().c_str()).text());
        }
    }
    return file;
}

/// EPSG:6669 to 6687 are the plane-rectangular zones I to XIX on JGD2011.
std::string read_crs(const JsonReader& source)
{
    if (source.has("crs") + source.has("plane_rectangular_zone") + source.has("zone_of") > 1) {
        source.fail("\"crs\", \"plane_rectangular_zone\", \"zone_of\" のうち、１つだけを書いてください",
                    "say one of \"crs\", \"plane_rectangular_zone\" and \"zone_of\", not more");
    }
    if (source.has("plane_rectangular_zone")) {
        return fmt::format("EPSG:{}", 6668 + source.at("plane_rectangular_zone").integer(1, 19));
    }
    if (source.has("zone_of")) {
        const auto zone = plane_zone(source.at("zone_of").text());
        if (!zone) {
            source.at("zone_of").fail(
                "系番号が１つに決まる県名（兵庫県）か、市区町村コード（28204 か 282049）を書いてください",
                "expected a prefecture that lies in one zone (兵庫県), or a municipality's "
                "code (28204 or 282049)");
        }
        return fmt::format("EPSG:{}", 6668 + *zone);
    }
    return source.text_or("crs", "");
}

TotalRows read_total_rows(const JsonReader& json)
{
    const std::string name = json.text_or("total_rows", "warn");
    if (name == "warn") {
        return TotalRows::warn;
    }
    if (name == "skip") {
        return TotalRows::skip;
    }
    if (name == "keep") {
        return TotalRows::keep;
    }
    json.at("total_rows").fail("warn, skip, keep のどれかを書いてください", "expected warn, skip or keep");
}

} // namespace

Source read_source(const JsonReader& json)
{
    json.allow_only({"path", "files", "layer", "encoding", "skip_rows", "header_rows", "footer_rows",
                     "total_rows", "crs", "plane_rectangular_zone", "zone_of", "accept_accuracy_m",
                     "labels"});
    Source source;
    if (json.has("path") == json.has("files")) {
        json.fail(
            "\"path\"（１つのファイル）か \"files\"（同じ形の複数のファイル）の一方だけを書いてください",
            "say either \"path\" (one file) or \"files\" (several alike)");
    }
    if (json.has("path")) {
        source.files.push_back(SourceFile{json.at("path").text(), {}});
    } else {
        for (const JsonReader& entry : json.at("files").elements()) {
            source.files.push_back(read_file_entry(entry));
        }
        if (source.files.empty()) {
            json.at("files").fail("ファイルを１つ以上書いてください", "expected at least one file");
        }
    }
    source.layer = json.text_or("layer", "");
    source.encoding = json.text_or("encoding", "detect");
    constexpr std::array encodings{"detect", "UTF-8", "CP932", "UTF-16LE", "UTF-16BE"};
    if (std::find(encodings.begin(), encodings.end(), source.encoding) == encodings.end()) {
        json.at("encoding")
            .fail("detect, UTF-8, CP932, UTF-16LE, UTF-16BE のどれかを書いてください",
                  "expected detect, UTF-8, CP932, UTF-16LE or UTF-16BE");
    }
    source.skip_rows = json.integer_or("skip_rows", 0, 0, 1000);
    source.header_rows = json.integer_or("header_rows", 1, 1, 3);
    if (json.has("footer_rows")) {
        source.footer_rows = json.at("footer_rows").integer(0, 1000);
    }
    source.total_rows = read_total_rows(json);
    source.crs = read_crs(json);
    source.accept_accuracy_m = json.number_or("accept_accuracy_m", 0, 0, 1000);
    if (json.has("labels")) {
        const JsonReader labels = json.at("labels");
        labels.allow_only({"path", "from", "to"});
        source.labels =
            LabelTable{labels.at("path").text(), labels.at("from").text(), labels.at("to").text()};
    }
    return source;
}

} // namespace datasets

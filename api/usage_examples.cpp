#include "api/usage_examples.hpp"

#include <fmt/format.h>

namespace api {

namespace {

/// {0}: the server, {1}: the dataset.
constexpr auto curl = R"(# すべて / all of it
curl -O {0}/downloads/{1}.csv
# 最初の10件 / the first 10
curl '{0}/api/collections/{1}/items?limit=10&f=json'
)";

constexpr auto python_map = R"(# pip install geopandas
import geopandas

data = geopandas.read_file("{0}/downloads/{1}.geojson")
print(data.head())
data.plot()
)";

constexpr auto python_table = R"(# pip install pandas
import pandas

data = pandas.read_csv("{0}/downloads/{1}.csv")
print(data.head())
)";

constexpr auto r_map = R"(# install.packages("sf")
library(sf)

data <- st_read("{0}/downloads/{1}.geojson")
plot(st_geometry(data))
)";

constexpr auto r_table = R"(data <- read.csv("{0}/downloads/{1}.csv", fileEncoding = "UTF-8-BOM")
head(data)
)";

constexpr auto javascript = R"(let url = "{0}/api/collections/{1}/items?limit=1000&f=json";
const features = [];
while (url) {{ // 続きがある間 / as long as there is a next page
    const page = await (await fetch(url)).json();
    features.push(...page.features);
    url = page.links.find((link) => link.rel === "next")?.href;
}}
console.log(features.length);
)";

constexpr auto qgis = R"(レイヤ → データソースマネージャ → WFS / OGC API - Features → 新規
Layer → Data Source Manager → WFS / OGC API - Features → New

URL: {0}/api

背景に使うベクトルタイル / as vector tiles (Layer → Add Vector Tile Layer → New Generic Connection):
{0}/tiles/{1}/{{z}}/{{x}}/{{y}}
)";

} // namespace

std::vector<UsageExample> usage_examples(const Snapshot& snapshot, const std::string& base)
{
    const auto fill = [&](const char* text) { return fmt::format(fmt::runtime(text), base, snapshot.id()); };
    const bool has_map = snapshot.info.geometry != datasets::GeometryKind::none;
    return {{"curl", "bash", fill(curl)},
            {"Python", "python", fill(has_map ? python_map : python_table)},
            {"R", "r", fill(has_map ? r_map : r_table)},
            {"JavaScript", "javascript", fill(javascript)},
            {"QGIS", "", fill(qgis)}};
}

} // namespace api

#include "datasets/feature_cursor.hpp"

#include "datasets/feature_row.hpp"

#include <fmt/format.h>

#include <utility>

namespace datasets {

FeatureCursor::FeatureCursor(const std::filesystem::path& gpkg, const std::string& dataset, Schema schema,
                             const std::string& after)
    : schema_{std::move(schema)},
      database_{Database::open_immutable(gpkg)},
      statement_{
          database_.prepare(fmt::format("SELECT {} FROM {} t WHERE t.feature_id > ? ORDER BY t.feature_id",
                                        feature_columns(schema_), sql_name(dataset)))}
{
    statement_.bind(1, std::string_view{after});
}

std::optional<Feature> FeatureCursor::next()
{
    return statement_.step() ? std::optional{read_feature(statement_, schema_)} : std::nullopt;
}

} // namespace datasets

#include "datasets/feature_row.hpp"

#include "datasets/wkb.hpp"

namespace datasets {

namespace {

Value read_value(const Statement& row, int column, FieldType type)
{
    if (row.is_null(column)) {
        return std::monostate{};
    }
    switch (type) {
    case FieldType::integer:
        return row.integer(column);
    case FieldType::number:
        return row.number(column);
    case FieldType::boolean:
        return row.integer(column) != 0;
    case FieldType::text:
    case FieldType::date:
    case FieldType::datetime:
        break;
    }
    return row.text(column);
}

} // namespace

std::string feature_columns(const Schema& schema)
{
    std::string columns = "t.fid, t.feature_id, t.geom";
    for (const Field& field : schema.fields) {
        columns += ", t." + sql_name(field.name);
    }
    return columns;
}

Feature read_feature(const Statement& row, const Schema& schema)
{
    Feature feature{row.integer(0), row.text(1), std::nullopt, {}};
    if (!row.is_null(2)) {
        feature.geometry = geometry_from_gpkg_blob(row.blob(2));
    }
    feature.values.reserve(schema.fields.size());
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        feature.values.push_back(read_value(row, static_cast<int>(i) + 3, schema.fields[i].type));
    }
    return feature;
}

} // namespace datasets

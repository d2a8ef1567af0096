#include "datasets/feature_store_writer.hpp"

#include "datasets/bbox.hpp"
#include "datasets/rtree_writer.hpp"
#include "datasets/sqlite.hpp"
#include "datasets/wkb.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace datasets {

namespace {

/// GeoPackage 1.3: core tables (1.1), schema extension's column titles (F.9), R-tree extension (F.3).
constexpr const char* core_tables = R"sql(
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude in decimal degrees');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE data_dictionary (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, label_ja TEXT NOT NULL,
  label_en TEXT NOT NULL, unit TEXT NOT NULL);
)sql";

/// The R-tree's triggers as GeoPackage 1.3 F.3 wants them, for editors that open a copy; {0} is the table.
constexpr const char* rtree_triggers = R"sql(
CREATE TRIGGER "rtree_{0}_geom_insert" AFTER INSERT ON "{0}"
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
  BEGIN INSERT OR REPLACE INTO "rtree_{0}_geom"
    VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{0}_geom_update1" AFTER UPDATE OF geom ON "{0}"
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
  BEGIN INSERT OR REPLACE INTO "rtree_{0}_geom"
    VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{0}_geom_update2" AFTER UPDATE OF geom ON "{0}"
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM "rtree_{0}_geom" WHERE id = OLD.fid; END;
CREATE TRIGGER "rtree_{0}_geom_update3" AFTER UPDATE ON "{0}"
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM "rtree_{0}_geom" WHERE id = OLD.fid; INSERT OR REPLACE INTO "rtree_{0}_geom"
    VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER "rtree_{0}_geom_update4" AFTER UPDATE ON "{0}"
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM "rtree_{0}_geom" WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER "rtree_{0}_geom_delete" AFTER DELETE ON "{0}" WHEN old.geom NOT NULL
  BEGIN DELETE FROM "rtree_{0}_geom" WHERE id = OLD.fid; END;
)sql";

std::string_view sql_type(FieldType type)
{
    switch (type) {
    case FieldType::integer:
        return "INTEGER";
    case FieldType::number:
        return "DOUBLE";
    case FieldType::boolean:
        return "BOOLEAN";
    case FieldType::date:
        return "DATE";
    case FieldType::datetime:
    case FieldType::text:
        break;
    }
    return "TEXT"; // a GeoPackage DATETIME is UTC with seconds, which a city's "9:30" is not
}

std::string feature_table(const FeatureStoreHeader& header)
{
    std::string sql =
        "CREATE TABLE " + sql_name(header.dataset) +
        " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, feature_id TEXT NOT NULL UNIQUE";
    for (const Field& field : header.schema.fields) {
        sql += fmt::format(", {} {}", sql_name(field.name), sql_type(field.type));
    }
    return sql + ")";
}

std::string insert_feature(const FeatureStoreHeader& header)
{
    std::string sql = "INSERT INTO " + sql_name(header.dataset) + " VALUES (?, ?, ?";
    for (std::size_t i = 0; i < header.schema.fields.size(); ++i) {
        sql += ", ?";
    }
    return sql + ")";
}

/// The one geometry type of the table, or GEOMETRY if its rows differ.
class TableType {
public:
    void add(const Geometry<LonLat>& geometry)
    {
        const auto* points = std::get_if<Points<LonLat>>(&geometry);
        const bool single_point = points != nullptr && points->points.size() == 1;
        constexpr std::array names{"MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"};
        const char* name = single_point ? "POINT" : names[geometry.index()];
        if (name_.empty()) {
            name_ = name;
        } else if (name_ != name) {
            name_ = "GEOMETRY";
        }
    }
    [[nodiscard]] std::string name() const { return name_.empty() ? "GEOMETRY" : name_; }

private:
    std::string name_{};
};

} // namespace

struct FeatureStoreWriter::State {
    std::filesystem::path path;
    FeatureStoreHeader header;
    Database database;
    std::optional<Statement> insert{}, find_id{};
    RtreeWriter boxes{};
    BBox bbox{};
    TableType type{};
    bool finished = false;

    State(std::filesystem::path file, FeatureStoreHeader head)
        : path{std::move(file)}, header{std::move(head)}, database{Database::create(path, header.mode)}
    {
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State()
    {
        if (!finished) {
            std::error_code ignored;
            std::filesystem::remove(path, ignored);
        }
    }

    void create_tables()
    {
        database.execute("PRAGMA page_size = 4096; BEGIN");
        database.execute(core_tables);
        database.execute(feature_table(header));
        database.execute("CREATE VIRTUAL TABLE " + sql_name(rtree()) +
                         " USING rtree(id, minx, maxx, miny, maxy)");
        insert.emplace(database.prepare(insert_feature(header)));
        find_id.emplace(
            database.prepare("SELECT 1 FROM " + sql_name(header.dataset) + " WHERE feature_id = ?"));
    }

    [[nodiscard]] std::string rtree() const { return "rtree_" + header.dataset + "_geom"; }

    void add_geometry(const Feature& feature)
    {
        insert->bind(2, std::span<const std::byte>{to_gpkg_blob(*feature.geometry)});
        const BBox box = bbox_of(*feature.geometry);
        if (box.empty()) {
            return;
        }
        boxes.add(feature.fid, box);
        bbox.extend(box);
        type.add(*feature.geometry);
    }

    void write_contents()
    {
        Statement contents =
            database.prepare("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 4326)");
        contents.bind(1, std::string_view{header.dataset}).bind(2, std::string_view{"features"});
        contents.bind(3, std::string_view{header.title.empty() ? header.dataset : header.title});
        contents.bind(4, std::string_view{header.description}).bind(5, std::string_view{header.published});
        if (!bbox.empty()) {
            contents.bind(6, bbox.min_lon).bind(7, bbox.min_lat).bind(8, bbox.max_lon).bind(9, bbox.max_lat);
        }
        contents.run();
        contents.bind(1, std::string_view{"data_dictionary"}).bind(2, std::string_view{"attributes"});
        contents.bind(3, std::string_view{"data_dictionary"})
            .bind(4, std::string_view{"データ辞書 / data dictionary"});
        for (int i = 6; i <= 9; ++i) {
            contents.bind_null(i);
        }
        contents.run();
        Statement column =
            database.prepare("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)");
        column.bind(1, std::string_view{header.dataset}).bind(2, std::string_view{type.name()}).run();
    }

    void write_extensions()
    {
        Statement extension = database.prepare("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)");
        extension.bind(1, std::string_view{header.dataset}).bind(2, std::string_view{"geom"});
        extension.bind(3, std::string_view{"gpkg_rtree_index"});
        extension.bind(4, std::string_view{"http://www.geopackage.org/spec131/#extension_rtree"});
        extension.bind(5, std::string_view{"write-only"}).run();
        extension.bind(1, std::string_view{"gpkg_data_columns"}).bind_null(2);
        extension.bind(3, std::string_view{"gpkg_schema"});
        extension.bind(4, std::string_view{"http://www.geopackage.org/spec131/#extension_schema"});
        extension.bind(5, std::string_view{"read-write"}).run();
        database.execute(fmt::format(fmt::runtime(rtree_triggers), header.dataset));
    }

    void write_dictionary()
    {
        Statement column =
            database.prepare("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)");
        Statement entry = database.prepare("INSERT INTO data_dictionary VALUES (NULL, ?, ?, ?, ?, ?)");
        for (const Field& field : header.schema.fields) {
            column.bind(1, std::string_view{header.dataset}).bind(2, std::string_view{field.name});
            column.bind(3, std::string_view{field.name}).bind(4, std::string_view{field.label.ja});
            column.bind(5, std::string_view{field.label.en}).run();
            entry.bind(1, std::string_view{field.name}).bind(2, to_string(field.type));
            entry.bind(3, std::string_view{field.label.ja}).bind(4, std::string_view{field.label.en});
            entry.bind(5, std::string_view{field.unit}).run();
        }
    }
};

FeatureStoreWriter::FeatureStoreWriter(const std::filesystem::path& path, const FeatureStoreHeader& header)
    : state_{std::make_unique<State>(path, header)}
{
    state_->create_tables();
}

FeatureStoreWriter::FeatureStoreWriter(FeatureStoreWriter&&) noexcept = default;
FeatureStoreWriter& FeatureStoreWriter::operator=(FeatureStoreWriter&&) noexcept = default;
FeatureStoreWriter::~FeatureStoreWriter() = default;

void FeatureStoreWriter::add(const Feature& feature)
{
    Statement& insert = *state_->insert;
    insert.bind(1, feature.fid).bind_null(2).bind(3, std::string_view{feature.id});
    if (feature.geometry) {
        state_->add_geometry(feature);
    }
    for (std::size_t i = 0; i < feature.values.size(); ++i) {
        insert.bind(static_cast<int>(i) + 4, feature.values[i]);
    }
    insert.run();
}

bool FeatureStoreWriter::has_id(const std::string& id)
{
    state_->find_id->bind(1, std::string_view{id});
    const bool found = state_->find_id->step();
    state_->find_id->reset();
    return found;
}

void FeatureStoreWriter::finish()
{
    state_->write_contents();
    state_->write_dictionary();
    state_->boxes.write(state_->database, state_->rtree());
    state_->write_extensions();
    state_->insert.reset();
    state_->find_id.reset();
    state_->database.execute("COMMIT; ANALYZE");
    state_->finished = true;
}

} // namespace datasets

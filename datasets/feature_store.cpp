#include "datasets/feature_store.hpp"

#include "datasets/feature_row.hpp"
#include "datasets/intersects.hpp"
#include "datasets/sqlite.hpp"
#include "datasets/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace datasets {

namespace {

Database open_store(const std::filesystem::path& gpkg)
{
    Database database = Database::open_immutable(gpkg);
    database.define("geom_intersects", [](std::span<const std::byte> blob, double min_lon, double min_lat,
                                          double max_lon, double max_lat) {
        return intersects(geometry_from_gpkg_blob(blob), BBox{min_lon, min_lat, max_lon, max_lat});
    });
    return database;
}

/// A condition of a query with the values for its question marks.
struct Condition {
    std::string sql{};
    std::vector<Value> values{};
};

/// The R-tree holds floats rounded outwards, so it gives candidates and the geometry itself decides.
Condition touches(const BBox& box, const std::string& dataset)
{
    return {
        fmt::format("(t.fid IN (SELECT id FROM {} WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?)"
                    " AND geom_intersects(t.geom, ?, ?, ?, ?))",
                    sql_name("rtree_" + dataset + "_geom")),
        {box.min_lon, box.max_lon, box.min_lat, box.max_lat, box.min_lon, box.min_lat, box.max_lon,
         box.max_lat}};
}

/// Values of date and datetime are texts of several lengths; `first_second` and `last_second` in SQL.
Condition is_within(const TimeInterval& time, const TimeFields& fields)
{
    const std::string begin = "t." + sql_name(fields.begin);
    const std::string end =
        fields.end.empty() ? begin : fmt::format("coalesce(t.{}, {})", sql_name(fields.end), begin);
    Condition condition{begin + " IS NOT NULL", {}};
    if (!time.begin.empty()) {
        condition.sql += fmt::format(" AND {0} || substr('0000-12-31T23:59:59', length({0}) + 1) >= ?", end);
        condition.values.emplace_back(time.begin);
    }
    if (!time.end.empty()) {
        condition.sql +=
            fmt::format(" AND {0} || substr('0000-01-01T00:00:00', length({0}) + 1) <= ?", begin);
        condition.values.emplace_back(time.end);
    }
    return condition;
}

void append(Condition& all, const char* joined_by, const Condition& next)
{
    all.sql += (all.sql.empty() ? "" : joined_by) + next.sql;
    all.values.insert(all.values.end(), next.values.begin(), next.values.end());
}

/// Always a condition: "1" selects everything.
Condition condition_of(const Selection& selection, const std::string& dataset)
{
    Condition boxes;
    for (const BBox& box : selection.boxes) {
        append(boxes, " OR ", touches(box, dataset));
    }
    Condition all{"1", {}};
    if (!boxes.sql.empty()) {
        append(all, " AND ", {"(" + boxes.sql + ")", boxes.values});
    }
    if (selection.time && !selection.time_fields.begin.empty()) {
        append(all, " AND ", is_within(*selection.time, selection.time_fields));
    }
    return all;
}

/// A value that is not known comes last, whichever way the others go.
std::string order_by(const std::vector<SortKey>& order, const Schema& schema)
{
    std::string sql;
    for (const SortKey& key : order) {
        const auto column = "t." + sql_name(schema.fields[key.field].name);
        sql += fmt::format("{0} IS NULL, {0}{1}, ", column, key.descending ? " DESC" : "");
    }
    return sql + "t.fid";
}

/// What comes after a feature in that order: later by the first key, or alike and later by the next, and so on to the fid.
Condition comes_after(const Feature& last, const std::vector<SortKey>& order, const Schema& schema)
{
    Condition later{"t.fid > ?", {last.fid}};
    for (auto key = order.rbegin(); key != order.rend(); ++key) {
        const auto column = "t." + sql_name(schema.fields[key->field].name);
        const Value& value = last.values[key->field];
        if (is_missing(value)) {
            later.sql = fmt::format("({} IS NULL AND {})", column, later.sql);
            continue;
        }
        Condition next{fmt::format("({0} {1} ? OR {0} IS NULL OR ({0} = ? AND {2}))", column,
                                   key->descending ? '<' : '>', later.sql),
                       {value, value}};
        next.values.insert(next.values.end(), later.values.begin(), later.values.end());
        later = std::move(next);
    }
    return later;
}

/// Gives the number of the next question mark.
int bind_values(Statement& statement, const std::vector<Value>& values)
{
    int parameter = 0;
    for (const Value& value : values) {
        statement.bind(++parameter, value);
    }
    return parameter + 1;
}

} // namespace

/// SQLite connections are for one thread at a time; a call borrows one and gives it back.
struct FeatureStore::Connections {
    Connections(std::filesystem::path file, const std::string& name, Schema fields)
        : gpkg{std::move(file)},
          schema{std::move(fields)},
          dataset{name},
          table{sql_name(name)},
          columns{feature_columns(schema)}
    {
    }

    std::filesystem::path gpkg;
    Schema schema;
    std::string dataset;
    std::string table;
    std::string columns;
    std::mutex mutex{};
    std::vector<Database> idle{};

    class Lease {
    public:
        explicit Lease(Connections& all) : all_{all}, database_{all.take()} {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease()
        {
            const std::lock_guard lock{all_.mutex};
            all_.idle.push_back(std::move(database_));
        }
        [[nodiscard]] Statement prepare(std::string_view text) { return database_.prepare(text); }

    private:
        Connections& all_;
        Database database_;
    };

    [[nodiscard]] Database take()
    {
        {
            const std::lock_guard lock{mutex};
            if (!idle.empty()) {
                Database database = std::move(idle.back());
                idle.pop_back();
                return database;
            }
        }
        return open_store(gpkg);
    }
};

FeatureStore::FeatureStore(const std::filesystem::path& gpkg, const std::string& dataset, Schema schema)
    : connections_{std::make_unique<Connections>(gpkg, dataset, std::move(schema))}
{
    // Asked once here, so that a broken snapshot is noticed when it is opened and not by its first reader.
    (void)count();
}

FeatureStore::FeatureStore(FeatureStore&&) noexcept = default;
FeatureStore& FeatureStore::operator=(FeatureStore&&) noexcept = default;
FeatureStore::~FeatureStore() = default;

const Schema& FeatureStore::schema() const { return connections_->schema; }

std::optional<Feature> FeatureStore::by_id(std::string_view id) const
{
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(fmt::format("SELECT {} FROM {} t WHERE t.feature_id = ?",
                                                    connections_->columns, connections_->table));
    statement.bind(1, id);
    return statement.step() ? std::optional{read_feature(statement, schema())} : std::nullopt;
}

std::optional<Feature> FeatureStore::by_fid(std::int64_t fid) const
{
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(
        fmt::format("SELECT {} FROM {} t WHERE t.fid = ?", connections_->columns, connections_->table));
    statement.bind(1, fid);
    return statement.step() ? std::optional{read_feature(statement, schema())} : std::nullopt;
}

ItemsPage FeatureStore::items(const ItemsQuery& query) const
{
    Condition condition = condition_of(query.selection, connections_->dataset);
    if (query.order.empty()) {
        append(condition, " AND ", {"t.fid > ?", {query.after}});
    } else if (const auto last = query.after > 0 ? by_fid(query.after) : std::nullopt) {
        append(condition, " AND ", comes_after(*last, query.order, schema()));
    }
    Connections::Lease lease{*connections_};
    // Sorted are only the fids: with geometries a city's cases would not fit into memory.
    const bool sorted = !query.order.empty();
    Statement statement = lease.prepare(
        fmt::format("SELECT {} FROM {} t WHERE {} ORDER BY {}{}", sorted ? "t.fid" : connections_->columns,
                    connections_->table, condition.sql, order_by(query.order, schema()),
                    query.filter == nullptr ? fmt::format(" LIMIT {}", std::int64_t{query.limit} + 1) : ""));
    bind_values(statement, condition.values);
    Statement one = lease.prepare(
        fmt::format("SELECT {} FROM {} t WHERE t.fid = ?", connections_->columns, connections_->table));
    const auto next = [&] {
        if (!sorted) {
            return read_feature(statement, schema());
        }
        one.reset();
        one.bind(1, statement.integer(0)).step();
        return read_feature(one, schema());
    };
    std::optional<FilterMatcher> matches;
    if (query.filter != nullptr) {
        matches.emplace(*query.filter);
    }
    ItemsPage page;
    while (statement.step()) {
        auto feature = next();
        if (matches && !(*matches)(feature)) {
            continue;
        }
        if (page.features.size() == static_cast<std::size_t>(query.limit)) {
            page.has_more = true; // one more than asked for tells that there is a next page
            break;
        }
        page.features.push_back(std::move(feature));
    }
    return page;
}

std::vector<std::string> FeatureStore::ids(std::int64_t after, int limit) const
{
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(fmt::format(
        "SELECT t.feature_id FROM {} t WHERE t.fid > ? ORDER BY t.fid LIMIT ?", connections_->table));
    statement.bind(1, after).bind(2, std::int64_t{limit});
    std::vector<std::string> ids;
    while (statement.step()) {
        ids.push_back(statement.text(0));
    }
    return ids;
}

std::int64_t FeatureStore::count(const Selection& selection, const Filter* filter) const
{
    const Condition condition = condition_of(selection, connections_->dataset);
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(fmt::format("SELECT {} FROM {} t WHERE {}",
                                                    filter == nullptr ? "count(*)" : connections_->columns,
                                                    connections_->table, condition.sql));
    bind_values(statement, condition.values);
    if (filter == nullptr) {
        statement.step();
        return statement.integer(0);
    }
    const FilterMatcher matches{*filter};
    std::int64_t count = 0;
    while (statement.step()) {
        count += matches(read_feature(statement, schema())) ? 1 : 0;
    }
    return count;
}

} // namespace datasets

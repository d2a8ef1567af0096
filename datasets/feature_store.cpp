#include "datasets/feature_store.hpp"

#include "datasets/feature_row.hpp"
#include "datasets/intersects.hpp"
#include "datasets/sqlite.hpp"
#include "datasets/text_folding.hpp"
#include "datasets/wkb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace datasets {

namespace {

/// Among more matches than this, ranking looks at the first ones only: one character may match every row.
constexpr int ranked_matches = 5000;

Database open_store(const std::filesystem::path& gpkg)
{
    Database database = Database::open_immutable(gpkg);
    database.define("geom_intersects", [](std::span<const std::byte> blob, double min_lon, double min_lat,
                                          double max_lon, double max_lat) {
        return intersects(geometry_from_gpkg_blob(blob), BBox{min_lon, min_lat, max_lon, max_lat});
    });
    return database;
}

/// The words of one dataset's queries. The R-tree holds floats rounded outwards, so it gives candidates and the geometry
/// itself decides.
struct Sql {
    Sql(const std::string& dataset, const Schema& schema)
    {
        const std::string columns = feature_columns(schema);
        const std::string table = sql_name(dataset);
        const std::string within = fmt::format(
            "t.fid IN (SELECT id FROM {} WHERE maxx >= ?1 AND minx <= ?3 AND maxy >= ?2 AND miny <= ?4)"
            " AND geom_intersects(t.geom, ?1, ?2, ?3, ?4)",
            sql_name("rtree_" + dataset + "_geom"));
        by_id = fmt::format("SELECT {} FROM {} t WHERE t.feature_id = ?1", columns, table);
        by_fid = fmt::format("SELECT {} FROM {} t WHERE t.fid = ?1", columns, table);
        page = fmt::format("SELECT {} FROM {} t WHERE t.fid > ?5 ORDER BY t.fid LIMIT ?6", columns, table);
        page_within = fmt::format("SELECT {} FROM {} t WHERE t.fid > ?5 AND {} ORDER BY t.fid LIMIT ?6",
                                  columns, table, within);
        count = fmt::format("SELECT count(*) FROM {} t", table);
        count_within = fmt::format("SELECT count(*) FROM {} t WHERE {}", table, within);
    }
    std::string by_id, by_fid, page, page_within, count, count_within;
};

void bind_bbox(Statement& statement, const BBox& box)
{
    statement.bind(1, box.min_lon).bind(2, box.min_lat).bind(3, box.max_lon).bind(4, box.max_lat);
}

} // namespace

/// SQLite connections are for one thread at a time; a call borrows one and gives it back.
struct FeatureStore::Connections {
    Connections(std::filesystem::path file, const std::string& dataset, Schema fields)
        : gpkg{std::move(file)}, schema{std::move(fields)}, sql{dataset, schema}
    {
    }

    std::filesystem::path gpkg;
    Schema schema;
    Sql sql;
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
    Statement statement = lease.prepare(connections_->sql.by_id);
    statement.bind(1, id);
    return statement.step() ? std::optional{read_feature(statement, schema())} : std::nullopt;
}

std::optional<Feature> FeatureStore::by_fid(std::int64_t fid) const
{
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(connections_->sql.by_fid);
    statement.bind(1, fid);
    return statement.step() ? std::optional{read_feature(statement, schema())} : std::nullopt;
}

ItemsPage FeatureStore::items(const ItemsQuery& query) const
{
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(query.bbox ? connections_->sql.page_within : connections_->sql.page);
    if (query.bbox) {
        bind_bbox(statement, *query.bbox);
    }
    // One more than asked for tells whether there is a next page.
    statement.bind(5, query.after).bind(6, std::int64_t{query.limit} + 1);
    ItemsPage page;
    while (statement.step()) {
        if (page.features.size() == static_cast<std::size_t>(query.limit)) {
            page.has_more = true;
            break;
        }
        page.features.push_back(read_feature(statement, schema()));
    }
    return page;
}

std::int64_t FeatureStore::count(const std::optional<BBox>& bbox) const
{
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(bbox ? connections_->sql.count_within : connections_->sql.count);
    if (bbox) {
        bind_bbox(statement, *bbox);
    }
    statement.step();
    return statement.integer(0);
}

std::vector<SearchHit> FeatureStore::search(std::string_view text, int limit) const
{
    const std::string folded = fold_search(text);
    if (folded.empty()) {
        return {};
    }
    std::string phrase = "\"";
    for (const char c : spaced_characters(folded)) {
        phrase += c == '"' || c == '\0' ? ' ' : c; // neither is a token character anyway
    }
    phrase += '"';
    Connections::Lease lease{*connections_};
    Statement statement = lease.prepare(
        "SELECT fid, field FROM (SELECT fid, field, folded FROM search WHERE characters MATCH ?1 LIMIT ?3)"
        " ORDER BY folded <> ?2, instr(folded, ?2) <> 1, length(folded), fid LIMIT ?4");
    statement.bind(1, std::string_view{phrase}).bind(2, std::string_view{folded});
    statement.bind(3, std::int64_t{ranked_matches}).bind(4, std::int64_t{limit});
    std::vector<SearchHit> hits;
    while (statement.step()) {
        hits.push_back(SearchHit{statement.integer(0), statement.text(1)});
    }
    return hits;
}

} // namespace datasets

#pragma once

#include "datasets/feature.hpp"
#include "datasets/schema.hpp"
#include "tiles/feature_source.hpp"
#include "tiles/generalised_geometry.hpp"
#include "tiles/index_column.hpp"
#include "tiles/packed_geometry.hpp"
#include "tiles/packed_rtree.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiles {

/// All public features of a snapshot, laid out so that any question about many of them costs milliseconds: a filter over a city's
/// million cases, a tile of what it leaves, a sum by district. Read straight out of the mapped file, by any number of threads.
///
/// A feature is a row. Rows stand in Hilbert order, so that those of a tile lie together; those without a position come last.
///
///     filter ---> columns ------> Bitmap of rows --+
///     bbox -----> PackedRtree --> ranges of rows --+--> rows --> fids, values, geometry
///
/// Everything in it comes from features.gpkg, of which it holds the SHA-256: it can always be made again, and must be if the two
/// do not match.
class IndexedFeatures {
public:
    /// Maps the file. Throws datasets::StorageError if it cannot be opened, datasets::FormatError if it is damaged anywhere.
    [[nodiscard]] static IndexedFeatures open(const std::filesystem::path& path);

    /// `bytes` begin on a multiple of eight; `owner` keeps them alive.
    IndexedFeatures(std::shared_ptr<const void> owner, std::span<const std::byte> bytes);

    [[nodiscard]] std::size_t size() const { return fids_.size(); }
    [[nodiscard]] std::size_t located() const
    {
        return tree_.rows();
    } ///< rows with a position: the first ones
    [[nodiscard]] const std::string& source() const { return source_; } ///< SHA-256 of its features.gpkg

    /// Why it is not an index of these features, in words; empty if it is.
    [[nodiscard]] std::string mismatch(const datasets::Schema& schema, std::int64_t count,
                                       const std::string& source) const;

    [[nodiscard]] std::int64_t fid(std::size_t row) const { return fids_[row]; }
    [[nodiscard]] std::size_t row_of(std::int64_t fid) const ///< fid from 1 to size()
    {
        return rows_by_fid_[static_cast<std::size_t>(fid - 1)];
    }
    [[nodiscard]] std::string_view id(std::size_t row) const
    {
        return ids_.substr(id_offsets_[row], id_offsets_[row + 1] - id_offsets_[row]);
    }

    [[nodiscard]] const std::vector<IndexColumn>& columns() const { return columns_; }
    [[nodiscard]] const PackedRtree& tree() const { return tree_; }

    /// The whole feature as it was published.
    [[nodiscard]] datasets::Feature feature(std::size_t row) const;

    /// The positions as published, in degrees; nothing if there is none.
    [[nodiscard]] std::optional<datasets::Geometry<datasets::LonLat>> geometry(std::size_t row) const;
    [[nodiscard]] std::span<const datasets::LonLat> positions(std::size_t row) const; ///< all its vertices
    [[nodiscard]] datasets::GeometryKind kind(std::size_t row) const;

    /// What tiles draw: every vertex with the zoom from which it is drawn. Empty where a tile has nothing to draw.
    [[nodiscard]] GeneralisedGeometry drawn(std::size_t row) const;
    [[nodiscard]] std::span<const WorldPoint> drawn_positions(std::size_t row) const;
    [[nodiscard]] FeatureShape
    shape(std::size_t row) const; ///< what the encoder asks before it reads a geometry
    [[nodiscard]] WorldPoint place(std::size_t row) const
    {
        return places_[row];
    }                                                               ///< the row must have a position
    [[nodiscard]] bool is_coverage() const { return is_coverage_; } ///< polygons share borders

private:
    void read_schema(const index_format::Sections& file);
    void check_fids() const;

    std::shared_ptr<const void> owner_;
    std::string source_{};
    bool is_coverage_ = false;
    std::span<const std::uint32_t> fids_{};
    std::span<const std::uint32_t> rows_by_fid_{};
    std::span<const std::uint32_t> id_offsets_{};
    std::string_view ids_{};
    PackedRtree tree_{};
    PartsView exact_{};
    std::span<const datasets::LonLat> exact_positions_{};
    PartsView drawn_{};
    std::span<const WorldPoint> drawn_positions_{};
    std::span<const std::uint8_t> drawn_zooms_{};
    std::span<const WorldPoint> places_{};
    std::span<const double> sizes_{};
    std::span<const std::uint64_t> label_rows_{};
    std::vector<IndexColumn> columns_{};
};

} // namespace tiles

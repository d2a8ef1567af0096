#pragma once

#include "ingest/derived_fields.hpp"
#include "ingest/feature_builder.hpp"
#include "ingest/ingest.hpp"
#include "ingest/inputs.hpp"
#include "ingest/progress.hpp"
#include "ingest/reading.hpp"
#include "ingest/rejects.hpp"
#include "ingest/report_picture.hpp"
#include "ingest/row_checks.hpp"
#include "ingest/shared_positions.hpp"
#include "ingest/snapshot_writer.hpp"
#include "tiles/distinct_texts.hpp"
#include "tiles/spill_memory.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ingest {

/// Reads every row of every file into the snapshot, the report and the rejects: on one thread rows become features, on the
/// other, the caller's, they are counted and written.
class Run {
public:
    /// The snapshot's files are made in `folder`. `job` and `inputs` outlive this.
    Run(const Job& job, Inputs& inputs, const std::filesystem::path& folder,
        const datasets::DatasetInfo& info);

    /// Once. Throws IngestError, datasets::FormatError or datasets::StorageError if the run cannot go on.
    [[nodiscard]] Report read_all();

    /// Ends the snapshot's files after the last row, makes the tiles, and puts what they hold into `info`.
    void finish(datasets::DatasetInfo& info) { writer_.finish(info, progress_); }

    [[nodiscard]] const ReportPicture& picture() const { return picture_; }

private:
    /// A row as it stands in the source, and what was made of it.
    struct ReadRow {
        SourceRow source{};
        BuiltRow built{};
    };

    /// A feature with what is said of its row.
    struct Taken {
        datasets::Feature feature{};
        std::optional<datasets::LonLat> label{};
        std::optional<datasets::Feature> staff{}; ///< what is kept of the row for staff
        std::vector<ReportEntry> entries{};
        std::int64_t row = 0;
        std::string file{};
    };

    void read_file(std::size_t file);
    void begin_rejects(const Reading& reading, const std::string& path);
    [[nodiscard]] const DatasetJoin* geometry_join() const;
    [[nodiscard]] std::optional<ReadRow> read_row(Reading& reading, const FeatureBuilder& builder) const;
    [[nodiscard]] bool is_data(const SourceRow& row) const;
    [[nodiscard]] bool skips_totals() const;
    void say_role(const SourceRow& row, std::size_t file);
    void say(ReportEntry entry, std::int64_t row, std::size_t file);
    void say_address_levels(std::size_t file);
    [[nodiscard]] std::string file_name(std::size_t file) const;
    void take(ReadRow read, std::size_t file);
    void report(std::vector<ReportEntry> entries, std::int64_t row, const std::string& file);
    void reject(const SourceRow& row, const std::string& file, std::vector<ReportEntry> entries);
    void draw(const datasets::Feature& feature, ReportPicture::Mark mark);
    void publish(Taken taken);
    void publish_held();
    void note_cp932(Taken& taken) const;

    const Job& job_;
    datasets::Schema schema_;
    Inputs& inputs_;
    tiles::SpillMemory memory_;
    SnapshotWriter writer_;
    std::filesystem::path rejects_path_;
    RowChecks checks_;
    SharedPositions shared_{};
    std::optional<Rejects> rejects_{};
    std::vector<std::string> columns_{};
    tiles::DistinctTexts ids_;
    std::map<datasets::AddressLevel, std::int64_t> address_levels_{}; ///< of the rows of one file
    DerivedFields derived_;
    std::vector<Taken> held_{}; ///< of a dataset with a minimum count
    ReportPicture picture_{};
    Progress progress_;
    Report report_{};
};

} // namespace ingest

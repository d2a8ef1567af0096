#include "ingest/run.hpp"

#include "ingest/cp932.hpp"
#include "ingest/error.hpp"
#include "ingest/read_ahead.hpp"
#include "ingest/small_counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ingest {

namespace {

bool tells_of(const ReportEntry& entry, const std::string& field)
{
    return entry.field == field ||
           std::find(entry.others.begin(), entry.others.end(), field) != entry.others.end();
}

/// Rows share positions by intent after a snap to the mesh, and where these are another dataset's: joined, or of a whole town.
bool may_share_by_mistake(const datasets::Manifest& manifest)
{
    const bool own = std::holds_alternative<datasets::OwnGeometry>(manifest.geometry.from) ||
                     std::holds_alternative<datasets::ColumnGeometry>(manifest.geometry.from);
    return own && manifest.privacy.mesh_metres == 0;
}

} // namespace

Run::Run(const Job& job, Inputs& inputs, const std::filesystem::path& folder,
         const datasets::DatasetInfo& info)
    : job_{job},
      schema_{info.schema},
      inputs_{inputs},
      memory_{folder, job.memory},
      writer_{info, folder, &memory_},
      rejects_path_{folder / "rejects.csv"},
      checks_{job.manifest, schema_, inputs.datasets},
      ids_{&memory_},
      derived_{job.manifest, schema_, inputs.datasets, inputs.joins},
      progress_{job.manifest.id}
{
}

Report Run::read_all()
{
    for (std::size_t file = 0; file < inputs_.paths.size(); ++file) {
        read_file(file);
    }
    publish_held();
    for (ReportEntry& entry : derived_.findings()) {
        report_.entries.push_back(std::move(entry));
    }
    report(checks_.of_all_rows(), 0, "");
    if (auto shared = shared_.finding()) {
        report({*std::move(shared)}, 0, "");
    }
    rejects_->finish();
    return std::move(report_);
}

void Run::read_file(std::size_t file)
{
    const std::string& path = inputs_.paths[file];
    Reading reading = open_reading(job_.manifest, inputs_, file);
    begin_rejects(reading, path);
    ColumnMap columns = map_columns(job_.manifest, reading.columns, path);
    for (const auto& [wanted, found] : columns.variants) {
        say(entry_of(Finding::column_variant, EntryKind::note, {}, wanted + " ← " + found), 0, file);
    }
    const FeatureBuilder builder{job_.manifest, std::move(columns),
                                 GeometrySources{reading.reprojector ? &*reading.reprojector : nullptr,
                                                 geometry_join(), inputs_.extent ? &*inputs_.extent : nullptr,
                                                 inputs_.gazetteer ? &*inputs_.gazetteer : nullptr}};
    // Reading and building features on one processor, writing them on the other.
    ReadAhead<ReadRow> rows{[&]() { return read_row(reading, builder); }};
    while (auto row = rows.next()) {
        say_role(row->source, file);
        if (is_data(row->source)) {
            progress_.show("行", "rows", ++report_.read, reading.source.row_count);
            take(*std::move(row), file);
        }
    }
    say_address_levels(file);
    if (reading.reprojector) {
        inputs_.provenance[file].crs_operation = reading.reprojector->operation();
        inputs_.provenance[file].accuracy_m = reading.reprojector->accuracy_m();
    }
}

const DatasetJoin* Run::geometry_join() const
{
    const auto* join = std::get_if<datasets::JoinGeometry>(&job_.manifest.geometry.from);
    return join == nullptr ? nullptr : &opened(inputs_.joins, join->join);
}

void Run::begin_rejects(const Reading& reading, const std::string& path)
{
    if (!rejects_) {
        columns_ = reading.columns;
        rejects_.emplace(rejects_path_, columns_);
    } else if (columns_ != reading.columns) {
        throw IngestError{fmt::format(
            "{0}: 列が最初のファイルと違います。1 つの source に並べるファイルは同じ形にしてください / its "
            "columns differ from those of the first file; files of one source must be alike",
            path)};
    }
}

/// On the reading thread: touches nothing that the other one writes.
std::optional<Run::ReadRow> Run::read_row(Reading& reading, const FeatureBuilder& builder) const
{
    auto row = reading.source.rows->next();
    if (!row) {
        return std::nullopt;
    }
    row->cells.insert(row->cells.end(), reading.constants.begin(), reading.constants.end());
    BuiltRow built = is_data(*row) ? builder.build(*row) : BuiltRow{};
    return ReadRow{*std::move(row), std::move(built)};
}

bool Run::is_data(const SourceRow& row) const
{
    return row.role == RowRole::data || (row.role == RowRole::total && !skips_totals());
}

bool Run::skips_totals() const { return job_.manifest.source.total_rows == datasets::TotalRows::skip; }

/// Notes under a table, and totals: what is left out is always said.
void Run::say_role(const SourceRow& row, std::size_t file)
{
    if (row.role == RowRole::note) {
        say(entry_of(Finding::table_note, EntryKind::note), row.number, file);
    } else if (row.role == RowRole::total) {
        say(skips_totals() ? entry_of(Finding::table_total_skipped, EntryKind::note)
                           : entry_of(Finding::table_total_row, EntryKind::warning),
            row.number, file);
    }
}

void Run::say(ReportEntry entry, std::int64_t row, std::size_t file)
{
    entry.file = file_name(file);
    entry.row = row;
    report_.entries.push_back(std::move(entry));
}

/// How far the addresses of a file were found, in one entry.
void Run::say_address_levels(std::size_t file)
{
    std::string counts;
    for (const auto& [level, rows] : address_levels_) {
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", to_string(level), rows);
    }
    if (!counts.empty()) {
        say(entry_of(Finding::address_levels, EntryKind::note, {}, counts), 0, file);
    }
    address_levels_.clear();
}

std::string Run::file_name(std::size_t file) const
{
    return inputs_.paths.size() == 1 ? "" : job_.manifest.source.files[file].path;
}

void Run::take(ReadRow read, std::size_t file)
{
    const SourceRow& row = read.source;
    BuiltRow& built = read.built;
    const bool is_only_file = inputs_.paths.size() == 1;
    const std::string name = file_name(file);
    if (built.feature && job_.manifest.key.empty() && !is_only_file) {
        built.feature->id = fmt::format("{}-{}", file + 1, built.feature->id); // each file has a row 2
    }
    if (built.feature && !ids_.add(built.feature->id)) {
        built.entries.push_back(entry_of(Finding::key_duplicate, EntryKind::rejected, {}, built.feature->id));
        // A rejected row is no part of what a minimum count blurs, so it would stand there as it is.
        if (job_.manifest.privacy.min_count.threshold == 0) {
            draw(*built.feature, ReportPicture::Mark::rejected);
        }
        built.feature.reset();
    }
    if (!built.feature) {
        reject(row, name, std::move(built.entries));
        return;
    }
    derived_.fill(*built.feature, built.entries);
    if (built.address) {
        ++address_levels_[*built.address];
    }
    checks_.check(*built.feature, built.entries);
    if (built.staff) {
        built.staff->id = built.feature->id;
        derived_.copy(*built.feature, *built.staff);
    }
    Taken taken{*std::move(built.feature), built.label, std::move(built.staff),
                std::move(built.entries),  row.number,  name};
    if (job_.manifest.privacy.min_count.threshold > 0) {
        held_.push_back(std::move(taken));
    } else {
        publish(std::move(taken));
    }
}

void Run::report(std::vector<ReportEntry> entries, std::int64_t row, const std::string& file)
{
    for (ReportEntry& entry : entries) {
        entry.file = file;
        entry.row = row;
        report_.entries.push_back(std::move(entry));
    }
}

void Run::reject(const SourceRow& row, const std::string& file, std::vector<ReportEntry> entries)
{
    ++report_.rejected;
    rejects_->add(file, row, *std::find_if(entries.begin(), entries.end(), [](const ReportEntry& entry) {
                      return entry.kind == EntryKind::rejected;
                  }));
    // The row is no part of what a minimum count hides, so what was said of its counts would stand there for good.
    std::erase_if(entries, [&](const ReportEntry& entry) {
        const auto& rule = job_.manifest.privacy.min_count;
        return entry.kind != EntryKind::rejected &&
               (datasets::may_be_hidden(rule, entry.field) ||
                std::any_of(entry.others.begin(), entry.others.end(),
                            [&](const std::string& other) { return datasets::may_be_hidden(rule, other); }));
    });
    report(std::move(entries), row.number, file);
}

void Run::draw(const datasets::Feature& feature, ReportPicture::Mark mark)
{
    if (feature.geometry) {
        picture_.add(*feature.geometry, mark);
    }
}

void Run::publish(Taken taken)
{
    note_cp932(taken);
    ++report_.published;
    const bool repaired = std::any_of(taken.entries.begin(), taken.entries.end(),
                                      [](const ReportEntry& e) { return e.kind == EntryKind::repaired; });
    report_.repaired += repaired ? 1 : 0;
    draw(taken.feature, repaired ? ReportPicture::Mark::repaired : ReportPicture::Mark::published);
    report_.without_position += taken.feature.geometry ? 0 : 1;
    if (taken.feature.geometry && may_share_by_mistake(job_.manifest)) {
        shared_.add(*taken.feature.geometry, taken.file, taken.row);
    }
    // A minimum count may have taken the position since the label was made of it.
    const auto label = taken.feature.geometry ? taken.label : std::nullopt;
    writer_.add(std::move(taken.feature), label, std::move(taken.staff));
    report(std::move(taken.entries), taken.row, taken.file);
}

/// Which counts are too small is only known when all rows are; until then nothing is written anywhere.
void Run::publish_held()
{
    std::vector<datasets::Feature*> features;
    for (Taken& taken : held_) {
        features.push_back(&taken.feature);
    }
    const auto all =
        hide_small_counts(features, job_.manifest.privacy.min_count, schema_, report_.rejected > 0);
    for (const Hidden& hidden : all) {
        // What was said of the value could tell it.
        std::erase_if(held_[hidden.feature].entries, [&](const ReportEntry& entry) {
            return !hidden.field.empty() && tells_of(entry, hidden.field);
        });
    }
    for (const Hidden& hidden : all) {
        if (!hidden.was_missing) {
            held_[hidden.feature].entries.push_back(
                entry_of(Finding::privacy_min_count, EntryKind::note, hidden.field));
        }
    }
    for (Taken& taken : held_) {
        publish(std::move(taken));
    }
    held_.clear();
}

/// The download in CP932 is written later, without row numbers.
void Run::note_cp932(Taken& taken) const
{
    for (std::size_t i = 0; i < taken.feature.values.size(); ++i) {
        const auto* text = std::get_if<std::string>(&taken.feature.values[i]);
        const std::string lacking = text == nullptr ? "" : to_cp932(*text).lacking;
        if (!lacking.empty()) {
            taken.entries.push_back(
                entry_of(Finding::download_cp932_replaced, EntryKind::note, schema_.fields[i].name, lacking));
        }
    }
}

} // namespace ingest

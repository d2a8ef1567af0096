#include "datasets/geojson.hpp"
#include "datasets/snapshot_diff.hpp"
#include "ingest/commands.hpp"
#include "ingest/downloads.hpp"
#include "ingest/error.hpp"
#include "ingest/history.hpp"
#include "ingest/key_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace ingest {

namespace {

using datasets::FeatureChange;
using datasets::FieldChange;
using datasets::SnapshotDiff;

struct KindWords {
    const char* name;
    const char* ja;
    const char* sign;
};

const KindWords& words_of(FeatureChange::Kind kind)
{
    static constexpr std::array<KindWords, 3> words{
        {{"added", "追加", "+"}, {"changed", "変更", "~"}, {"removed", "削除", "-"}}};
    return words.at(static_cast<std::size_t>(kind));
}

std::string value_json(const datasets::Value& value)
{
    std::string json;
    datasets::append_json_value(json, value);
    return json;
}

/// How a change of geometry is told: how far a point moved, else only that there was one.
std::string geometry_words(const FeatureChange& change)
{
    return change.moved_metres ? fmt::format("位置 position: {:.1f} m", *change.moved_metres)
                               : "形 geometry: 変更 changed";
}

/// One way to print a diff: the beginning, each change as it comes, and the counts at the end.
class DiffPrinter {
public:
    DiffPrinter() = default;
    DiffPrinter(const DiffPrinter&) = delete;
    DiffPrinter& operator=(const DiffPrinter&) = delete;
    virtual ~DiffPrinter() = default;
    virtual void begin(const std::string& dataset, const std::string& before, const std::string& after) = 0;
    virtual void print(const FeatureChange& change) = 0;
    virtual void end(const SnapshotDiff& diff) = 0;
};

class TextPrinter final : public DiffPrinter {
public:
    void begin(const std::string& dataset, const std::string& before, const std::string& after) override
    {
        fmt::print("{}  {} → {}\n", dataset, before, after);
    }

    void print(const FeatureChange& change) override
    {
        const KindWords& words = words_of(change.kind);
        fmt::print("{} {} {} {}\n", words.sign, words.ja, words.name, change.id);
        for (const FieldChange& field : change.fields) {
            fmt::print("    {}: {} → {}\n", field.field, value_json(field.before), value_json(field.after));
        }
        if (change.geometry) {
            fmt::print("    {}\n", geometry_words(change));
        }
    }

    void end(const SnapshotDiff& diff) override
    {
        fmt::print("追加 added {}, 変更 changed {}, 削除 removed {}, 同じ unchanged {}\n", diff.added,
                   diff.changed, diff.removed, diff.unchanged);
        if (!diff.fields_added.empty()) {
            fmt::print("増えた項目 / new fields: {}\n", fmt::join(diff.fields_added, ", "));
        }
        if (!diff.fields_removed.empty()) {
            fmt::print("無くなった項目 / fields gone: {}\n", fmt::join(diff.fields_removed, ", "));
        }
        if (diff.by_row_number) {
            fmt::print(
                "キーが無いので行番号で比べました。行がずれると変更に見えます / there is no key: rows were "
                "matched by their numbers, so that moved rows look changed\n");
        }
    }
};

class JsonPrinter final : public DiffPrinter {
public:
    void begin(const std::string& dataset, const std::string& before, const std::string& after) override
    {
        fmt::print("{{\n\"dataset\": {}, \"before\": {}, \"after\": {},\n\"changes\": [", value_json(dataset),
                   value_json(before), value_json(after));
    }

    void print(const FeatureChange& change) override
    {
        std::string fields;
        for (const FieldChange& field : change.fields) {
            fields += fmt::format("{}{}: {{\"before\": {}, \"after\": {}}}", fields.empty() ? "" : ", ",
                                  value_json(field.field), value_json(field.before), value_json(field.after));
        }
        fmt::print("{}\n{{\"id\": {}, \"kind\": \"{}\"", first_ ? "" : ",", value_json(change.id),
                   words_of(change.kind).name);
        if (change.kind == FeatureChange::Kind::changed) {
            fmt::print(", \"fields\": {{{}}}, \"geometry\": {}", fields, change.geometry);
        }
        if (change.moved_metres) {
            fmt::print(", \"moved_metres\": {:.3f}", *change.moved_metres);
        }
        fmt::print("}}");
        first_ = false;
    }

    void end(const SnapshotDiff& diff) override
    {
        fmt::print("\n],\n\"added\": {}, \"changed\": {}, \"removed\": {}, \"unchanged\": "
                   "{},\n\"fields_added\": {}, "
                   "\"fields_removed\": {}, \"by_row_number\": {}\n}}\n",
                   diff.added, diff.changed, diff.removed, diff.unchanged,
                   nlohmann::json(diff.fields_added).dump(), nlohmann::json(diff.fields_removed).dump(),
                   diff.by_row_number);
    }

private:
    bool first_ = true;
};

class CsvPrinter final : public DiffPrinter {
public:
    void begin(const std::string&, const std::string&, const std::string&) override
    {
        fmt::print("\xEF\xBB\xBF"
                   "種類 kind,ID,項目 field,前 before,後 after\r\n");
    }

    void print(const FeatureChange& change) override
    {
        const std::string head =
            fmt::format("{},{}", words_of(change.kind).name, csv_cell(harmless(change.id)));
        if (change.kind != FeatureChange::Kind::changed) {
            fmt::print("{},,,\r\n", head);
        }
        for (const FieldChange& field : change.fields) {
            fmt::print("{},{},{},{}\r\n", head, field.field, csv_cell(cell(field.before)),
                       csv_cell(cell(field.after)));
        }
        if (change.geometry) {
            fmt::print("{},geometry,,{}\r\n", head,
                       change.moved_metres ? fmt::format("{:.1f} m", *change.moved_metres) : "changed");
        }
    }

    void end(const SnapshotDiff&) override {}

private:
    static std::string cell(const datasets::Value& value)
    {
        const auto* text = std::get_if<std::string>(&value);
        return text != nullptr ? harmless(*text) : key_text(value);
    }
};

void print_diff(const DiffOptions& options, DiffPrinter& printer)
{
    const datasets::Store store{options.store};
    const std::string before = find_version(store, options.dataset, options.before);
    const std::string after = find_version(store, options.dataset, options.after);
    bool begun = false;
    // Nothing is printed of a diff that is refused.
    const auto begin_once = [&] {
        if (!std::exchange(begun, true)) {
            printer.begin(options.dataset, before, after);
        }
    };
    const SnapshotDiff diff =
        compare(store, options.dataset, before, after, [&](const FeatureChange& change) {
            begin_once();
            printer.print(change);
        });
    begin_once();
    printer.end(diff);
}

} // namespace

int execute(const DiffOptions& options)
{
    try {
        if (options.json) {
            JsonPrinter printer;
            print_diff(options, printer);
        } else if (options.csv) {
            CsvPrinter printer;
            print_diff(options, printer);
        } else {
            TextPrinter printer;
            print_diff(options, printer);
        }
        return 0;
    } catch (const UnknownVersion& error) {
        fmt::print(stderr, "その版はありません / no such version: {}\n", error.what());
        return status_usage;
    } catch (const datasets::KeysDiffer& error) {
        fmt::print(stderr, "比べられません / cannot be compared: {}\n", error.what());
        return status_refused;
    }
}

} // namespace ingest

#include "ingest/json_list.hpp"

#include "ingest/error.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <unordered_map>
#include <utility>

namespace ingest {

namespace {

using Json = nlohmann::ordered_json; // columns keep the order of the file

std::string cell_of(const Json& value)
{
    if (value.is_null()) {
        return "";
    }
    return value.is_string() ? value.get<std::string>() : value.dump();
}

Json parsed(std::string_view text, const std::string& name)
{
    constexpr int deepest = 100; // what is nested is written out again, a call a level
    const auto keep = [&](int depth, Json::parse_event_t, const Json&) {
        if (depth > deepest) {
            throw IngestError{fmt::format(
                "{0}: 入れ子が {1} 段を超えています / nested more than {1} levels deep", name, deepest)};
        }
        return true;
    };
    try {
        return Json::parse(text, keep);
    } catch (const nlohmann::json::exception& error) {
        throw IngestError{fmt::format("{0}: JSON の書き方が正しくありません / {1}", name, error.what())};
    }
}

} // namespace

JsonList::JsonList(std::string_view text, const std::string& name)
{
    const Json list = parsed(text, name);
    std::unordered_map<std::string, std::size_t> places;
    for (const Json& object : list) {
        SourceRow row;
        row.number = ++row_count_;
        if (!list.is_array() || !object.is_object()) {
            throw IngestError{fmt::format("{0}: 一覧の {1} 番目が {{\"…\": …}} の形ではありません / entry "
                                          "{1} of the list is no object {{\"…\": …}}",
                                          name, row.number)};
        }
        row.cells.resize(columns_.size());
        for (const auto& [key, value] : object.items()) {
            const auto [place, is_new] = places.try_emplace(key, columns_.size());
            if (is_new) {
                columns_.push_back(key);
                row.cells.emplace_back();
            }
            row.cells[place->second] = cell_of(value);
        }
        rows_.push_back(std::move(row));
    }
    for (SourceRow& row : rows_) {
        row.cells.resize(columns_.size());
    }
}

std::optional<SourceRow> JsonList::next()
{
    if (rows_.empty()) {
        return std::nullopt;
    }
    SourceRow row = std::move(rows_.front());
    rows_.pop_front();
    return row;
}

} // namespace ingest

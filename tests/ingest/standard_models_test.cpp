#include "datasets/file.hpp"
#include "ingest/standard_models.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/shared_data.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using ingest::find_standard_model;
using ingest::StandardColumn;
using ingest::StandardModel;
using ingest::StandardRule;

namespace {

namespace fs = std::filesystem;

/// A column of a model.yaml, as far as our table says it too.
struct YamlColumn {
    std::string name{};
    std::string type{};   ///< string, number
    std::string format{}; ///< date, time, uri
    std::vector<std::string> allowed{};
};

struct YamlModel {
    std::set<std::string> required{};
    std::vector<YamlColumn> columns{};
};

std::string unquoted(std::string text)
{
    if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front()) {
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

/// Reads the one form that these files have: keys of a model at 6 spaces, of its columns at 8, of a column at 10.
YamlModel read_yaml(const fs::path& path)
{
    YamlModel model;
    std::istringstream lines{datasets::read_file(path)};
    std::string section, key;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        const std::string text = line.substr(indent);
        const std::string name = unquoted(text.substr(0, text.rfind(':')));
        const std::string value = text.substr(std::min(text.find(": ") + 2, text.size()));
        if (indent == 6 && text.ends_with(':')) {
            section = name;
        } else if (indent == 6 && text.starts_with("- ") && section == "required") {
            model.required.insert(unquoted(text.substr(2)));
        } else if (indent == 8 && section == "properties") {
            model.columns.push_back({name, "", "", {}});
        } else if (indent == 10 && text.starts_with("- ") && key == "enum") {
            model.columns.back().allowed.push_back(unquoted(text.substr(2)));
        } else if (indent == 10 && section == "properties" && !text.starts_with("- ")) {
            key = text.substr(0, text.find(':'));
            model.columns.back().type = key == "type" ? value : model.columns.back().type;
            model.columns.back().format = key == "format" ? value : model.columns.back().format;
        }
    }
    std::erase_if(model.columns,
                  [](const YamlColumn& column) { return column.name == "location"; }); // FIWARE's
    return model;
}

/// The rule that type and format of the corpus ask for; ours may ask for more of a text.
bool fits(const StandardColumn& ours, const YamlColumn& theirs)
{
    if (!theirs.allowed.empty()) {
        std::vector<std::string> allowed{ours.allowed.begin(), ours.allowed.end()};
        if (ours.may_be_empty) {
            allowed.emplace_back();
        }
        return ours.rule == StandardRule::one_of && allowed == theirs.allowed;
    }
    static const std::map<std::string, StandardRule> rules{
        {"date", StandardRule::date}, {"time", StandardRule::time}, {"uri", StandardRule::url}};
    if (rules.contains(theirs.format)) {
        return ours.rule == rules.at(theirs.format);
    }
    const bool is_number = ours.rule == StandardRule::number || ours.rule == StandardRule::latitude ||
                           ours.rule == StandardRule::longitude;
    return is_number == (theirs.type == "number") && ours.rule != StandardRule::one_of &&
           ours.rule != StandardRule::date && ours.rule != StandardRule::time &&
           ours.rule != StandardRule::url;
}

} // namespace

TEST_CASE("the table of standard datasets is that of the published models, column by column",
          "[standard][data]")
{
    const auto corpus = shared_data("suisho-dataset-models/cio");
    if (!corpus) {
        return;
    }
    std::size_t models = 0;
    for (const auto& entry : fs::directory_iterator{*corpus}) {
        if (!entry.is_directory()) {
            continue;
        }
        ++models;
        const std::string name = entry.path().filename().string().substr(3); // 04_文化財一覧
        CAPTURE(name);
        const StandardModel* ours = find_standard_model(name);
        REQUIRE(ours != nullptr);
        CHECK(ours->name == name);
        const YamlModel theirs = read_yaml(entry.path() / "model.yaml");
        REQUIRE(ours->columns.size() == theirs.columns.size());
        for (std::size_t i = 0; i < theirs.columns.size(); ++i) {
            CAPTURE(theirs.columns[i].name);
            CHECK(ours->columns[i].name == theirs.columns[i].name);
            CHECK(ours->columns[i].required == theirs.required.contains(theirs.columns[i].name));
            CHECK(fits(ours->columns[i], theirs.columns[i]));
        }
    }
    CHECK(models == 14);
    CHECK(ingest::standard_models().size() == models + 1);
}

TEST_CASE("a standard dataset is found whatever its width, with or without the word for list", "[standard]")
{
    REQUIRE(find_standard_model("文化財一覧") != nullptr);
    CHECK(find_standard_model("文化財") == find_standard_model("文化財一覧"));
    CHECK(find_standard_model("ＡＥＤ設置箇所一覧") == find_standard_model("AED設置箇所一覧"));
    CHECK(find_standard_model("投票所一覧") == nullptr); // no standard has one
    CHECK(find_standard_model("") == nullptr);
}

TEST_CASE("columns have their rules, and no two of a model have one name", "[standard]")
{
    const StandardModel& shelters = *find_standard_model("指定緊急避難場所一覧");
    CHECK(shelters.columns[13].name == "災害種別_洪水");
    CHECK(shelters.columns[13].required);
    CHECK(shelters.columns[13].may_be_empty);
    CHECK(shelters.columns[13].allowed == std::vector<std::string_view>{"1"});
    for (const StandardModel& model : ingest::standard_models()) {
        std::set<std::string_view> names;
        for (const StandardColumn& column : model.columns) {
            CAPTURE(model.name, column.name);
            CHECK_FALSE(column.name.empty());
            CHECK(names.insert(column.name).second);
        }
    }
}

TEST_CASE("of the newer standard only the common head is known, and it says so", "[standard]")
{
    const StandardModel* head = find_standard_model("自治体標準オープンデータセット");
    REQUIRE(head != nullptr);
    CHECK(head->is_head_only);
    CHECK(head->columns.front().name == "全国地方公共団体コード");
    CHECK(std::none_of(head->columns.begin(), head->columns.end(), [](const auto& c) { return c.required; }));
}

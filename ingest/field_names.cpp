#include "ingest/field_names.hpp"

#include "datasets/text_folding.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace ingest {

namespace {

struct Word {
    std::string_view ja;
    std::string_view name;
    std::string_view label_en;
};

/// Headers of the 推奨データセット, of 自治体標準オープンデータセット and of the tables cities publish of elections, sewers and
/// parking; looked up after `fold_search`, so that width and kind of kana do not matter.
constexpr std::array words{
    Word{"番号", "number", "Number"},
    Word{"No", "number", "Number"},
    Word{"No.", "number", "Number"},
    Word{"連番", "serial_number", "Serial number"},
    Word{"通し番号", "serial_number", "Serial number"},
    Word{"整理番号", "reference_number", "Reference number"},
    Word{"管理番号", "reference_number", "Reference number"},
    Word{"ID", "id", "ID"},
    Word{"名称", "name", "Name"},
    Word{"名前", "name", "Name"},
    Word{"施設名", "facility_name", "Facility"},
    Word{"施設名称", "facility_name", "Facility"},
    Word{"カナ", "kana", "reading"},
    Word{"ふりがな", "kana", "Reading"},
    Word{"読み", "kana", "Reading"},
    Word{"読み仮名", "kana", "Reading"},
    Word{"名称_カナ", "name_kana", "Name (reading)"},
    Word{"英語", "english", "English"},
    Word{"英字", "english", "English"},
    Word{"通称", "common_name", "Common name"},
    Word{"都道府県コード又は市区町村コード", "municipality_code", "Municipality code"},
    Word{"全国地方公共団体コード", "municipality_code", "Municipality code"},
    Word{"市区町村コード", "municipality_code", "Municipality code"},
    Word{"団体コード", "municipality_code", "Municipality code"},
    Word{"地方公共団体名", "municipality", "Municipality"},
    Word{"都道府県", "prefecture", "Prefecture"},
    Word{"都道府県名", "prefecture", "Prefecture"},
    Word{"市区町村", "municipality", "Municipality"},
    Word{"市区町村名", "municipality", "Municipality"},
    Word{"住所", "address", "Address"},
    Word{"所在地", "address", "Address"},
    Word{"所在地住所", "address", "Address"},
    Word{"連結表記", "full", "Full"},
    Word{"連結標記", "full", "Full"},
    Word{"町字", "town", "Town"},
    Word{"町字ID", "town_id", "Town ID"},
    Word{"町名", "town", "Town"},
    Word{"町丁目", "town", "Town"},
    Word{"大字", "town", "Town"},
    Word{"番地以下", "lot", "Lot"},
    Word{"方書", "building", "Building"},
    Word{"建物名等", "building", "Building"},
    Word{"郵便番号", "postal_code", "Postal code"},
    Word{"緯度", "latitude", "Latitude"},
    Word{"経度", "longitude", "Longitude"},
    Word{"標高", "elevation", "Elevation"},
    Word{"電話番号", "phone", "Phone"},
    Word{"電話", "phone", "Phone"},
    Word{"内線番号", "extension", "Extension"},
    Word{"FAX番号", "fax", "Fax"},
    Word{"ファックス", "fax", "Fax"},
    Word{"メールアドレス", "email", "E-mail"},
    Word{"法人番号", "corporate_number", "Corporate number"},
    Word{"団体名", "organization", "Organization"},
    Word{"POIコード", "poi_code", "POI code"},
    Word{"利用可能曜日", "open_days", "Open days"},
    Word{"開始時間", "opens", "Opens"},
    Word{"終了時間", "closes", "Closes"},
    Word{"開始時刻", "opens", "Opens"},
    Word{"終了時刻", "closes", "Closes"},
    Word{"利用可能日時特記事項", "hours_note", "Note on hours"},
    Word{"特記事項", "remarks", "Remarks"},
    Word{"説明", "description", "Description"},
    Word{"概要", "summary", "Summary"},
    Word{"備考", "note", "Note"},
    Word{"画像", "image", "Image"},
    Word{"ライセンス", "license", "licence"},
    Word{"URL", "url", "URL"},
    Word{"ホームページ", "url", "Web page"},
    Word{"バリアフリー情報", "accessibility", "Accessibility"},
    Word{"種類", "kind", "Kind"},
    Word{"種別", "kind", "Kind"},
    Word{"区分", "category", "Category"},
    Word{"分類", "category", "Category"},
    Word{"文化財分類", "category", "Category"},
    Word{"文化財指定日", "designated_on", "Designated on"},
    Word{"指定日", "designated_on", "Designated on"},
    Word{"場所名称", "place", "Place"},
    Word{"場所", "place", "Place"},
    Word{"設置場所", "place", "Place"},
    Word{"設置位置", "position_in_building", "Position in the building"},
    Word{"所有者", "owner", "Owner"},
    Word{"所有者等", "owner", "Owner"},
    Word{"管理者", "manager", "Manager"},
    Word{"員数", "items", "Items"},
    Word{"数", "count", "count"},
    Word{"単位", "unit", "unit"},
    Word{"面積", "area", "Area"},
    Word{"人口", "population", "Population"},
    Word{"世帯数", "households", "Households"},
    Word{"想定収容人数", "capacity", "Capacity"},
    Word{"収容人数", "capacity", "Capacity"},
    Word{"災害種別", "disaster", "Disaster"},
    Word{"洪水", "flood", "flood"},
    Word{"崖崩れ、土石流及び地滑り", "landslide", "landslide"},
    Word{"高潮", "storm_surge", "storm surge"},
    Word{"地震", "earthquake", "earthquake"},
    Word{"津波", "tsunami", "tsunami"},
    Word{"大規模な火事", "fire", "large fire"},
    Word{"内水氾濫", "inland_flood", "inland flood"},
    Word{"火山現象", "volcano", "volcano"},
    Word{"指定避難所との重複", "also_shelter", "Also a designated shelter"},
    Word{"投票区", "district", "Polling district"},
    Word{"投票区名", "district_name", "Polling district"},
    Word{"投票区番号", "district_number", "Polling district number"},
    Word{"投票所", "polling_place", "Polling place"},
    Word{"投票所名", "polling_place", "Polling place"},
    Word{"当日有権者数", "registered_voters", "Registered voters"},
    Word{"有権者数", "registered_voters", "Registered voters"},
    Word{"投票者数", "votes_cast", "Voters"},
    Word{"投票者数合計", "all_voters", "All voters"},
    Word{"当日投票者数", "voters_on_the_day", "Voters on the day"},
    Word{"期日前投票者数", "early_voters", "Early voters"},
    Word{"不在者投票者数", "absentee_voters", "Absentee voters"},
    Word{"棄権者数", "abstentions", "Abstentions"},
    Word{"投票率", "turnout", "Turnout"},
    Word{"男", "male", "male"},
    Word{"女", "female", "female"},
    Word{"計", "total", "total"},
    Word{"合計", "total", "Total"},
    Word{"性別", "sex", "Sex"},
    Word{"年", "year", "Year"},
    Word{"年度", "fiscal_year", "Fiscal year"},
    Word{"月", "month", "Month"},
    Word{"日", "day", "Day"},
    Word{"年月日", "date", "Date"},
    Word{"日付", "date", "Date"},
    Word{"調査年月日", "surveyed_on", "Surveyed on"},
    Word{"更新日", "updated_on", "Updated on"},
    Word{"管渠番号", "pipe_number", "Pipe number"},
    Word{"人孔番号", "manhole_number", "Manhole number"},
    Word{"上流人孔番号", "upstream_manhole", "Upstream manhole"},
    Word{"下流人孔番号", "downstream_manhole", "Downstream manhole"},
    Word{"上流管底高", "upstream_invert", "Upstream invert level"},
    Word{"下流管底高", "downstream_invert", "Downstream invert level"},
    Word{"管径", "diameter", "Diameter"},
    Word{"管渠延長", "length", "Length"},
    Word{"延長", "length", "Length"},
    Word{"勾配", "slope", "Slope"},
    Word{"氏名", "person_name", "Person"},
    Word{"担当者", "contact_person", "Contact person"},
    Word{"代表者", "representative", "Representative"},
};

const Word* find_word(std::string_view folded)
{
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> folded_words;
        for (const Word& word : words) {
            folded_words.push_back(datasets::fold_search(word.ja));
        }
        return folded_words;
    }();
    const auto found = std::find(keys.begin(), keys.end(), folded);
    return found == keys.end() ? nullptr : &words[static_cast<std::size_t>(found - keys.begin())];
}

/// The parts of a header that '_' and brackets set apart.
std::vector<std::string> parts_of(std::string text)
{
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == '_' || c == '(' || c == ')') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    std::erase(parts, "");
    return parts;
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

FieldName as_field_name(const Word& word) { return {std::string{word.name}, std::string{word.label_en}}; }

} // namespace

std::string slug(std::string_view text, char separator)
{
    std::string result;
    bool gap = false;
    bool after_lower = false; // then a capital begins a word: votingDistrict
    for (const char c : datasets::fold_width(text)) {
        gap = gap || (after_lower && c >= 'A' && c <= 'Z');
        after_lower = c >= 'a' && c <= 'z';
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte) == 0) {
            gap = !result.empty();
            continue;
        }
        if (gap) {
            result += separator;
        }
        gap = false;
        result += static_cast<char>(std::tolower(byte));
    }
    return result;
}

std::optional<FieldName> english_name(std::string_view column)
{
    if (const Word* word = find_word(datasets::fold_search(column))) {
        return as_field_name(*word);
    }
    const std::string narrow = datasets::fold_width(column);
    if (is_ascii(narrow)) {
        const std::string name = slug(narrow, '_');
        const bool begins_with_letter =
            !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0;
        return begins_with_letter ? std::optional{FieldName{name.substr(0, 60), narrow}} : std::nullopt;
    }
    FieldName joined;
    const auto parts = parts_of(narrow);
    for (const std::string& part : parts) {
        const Word* word = find_word(datasets::fold_search(part));
        if (word == nullptr || parts.size() == 1) {
            return std::nullopt;
        }
        joined.name += (joined.name.empty() ? "" : "_") + std::string{word->name};
        joined.label_en += (joined.label_en.empty() ? "" : ", ") + std::string{word->label_en};
    }
    return joined.name.empty() ? std::nullopt : std::optional{std::move(joined)};
}

} // namespace ingest

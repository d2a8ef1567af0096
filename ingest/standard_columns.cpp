#include "ingest/standard_columns.hpp"

#include "datasets/text_folding.hpp"

#include <algorithm>
#include <array>

namespace ingest {

namespace {

using Group = std::vector<std::string_view>;

/// Names of one column each. Only names that mean the same thing wherever they stand: 種別 or 区分 are in none.
const std::vector<Group>& groups()
{
    static const std::vector<Group> all{
        {"全国地方公共団体コード", "都道府県コード又は市区町村コード", "都道府県コードまたは市区町村コード",
         "市区町村コード", "団体コード", "自治体コード"},
        {"NO", "No.", "№", "ID"},
        {"地方公共団体名", "自治体名"},
        {"都道府県名", "都道府県", "所在地_都道府県"},
        {"市区町村名", "市区町村", "市町村名", "市町村", "所在地_市区町村"},
        {"名称", "施設名", "施設名称"},
        {"名称_カナ", "名称_フリガナ", "施設名_カナ", "施設名称_カナ", "フリガナ"},
        {"名称_英語", "名称_英字", "名称_英語表記", "英語名称"},
        {"名称_通称", "通称"},
        {"住所", "所在地_連結表記", "所在地_連結標記", "所在地", "住所_所在地"},
        {"所在地_全国地方公共団体コード", "所在地_市区町村コード"},
        {"所在地_町字", "所在地_町丁目"},
        {"所在地_番地以下", "所在地_番地"},
        {"町字ID", "所在地_町字ID"},
        {"方書", "建物名等(方書)", "建物名等", "建物名"},
        {"緯度", "緯度_10進数", "緯度_世界測地系", "latitude", "lat"},
        {"経度", "経度_10進数", "経度_世界測地系", "longitude", "lon", "lng"},
        {"標高", "海抜"},
        {"電話番号", "電話", "TEL", "連絡先_電話番号"},
        {"内線番号", "連絡先_内線番号"},
        {"団体名", "運営団体名"},
        {"利用可能曜日", "利用曜日"},
        {"開始時間", "利用開始時間", "開始時刻"},
        {"終了時間", "利用終了時間", "終了時刻"},
        {"利用可能日時特記事項", "利用日時特記事項", "利用可能時間特記事項"},
        {"URL", "ホームページ", "HP", "ホームページURL", "ウェブサイト", "WebサイトURL"},
        {"設置位置", "設置場所"},
        {"小児対応設備の有無", "小児対応設備有無", "小児対応"},
        {"文化財分類", "文化財の分類"},
        {"文化財指定日", "指定年月日", "指定日"},
        {"所有者等", "所有者"},
        {"概要_英語", "概要_英字"},
        {"説明_英語", "説明_英字"},
        {"想定収容人数", "収容人数", "収容可能人数"},
        {"対象となる町会・自治会", "対象町会・自治会"},
        {"指定避難所との重複", "指定避難所との住所同一"},
        {"災害種別_崖崩れ、土石流及び地滑り", "災害種別_がけ崩れ、土石流及び地滑り",
         "災害種別_崖崩れ・土石流・地滑り", "災害種別_土砂災害"},
        {"災害種別_大規模な火事", "災害種別_大規模な火災"},
        {"車椅子使用者用トイレ有無", "車いす使用者用トイレ有無"},
        {"乳幼児用設備設置トイレ有無", "乳幼児用設備トイレ有無"},
        {"オストメイト設置トイレ有無", "オストメイト対応トイレ有無", "オストメイト用設備トイレ有無"},
        {"多機能トイレ数", "バリアフリートイレ数", "多目的トイレ数"},
    };
    return all;
}

} // namespace

std::vector<std::string_view> standard_variants(std::string_view name)
{
    const std::string wanted = loose_name(name);
    std::vector<std::string_view> variants;
    for (const Group& group : groups()) {
        const auto is_wanted = [&](std::string_view n) { return loose_name(n) == wanted; };
        if (std::any_of(group.begin(), group.end(), is_wanted)) {
            std::copy_if(group.begin(), group.end(), std::back_inserter(variants),
                         [&](std::string_view n) { return !is_wanted(n); });
        }
    }
    return variants;
}

std::string loose_name(std::string_view name)
{
    constexpr std::array<std::string_view, 12> signs{"_", "-",  ".",  "(",  ")",  "[",
                                                     "]", "・", "「", "」", "【", "】"};
    std::string text = datasets::fold_search(name);
    for (const std::string_view sign : signs) {
        for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
            text.erase(at, sign.size());
        }
    }
    return text;
}

} // namespace ingest

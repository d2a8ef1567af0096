#include "ingest/standard_models.hpp"

#include "ingest/standard_columns.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ingest {

namespace {

/// "# model", then its columns in their order: name, '*' if every row must have it, ':' and what its cells hold. After '=' stand
/// the values that are allowed, '|' between them; an empty one means that the cell may be empty. '…' behind a model's name: these
/// are only its first columns.
constexpr std::string_view table = R"(
# AED設置箇所一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ* 住所* 方書 緯度:lat 経度:lon
設置位置* 電話番号 内線番号 法人番号:corporate 団体名 利用可能曜日 開始時間:time 終了時間:time
利用可能日時特記事項 小児対応設備の有無:=有|無 URL:url 備考
# 介護サービス事業所一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 介護サービス事業所名称*
介護サービス事業所名称_カナ* 実施サービス* 住所* 方書 緯度:lat 経度:lon 電話番号* 内線番号 FAX番号
法人番号:corporate 法人の名称 事業所番号 利用可能曜日 利用可能曜日特記事項 定員:number URL:url 備考
# 医療機関一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ*
医療機関の種類*:=病院|有床診療所|無床診療所 住所* 方書 緯度:lat 経度:lon 電話番号 内線番号 FAX番号
法人番号:corporate 法人の名称 医療機関コード 診療曜日* 診療開始時間*:time 診療終了時間*:time 診療日時特記事項
時間外における対応 診療科目* 病床数*:number URL*:url 備考
# 文化財一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ* 名称_通称 名称_英語
文化財分類* 種類:=建造物|美術工芸品|芸能|工芸技術|その他 場所名称 住所 方書 緯度:lat 経度:lon 電話番号 内線番号
員数（数）:number 員数（単位） 法人番号:corporate 所有者等 文化財指定日:date 利用可能曜日 開始時間:time
終了時間:time 利用可能日時特記事項 画像:url 画像_ライセンス 概要 概要_英語 説明 説明_英語 URL:url 備考
# 観光施設一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ* 名称_英語 POIコード 住所*
方書 緯度:lat 経度:lon 利用可能曜日 開始時間:time 終了時間:time 利用可能日時特記事項 料金(基本):number
料金(詳細) 説明* 説明_英語 アクセス方法 駐車場情報 バリアフリー情報 連絡先名称 連絡先電話番号 連絡先内線番号
画像:url 画像_ライセンス URL:url 備考
# イベント一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 イベント名* イベント名_カナ* イベント名_英語
開始日*:date 終了日*:date 開始時間*:time 終了時間*:time 開始日時特記事項 説明* 料金(基本):number 料金(詳細)
連絡先名称 連絡先電話番号 連絡先内線番号 主催者 場所名称* 住所* 方書 緯度:lat 経度:lon アクセス方法 駐車場情報
定員:number 参加申込終了日:date 参加申込終了時間:time 参加申込方法 URL:url 備考
# 公衆無線LANアクセスポイント一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ* 名称_英語 住所* 方書 緯度:lat
経度:lon 設置者 電話番号 内線番号 SSID 提供エリア URL:url 備考
# 公衆トイレ一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ* 名称_英語 住所* 方書
設置位置* 緯度:lat 経度:lon 男性トイレ総数:number 男性トイレ数（小便器）:number 男性トイレ数（和式）:number
男性トイレ数（洋式）:number 女性トイレ総数:number 女性トイレ数（和式）:number 女性トイレ数（洋式）:number
男女共用トイレ総数:number 男女共用トイレ数（和式）:number 男女共用トイレ数（洋式）:number 多機能トイレ数*:number
車椅子使用者用トイレ有無*:=有|無 乳幼児用設備設置トイレ有無*:=有|無 オストメイト設置トイレ有無*:=有|無
利用開始時間:time 利用終了時間:time 利用可能時間特記事項 画像:url 画像_ライセンス 備考
# 消防水利施設一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名
種別*:=消火栓|私設消火栓|防火水そう|プール|河川・溝等|濠・池等|海・湖|井戸|下水道|その他 住所 方書 緯度:lat
経度:lon 口径:number 備考
# 指定緊急避難場所一覧
NO*:id 名称* 名称_カナ* 住所* 方書 緯度:lat 経度:lon 標高:number 電話番号* 内線番号 市区町村コード*:code
都道府県名 市区町村名 災害種別_洪水*:=1| 災害種別_崖崩れ、土石流及び地滑り*:=1| 災害種別_高潮*:=1|
災害種別_地震*:=1| 災害種別_津波*:=1| 災害種別_大規模な火事*:=1| 災害種別_内水氾濫*:=1| 災害種別_火山現象*:=1|
指定避難所との重複*:=1| 想定収容人数 対象となる町会・自治会 URL:url 備考
# 地域・年齢別人口
都道府県コード又は市区町村コード:code 地域コード 都道府県名 市区町村名 調査年月日*:date 地域名* 総人口*:number
男性*:number 女性*:number 0-4歳の男性*:number 0-4歳の女性*:number 5-9歳の男性*:number 5-9歳の女性*:number
10-14歳の男性*:number 10-14歳の女性*:number 15-19歳の男性*:number 15-19歳の女性*:number 20-24歳の男性*:number
20-24歳の女性*:number 25-29歳の男性*:number 25-29歳の女性*:number 30-34歳の男性*:number 30-34歳の女性*:number
35-39歳の男性*:number 35-39歳の女性*:number 40-44歳の男性*:number 40-44歳の女性*:number 45-49歳の男性*:number
45-49歳の女性*:number 50-54歳の男性*:number 50-54歳の女性*:number 55-59歳の男性*:number 55-59歳の女性*:number
60-64歳の男性*:number 60-64歳の女性*:number 65-69歳の男性*:number 65-69歳の女性*:number 70-74歳の男性*:number
70-74歳の女性*:number 75-79歳の男性*:number 75-79歳の女性*:number 80-84歳の男性*:number 80-84歳の女性*:number
85歳以上の男性*:number 85歳以上の女性*:number 世帯数:number 備考
# 公共施設一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ* 名称_通称 POIコード 住所*
方書 緯度:lat 経度:lon 電話番号 内線番号 法人番号:corporate 団体名 利用可能曜日 開始時間:time 終了時間:time
利用可能日時特記事項 説明 バリアフリー情報 URL:url 備考
# 子育て施設一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 名称* 名称_カナ*
種別:=公立幼稚園|私立幼稚園|認可公立保育所|認可私立保育所|認可外保育所|認定こども園（幼保連携型）|認定こども園（幼稚園型）|認定こども園（保育所型）|認定こども園（地方裁量型）
住所* 方書 緯度:lat 経度:lon アクセス方法 駐車場情報 電話番号 内線番号 FAX番号 法人番号:corporate 団体名
認可等年月日:date 収容定員:number 受入年齢 利用可能曜日 開始時間:time 終了時間:time 利用可能日時特記事項
一時預かりの有無:=有|無 URL:url 備考
# オープンデータ一覧
都道府県コード又は市区町村コード:code NO:id 都道府県名 市区町村名 データ名称* データ概要 データ形式*
分類*:=国土・気象|人口・世帯|労働・賃金|農林水産業|鉱工業|商業・サービス業|企業・家計・経済|住宅・土地・建設|エネルギー・水|運輸・観光|情報通信・科学技術|教育・文化・スポーツ・生活|行財政|司法・安全・環境|社会保障・衛生|国際|その他
更新頻度 URL:url API対応有無:=有|無 ライセンス 登録日:date 最終更新日*:date 備考
# 自治体標準オープンデータセット …
全国地方公共団体コード:code ID:id 地方公共団体名 名称 名称_カナ 名称_英字 所在地_全国地方公共団体コード:code 町字ID
所在地_連結表記 所在地_都道府県 所在地_市区町村 所在地_町字 所在地_番地以下 建物名等(方書) 緯度:lat 経度:lon
)";

constexpr std::array<std::pair<std::string_view, StandardRule>, 10> rule_names{{
    {"id", StandardRule::id},
    {"code", StandardRule::code},
    {"corporate", StandardRule::corporate_number},
    {"number", StandardRule::number},
    {"lat", StandardRule::latitude},
    {"lon", StandardRule::longitude},
    {"time", StandardRule::time},
    {"date", StandardRule::date},
    {"url", StandardRule::url},
    {"", StandardRule::any},
}};

/// Takes what stands before the sign off the front, and the sign.
std::string_view take_until(std::string_view& rest, char sign)
{
    const std::size_t end = std::min(rest.find(sign), rest.size());
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return taken;
}

StandardColumn column_from(std::string_view text)
{
    StandardColumn column;
    std::string_view rule = text;
    column.name = take_until(rule, ':');
    if (column.name.ends_with('*')) {
        column.required = true;
        column.name.remove_suffix(1);
    }
    if (rule.starts_with('=')) {
        column.rule = StandardRule::one_of;
        rule.remove_prefix(1);
        column.may_be_empty = rule.ends_with('|');
        while (!rule.empty()) {
            column.allowed.push_back(take_until(rule, '|'));
        }
        return column;
    }
    const auto* const known = std::find_if(rule_names.begin(), rule_names.end(),
                                           [&](const auto& named) { return named.first == rule; });
    column.rule = known == rule_names.end() ? StandardRule::any : known->second;
    return column;
}

std::vector<StandardModel> read_table()
{
    std::vector<StandardModel> models;
    std::string_view rest = table;
    while (!rest.empty()) {
        std::string_view line = take_until(rest, '\n');
        if (line.starts_with("# ")) {
            line.remove_prefix(2);
            models.push_back({take_until(line, ' '), !line.empty(), {}});
            continue;
        }
        while (!line.empty()) {
            models.back().columns.push_back(column_from(take_until(line, ' ')));
        }
    }
    return models;
}

} // namespace

const std::vector<StandardModel>& standard_models()
{
    static const std::vector<StandardModel> models = read_table();
    return models;
}

const StandardModel* find_standard_model(std::string_view name)
{
    const auto bare = [](std::string_view text) {
        constexpr std::string_view list = "一覧";
        std::string loose = loose_name(text);
        return loose.ends_with(list) ? loose.substr(0, loose.size() - list.size()) : loose;
    };
    const auto& models = standard_models();
    const auto found = std::find_if(models.begin(), models.end(), [&](const StandardModel& model) {
        return bare(model.name) == bare(name);
    });
    return found == models.end() ? nullptr : &*found;
}

} // namespace ingest

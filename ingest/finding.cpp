#include "ingest/finding.hpp"

#include <array>
#include <utility>

namespace ingest {

namespace {

struct Words {
    const char* code;
    const char* ja;
    const char* en;
};

/// In the order of the enumeration.
constexpr auto all_words = std::to_array<Words>({
    {"position.missing", "位置（緯度・経度）がありません", "no position"},
    {"position.zero", "緯度・経度が 0, 0 です（位置なしとして扱います）", "position is 0, 0 (taken as none)"},
    {"position.unreadable", "緯度・経度が読めません", "longitude or latitude cannot be read"},
    {"position.equal", "緯度と経度が同じ値です", "longitude and latitude are the same number"},
    {"position.swapped", "緯度と経度が逆でした。入れ替えました",
     "longitude and latitude were exchanged; put right"},
    {"position.outside_japan", "位置が日本の範囲の外です", "position outside Japan"},
    {"position.outside_crs", "座標がこの座標系で表せる範囲の外です",
     "coordinates outside what the CRS can express"},
    {"position.outside_city", "位置が市の範囲の外です", "position outside the city"},
    {"position.shared", "多くの行が同じ位置にあります。市役所などに置かれていないか確かめてください",
     "many rows lie at one position: see that they were not just put at the city hall"},
    {"join.unmatched", "結合先に同じ値がありません", "no feature with this key in the dataset joined with"},
    {"join.unused_there", "結合先のこの値は、どの行にもありません",
     "no row has this key of the dataset joined with"},
    {"join.ambiguous", "結合先に同じ値が２つ以上あります（最初のものを使いました）",
     "several features of the dataset joined with have this key; the first was taken"},
    {"join.incomplete", "結合先のこの値のうち、位置のないものがあります（図形に含まれていません）",
     "of the features of the dataset joined with that have this key, some have no position: the geometry "
     "lacks them"},
    {"count.counted", "区域の中で数えた件数", "counted in areas"},
    {"count.outside", "どの区域にも入らないため数えなかった件数", "in no area, so not counted"},
    {"count.without_position", "位置がないため数えなかった件数", "without a position, so not counted"},
    {"count.no_area", "面でないため、中の件数を数えられません", "no area in which anything could be counted"},
    {"address.unknown", "住所の町名が、位置のデータにありません", "no place is known by this address"},
    {"address.ambiguous", "住所にあたる場所が複数あり、1つに決められません",
     "several places are called so, and the address does not say which of them is meant"},
    {"address.coarse", "住所の一部しか見つからず、位置が粗すぎます",
     "only part of the address was found, too little for a position"},
    {"address.levels", "住所から位置を求めました。一致したところまでの件数",
     "positions were found by address; rows by how much of it was found"},
    {"geometry.unreadable", "図形を読めません", "geometry cannot be read"},
    {"geometry.collapsed", "図形がつぶれて何も残りません", "nothing is left of the geometry"},
    {"geometry.repaired", "図形の誤りを直しました", "invalid geometry repaired"},
    {"geometry.parts_left_out", "面・線・点が混ざった図形のため、面（なければ線）だけを残しました",
     "areas, lines and points in one geometry: only the areas, or else the lines, were kept"},
    {"value.required", "必須の値がありません", "a required value is missing"},
    {"value.cell_error", "表計算のエラーのセルのため空にしました",
     "the spreadsheet's cell holds an error; left empty"},
    {"value.unreadable", "値が読めないため空にしました", "value cannot be read; left empty"},
    {"value.several", "日付が2つ以上あり、1つに決められないため空にしました",
     "several dates in one cell, none chosen; left empty"},
    {"value.doubtful", "その元号にない日付です（続いたものとして読みました）",
     "the era had no such date (read as if it had gone on)"},
    {"value.fiscal_year", "年度のため、その初日（4月1日）としました",
     "a fiscal year, taken as its first day (1 April)"},
    {"value.zone", "別の時間帯の日時を日本時間に直しました",
     "stood in another time zone; turned into Japanese time"},
    {"value.unknown_code", "コード表にない値です（そのまま公開します）",
     "a code that the manifest gives no label (published as it is)"},
    {"value.uncontested", "無投票です（0 ではありません）", "uncontested: no vote was held (not zero)"},
    {"value.missing_word", "値の代わりの語", "a word in place of a value"},
    {"row.too_wide", "見出しの列より右にも値があります",
     "the row has more cells than the header has columns"},
    {"value.range", "決められた範囲の外の値です", "outside the range that the manifest allows"},
    {"value.pattern", "決められた書き方ではありません", "not written as the manifest wants it"},
    {"value.not_listed", "決められた値のどれでもありません", "none of the values that the manifest allows"},
    {"check.sum", "内訳の合計が計と合いません", "the parts do not add up to the total"},
    {"check.at_most", "上限となる値を超えています", "more than the value that bounds it"},
    {"check.rate", "率を計算しなおすと合いません", "the rate is not what its numbers give"},
    {"check.falls", "上流が下流より高くありません", "the upstream level is not above the downstream level"},
    {"check.slope", "勾配が高さの差と延長に合いません", "the slope is not what levels and length give"},
    {"check.length", "延長が図形の長さと合いません", "the length is not that of the geometry"},
    {"network.end", "線の端に点がありません", "the line ends at no point"},
    {"network.number", "端の点の番号が記載と違います", "the point at the end has another number than stated"},
    {"network.reversed", "流れと逆の向きに描かれています", "drawn against the flow"},
    {"network.orphan", "どの線の端でもない点があります", "points at which no line ends"},
    {"key.missing", "キーの値がありません", "a key value is missing"},
    {"key.duplicate", "キーが前の行と重複しています", "an earlier row has the same key"},
    {"table.note", "表の下の注記とみなし、データにしませんでした",
     "taken for a note under the table, not for data"},
    {"table.total_row",
     "合計の行のようです。データとして扱いました。マニフェストの source.total_rows で skip か keep "
     "を指定してください",
     "looks like a total; taken as data. Say skip or keep in the manifest (source.total_rows)"},
    {"table.total_skipped", "合計の行なので、データにしませんでした",
     "a total, left out as the manifest says"},
    {"column.variant", "標準の列名の別の書き方とみなしました",
     "taken for another name of the standard column"},
    {"download.cp932_replaced", "CP932（Shift_JIS）の CSV にない文字を 〓 に置き換えました",
     "characters that CP932 (Shift_JIS) lacks are 〓 in the CSV in that encoding"},
    {"privacy.min_count", "件数が少ないため公開しません", "not published: too few to be published"},
});

} // namespace

ReportEntry entry_of(Finding finding, EntryKind kind, std::string field, const datasets::LocalText& about)
{
    const Words& words = all_words.at(static_cast<std::size_t>(finding));
    ReportEntry entry;
    entry.kind = kind;
    entry.code = words.code;
    entry.field = std::move(field);
    entry.detail = {words.ja, words.en};
    if (!about.ja.empty()) {
        entry.detail.ja += "（" + about.ja + "）";
        entry.detail.en += " (" + about.en + ")";
    }
    return entry;
}

ReportEntry entry_of(Finding finding, EntryKind kind, std::string field, std::string about)
{
    return entry_of(finding, kind, std::move(field), datasets::LocalText{about, about});
}

} // namespace ingest

#include "datasets/kanji_variants.hpp"
#include "datasets/search_folding.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using datasets::fold_for_search;
using datasets::marked;
using datasets::search_forms;
using datasets::search_key;
using datasets::search_query;
using datasets::SearchPart;

TEST_CASE("what people write alike is searched alike", "[search_folding]")
{
    const std::vector<std::vector<std::string>> alike{
        {"髙橋", "高橋"},
        {"山﨑", "山崎", "山\U0000FA11"},
        {"渡邊", "渡邉", "渡辺"},
        {"小澤", "小沢"},
        {"齋藤", "齊藤", "斎藤", "斉藤"},
        {"國分寺", "国分寺"},
        {"霞ヶ関", "霞ケ関", "霞が関", "霞ｹ関"},
        {"三ヶ所", "三ケ所", "三か所", "三ヵ所", "三カ所"},
        {"一丁目", "１丁目", "1丁目"},
        {"二十三丁目", "23丁目"},
        {"十丁目", "10丁目"},
        {"1-2-3", "１－２－３", "1‐2‐3", "1−2−3", "1ー2ー3"},
        {"センター", "センタ", "ｾﾝﾀｰ", "せんたー", "センタ－"},
        {"コンピューター施設", "コンピュータ施設"},
        {"きょうと", "キヨウト", "ｷｮｳﾄ"},
        {"サン・プラザ", "サンプラザ", "サン プラザ"},
        {"（北）公園", "(北)公園", "北公園"},
        {"Ōsaka", "OSAKA", "ｏｓａｋａ"},
        {"葛\U000E0100城", "葛城"},
        {"ｶﾞｰﾃﾞﾝ", "ガーデン"},
        {"四ッ谷", "四ツ谷"},
        {"𠮷野", "吉野"},
    };
    for (const auto& texts : alike) {
        for (const auto& text : texts) {
            CAPTURE(text);
            CHECK(search_key(text) == search_key(texts.front()));
        }
    }
}

TEST_CASE("what differs stays different", "[search_folding]")
{
    for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
             {"ビール", "ビル"}, {"三鷹", "3鷹"}, {"けが", "かけ"}, {"大阪", "大坂"}, {"さいか", "さいが"}}) {
        CAPTURE(a, b);
        CHECK(search_key(a) != search_key(b));
    }
    CHECK(search_key("　・（）") == "");
    CHECK(search_key("1,234") == "1234");
    CHECK(search_key("二百丁目") == "二百丁目");
}

TEST_CASE("a text folded for searching stays as it is when folded again", "[search_folding]")
{
    for (const char* text :
         {"髙橋ヶ丘一丁目2−3 サン・プラザセンター", "ｶﾞｰﾃﾞﾝ", "Ōsaka ÉÀ", "四ッ谷", "ヴヵヶ"}) {
        CHECK(search_key(search_key(text)) == search_key(text));
    }
}

TEST_CASE("each kanji has one common form, which is its own", "[search_folding]")
{
    for (char32_t c = 0x3400; c < 0x30000; ++c) {
        const auto common = datasets::common_kanji(c);
        if (datasets::common_kanji(common) != common) {
            CAPTURE(static_cast<unsigned>(c));
            CHECK(datasets::common_kanji(common) == common);
        }
    }
    CHECK(datasets::common_kanji(U'髙') == U'高');
    CHECK(datasets::common_kanji(U'高') == U'高');
}

TEST_CASE("a text that is still typed has the forms that it may come to have", "[search_folding]")
{
    const auto has = [](const std::string& typed, const std::string& text) {
        for (const auto& form : search_forms(typed)) {
            if (search_key(text).find(form) != std::string::npos) {
                return true;
            }
        }
        return false;
    };
    for (const char* typed : {"霞", "霞ケ", "霞が", "霞ヶ", "霞が関", "が関", "ケ関", "霞が関一",
                              "霞が関一丁", "霞が関一丁目", "霞が関1", "霞が関1丁", "霞が関1-2", "関1-2-3"}) {
        CAPTURE(typed);
        CHECK(has(typed, "霞ヶ関一丁目"));
    }
    for (const char* typed : {"セ", "セン", "センタ", "センター", "センタープ", "ター", "タープラザ"}) {
        CAPTURE(typed);
        CHECK(has(typed, "センタープラザ"));
    }
    CHECK(has("十一", "本町十一丁目"));
    CHECK_FALSE(has("二", "霞ヶ関一丁目"));
    CHECK(search_forms("・").empty());
}

TEST_CASE("a match is marked where it stands in the written text", "[search_folding]")
{
    const auto parts = [](const char* text, const char* query) { return marked(text, search_query(query)); };
    using Parts = std::vector<SearchPart>;
    CHECK(parts("霞ケ関一丁目", "かすみ") == Parts{{"霞ケ関一丁目", false}});
    CHECK(parts("霞ケ関一丁目", "霞が関1") == Parts{{"霞ケ関一", true}, {"丁目", false}});
    CHECK(parts("本町十一丁目", "11丁目") == Parts{{"本町", false}, {"十一丁目", true}});
    CHECK(parts("市民 センター（北）", "センタ") ==
          Parts{{"市民 ", false}, {"センター", true}, {"（北）", false}});
    CHECK(parts("第2 公園 公園", "公園") ==
          Parts{{"第2 ", false}, {"公園", true}, {" ", false}, {"公園", true}});
    CHECK(parts("ﾎﾟﾝﾌﾟ場", "ん") == Parts{{"ﾎﾟ", false}, {"ﾝ", true}, {"ﾌﾟ場", false}});
    CHECK(parts("浜町 <b>", "浜 b") == Parts{{"浜", true}, {"町 <", false}, {"b", true}, {">", false}});
    CHECK(parts("", "x") == Parts{});
}

TEST_CASE("a query is one word or several, and the whole", "[search_folding]")
{
    CHECK(search_query(" 中央　公園 ").words.size() == 2);
    CHECK(search_query("中央 公園").whole.front() == search_key("中央公園"));
    CHECK(search_query("中央").words.size() == 1);
    CHECK(search_query(" ・ ").empty());
    CHECK(search_query("公園 ・").words.size() == 1);
}

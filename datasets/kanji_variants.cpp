#include "datasets/kanji_variants.hpp"

#include <cstddef>
#include <string_view>

namespace datasets {

namespace {

/// A form and the one it is searched as, in pairs, by the code point of the form: the old forms of 常用漢字 and 人名用漢字, forms
/// that names of people and places have (髙, 﨑, 邉, 嶋), and the compatibility ideographs of JIS X 0213 (U+FA10 to U+FA6D).
constexpr std::u32string_view pairs =
    U"乘乗亂乱亙亘亞亜佛仏來来俱倶倂併假仮傳伝僞偽價価儉倹兒児兔兎內内兩両册冊冨富凉涼凜凛凞熙刄刃剩剰剱剣劍"
    U"剣劑剤劔剣勞労勳勲勵励勸勧區区卷巻卽即參参吞呑吳呉單単嚙噛嚴厳囊嚢囑嘱圈圏"
    U"國国圍囲圓円圖図團団圡土埜野堯尭塡填塲場增増墮堕壓圧壘塁壞壊壤壌壯壮壹壱壻婿壽寿奧奥奬奨姸妍孃嬢學学寢"
    U"寝實実寫写寬寛寶宝將将專専對対尙尚屆届屛屏屬属峯峰峽峡嵜崎嶋島嶌島嶽岳巖巌"
    U"巢巣帶帯幷并廏厩廐厩廢廃廣広廳庁彈弾彌弥彥彦徑径從従徵徴德徳恆恒惠恵惡悪惱悩愼慎慘惨應応懷懐戀恋戰戦戲"
    U"戯戶戸戾戻拂払拔抜拜拝挾挟插挿揭掲搔掻搖揺搜捜摑掴擇択擊撃擔担據拠擧挙擴拡"
    U"攜携攝摂收収效効敍叙敎教敕勅數数斎斉斷断晉晋晚晩晝昼曆暦曉暁曻昇曾曽會会栁柳桒桑桧檜條条梼檮棧桟榮栄槇"
    U"槙樂楽樓楼樞枢樣様橫横檢検櫻桜權権歐欧歡歓步歩歷歴歸帰歿没殘残殼殻毆殴每毎"
    U"氣気沒没涉渉涛濤淚涙淨浄淸清淺浅渊淵渕淵渴渇溪渓溫温滯滞滿満潛潜澁渋澤沢濕湿濟済濱浜濵浜瀧滝瀨瀬灣湾煕"
    U"熙燈灯燒焼營営爐炉爭争爲為犧犠狀状狹狭獨独獵猟獸獣獻献瑤瑶瓣弁甁瓶產産"
    U"畫画當当疊畳瘦痩癡痴發発盜盗盡尽眞真眾衆硏研碎砕礪砺祕秘祢禰祿禄禪禅禮礼禱祷稱称稻稲穎頴穐秋穩穏穰穣窗"
    U"窓竊窃竝並篭籠簞箪粹粋絲糸經経綠緑緖緒緣縁縣県縱縦總総繡繍繩縄繪絵繫繋繼継"
    U"續続纖繊缺欠罐缶聰聡聲声聽聴肅粛腦脳膽胆臟臓臺台與与舊旧舍舎舘館舩船艷艶莊荘莖茎萊莱萠萌萬万蔣蒋薗園薮"
    U"藪薰薫藏蔵藝芸藥薬處処虛虚號号螢蛍蟬蝉蟲虫蠟蝋蠣蛎蠶蚕衞衛裝装覺覚覽覧觀観"
    U"觸触諌諫謠謡證証譯訳譽誉讀読變変讓譲豫予貳弐賣売賴頼贊賛踐践軀躯輕軽轉転辨弁辭辞辯弁逹達遙遥遞逓遲遅邉"
    U"辺邊辺郞郎鄕郷醉酔醫医醬醤釀醸釋釈鈎鉤銕鉄錄録錢銭鍊錬鎭鎮鐵鉄鑄鋳鑛鉱關関"
    U"陷陥隝島隨随險険隯島隱隠隸隷雙双雜雑霸覇靈霊靍鶴靏鶴靑青靜静靭靱頰頬顏顔顚顛顯顕飜翻飮飲餘余餠餅騷騒驅"
    U"駆驒騨驗験驛駅髓髄體体髙高髜高髮髪鬭闘鯵鰺鷄鶏鷗鴎鸖鶴鹼鹸鹽塩麥麦麴麹麵麺"
    U"黃黄黑黒默黙點点黨党齊斉齋斉齒歯齡齢龍竜龜亀\U0000FA10塚\U0000FA11崎\U0000FA12晴\U0000FA15熙\U0000FA16"
    U"猪\U0000FA17益"
    U"\U0000FA18礼\U0000FA19神\U0000FA1A祥\U0000FA1B福\U0000FA1C靖\U0000FA1D精\U0000FA1E羽\U0000FA20蘒"
    U"\U0000FA22諸\U0000FA25逸\U0000FA26都\U0000FA2A飯\U0000FA2B飼\U0000FA2C館\U0000FA2D鶴\U0000FA30侮"
    U"\U0000FA31僧\U0000FA32免\U0000FA33勉\U0000FA34勤\U0000FA35卑\U0000FA36喝\U0000FA37嘆\U0000FA38器"
    U"\U0000FA39塀\U0000FA3A墨\U0000FA3B層\U0000FA3C屮\U0000FA3D悔\U0000FA3E慨\U0000FA3F憎\U0000FA40懲"
    U"\U0000FA41敏\U0000FA42既\U0000FA43暑\U0000FA44梅\U0000FA45海\U0000FA46渚\U0000FA47漢\U0000FA48煮"
    U"\U0000FA49爫\U0000FA4A琢\U0000FA4B碑\U0000FA4C社\U0000FA4D祉\U0000FA4E祈\U0000FA4F祐\U0000FA50祖"
    U"\U0000FA51祝\U0000FA52禍\U0000FA53禎\U0000FA54穀\U0000FA55突\U0000FA56節\U0000FA57練\U0000FA58縉"
    U"\U0000FA59繁\U0000FA5A署\U0000FA5B者\U0000FA5C臭\U0000FA5D艹\U0000FA5E艹\U0000FA5F著\U0000FA60褐"
    U"\U0000FA61視\U0000FA62謁\U0000FA63謹\U0000FA64賓\U0000FA65贈\U0000FA66辶\U0000FA67逸\U0000FA68難"
    U"\U0000FA69響\U0000FA6A頻\U0000FA6B恵\U0000FA6C𤋮\U0000FA6D館𠮷吉";
static_assert(pairs.size() % 2 == 0);

} // namespace

char32_t common_kanji(char32_t code)
{
    std::size_t low = 0, high = pairs.size() / 2;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (pairs[2 * middle] < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 2 * low < pairs.size() && pairs[2 * low] == code ? pairs[2 * low + 1] : code;
}

} // namespace datasets

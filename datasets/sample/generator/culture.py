"""Cultural properties in the columns of the recommended data set 文化財一覧."""
import random

from . import geometry as geo
from . import plan
from .text import full_address, person

COLUMNS = ["都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "名称", "名称_カナ", "名称_通称", "名称_英語", "文化財分類", "種類",
           "場所名称", "住所", "方書", "緯度", "経度", "電話番号", "内線番号", "員数（数）", "員数（単位）", "法人番号", "所有者等", "文化財指定日",
           "利用可能曜日", "開始時間", "終了時間", "利用可能日時特記事項", "画像", "画像_ライセンス", "概要", "概要_英語", "説明", "説明_英語", "URL", "備考"]
BUILDING, ART, STAGE, CRAFT, OTHER = "建造物", "美術工芸品", "芸能", "工芸技術", "その他"
CITY, PREFECTURE, NATION, LISTED = "市指定", "県指定", "国指定", "国登録"
# name, kana, English, who designated it, kind, place, where on the plan (None: not told), number, unit, date
ITEMS = [
    ("汐凪住吉神社本殿", "シオナギスミヨシジンジャホンデン", "Main Hall, Shionagi Sumiyoshi Shrine", PREFECTURE, BUILDING, "汐凪住吉神社", (1870, 2900), 1, "棟", "昭和48年3月9日"),
    ("汐凪住吉神社石鳥居", "シオナギスミヨシジンジャイシドリイ", "Stone Torii, Shionagi Sumiyoshi Shrine", CITY, BUILDING, "汐凪住吉神社", (1865, 2850), 1, "基", "昭和52年11月3日"),
    ("旧汐凪港燈台", "キュウシオナギコウトウダイ", "Old Shionagi Harbour Lighthouse", LISTED, BUILDING, "港町緑地", (1720, 1270), 1, "基", "平成11年8月23日"),
    ("旧網代家住宅主屋", "キュウアジロケジュウタクオモヤ", "Main House of the Former Ajiro Residence", LISTED, BUILDING, "旧網代家住宅", (1400, 3160), 1, "棟", "平成14年2月14日"),
    ("旧網代家住宅土蔵", "キュウアジロケジュウタクドゾウ", "Storehouse of the Former Ajiro Residence", LISTED, BUILDING, "旧網代家住宅", (1420, 3170), 2, "棟", "平成14年2月14日"),
    ("蔵之前酒造酒蔵", "クラノマエシュゾウサカグラ", "Kuranomae Sake Brewery", LISTED, BUILDING, "蔵之前町", (3990, 4060), 3, "棟", "平成17年12月26日"),
    ("旧浜街道一里塚", "キュウハマカイドウイチリヅカ", "Milestone Mound of the Old Beach Road", CITY, OTHER, "旧浜街道", (2560, 3230), 1, "基", "昭和55年4月1日"),
    ("旧浜街道常夜燈", "キュウハマカイドウジョウヤトウ", "Night Lantern of the Old Beach Road", CITY, BUILDING, "旧浜街道", (680, 3150), 1, "基", "昭和55年4月1日"),
    ("松籟寺本堂", "ショウライジホンドウ", "Main Hall, Shorai-ji Temple", PREFECTURE, BUILDING, "松籟寺", (1690, 7420), 1, "棟", "昭和39年5月26日"),
    ("松籟寺三重塔", "ショウライジサンジュウノトウ", "Three-storied Pagoda, Shorai-ji Temple", NATION, BUILDING, "松籟寺", (1730, 7460), 1, "基", "明治34年3月27日"),
    ("木造薬師如来坐像", "モクゾウヤクシニョライザゾウ", "Seated Wooden Yakushi Nyorai", NATION, ART, "松籟寺", None, 1, "躯", "大正4年8月10日"),
    ("絹本著色両界曼荼羅図", "ケンポンチャクショクリョウカイマンダラズ", "Mandalas of the Two Realms, Colour on Silk", PREFECTURE, ART, "松籟寺", None, 2, "幅", "昭和44年3月25日"),
    ("銅鐘", "ドウショウ", "Bronze Bell", CITY, ART, "松籟寺", (1705, 7390), 1, "口", "昭和47年6月1日"),
    ("深山古墳群", "ミヤマコフングン", "Miyama Kofun Cluster", PREFECTURE, OTHER, "深山", (1780, 7700), 7, "基", "昭和50年3月18日"),
    ("風見台遺跡", "カザミダイイセキ", "Kazamidai Site", CITY, OTHER, "風見台公園", (1180, 5540), 1, "か所", "昭和61年9月30日"),
    ("風見台遺跡出土銅鐸", "カザミダイイセキシュツドドウタク", "Bronze Dotaku from the Kazamidai Site", PREFECTURE, ART, "汐凪市立郷土館", (2120, 3900), 1, "口", "平成元年3月31日"),
    ("水車川の精米水車跡", "スイシャガワノセイマイスイシャアト", "Rice-mill Waterwheel Sites on the Suisha River", CITY, OTHER, "水車川", (1400, 6750), 4, "か所", "平成6年10月1日"),
    ("白鷺川旧堤防の松並木", "シラサギガワキュウテイボウノマツナミキ", "Pines of the Old Shirasagi Embankment", CITY, OTHER, "白鷺川", (3440, 3720), 38, "本", "昭和46年2月11日"),
    ("桜坂のエドヒガン", "サクラザカノエドヒガン", "Edohigan Cherry of Sakurazaka", PREFECTURE, OTHER, "桜坂児童遊園", (4020, 5330), 1, "株", "昭和58年3月29日"),
    ("奥汐渓谷のモリアオガエル生息地", "オクシオケイコクノモリアオガエルセイソクチ", "Forest Green Tree Frog Habitat of Okushio Gorge", CITY, OTHER, "奥汐", (2700, 7900), 1, "か所", "平成10年5月22日"),
    ("汐凪浜の地曳網唄", "シオナギハマノジビキアミウタ", "Beach Seine Songs of Shionagi", CITY, STAGE, "", None, 1, "件", "昭和57年7月20日"),
    ("浜汐凪だんじり囃子", "ハマシオナギダンジリバヤシ", "Danjiri Music of Hama-Shionagi", CITY, STAGE, "", None, 1, "件", "平成3年10月14日"),
    ("宮ノ下の獅子舞", "ミヤノシタノシシマイ", "Lion Dance of Miyanoshita", PREFECTURE, STAGE, "宮ノ下八幡神社", (2480, 5760), 1, "件", "平成13年3月23日"),
    ("汐凪傘製作技術", "シオナギガサセイサクギジュツ", "Shionagi Umbrella Making", CITY, CRAFT, "", None, 1, "件", "平成19年2月1日"),
    ("木桶製作技術", "キオケセイサクギジュツ", "Wooden Cask Making", CITY, CRAFT, "", None, 1, "件", "平成22年4月26日"),
    ("宮ノ下八幡神社拝殿", "ミヤノシタハチマンジンジャハイデン", "Worship Hall, Miyanoshita Hachiman Shrine", CITY, BUILDING, "宮ノ下八幡神社", (2500, 5790), 1, "棟", "昭和53年3月31日"),
    ("宮ノ下八幡神社の大クス", "ミヤノシタハチマンジンジャノオオクス", "Great Camphor Tree, Miyanoshita Hachiman Shrine", PREFECTURE, OTHER, "宮ノ下八幡神社", (2520, 5760), 1, "株", "昭和41年3月22日"),
    ("板碑", "イタビ", "Inscribed Stone Slab", CITY, ART, "川添地蔵堂", (560, 4420), 1, "基", "昭和51年8月8日"),
    ("川添地蔵堂石仏群", "カワゾエジゾウドウセキブツグン", "Stone Buddhas of Kawazoe Jizo Hall", CITY, ART, "川添地蔵堂", (570, 4440), 23, "体", "昭和51年8月8日"),
    ("汐凪郷絵図", "シオナギゴウエズ", "Picture Map of Shionagi Village", CITY, ART, "汐凪市立郷土館", (2110, 3910), 1, "舗", "平成5年11月3日"),
    ("網代家文書", "アジロケモンジョ", "Ajiro Family Papers", PREFECTURE, ART, "", None, 1842, "点", "平成9年3月28日"),
    ("浦役人日記", "ウラヤクニンニッキ", "Diary of the Harbour Officer", CITY, ART, "", None, 31, "冊", "平成9年3月28日"),
    ("旧汐凪尋常小学校講堂", "キュウシオナギジンジョウショウガッコウコウドウ", "Auditorium of the Former Shionagi Primary School", LISTED, BUILDING, "汐凪本町会館", (4010, 2850), 1, "棟", "平成20年4月18日"),
    ("潮路電鉄白鷺川橋梁", "シオジデンテツシラサギガワキョウリョウ", "Shioji Railway Bridge over the Shirasagi", LISTED, BUILDING, "白鷺川", (3690, 2640), 1, "基", "平成24年2月23日"),
    ("兵摂急行汐凪駅旧駅舎", "ヒョウセツキュウコウシオナギエキキュウエキシャ", "Former Shionagi Station Building", LISTED, BUILDING, "汐凪駅前広場", (2230, 4540), 1, "棟", "平成28年11月29日"),
    ("港町赤煉瓦倉庫", "ミナトマチアカレンガソウコ", "Minatomachi Red-brick Warehouses", LISTED, BUILDING, "港町", (2560, 1230), 4, "棟", "平成13年10月12日"),
    ("千鳥浜砲台跡", "チドリハマホウダイアト", "Chidorihama Battery", PREFECTURE, OTHER, "千鳥浜公園", (760, 1790), 1, "か所", "昭和43年3月29日"),
    ("木造十一面観音立像", "モクゾウジュウイチメンカンノンリュウゾウ", "Standing Wooden Eleven-faced Kannon", PREFECTURE, ART, "", None, 1, "躯", "昭和38年3月31日"),
    ("梵字種子懸仏", "ボンジシュジカケボトケ", "Hanging Votive Plaque with Sanskrit Seed Syllable", CITY, ART, "", None, 1, "面", "昭和60年1月16日"),
    ("丘ノ手の道標", "オカノテノドウヒョウ", "Waymark of Okanote", CITY, OTHER, "丘ノ手", (2130, 5610), 1, "基", "昭和63年3月3日"),
    ("北白鷺の用水樋門", "キタシラサギノヨウスイヒモン", "Irrigation Sluice of Kita-Shirasagi", LISTED, BUILDING, "北白鷺", (3190, 5560), 1, "基", "平成26年12月19日"),
    ("小袖　波に千鳥文様", "コソデ　ナミニチドリモンヨウ", "Kosode with Plovers over Waves", CITY, ART, "", None, 1, "領", "平成16年5月6日"),
    ("火縄銃", "ヒナワジュウ", "Matchlock Gun", CITY, ART, "", None, 2, "挺", "平成7年9月1日"),
    ("月見ケ丘磐座", "ツキミガオカイワクラ", "Rock Seat of Tsukimigaoka", CITY, OTHER, "月見ケ丘", (820, 7080), 1, "か所", "平成2年10月10日"),
    ("松籟山参詣道町石", "ショウライザンサンケイミチチョウイシ", "Distance Stones of the Shoraizan Pilgrim Path", CITY, OTHER, "松籟山参詣道", (2010, 7250), 12, "基", "平成29年3月24日"),
    ("豊漁図絵馬", "ホウリョウズエマ", "Votive Painting of a Great Catch", CITY, ART, "汐凪住吉神社", (1880, 2910), 1, "面", "令和3年2月26日"),
]


def rows(city, canaries):
    rng, file = random.Random("shionagi-culture"), "cultural_properties.csv"
    yield COLUMNS
    for number, item in enumerate(ITEMS, 1):
        name, kana, english, rank, kind, place, where, count, unit, date = item
        row = dict.fromkeys(COLUMNS, "")
        row |= {"都道府県コード又は市区町村コード": "282995", "NO": f"{number:010d}", "都道府県名": "兵庫県", "市区町村名": "汐凪市", "名称": name,
                "名称_カナ": kana, "名称_英語": english, "文化財分類": f"{rank};{category(kind)}", "種類": kind, "場所名称": place,
                "電話番号": "0798-00-3411", "員数（数）": str(count), "員数（単位）": unit, "文化財指定日": date,
                "所有者等": place if place and rng.random() < 0.6 else person(rng), "URL": video(number),
                "概要": summary(kind, place, date), "概要_英語": f"{english}. Shionagi City."}
        if where is not None:
            lon, lat = plan.degrees(where)
            row |= {"緯度": f"{lat:.6f}", "経度": f"{lon:.6f}", "住所": "汐凪市" + full_address(town_at(city, where), rng),
                    "利用可能曜日": "月火水木金土日" if kind == OTHER else "", "開始時間": "9:00" if kind == BUILDING and number % 2 else "",
                    "終了時間": "16:30" if kind == BUILDING and number % 2 else ""}
        elif kind == ART:
            row["利用可能日時特記事項"] = "通常非公開"
        hide(row, number, file, canaries)
        yield [row[c] for c in COLUMNS]


def hide(row, number, file, canaries):
    words = {12: ("所有者等", "CULTURE-OWNER"), 18: ("備考", "CULTURE-NOTE"), 25: ("方書", "CULTURE-ROOM")}
    if number in words:
        column, short = words[number]
        row[column] = (row[column] + " " + canaries.word(file, column, short)).strip()
    if number == 31:
        row["内線番号"] = canaries.digits(file, "内線番号", "5836194")
    if number == 33:
        row["法人番号"] = canaries.digits(file, "法人番号", "9140005837264")


def video(number):
    return f"https://video.city.shionagi.example.jp/bunkazai/{number:03d}"


def category(kind):
    return {BUILDING: "有形文化財", ART: "有形文化財", STAGE: "無形民俗文化財", CRAFT: "無形文化財", OTHER: "記念物"}[kind]


def summary(kind, place, date):
    """One plain sentence of the kind that signboards carry."""
    where = f"{place}にある" if place else "市内に伝わる"
    what = {BUILDING: "建物で、当時の技法をよく残す。", ART: "品で、保存状態がよい。", STAGE: "芸能で、保存会が受け継いでいる。",
            CRAFT: "技術で、今も職人が受け継いでいる。", OTHER: "史跡・天然記念物で、土地の成り立ちを語る。"}[kind]
    return f"{where}{what}{date}指定（登録）。"


def town_at(city, where):
    mesh = city.mesh
    for face in sorted(mesh.faces):
        if geo.contains(mesh.points(face), where):
            return city.towns[mesh.town[face]]
    return min(city.towns.values(), key=lambda t: geo.distance(t["place"], where))

"""Cases of illegal and nuisance parking of three fiscal years, as the section's workbook holds them."""
import datetime
import math
import random

from . import geometry as geo
from . import plan
from .text import full, full_address, person, phone

COLUMNS = ["公開番号", "受付番号", "受付年月日", "受付時刻", "発生年月日", "発生時間帯", "町名", "発生場所", "緯度", "経度", "種別", "台数",
           "車種", "色", "車両番号", "内容", "通報者氏名", "通報者電話", "通報者メール", "対応区分", "対応年月日", "担当者"]
KINDS = [("路上駐車", 40), ("歩道乗上げ", 14), ("放置自転車", 27), ("放置バイク", 8), ("放置車両", 5), ("私有地", 6)]
ACTIONS = {"路上駐車": ["現地確認", "警告札貼付", "警察通報", "看板設置", "指導"], "歩道乗上げ": ["現地確認", "警告札貼付", "警察通報"],
           "放置自転車": ["警告札貼付", "撤去", "現地確認"], "放置バイク": ["警告札貼付", "撤去", "警察通報"],
           "放置車両": ["警察通報", "警告札貼付", "撤去", "継続調査"], "私有地": ["助言", "現地確認"]}
TEXTS = ["いつも同じ車が停まっていて見通しが悪い。", "通学路をふさいでいる。子どもが車道に出てしまう。", "ベビーカーが通れない。", "救急車が通れなかった。",
         "夜間に長時間アイドリングしている。", "点字ブロックの上に何台も置かれている。", "送迎の車で朝は渋滞する。", "一か月以上動いていない。",
         "店の前に無断で置かれている。", "カーブの手前で危ない。", "ごみ収集車が入れないと言われた。", "先週も電話したが変わらない。"]
FIRST, LAST = datetime.date(2023, 4, 1), datetime.date(2026, 3, 31)
COUNT = 6000
NO_PLACE, SWAPPED = (211, 734, 1502, 2044, 2958, 3621, 4405, 5180, 5777), (388, 1290, 2377, 3310, 4811, 5502)
ZERO, SLIPPED = 1777, 4242


class Parking:
    def __init__(self, city, schools, canaries):
        self.city, self.canaries = city, canaries
        self.rng = random.Random("shionagi-parking")
        self.streets = self._streets()
        stations = city.station_places()
        self.spots = [(p, w, 190.0) for p, w in zip(stations, (9, 7, 8, 15, 8))]
        self.spots += [(p, 2.2, 110.0) for p in schools]

    def _streets(self):
        """Street edges by cells of 150 m."""
        cells, mesh = {}, self.city.mesh
        for (a, b), (kind, _) in sorted(mesh.kind.items()):
            if kind in ("国道", "県道", "市道", "collector", "street"):
                m = geo.between(mesh.xy[a], mesh.xy[b], 0.5)
                cells.setdefault((int(m[0] // 150), int(m[1] // 150)), []).append((a, b))
        return cells

    def _somewhere(self):
        """A place beside a street: near a station or school, or anywhere people live."""
        rng, mesh = self.rng, self.city.mesh
        while True:
            if rng.random() < 0.62:
                (x, y), _, spread = rng.choices(self.spots, [s[1] for s in self.spots])[0]
                x, y = x + rng.gauss(0, spread), y + rng.gauss(0, spread)
            else:
                town = rng.choices(list(self.city.towns.values()), [t["population"] for t in self.city.towns.values()])[0]
                reach = math.sqrt(town["land"]) * 0.4
                x, y = town["place"][0] + rng.gauss(0, reach), town["place"][1] + rng.gauss(0, reach)
            edges = self.streets.get((int(x // 150), int(y // 150)))
            if not edges:
                continue
            a, b = rng.choice(edges)
            p = geo.between(mesh.xy[a], mesh.xy[b], rng.random())
            away = rng.uniform(-4, 4)
            face = mesh.owner.get((a, b), mesh.owner.get((b, a)))
            return (p[0] + away, p[1] - away), self.city.towns[mesh.town[face]]

    def _day(self):
        """More on working days and in spring."""
        rng = self.rng
        while True:
            day = FIRST + datetime.timedelta(days=rng.randrange((LAST - FIRST).days + 1))
            if rng.random() < (0.55 if day.weekday() >= 5 else 1.0) * (1.0 if day.month in (4, 5, 6, 10, 11) else 0.8):
                return day

    def rows(self):
        yield ["違法・迷惑駐車等対応記録簿（令和５年度～令和７年度）　　汐凪市道路交通課"]
        yield COLUMNS
        cases = sorted((self._day(), k) for k in range(COUNT))
        public = list(range(1, COUNT + 1))
        random.Random("shionagi-public-numbers").shuffle(public)  # tells nothing of the order of receipt
        for number, (day, _) in enumerate(cases, 1):
            yield self._row(number, public[number - 1], day)

    def _row(self, number, public, day):
        rng = self.rng
        place, town = self._somewhere()
        lon, lat = plan.degrees(place)
        kind = rng.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0]
        vehicles = 1 if rng.random() < 0.62 else rng.randint(2, 14 if kind == "放置自転車" else 4)
        hour = rng.choice((7, 8, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 21))
        case = {
            "公開番号": f"P{public:05d}", "受付番号": f"{fiscal_year(day)}道交{number:05d}",
            "受付年月日": wareki(day, rng), "受付時刻": clock(hour, rng.randrange(60), rng),
            "発生年月日": wareki(day - datetime.timedelta(days=rng.choice((0, 0, 0, 1, 2))), rng), "発生時間帯": period(hour),
            "町名": town["name"], "発生場所": full_address(town, rng) + rng.choice(("付近", "先", "前路上", "")),
            "緯度": round(lat, 7), "経度": round(lon, 7), "種別": kind, "台数": full(vehicles) if number % 9 == 0 else str(vehicles),
            "車種": "" if "自転車" in kind else rng.choice(("軽自動車", "普通乗用車", "ワゴン車", "軽トラック", "貨物車", "原付")),
            "色": rng.choice(("白", "黒", "銀", "青", "赤", "")), "車両番号": plate(rng) if "自転車" not in kind else "",
            "内容": rng.choice(TEXTS) + (rng.choice(TEXTS) if rng.random() < 0.3 else ""),
            "通報者氏名": person(rng) if rng.random() < 0.7 else "匿名", "通報者電話": phone(rng) if rng.random() < 0.6 else "",
            "通報者メール": f"resident{rng.randrange(900):03d}@mail.example.jp" if rng.random() < 0.25 else "",
            "対応区分": rng.choice(ACTIONS[kind]),
            "対応年月日": wareki(day + datetime.timedelta(days=rng.randrange(9)), rng) if rng.random() < 0.93 else "",
            "担当者": rng.choice(("網代", "川添", "松籟", "千鳥", "帆足野")),
        }
        self._spoil(case, number)
        self._hide_canaries(case, number)
        return [case[c] for c in COLUMNS]

    @staticmethod
    def _spoil(case, number):
        """The faults that such books have."""
        if number in NO_PLACE:
            case["緯度"] = case["経度"] = ""
        elif number in SWAPPED:
            case["緯度"], case["経度"] = case["経度"], case["緯度"]
        elif number == ZERO:
            case["緯度"] = case["経度"] = 0
        elif number == SLIPPED:
            case["緯度"], case["経度"] = case["緯度"], round(case["経度"] / 10, 7)  # the point slipped

    def _hide_canaries(self, case, number):
        file = "parking_cases.xlsx"
        words = {120: ("受付番号", "PARKING-RECEIPT"), 640: ("発生場所", "PARKING-ADDRESS"), 905: ("車両番号", "PARKING-PLATE"),
                 1333: ("内容", "PARKING-TEXT"), 2020: ("通報者氏名", "PARKING-REPORTER"), 2600: ("通報者電話", "PARKING-PHONE"),
                 3003: ("通報者メール", "PARKING-MAIL"), 3900: ("担当者", "PARKING-STAFF"), 4700: ("色", "PARKING-COLOUR"),
                 5005: ("車種", "PARKING-VEHICLE"), 5400: ("受付時刻", "PARKING-CLOCK"), 5600: ("対応年月日", "PARKING-DONE"),
                 5700: ("受付年月日", "PARKING-RECEIVED")}
        if number in words:
            column, short = words[number]
            word = self.canaries.word(file, column, short, staff=column == "対応年月日")
            case[column] = {"通報者メール": f"{word}@mail.example.jp", "内容": f"{case[column]}（{word}）",
                            "通報者氏名": f"凪原　太郎 {word}"}.get(column, word)
        if number == 2468:  # an exact position, told only as its mesh cell
            case["緯度"], case["経度"] = round(case["緯度"], 4) + 0.0000137, round(case["経度"], 4) + 0.0000173
            case["緯度"], case["経度"] = round(case["緯度"], 7), round(case["経度"], 7)
            self.canaries.digits(file, "緯度", f"{case['緯度']}", staff=True)
            self.canaries.digits(file, "経度", f"{case['経度']}", staff=True)


def fiscal_year(day):
    return f"R{day.year - 2018 - (day.month < 4)}"


def wareki(day, rng):
    """One of the ways in which people type a date."""
    year = day.year - 2018
    form = rng.random()
    if form < 0.45:
        return f"令和{year}年{day.month}月{day.day}日"
    if form < 0.75:
        return f"R{year}.{day.month}.{day.day}"
    if form < 0.9:
        return f"令和{full(year)}年{full(day.month)}月{full(day.day)}日"
    return f"R{year}/{day.month:02d}/{day.day:02d}"


def clock(hour, minute, rng):
    if rng.random() < 0.8:
        return f"{hour}:{minute:02d}"
    return f"{full(hour)}時{full(minute)}分"


def period(hour):
    return "早朝" if hour < 8 else "午前" if hour < 12 else "午後" if hour < 17 else "夕方" if hour < 20 else "夜間"


def plate(rng):
    return f"汐凪{rng.choice((300, 480, 500, 530, 580))}{rng.choice('さすせそたちつて')}{rng.randint(10, 99)}-{rng.randint(10, 99)}"

"""Polling districts and places, and the turnout of three elections."""
import random

from . import geometry as geo
from . import names, plan
from .mesh import cyclic
from .text import full, full_address, person, phone, thousands

ELECTIONS = [
    ("turnout_2023_shigikai.csv", "令和５年４月２３日　市議会議員選挙", 44.0),
    ("turnout_2024_shugiin.csv", "令和６年１０月２７日　衆議院小選挙区", 52.5),
    ("turnout_2025_sangiin.csv", "令和７年７月２０日　参議院選挙区", 57.0),
]
ROADSIDE = ("国道", "県道", "市道", "collector", "street")
UNCONTESTED = 0  # in the city council election the island elects its own member, and one stood
FACILITIES = ["小学校　体育館", "公民館", "中学校　体育館", "集会所", "幼稚園　遊戯室", "小学校　多目的室", "市民センター", "保育所　ホール"]
FACILITIES_KANA = ["ショウガッコウ　タイイクカン", "コウミンカン", "チュウガッコウ　タイイクカン", "シュウカイショ", "ヨウチエン　ユウギシツ",
                   "ショウガッコウ　タモクテキシツ", "シミンセンター", "ホイクショ　ホール"]


class Elections:
    def __init__(self, city, canaries):
        self.city, self.canaries = city, canaries
        self.taken = set()  # no two schools of one name
        rng = random.Random("shionagi-elections")
        self.district_of = city.grouped(33, lambda town: town["population"], limit=5)
        self.districts = self._districts()
        self.places = self._places(rng)

    def _districts(self):
        districts = [{"number": k + 1, "towns": []} for k in range(len(set(self.district_of.values())))]
        for town in sorted(self.city.towns.values(), key=lambda t: t["code"]):
            districts[self.district_of[town["id"]]]["towns"].append(town)
        for d in districts:
            d["place"] = names.mean([t["place"] for t in d["towns"]])
            d["population"] = sum(t["population"] for t in d["towns"])
        return districts

    def _places(self, rng):
        """One place a district; two neighbouring districts share one."""
        shared = min(((a, b) for a in range(10, 20) for b in range(10, 20) if a < b),
                     key=lambda ab: geo.distance(self.districts[ab[0]]["place"], self.districts[ab[1]]["place"]))
        places, used = [], set()
        for k, district in enumerate(self.districts):
            if k == shared[1]:
                place = self.districts[shared[0]]["at"]
                place["districts"].append(district)
            else:
                place = self._place(rng, district, len(places) + 1, used)
                places.append(place)
            district["at"] = place
        return places

    def _place(self, rng, district, number, used):
        mesh = self.city.mesh
        faces = [f for f in self.city.town_faces([t["id"] for t in district["towns"]])
                 if mesh.flag[f] == "" and f not in used and 4_000 < mesh.area(f) < 60_000]
        face = min(faces, key=lambda f: geo.distance(geo.centroid(mesh.points(f)), district["place"]))
        used.add(face)
        mesh.flag[face] = "facility"
        town = self.city.towns[mesh.town[face]]
        kind = (number * 5 + number // 3) % len(FACILITIES) if number > 1 else 6
        while (town["neighbourhood"], FACILITIES[kind].split("　")[0]) in self.taken:
            kind = (kind + 1) % len(FACILITIES)
        self.taken.add((town["neighbourhood"], FACILITIES[kind].split("　")[0]))
        name = town["neighbourhood"].removesuffix("町")
        kana = town["neighbourhood_kana"].removesuffix("チョウ").removesuffix("マチ")
        return {"number": number, "xy": geo.inner_point(mesh.points(face)), "face": face, "districts": [district], "town": town,
                "name": f"{'汐凪市立' if kind in (0, 2, 4, 5, 7) else ''}{name}{FACILITIES[kind]}",
                "kana": f"{'シオナギシリツ' if kind in (0, 2, 4, 5, 7) else ''}{kana}{FACILITIES_KANA[kind]}",
                "school": kind in (0, 2, 5), "address": full_address(town, rng)}

    # --- rows ------------------------------------------------------------------------------------------------------

    def place_rows(self, degrees):
        """As the election office keeps it: full-width digits here and there."""
        rng = random.Random("shionagi-place-rows")
        file = "polling_places.csv"
        yield ["NO", "投票所番号", "投票所名", "投票所名カナ", "所在地", "緯度", "経度", "投票区", "開始時刻", "終了時刻", "車椅子対応",
               "投票管理者氏名", "連絡先電話番号", "備考"]
        for place in self.places:
            lon, lat = degrees(place["xy"])
            numbers = "・".join(f"第{full(d['number'])}投票区" for d in place["districts"])
            address = place["address"].replace("一丁目", "１丁目").replace("二丁目", "２丁目").replace("三丁目", "３丁目")
            address = full(address) if place["number"] % 3 else address
            manager, telephone, note = person(rng), phone(rng), ""
            if place["number"] == 7:
                manager += " " + self.canaries.word(file, "投票管理者氏名", "PLACE-MANAGER")
            if place["number"] == 9:
                telephone = self.canaries.word(file, "連絡先電話番号", "PLACE-PHONE")
            if place["number"] == 4:
                note = "鍵は前日１６時に受領 " + self.canaries.word(file, "備考", "PLACE-NOTE")
            yield [str(place["number"]), f"第{full(place['number'])}投票所", place["name"], place["kana"], "汐凪市" + address,
                   f"{lat:.6f}", f"{lon:.6f}", numbers, "７：００" if place["number"] % 5 == 0 else "7:00",
                   "18:00" if place["number"] == 1 else "20:00", "○" if rng.random() < 0.85 else "", manager, telephone, note]

    def entrance_features(self):
        """The gates through which voters come onto the grounds, as somebody walked round and noted them; not everywhere yet."""
        file, mesh = "polling_entrances.geojson", self.city.mesh
        for place in self.places:
            surveyed = place["number"] % 6 != 0
            edges = [(mesh.xy[a], mesh.xy[b]) for a, b in cyclic(mesh.faces[place["face"]]) if mesh.kind_of(a, b)[0] in ROADSIDE]
            edges.sort(key=lambda edge: -geo.distance(*edge))
            gates = []
            for a, b in edges if surveyed else []:
                gate = geo.between(a, b, 0.4)
                if len(gates) < 1 + place["number"] % 3 and all(geo.distance(gate, other) > 40 for other in gates):
                    gates.append(gate)
            surveyor = ["選管　浜寺谷", "選管　磯辺山"][place["number"] % 2] if gates else ""
            if place["number"] == 8:
                surveyor = self.canaries.word(file, "調査担当者", "ENTRANCE-SURVEYOR")
            points = [list(plan.degrees(xy)) for xy in gates or [place["xy"]]]
            yield ({"NO": place["number"], "投票所番号": f"第{full(place['number'])}投票所", "位置の根拠": "出入口" if gates else "概略",
                    "出入口の数": len(gates) or None, "調査担当者": surveyor},
                   {"type": "MultiPoint", "coordinates": points} if len(points) > 1 else {"type": "Point", "coordinates": points[0]})

    def district_features(self):
        file = "polling_districts.geojson"
        for d in self.districts:
            memo = "区域の境は道路中心" if d["number"] % 6 == 0 else ""
            if d["number"] == 12:
                memo = "境界協議中 " + self.canaries.word(file, "内部メモ", "DISTRICT-MEMO")
            yield ({"投票区番号": d["number"], "投票区名": f"第{d['number']}投票区", "投票所番号": f"第{full(d['at']['number'])}投票所",
                    "投票所名": d["at"]["name"], "区域": "、".join(t["name"] for t in d["towns"]), "内部メモ": memo},
                   self.city.geometry(self.city.town_faces([t["id"] for t in d["towns"]])))

    def turnout_rows(self, number):
        _, _, average = ELECTIONS[number]
        rng = random.Random(f"shionagi-turnout-{number}")
        three = ["男", "女", "計"]
        yield ["投票区番号", "投票区名", "当日有権者数", "", "", "投票者数", "", "", "投票率(%)", "", "", "備考"]
        yield ["", ""] + three * 3 + [""]
        for d in self.districts:
            electors, voters = self._counts(rng, d, average, number)
            rates = [f"{100 * v / e:.2f}%" for v, e in zip(voters, electors)]
            cells, note = [thousands(v) for v in voters], ""
            if number == 0 and d["number"] == UNCONTESTED + 1:
                cells, rates, note = ["－"] * 3, ["無投票"] * 3, "潮見島選挙区（定数１）"
            yield [str(d["number"]), f"第{full(d['number'])}投票区", *[thousands(e) for e in electors], *cells, *rates, note]

    def _counts(self, rng, d, average, number):
        taste = random.Random(f"shionagi-district-{d['number']}")
        x, y = d["place"]
        habit = taste.gauss(0, 2.6) + 5.5 * (y - 3900) / 3900
        station = min(geo.distance(d["place"], s) for s in self.city.station_places())
        habit -= 4.0 * max(0.0, 1 - station / 900)
        if y < 1000:
            habit += 4.0
        adults = d["population"] * taste.uniform(0.81, 0.85) * (1 + 0.004 * number)
        men = round(adults * taste.uniform(0.462, 0.484))
        women = round(adults) - men
        out = []
        for electors, lean in ((men, -0.5), (women, 0.6)):
            rate = average + habit * (1.15 if number == 0 else 1.0) + lean + rng.gauss(0, 1.0)
            out.append(round(electors * rate / 100))
        return [men, women, men + women], [out[0], out[1], sum(out)]


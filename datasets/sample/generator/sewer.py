"""The sewer ledger: pipes run along streets, downhill to the treatment plant; rain goes to the nearest water.

The city treats what comes from west of the river; foul water from the east is the prefecture's, and in its ledger.
"""
import heapq
import random

from . import geometry as geo
from . import plan
from .city import ROAD_EDGES
from .text import person, phone

PLANT = (1500, 1420)          # the treatment plant, on the quay
COMBINED = (1000, 2700, 2300, 3500)  # the old town: one pipe for both
DIAMETERS = [(6, 200), (18, 250), (40, 300), (75, 350), (130, 450), (240, 600), (420, 800), (800, 1000), (1500, 1350),
             (99999, 1650)]
PIPE_COLUMNS = [
    ("事業区分", 10, None), ("処理区", 12, None), ("処理分区", 20, None), ("管渠番号", 10, None), ("雨汚種別", 6, None),
    ("上流人孔番号", 8, None), ("上流人孔種別", 12, None), ("上流管底高", 9, 3), ("上流土被り", 7, 2),
    ("下流人孔番号", 8, None), ("下流人孔種別", 12, None), ("下流管底高", 9, 3), ("下流土被り", 7, 2),
    ("管渠材質", 24, None), ("管径", 6, 0), ("管渠延長（ｍ）", 8, 2), ("管渠延長（調書）", 8, None), ("勾配（‰）", 7, 2), ("管形状", 8, None),
    ("流下方式", 12, None), ("年号", 4, None), ("工事年", 4, 0), ("供用年月日", 20, None),
    ("施工業者名", 44, None), ("代表者", 44, None), ("電話番号", 34, None), ("備考", 60, None)]
MANHOLE_COLUMNS = [
    ("処理区", 12, None), ("人孔番号", 8, None), ("雨汚種別", 6, None), ("人孔種別", 12, None), ("蓋タイプ", 12, None),
    ("荷重区分", 6, None), ("人孔径（ｍｍ）", 6, 0), ("地盤高（ｍ）", 8, 3), ("人孔深（ｍ）", 6, 2), ("人孔深（調書）", 8, None),
    ("設置年月日", 20, None), ("施工業者名", 44, None), ("代表者", 44, None), ("電話番号", 34, None), ("備考", 60, None)]
FAULTS = {  # as they stand in ledgers: slips of the hand, by the pipe's place in the ledger
    420: "levels",   # upstream and downstream levels in each other's column
    860: "length",   # a length without its decimal point
    1330: "manhole",  # the number of a manhole farther down
    1780: "drawn",   # drawn from its lower end
    2050: "short",   # drawn to 2.4 m before its manhole
}
FIRMS = ["（有）帆足野工業", "磯辺山建設（株）", "（株）網代組", "潮田土木（株）", "千鳥設備工業（株）", "（株）川添管工"]


class Sewer:
    def __init__(self, city, canaries):
        self.city, self.canaries = city, canaries
        self.rng = random.Random("shionagi-sewer")
        self.manholes, self.pipes = [], []
        self.brook = city.brook[0] + city.brook[1][::-1]
        graph = self._street_graph()
        self._sanitary(graph)
        self._storm(graph)
        self._number()

    # --- streets as a graph ----------------------------------------------------------------------------------------

    def _street_graph(self):
        """{node: {neighbour: nodes between}}; bends that are no junction become vertices of the pipe."""
        mesh, near = self.city.mesh, {}
        for (a, b), (kind, _) in sorted(mesh.kind.items()):
            if kind in ROAD_EDGES and self._dry(a, b):
                near.setdefault(a, {})[b] = []
                near.setdefault(b, {})[a] = []
        for n in sorted(near):
            if len(near[n]) == 2:
                a, b = sorted(near[n])
                way = near[a][n] + [n] + near[n][b]
                if b not in near[a] and self._length(a, way, b) < 95:
                    near[a][b], near[b][a] = way, way[::-1]
                    del near[a][n], near[b][n], near[n]
        return near

    def _dry(self, a, b):
        """Whether the edge is on land, or crosses the narrow brook; the river is not crossed."""
        mesh = self.city.mesh
        if geo.contains(self.brook, geo.between(mesh.xy[a], mesh.xy[b], 0.5)):
            return True
        sides = [f for f in (mesh.owner.get((a, b)), mesh.owner.get((b, a))) if f is not None]
        return any(mesh.flag[f] not in ("river", "wood") for f in sides)

    def _length(self, a, way, b):
        return geo.length([self.city.mesh.xy[n] for n in [a] + way + [b]])

    def _level(self, n):
        return plan.ground_level(self.city.mesh.xy[n])

    # --- the two networks ------------------------------------------------------------------------------------------

    def _tree(self, graph, outlets, uphill):
        """The way from every node down to an outlet: {node: next node}, by the shortest way that avoids rises."""
        best, onward, order = {n: 0.0 for n in outlets}, {}, []
        queue = [(0.0, n) for n in sorted(outlets)]
        while queue:
            cost, n = heapq.heappop(queue)
            if cost > best[n]:
                continue
            order.append(n)
            for m, way in sorted(graph[n].items()):
                rise = self._level(n) - self._level(m)  # m is upstream of n
                step = self._length(m, way, n) + uphill * max(0.0, rise)
                step *= 0.75 if self._main(m, way, n) else 1.0
                if cost + step < best.get(m, 1e18):
                    best[m] = cost + step
                    onward[m] = n
                    heapq.heappush(queue, (cost + step, m))
        return onward, order, best

    def _main(self, a, way, b):
        nodes = [a] + way + [b]
        return all(self.city.mesh.kind_of(p, q)[0] in ("国道", "県道", "市道", "collector") for p, q in zip(nodes, nodes[1:]))

    def _sanitary(self, graph):
        mesh = self.city.mesh
        plant = min(graph, key=lambda n: geo.distance(mesh.xy[n], PLANT))
        onward, order, _ = self._tree(graph, [plant], 900.0)
        order = [n for n in order if self._served(mesh.xy[n]) or n == plant]
        keep = set(order)
        for n in order:  # whatever lies on the way down belongs to it
            while n in onward and onward[n] not in keep:
                n = onward[n]
                keep.add(n)
        order = [n for n in self._tree(graph, [plant], 900.0)[1] if n in keep]
        self._build(graph, order, onward, [plant], "汚水", (0.0, 0.0), -6.4)

    def _served(self, p):
        return p[1] > 1000 and p[0] < 3600 or p[1] > 2000

    def _storm(self, graph):
        """Rain pipes of main streets, to outfalls on the banks and at the sea."""
        mesh = self.city.mesh
        main = {n: {m: w for m, w in near.items() if self._main(n, w, m)} for n, near in graph.items()}
        main = {n: near for n, near in main.items() if near}
        bank = {n for (a, b), (kind, _) in mesh.kind.items() if kind == "bank" for n in (a, b)}
        shore = {n for edge, (kind, _) in mesh.kind.items() if kind == "rim" for n in edge
                 if plan.ground_level(mesh.xy[n]) < 2.2}
        outlets = sorted(n for n in main if n in bank or n in shore)
        onward, order, best = self._tree(main, outlets, 1500.0)
        keep = set()
        for n in order:  # outlets first, so what lies below is known already
            if n not in onward or onward[n] in keep and best[n] < 3200 and not self._combined(mesh.xy[n]):
                keep.add(n)
        used = {onward[n] for n in keep if n in onward}
        order = [n for n in order if n in keep and (n in onward or n in used)]
        self._build(main, order, onward, outlets, "雨水", (2.2, 1.6), None)

    def _build(self, graph, order, onward, outlets, kind, shift, outlet_level):
        """Manholes and pipes of one network; `order` goes from the outlets up."""
        count = {n: 1 for n in order}
        for n in reversed(order):
            if n in onward:
                count[onward[n]] += count[n]
        holes, invert, lifted = {}, {}, set()
        for n in order:
            p = self.city.mesh.xy[n]
            ground = round(plan.ground_level(p) + self.rng.uniform(-0.12, 0.12), 3)
            here = "合流" if kind == "汚水" and self._combined(p) else kind
            if n not in onward:
                invert[n] = outlet_level if outlet_level is not None else ground - 2.6
            else:
                length = self._length(n, graph[n][onward[n]], onward[n])
                least = 0.0004 if count[n] > 400 else 0.0006 if count[n] > 120 else 0.001 if count[n] > 25 else 0.0016
                wanted = ground - self.rng.uniform(1.7, 2.6) - 0.25 * (count[n] > 60)
                invert[n] = max(invert[onward[n]] + least * length, min(wanted, invert[onward[n]] + 0.045 * length))
                if ground - invert[n] < 0.8 + diameter_for(count[n]) / 1000:  # too shallow for the way down: a pump in the manhole lifts it
                    lifted.add(n)
                    invert[n] = ground - 2.4
            holes[n] = {"kind": here, "xy": plan.on_ground((p[0] + shift[0], p[1] + shift[1])), "ground": ground,
                        "invert": invert[n], "size": count[n], "outlet": n not in onward, "town": self._town(n)}
            self.manholes.append(holes[n])
        for n in order:
            if n in onward:
                down = onward[n]
                way = [self.city.mesh.xy[k] for k in graph[n][down]]
                points = [holes[n]["xy"]] + [plan.on_ground((p[0] + shift[0], p[1] + shift[1])) for p in way]
                self.pipes.append({"up": holes[n], "down": holes[down], "kind": holes[n]["kind"], "count": count[n], "lifted": n in lifted,
                                   "points": points + [holes[down]["xy"]]})

    @staticmethod
    def _combined(p):
        x0, y0, x1, y1 = COMBINED
        return x0 < p[0] < x1 and y0 < p[1] < y1

    def _town(self, n):
        mesh = self.city.mesh
        if not hasattr(self, "_towns"):
            self._towns = {}
            for face in sorted(mesh.faces):
                for k in mesh.faces[face]:
                    self._towns.setdefault(k, mesh.town[face])
        return self.city.towns[self._towns[n]]

    def _number(self):
        """A- by the west of the brook and river, B- north-west, C- east of the river, R- for rain."""
        serial = {}
        for hole in sorted(self.manholes, key=lambda h: (-h["xy"][1] // 250, h["xy"][0])):
            x = hole["xy"][0] - plan.SHEET_EAST
            y = hole["xy"][1] - plan.SHEET_NORTH
            area = "C" if x > 3560 else "B" if y > 4800 else "A"
            letter = "R" if hole["kind"] == "雨水" else area
            serial[letter] = serial.get(letter, 0) + 1
            hole["number"], hole["area"] = f"{letter}-{serial[letter]:04d}", area
        for number, pipe in enumerate(sorted(self.pipes, key=lambda p: p["up"]["number"]), 1):
            pipe["number"] = f"K{number:05d}"
        self.pipes.sort(key=lambda p: p["number"])
        self.manholes.sort(key=lambda h: h["number"])

    # --- the ledger's rows -----------------------------------------------------------------------------------------

    def pipe_rows(self):
        rng, file = random.Random("shionagi-pipe-rows"), "sewer_pipes.dbf"
        hidden = {300: ("施工業者名", "PIPE-FIRM"), 900: ("代表者", "PIPE-HEAD"), 1500: ("電話番号", "PIPE-PHONE"),
                  2100: ("備考", "PIPE-NOTE"), 2700: ("事業区分", "PIPE"), 1100: ("管渠延長（調書）", "57319.42"),
                  1234: ("上流人孔種別", "UPKIND"), 2345: ("下流人孔種別", "DNKIND")}
        for number, pipe in enumerate(self.pipes):
            row = self._pipe(pipe, rng)
            if number in hidden:
                self._hide(row, file, *hidden[number])
            yield self._spoil(row, pipe, FAULTS.get(number)), [row[c] for c, _, _ in PIPE_COLUMNS]

    def _spoil(self, row, pipe, fault):
        """The points of the pipe, with the fault put into them or into its row."""
        points = pipe["points"]
        if fault == "levels":
            row["上流管底高"], row["下流管底高"] = row["下流管底高"], row["上流管底高"]
        elif fault == "length":
            row["管渠延長（ｍ）"] *= 100
        elif fault == "manhole":
            row["下流人孔番号"] = next(p["down"]["number"] for p in self.pipes if p["up"] is pipe["down"])
        elif fault == "drawn":
            points = points[::-1]
        elif fault == "short":
            a, b = points[-2:]
            points = points[:-1] + [geo.between(b, a, 2.4 / geo.distance(a, b))]
        return points

    def _hide(self, row, file, column, short):
        """Narrow columns take a short word of their own."""
        if short[0].isdigit():
            row[column] = self.canaries.digits(file, column, short)
        elif column in ("事業区分", "上流人孔種別", "下流人孔種別", "蓋タイプ", "荷重区分"):
            row[column] = self.canaries.digits(file, column, f"ZX{short}9"[:10])
        else:
            row[column] = self.canaries.word(file, column, short)

    def _pipe(self, pipe, rng):
        up, down = pipe["up"], pipe["down"]
        length = max(0.5, round(geo.length(pipe["points"]), 2))
        diameter = diameter_for(pipe["count"])
        if pipe["lifted"]:
            diameter = 150 if diameter < 350 else 300
        elif pipe["kind"] != "汚水":
            diameter = diameter_for(pipe["count"] * (3 if pipe["kind"] == "雨水" else 2.2))
        era, year, when = self._age(up["town"], pipe["kind"], rng)
        material = "鉄筋コンクリート管" if diameter >= 450 or (era == "昭和" and year < 55) else "硬質塩化ビニル管"
        note = ""
        if material[0] == "鉄" and era == "昭和" and rng.random() < 0.06:
            material, diameter, note = "更生管（製管工法）", diameter - 12, "更生工事済"
        drop = up["invert"] - down["invert"]
        return {
            "事業区分": "公共", "処理区": "汐凪処理区", "処理分区": {"A": "浜汐凪処理分区", "B": "山手処理分区", "C": "東汐凪処理分区"}[up["area"]],
            "管渠番号": pipe["number"], "雨汚種別": pipe["kind"], "上流人孔番号": up["number"], "上流人孔種別": hole_kind(up),
            "上流管底高": up["invert"], "上流土被り": up["ground"] - up["invert"] - diameter / 1000,
            "下流人孔番号": down["number"], "下流人孔種別": hole_kind(down), "下流管底高": down["invert"],
            "下流土被り": down["ground"] - down["invert"] - diameter / 1000,
            "管渠材質": material, "管径": float(diameter), "管渠延長（ｍ）": length, "管渠延長（調書）": f"{length:.1f}",
            "勾配（‰）": None if pipe["lifted"] else 1000 * drop / length, "管形状": "円形", "流下方式": "圧送" if pipe["lifted"] else "自然流下", "年号": era, "工事年": float(year), "供用年月日": when,
            "施工業者名": rng.choice(FIRMS), "代表者": person(rng), "電話番号": phone(rng), "備考": note}

    def manhole_rows(self):
        rng, file = random.Random("shionagi-manhole-rows"), "sewer_manholes.dbf"
        hidden = {250: ("施工業者名", "MANHOLE-FIRM"), 750: ("代表者", "MANHOLE-HEAD"), 1250: ("電話番号", "MANHOLE-PHONE"),
                  1750: ("備考", "MANHOLE-NOTE"), 2250: ("荷重区分", "LOD"), 2750: ("人孔深（調書）", "83.17462")}
        for number, hole in enumerate(self.manholes):
            _, _, when = self._age(hole["town"], hole["kind"], rng)
            row = {"処理区": "汐凪処理区", "人孔番号": hole["number"], "雨汚種別": hole["kind"], "人孔種別": hole_kind(hole),
                   "蓋タイプ": rng.choice(("標準", "標準", "デザイン", "浮上防止")), "荷重区分": rng.choice(("T-14", "T-25")),
                   "人孔径（ｍｍ）": 900.0 if hole["size"] < 40 else 1200.0 if hole["size"] < 240 else 1500.0,
                   "地盤高（ｍ）": hole["ground"], "人孔深（ｍ）": hole["ground"] - hole["invert"],
                   "人孔深（調書）": f"{hole['ground'] - hole['invert']:.1f}", "設置年月日": when, "施工業者名": rng.choice(FIRMS),
                   "代表者": person(rng), "電話番号": phone(rng), "備考": "車道中央" if rng.random() < 0.1 else ""}
            if number in hidden:
                self._hide(row, file, *hidden[number])
            yield [hole["xy"]], [row[c] for c, _, _ in MANHOLE_COLUMNS]

    def _age(self, town, kind, rng):
        """When a town was served: the old town first, hills and island last."""
        x, y = town["place"]
        year = 1962 + (abs(y - 3000) / 4700) * 30 + (12 if y < 1000 else 0) + (9 if x > 3600 else 0)
        year += {"合流": -4, "汚水": 2, "雨水": 9}[kind] + random.Random(town["code"]).randint(-2, 4) + rng.randint(0, 2)
        year = int(year)
        era, first, letter = ("昭和", 1925, "S") if year < 1989 else ("平成", 1988, "H") if year < 2019 else ("令和", 2018, "R")
        month, day = rng.randint(1, 12), rng.choice((1, 1, 15, 31 if year % 2 else 1))
        if year == 1989:
            month = max(month, 2)  # Heisei began on 8 January
        if day == 31 and month not in (1, 3, 5, 7, 8, 10, 12):
            day = 30 if month != 2 else 28
        forms = (f"{letter}{year - first}.{month}.{day}", f"{era}{year - first}年{month}月{day}日")
        text = forms[rng.random() < 0.3].replace("平成1年", "平成元年")
        return era, year - first, text


def diameter_for(count):
    """Millimetres for as many stretches of street as drain into a pipe."""
    return next(d for limit, d in DIAMETERS if count <= limit)


def hole_kind(hole):
    if hole["outlet"]:
        return "流入点" if hole["kind"] != "雨水" else "吐口"
    return "１号" if hole["size"] < 40 else "２号" if hole["size"] < 240 else "３号"


def label_rows(columns, cut):
    """The table that gives cut column names their meaning back."""
    yield ["列名", "名称"]
    for short, (name, _, _) in zip(cut, columns):
        yield [short, name]

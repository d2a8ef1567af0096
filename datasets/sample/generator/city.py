"""The city itself: land faces, rivers, towns, blocks, streets, parks; from the drawing in plan.py."""
import random

from . import geometry as geo
from . import names, plan
from .mesh import arrange, cyclic, undirected

WATER_EDGES = ("bank", "middle")
ROAD_EDGES = ("国道", "県道", "市道", "collector", "street", "bank")
TOWN_AREA = 730_000.0       # m2; a larger face between main roads becomes several towns
SMALL_AREA = 240_000.0      # a smaller one joins its neighbour


class City:
    """Everything the tables are written from."""

    def __init__(self):
        rng = random.Random("shionagi-2026")
        self.river = geo.strip(geo.smooth(plan.beyond(plan.RIVER)), plan.half_river)
        self.brook = geo.strip(geo.smooth(plan.beyond(plan.BROOK), 40), plan.half_brook)
        self.woods = [geo.roughen(geo.smooth(w + w[:1], 400), random.Random(f"wood{k}"), 0.07, 3)[:-1]
                      for k, w in enumerate(plan.WOODS)]
        self.rim = self._rim(rng)
        self.mesh = self._arrangement()
        self._mark_rivers()
        self._make_towns(rng)
        self._cut_rivers()
        self._assign_rivers()
        self.towns = {}
        self._number_towns()
        self._make_blocks(random.Random("shionagi-blocks"))
        self._roughen_borders(random.Random("shionagi-borders"))
        self._mark_green(random.Random("shionagi-green"))
        names.give_names(self)
        self._give_codes()
        self._count_people(random.Random("shionagi-people"))

    # --- ground ----------------------------------------------------------------------------------------------------

    def _rim(self, rng):
        east = geo.roughen(plan.RIM_EAST, rng)[::-1]
        north = geo.roughen(plan.RIM_NORTH, rng)[::-1]
        west = geo.roughen(plan.RIM_WEST, rng)[::-1]
        return plan.city_coast() + east[1:] + north[1:] + west[1:-1]

    def _arrangement(self):
        lines = [("rim", None, self.rim + self.rim[:1])]
        island = plan.harden(plan.ISLAND + plan.ISLAND[:1])
        lines.append(("rim", None, island))
        self.island = island[:-1]
        for (left, right), middle in ((self.river, plan.RIVER), (self.brook, plan.BROOK)):
            lines += [("bank", None, left), ("bank", None, right), ("middle", None, geo.smooth(middle, 55))]
        for company, line, points in plan.RAILWAYS:
            lines.append(("rail", company + line, geo.smooth(points)))
        for kind, name, points in plan.ROADS:
            lines.append((kind, name, geo.smooth(points)))

        def keep(p):
            return geo.contains(self.rim, p) or geo.contains(self.island, p)

        return arrange(lines, keep)

    def _mark_rivers(self):
        bands = [left + right[::-1] for left, right in (self.river, self.brook)]
        for face in self.mesh.faces:
            p = geo.inner_point(self.mesh.points(face))
            if any(geo.contains(band, p) for band in bands):
                self.mesh.flag[face] = "river"

    # --- towns -----------------------------------------------------------------------------------------------------

    def _make_towns(self, rng):
        mesh = self.mesh
        for face in sorted(mesh.faces):
            mesh.town[face] = face if mesh.flag[face] != "river" else None
        self._join_small()
        queue = sorted(f for f in mesh.faces if mesh.flag[f] != "river")
        while queue:
            face = queue.pop(0)
            limit = TOWN_AREA * (2.2 if geo.centroid(mesh.points(face))[1] > 7150 else 1.0)
            if mesh.area(face) < limit:
                continue
            halves = mesh.halve(face, rng, ("collector", f"c{face}"), snap=60.0, skew=0.12, share=0.3)
            if halves:
                mesh.town[halves[1]] = halves[1]
                queue += halves

    def _join_small(self):
        """A sliver between main roads belongs to the town beside it."""
        mesh = self.mesh
        while True:
            areas = {}
            for face, town in mesh.town.items():
                if town is not None:
                    areas[town] = areas.get(town, 0.0) + mesh.area(face)
            small = sorted((a, t) for t, a in areas.items() if a < SMALL_AREA)
            shared = self._shared_lengths(lambda kind: kind not in WATER_EDGES + ("rail",))
            for _, town in small:
                beside = sorted((length, b) for (a, b), length in shared.items() if a == town and b != town)
                if beside:
                    for face, t in mesh.town.items():
                        if t == town:
                            mesh.town[face] = beside[-1][1]
                    break
            else:
                return

    def _shared_lengths(self, wanted):
        mesh, shared = self.mesh, {}
        for (a, b), face in mesh.owner.items():
            other = mesh.across(a, b)
            if other is None or not wanted(mesh.kind_of(a, b)[0]):
                continue
            pair = (mesh.town[face], mesh.town[other])
            if None not in pair and pair[0] != pair[1]:
                shared[pair] = shared.get(pair, 0.0) + geo.distance(mesh.xy[a], mesh.xy[b])
        return shared

    def _cut_rivers(self):
        """Carries town borders from the bank to the middle of the river."""
        mesh = self.mesh
        done = set()
        while True:
            task = next(((f, n) for f in sorted(mesh.faces) if mesh.flag[f] == "river"
                         for n in self._town_corners(f) if n not in done), None)
            if task is None:
                return
            face, n = task
            done.add(n)
            best = None
            for a, b in cyclic(mesh.faces[face]):
                if mesh.kind_of(a, b)[0] == "middle":
                    for t in (0.0, 0.25, 0.5, 0.75, 1.0):
                        p = geo.between(mesh.xy[a], mesh.xy[b], t)
                        d = geo.distance(p, mesh.xy[n])
                        if best is None or d < best[0]:
                            best = (d, a, b, t, p)
            if best is None:
                continue
            _, a, b, t, p = best
            m = a if t == 0.0 else b if t == 1.0 else mesh.put_node_on_edge(a, b, *p)
            nodes = mesh.faces[face]
            if abs(nodes.index(n) - nodes.index(m)) in (0, 1, len(nodes) - 1):
                continue
            if not geo.crosses(mesh.points(face), mesh.xy[n], mesh.xy[m]):
                mesh.cut(face, n, m, ("none", None))

    def _town_corners(self, face):
        mesh = self.mesh
        edges = list(cyclic(mesh.faces[face]))
        for (a, b), (_, c) in zip(edges, edges[1:] + edges[:1]):
            one, two = mesh.across(a, b), mesh.across(b, c)
            if one is None or two is None or one == two:
                continue
            if None not in (mesh.town[one], mesh.town[two]) and mesh.town[one] != mesh.town[two]:
                yield b

    def _assign_rivers(self):
        mesh = self.mesh
        while True:
            open_faces = sorted(f for f in mesh.faces if mesh.town[f] is None)
            if not open_faces:
                return
            for face in open_faces:
                beside = {}
                for a, b in cyclic(mesh.faces[face]):
                    other = mesh.across(a, b)
                    if other is not None and mesh.town[other] is not None:
                        weight = {"bank": 1.0, "middle": 0.01}.get(mesh.kind_of(a, b)[0], 0.05)
                        town = mesh.town[other]
                        beside[town] = beside.get(town, 0.0) + weight * geo.distance(mesh.xy[a], mesh.xy[b])
                if beside:
                    mesh.town[face] = max(sorted(beside), key=lambda t: beside[t])

    def _number_towns(self):
        """Towns get the numbers 0, 1, … from south to north."""
        mesh = self.mesh
        faces = {}
        for face in sorted(mesh.faces):
            faces.setdefault(mesh.town[face], []).append(face)

        def place(town):
            land = [f for f in faces[town] if mesh.flag[f] != "river"] or faces[town]
            biggest = max(land, key=mesh.area)
            return geo.inner_point(mesh.points(biggest))

        order = sorted(faces, key=lambda t: place(t)[1])
        for number, town in enumerate(order):
            self.towns[number] = {"id": number, "place": place(town),
                                  "land": sum(mesh.area(f) for f in faces[town] if mesh.flag[f] != "river")}
            for face in faces[town]:
                mesh.town[face] = number

    # --- blocks and green ------------------------------------------------------------------------------------------

    def block_area(self, p):
        """How large blocks are here, m2: small in the old town and near stations, large by the port and in the hills."""
        x, y = p
        if y < 900:
            return 21_000.0
        if y < 2050 and x > 1250:
            return 34_000.0
        if any(geo.contains(wood, p) for wood in self.woods):
            return 300_000.0
        size = 8_800.0 + max(0.0, y - 5000) * 1.6
        for station in self.station_places():
            size = min(size, 6_800.0 + geo.distance(p, station) * 2.6)
        return size

    def station_places(self):
        out = []
        for _, _, _, railway, x in plan.STATIONS:
            line = geo.smooth(plan.RAILWAYS[railway][2])
            a, b = next((a, b) for a, b in zip(line, line[1:]) if a[0] <= x < b[0])
            out.append(geo.between(a, b, (x - a[0]) / (b[0] - a[0])))
        return out

    def _make_blocks(self, rng):
        mesh = self.mesh
        queue = sorted(f for f in mesh.faces if mesh.flag[f] != "river")
        street = 0
        while queue:
            face = queue.pop(0)
            area = mesh.area(face)
            limit = self.block_area(geo.centroid(mesh.points(face))) * rng.uniform(0.8, 1.35)
            if area < limit:
                continue
            kind = "lane" if limit > 200_000 else "street"
            halves = (mesh.halve(face, rng, (kind, street), snap=24.0 if area > 30_000 else 17.0)
                      or mesh.halve(face, rng, (kind, street), snap=14.0, skew=0.5, share=0.15))
            if halves:
                street += 1
                queue += halves

    def _roughen_borders(self, rng):
        """Gives single blocks to the town across a lesser street: borders between towns are seldom one straight line."""
        mesh = self.mesh
        for face in sorted(mesh.faces):
            if mesh.flag[face] == "river" or mesh.area(face) > 40_000 or rng.random() > 0.3:
                continue
            around, beside = 0.0, {}
            for a, b in cyclic(mesh.faces[face]):
                other, length = mesh.across(a, b), geo.distance(mesh.xy[a], mesh.xy[b])
                around += length
                if other is not None and mesh.town[other] != mesh.town[face] and mesh.kind_of(a, b)[0] == "collector":
                    beside[mesh.town[other]] = beside.get(mesh.town[other], 0.0) + length
            best = max(sorted(beside), key=lambda t: beside[t], default=None)
            if best is not None and beside[best] > 0.22 * around:
                old, mesh.town[face] = mesh.town[face], best
                if not (self._is_plain(old) and self._is_plain(best)):
                    mesh.town[face] = old

    def _is_plain(self, town):
        """One ring that touches itself nowhere."""
        polygons = self.mesh.rings(self.town_faces([town]))
        return len(polygons) == 1 and len(polygons[0]) == 1 and len(set(polygons[0][0])) == len(polygons[0][0])

    def _mark_green(self, rng):
        """Woods where the hills are, large parks by name, and a small park here and there."""
        mesh = self.mesh
        self.parks = [(name, set()) for name, _, _ in plan.PARKS]
        for face in sorted(mesh.faces):
            p = geo.inner_point(mesh.points(face))
            if mesh.flag[face] == "river":
                continue
            if any(geo.contains(wood, p) for wood in self.woods) and mesh.area(face) > 30_000:
                mesh.flag[face] = "wood"
                continue
            large = next((k for k, (_, c, r) in enumerate(plan.PARKS) if geo.distance(c, p) < r), None)
            if large is not None:
                self.parks[large][1].add(face)
                mesh.flag[face] = "park"
            elif 3_000 < mesh.area(face) < 16_000 and rng.random() < 0.022:
                self.parks.append(("", {face}))
                mesh.flag[face] = "park"
        for _, faces in self.parks:
            for face in sorted(faces):
                for a, b in cyclic(mesh.faces[face]):
                    if mesh.across(a, b) in faces and mesh.kind_of(a, b)[0] in ("street", "collector"):
                        mesh.kind[undirected(a, b)] = ("none", None)

    def _give_codes(self):
        """Eleven digits as in the census: municipality 28299, then neighbourhood and 丁目."""
        order = sorted(self.towns.values(), key=lambda t: (t["kana"], t["chome"]))
        names_in_order = []
        for town in order:
            if town["neighbourhood"] not in names_in_order:
                names_in_order.append(town["neighbourhood"])
            town["code"] = f"28299{names_in_order.index(town['neighbourhood']) + 1:04d}{town['chome']:02d}"

    # --- people ----------------------------------------------------------------------------------------------------

    def _count_people(self, rng):
        weights = {}
        for number, town in self.towns.items():
            x, y = town["place"]
            density = 1.0
            if y < 1000:
                density = 0.55
            elif y < 2050:
                density = 0.12 if x > 1250 else 0.5
            elif y > 7000:
                density = 0.16
            elif y > 6400:
                density = 0.55
            near = min(geo.distance(town["place"], s) for s in self.station_places())
            density *= 1.0 + 0.7 * max(0.0, 1 - near / 1000)
            weights[number] = town["land"] * density * rng.uniform(0.8, 1.2)
        scale = 100_900 / sum(weights.values())
        for number, town in self.towns.items():
            town["population"] = round(weights[number] * scale)
            size = rng.uniform(1.95, 2.25) if town["place"][1] < 5200 else rng.uniform(2.2, 2.55)
            town["households"] = round(town["population"] / size)

    def _walk_rim(self, start, end):
        """The nodes of the mesh along its rim from one point to another, counter-clockwise."""
        mesh = self.mesh
        following = {a: b for (a, b) in mesh.owner if mesh.across(a, b) is None}
        first = min(following, key=lambda n: geo.distance(mesh.xy[n], start))
        nodes = [first]
        while geo.distance(mesh.xy[nodes[-1]], end) > 0.5 or len(nodes) < 2:
            nodes.append(following[nodes[-1]])
        return [mesh.xy[n] for n in nodes]

    def coast_nodes(self):
        """The city's coast from west to east, with every node that towns have there."""
        coast = plan.city_coast()
        return self._walk_rim(coast[0], coast[-1])

    def island_nodes(self):
        return self._walk_rim(self.island[0], self.island[0])[:-1]

    # --- for the writers -------------------------------------------------------------------------------------------

    def town_faces(self, towns):
        wanted = set(towns)
        return [f for f in sorted(self.mesh.faces) if self.mesh.town[f] in wanted]

    def geometry(self, faces):
        """A GeoJSON (Multi)Polygon of merged faces."""
        mesh = self.mesh
        polygons = []
        for rings in mesh.rings(faces):
            polygons.append([[list(plan.degrees(mesh.xy[n])) for n in ring + ring[:1]] for ring in rings])
        if len(polygons) == 1:
            return {"type": "Polygon", "coordinates": polygons[0]}
        return {"type": "MultiPolygon", "coordinates": polygons}

    def neighbours(self, group_of):
        """Lengths of the borders between groups of towns: {(a, b): metres}; water and rail count less."""
        mesh, shared = self.mesh, {}
        weight = {"bank": 0.05, "middle": 0.05, "rail": 0.35, "国道": 0.6, "県道": 0.8}
        for (a, b), face in mesh.owner.items():
            other = mesh.across(a, b)
            if other is None:
                continue
            p, q = group_of[mesh.town[face]], group_of[mesh.town[other]]
            if p != q:
                length = geo.distance(mesh.xy[a], mesh.xy[b]) * weight.get(mesh.kind_of(a, b)[0], 1.0)
                shared[(p, q)] = shared.get((p, q), 0.0) + length
        return shared

    def grouped(self, count, weight, most=None, limit=99):
        """Joins neighbouring towns into `count` groups of alike weight; returns {town: group number}, south to north.

        `weight(town)` is what to balance; no group gets more than `limit` towns or, if stated, more than `most`.
        """
        group_of = {t: t for t in self.towns}
        while len(set(group_of.values())) > count:
            totals, sizes = {}, {}
            for town, group in group_of.items():
                totals[group] = totals.get(group, 0.0) + weight(self.towns[town])
                sizes[group] = sizes.get(group, 0) + 1
            shared = self.neighbours(group_of)
            choice = self._next_join(totals, sizes, shared, most, limit)
            if choice is None:
                break
            for town in group_of:
                if group_of[town] == choice[0]:
                    group_of[town] = choice[1]
        order = sorted(set(group_of.values()))
        return {t: order.index(g) for t, g in group_of.items()}

    @staticmethod
    def _next_join(totals, sizes, shared, most, limit):
        for small in sorted(totals, key=lambda g: (totals[g], g)):
            best = None
            for (a, b), length in sorted(shared.items()):
                if a != small or sizes[a] + sizes[b] > limit or length < 60:
                    continue
                if most is not None and totals[a] + totals[b] > most:
                    continue
                cost = (totals[a] + totals[b]) / length**0.7
                if best is None or cost < best[0]:
                    best = (cost, b)
            if best is not None:
                return small, best[1]
        return None

    def streets(self):
        """Side streets as (kind, street, nodes), each a chain of edges of the mesh; so are the roads on the banks."""
        chains = {}
        for (a, b), (kind, street) in self.mesh.kind.items():
            if kind in ("collector", "street", "lane") or kind == "bank" and self._is_bank(a, b):
                chains.setdefault((kind, str(street)), []).append((a, b))
        for (kind, street), edges in sorted(chains.items()):
            for nodes in chain(edges):
                yield kind, street, nodes

    def _is_bank(self, a, b):
        """Land on one side and water on the other."""
        mesh = self.mesh
        sides = [mesh.owner.get((a, b)), mesh.owner.get((b, a))]
        return None not in sides and sorted(mesh.flag[f] == "river" for f in sides) == [False, True]


def chain(edges):
    """Joins edges into runs of nodes."""
    near = {}
    for a, b in edges:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    used = set()
    for start in sorted(near, key=lambda n: (len(near[n]) != 1, n)):
        for first in sorted(near[start]):
            if undirected(start, first) in used:
                continue
            run, a, b = [start], start, first
            while True:
                used.add(undirected(a, b))
                run.append(b)
                onward = [c for c in near[b] if undirected(b, c) not in used]
                if len(near[b]) != 2 or not onward:
                    break
                a, b = b, onward[0]
            yield run

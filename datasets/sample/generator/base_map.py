"""The ground: sea, rivers, green, roads, railways, stations, boundaries; all GeoJSON."""
from . import geometry as geo
from . import plan


def degrees(points):
    return [list(plan.degrees(p)) for p in points]


def closed(points):
    return degrees(points + points[:1])


def collection(features):
    return {"type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]}


def sea(city):
    """Everything south of the coast to the edge of the sheet; the made island is a hole in it."""
    coast = geo.smooth(plan.COAST_WEST, 80) + city.coast_nodes() + plan.harden(plan.COAST_EAST)[1:]
    edge = [(plan.EAST, plan.SOUTH), (plan.WEST, plan.SOUTH)]
    ring = coast + edge
    island = city.island_nodes()
    yield {"番号": "1", "名称": "汐凪湾"}, {"type": "Polygon", "coordinates": [closed(ring[::-1]), closed(island[::-1])]}


def rivers(city):
    for number, name, (left, right) in (("1", "白鷺川", city.river), ("2", "水車川", city.brook)):
        yield {"番号": number, "名称": name}, {"type": "Polygon", "coordinates": [closed(left + right[::-1])]}


def green(city):
    """Woods in the hills and parks in town."""
    mesh = city.mesh
    number = 0
    for wood in city.woods:
        number += 1
        yield {"番号": str(number), "種別": "山林", "名称": ""}, {"type": "Polygon", "coordinates": [closed(wood)]}
    seen = {}
    for name, faces in city.parks:
        if not faces:
            continue
        number += 1
        town = city.towns[mesh.town[min(faces)]]["name"]
        if not name:
            seen[town] = seen.get(town, 0) + 1
            name = f"{town}{'第' + str(seen[town]) if seen[town] > 1 else ''}公園"
        yield {"番号": str(number), "種別": "公園", "名称": name}, city.geometry(sorted(faces))


def roads(city):
    """City roads end at the boundary; lesser classes come first, so that greater ones are drawn over them."""
    drawn = [geo.smooth(plan.beyond(points)) for _, _, points in plan.ROADS]
    order = sorted(range(len(drawn)), key=lambda k: ("市道", "県道", "国道").index(plan.ROADS[k][0]))
    for number, k in enumerate(order, 1):
        kind, name, _ = plan.ROADS[k]
        points = drawn[k]
        for _ in range(2):  # once from each end
            points = trimmed(points, [d for j, d in enumerate(drawn) if j != k], city, kind)[::-1]
        yield ({"番号": str(number), "種別": kind, "路線名": name},
               {"type": "LineString", "coordinates": degrees(points)})


def trimmed(points, others, city, kind):
    """Takes away what hangs over the last crossing, or a city road's part beyond the boundary."""
    rim = city.rim + city.rim[:1]
    lines = others + ([rim] if kind == "市道" and not inside(city, points[-1]) else [])
    if lines[-1] is not rim and not inside(city, points[-1]):
        return points
    gone = 0.0
    for i in range(len(points) - 1, 0, -1):
        a, b = points[i], points[i - 1]
        hits = [h for line in lines for c, d in zip(line, line[1:]) if (h := geo.intersection(a, b, c, d)) is not None]
        if hits:
            hit = min(hits, key=lambda h: geo.distance(a, h))
            return points[:i] + [hit]
        gone += geo.distance(a, b)
        if gone > 320 and lines[-1] is not rim:
            return points
    return points


def inside(city, p):
    return geo.contains(city.rim, p) or geo.contains(city.island, p)


def streets(city):
    count = {}
    for kind, _street, nodes in city.streets():
        mesh = city.mesh
        face = mesh.owner.get((nodes[0], nodes[1]), mesh.owner.get((nodes[1], nodes[0])))
        town = city.towns[mesh.town[face]]
        count[town["neighbourhood"]] = count.get(town["neighbourhood"], 0) + 1
        number = count[town["neighbourhood"]]
        yield ({"路線番号": f"{town['neighbourhood']}-{number:03d}",
                "路線名": f"市道{town['neighbourhood']}{number}号線",
                "種別": {"collector": "幹線", "street": "区画道路", "lane": "林道", "bank": "堤防道路"}[kind]},
               {"type": "LineString", "coordinates": degrees([mesh.xy[n] for n in nodes])})


def railways(_city):
    for number, (company, line, points) in enumerate(plan.RAILWAYS, 1):
        yield ({"番号": str(number), "事業者": company, "路線名": line},
               {"type": "LineString", "coordinates": degrees(geo.smooth(plan.beyond(points)))})


def stations(city):
    for number, (entry, place) in enumerate(zip(plan.STATIONS, city.station_places()), 1):
        name, kana, english, railway, _ = entry
        company, line, _ = plan.RAILWAYS[railway]
        yield ({"番号": str(number), "駅名": name, "駅名カナ": kana, "駅名英語": english, "路線名": company + line},
               {"type": "Point", "coordinates": list(plan.degrees(place))})


def boundary(city):
    people = sum(t["population"] for t in city.towns.values())
    yield ({"全国地方公共団体コード": "282995", "市名": "汐凪市", "市名カナ": "シオナギシ",
            "面積": round(sum(city.mesh.area(f) for f in city.mesh.faces) / 1e6, 2), "人口": people,
            "世帯数": sum(t["households"] for t in city.towns.values())},
           city.geometry(sorted(city.mesh.faces)))


def towns(city, canaries):
    for number, town in sorted(city.towns.items(), key=lambda item: item[1]["code"]):
        faces = city.town_faces([number])
        memo = canaries.word("town_boundaries.geojson", "更新メモ", "TOWN-MEMO") if number == 20 else ""
        yield ({"町丁コード": town["code"], "町丁名": town["name"], "町丁名カナ": town["kana"],
                "世帯数": town["households"], "人口": town["population"],
                "面積": round(sum(city.mesh.area(f) for f in faces) / 1e6, 3),
                "更新メモ": memo}, city.geometry(faces))

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
    edge = plan.harden([(plan.EAST, plan.SOUTH), (plan.WEST, plan.SOUTH)])
    ring = coast + edge
    island = city.island_nodes()
    yield {"番号": "1", "名称": "汐凪湾"}, {"type": "Polygon", "coordinates": [closed(ring[::-1]), closed(island[::-1])]}


def rivers(city):
    for number, name, (left, right) in (("1", "白鷺川", city.river), ("2", "水車川", city.brook)):
        yield {"番号": number, "名称": name}, {"type": "Polygon", "coordinates": [closed(left + right[::-1])]}


def green(city):
    """Woods in the hills and parks in town."""
    mesh = city.mesh
    woods = [f for f in sorted(mesh.faces) if mesh.flag[f] == "wood"]
    number = 0
    for rings in mesh.rings(woods):
        number += 1
        yield ({"番号": str(number), "種別": "山林", "名称": ""},
               {"type": "Polygon", "coordinates": [closed([mesh.xy[n] for n in ring]) for ring in rings]})
    seen = {}
    for face in sorted(f for f in mesh.faces if mesh.flag[f] == "park"):
        number += 1
        town = city.towns[mesh.town[face]]["name"]
        seen[town] = seen.get(town, 0) + 1
        name = f"{town}{'第' + str(seen[town]) if seen[town] > 1 else ''}公園"
        yield ({"番号": str(number), "種別": "公園", "名称": name},
               {"type": "Polygon", "coordinates": [closed(mesh.points(face))]})


def roads(_city):
    for number, (kind, name, points) in enumerate(plan.ROADS, 1):
        yield ({"番号": str(number), "種別": kind, "路線名": name},
               {"type": "LineString", "coordinates": degrees(geo.smooth(points))})


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
                "種別": {"collector": "幹線", "street": "区画道路", "lane": "林道"}[kind]},
               {"type": "LineString", "coordinates": degrees([mesh.xy[n] for n in nodes])})


def railways(_city):
    for number, (company, line, points) in enumerate(plan.RAILWAYS, 1):
        yield ({"番号": str(number), "事業者": company, "路線名": line},
               {"type": "LineString", "coordinates": degrees(geo.smooth(points))})


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

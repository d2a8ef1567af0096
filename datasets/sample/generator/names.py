"""Names of towns. All are made up; any that exist somewhere do so by chance."""
from . import geometry as geo

SOUTH = [("潮見島", "シオミジマ"), ("港町", "ミナトマチ"), ("浜風町", "ハマカゼチョウ"), ("汐入町", "シオイリチョウ"),
         ("千鳥浜", "チドリハマ"), ("網干場町", "アミホシバチョウ"), ("東浜町", "ヒガシハマチョウ"), ("帆立町", "ホタテチョウ")]
MIDDLE = [("汐凪本町", "シオナギホンマチ"), ("松並町", "マツナミチョウ"), ("旧浜街道町", "キュウハマカイドウチョウ"),
          ("白鷺町", "シラサギチョウ"), ("若葉町", "ワカバチョウ"), ("栄橋", "サカエバシ"), ("蔵之前町", "クラノマエチョウ"),
          ("川添町", "カワゾエチョウ"), ("花井町", "ハナイチョウ"), ("塩屋原", "シオヤハラ"), ("石積町", "イシヅミチョウ"),
          ("東汐凪", "ヒガシシオナギ"), ("芦田町", "アシダチョウ")]
NORTH = [("丘ノ手", "オカノテ"), ("桜坂町", "サクラザカチョウ"), ("風見台", "カザミダイ"), ("宮ノ下町", "ミヤノシタチョウ"),
         ("水車町", "スイシャチョウ"), ("北白鷺", "キタシラサギ"), ("若草台", "ワカクサダイ"), ("月見ケ丘", "ツキミガオカ"),
         ("深山", "ミヤマ"), ("奥汐", "オクシオ"), ("松籟山", "ショウライザン")]
NUMERALS = [("一", "イッ"), ("二", "ニ"), ("三", "サン"), ("四", "ヨン"), ("五", "ゴ"), ("六", "ロク")]


def give_names(city):
    """Joins neighbouring towns into neighbourhoods and names them 浜風町一丁目, 浜風町二丁目, …"""
    group_of = city.grouped(24, lambda town: town["land"], most=2_300_000.0, limit=4)
    groups = {}
    for town, group in group_of.items():
        groups.setdefault(group, []).append(town)
    places = {g: mean([city.towns[t]["place"] for t in towns]) for g, towns in groups.items()}
    pools = {"south": list(SOUTH), "middle": list(MIDDLE), "north": list(NORTH)}
    for group in sorted(groups, key=lambda g: places[g][1]):
        zone = "south" if places[group][1] < 2500 else "middle" if places[group][1] < 5000 else "north"
        pool = next(p for p in (pools[zone], pools["middle"], pools["north"], pools["south"]) if p)
        name, kana = pool.pop(0)
        towns = sorted(groups[group], key=lambda t: (round(-city.towns[t]["place"][1] / 500), city.towns[t]["place"][0]))
        for number, town in enumerate(towns):
            entry = city.towns[town]
            entry["neighbourhood_kana"] = kana
            entry["neighbourhood"], entry["chome"] = name, number + 1 if len(towns) > 1 else 0
            if len(towns) > 1:
                entry["name"] = f"{name}{NUMERALS[number][0]}丁目"
                entry["kana"] = f"{kana}{NUMERALS[number][1]}チョウメ"
            else:
                entry["name"], entry["kana"] = name, kana


def mean(points):
    return (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))


def nearest(places, p):
    return min(range(len(places)), key=lambda k: geo.distance(places[k], p))

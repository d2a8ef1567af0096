"""Garbage collection areas and their days."""
from .text import phone
import random

DAYS = [("月・木", "第１・第３火", "水", "第２・第４火", "第１金"), ("火・金", "第１・第３月", "木", "第２・第４月", "第１水"),
        ("月・木", "第２・第４火", "金", "第１・第３火", "第２水"), ("火・金", "第２・第４木", "月", "第１・第３木", "第２水"),
        ("水・土", "第１・第３金", "火", "第２・第４金", "第３月"), ("水・土", "第２・第４木", "月", "第１・第３木", "第３火")]
COLUMNS = ["燃やすごみ", "燃やさないごみ", "プラスチック製容器包装", "ペットボトル・びん・缶", "紙・布"]


def features(city, canaries):
    file, rng = "garbage_areas.geojson", random.Random("shionagi-garbage")
    group_of = city.grouped(10, lambda town: town["population"])
    for group in sorted(set(group_of.values())):
        towns = sorted((t for t in city.towns.values() if group_of[t["id"]] == group), key=lambda t: t["code"])
        contractor, telephone = f"（株）汐凪清掃{'第' + str(group % 3 + 1)}事業所", phone(rng)
        if group == 3:
            contractor += " " + canaries.word(file, "委託業者", "GARBAGE-CONTRACTOR")
        if group == 5:
            telephone = canaries.word(file, "業者電話番号", "GARBAGE-PHONE")
        properties = {"地区番号": group + 1, "地区名": f"収集第{group + 1}地区"}
        properties |= dict(zip(COLUMNS, DAYS[(group * 5 + 1) % 6]))
        properties |= {"収集時刻": "午前８時３０分までに", "町丁": "、".join(t["name"] for t in towns),
                       "委託業者": contractor, "業者電話番号": telephone}
        yield properties, city.geometry(city.town_faces([t["id"] for t in towns]))

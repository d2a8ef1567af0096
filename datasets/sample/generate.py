#!/usr/bin/env python3
"""Makes the sources of the sample city. The same program always writes the same bytes.

    datasets/sample/generate.py [DIRECTORY]     writes into DIRECTORY, or else into sources/ beside this file
"""
import json
import pathlib
import sys

sys.dont_write_bytecode = True  # nothing beside the sources
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generator import base_map, culture, elections, garbage, parking, plan, sewer, shapefile, text, xlsx  # noqa: E402
from generator.city import City  # noqa: E402
from generator.files import write_csv, write_geojson  # noqa: E402


def write_ground(city, folder):
    for name in ("sea", "rivers", "green", "roads", "streets", "railways", "stations"):
        write_geojson(folder / f"base_{name}.geojson", f"base_{name}", getattr(base_map, name)(city))
    write_geojson(folder / "city_boundary.geojson", "city_boundary", base_map.boundary(city))


def write_elections(polls, folder):
    write_csv(folder / "polling_places.csv", polls.place_rows(plan.degrees), "cp932")
    write_geojson(folder / "polling_districts.geojson", "polling_districts", polls.district_features())
    for number, (file, _, _) in enumerate(elections.ELECTIONS):
        write_csv(folder / file, polls.turnout_rows(number), "cp932")


def write_sewer(ledger, folder):
    for name, kind, columns, rows in (("sewer_pipes", shapefile.POLYLINE, sewer.PIPE_COLUMNS, ledger.pipe_rows()),
                                      ("sewer_manholes", shapefile.POINT, sewer.MANHOLE_COLUMNS, ledger.manhole_rows())):
        shapefile.write(folder / name, kind, columns, list(rows))
        cut = shapefile.cut_names([c[0] for c in columns])
        write_csv(folder / f"{name}_labels.csv", sewer.label_rows(columns, cut), "cp932")


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    canaries = text.Canaries()
    city = City()
    polls = elections.Elections(city, canaries)  # first: it takes blocks for schools and halls
    write_ground(city, folder)
    write_elections(polls, folder)
    write_geojson(folder / "town_boundaries.geojson", "town_boundaries", base_map.towns(city, canaries))
    write_geojson(folder / "garbage_areas.geojson", "garbage_areas", garbage.features(city, canaries))
    schools = [p["xy"] for p in polls.places if p["school"]]
    xlsx.write(folder / "parking_cases.xlsx", "記録簿", parking.Parking(city, schools, canaries).rows())
    write_sewer(sewer.Sewer(city, canaries), folder)
    write_csv(folder / "cultural_properties.csv", culture.rows(city, canaries), "utf-8-sig")
    write_geojson(folder / "polling_entrances.geojson", "polling_entrances", polls.entrance_features())
    lines = [json.dumps(c, ensure_ascii=False) for c in canaries.list]
    (folder.parent / "canaries.json").write_text("[\n  " + ",\n  ".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Writing files so that the same content is always the same bytes."""
import csv
import io
import json


def write_geojson(path, name, features):
    """One feature a line, so that a change shows as a change of few lines."""
    lines = [json.dumps({"type": "Feature", "properties": p, "geometry": g}, ensure_ascii=False,
                        separators=(",", ":")) for p, g in features]
    path.write_bytes(("{\"type\":\"FeatureCollection\",\"name\":\"" + name + "\",\"features\":[\n"
                      + ",\n".join(lines) + "\n]}\n").encode("utf-8"))


def write_csv(path, rows, encoding):
    """Lines end in CR LF, as spreadsheet programs write them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))

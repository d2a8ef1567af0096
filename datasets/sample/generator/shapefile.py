"""Shapefiles as an old ledger system exports them: points or polylines, dBASE in CP932 that does not say so."""
import datetime
import struct

POINT, POLYLINE = 1, 3
JGD2011_ZONE_5 = (
    'PROJCS["JGD_2011_Japan_Zone_5",GEOGCS["GCS_JGD_2011",DATUM["D_JGD_2011",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",134.3333333333333],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",36.0],UNIT["Meter",1.0]]')


def cut_names(names):
    """Column names as they come out of a 10-byte header: cut, and numbered where two become one."""
    out = []
    for name in names:
        short = _cut(name, 10)
        number = 0
        while short in out:
            short = _cut(name, 8) + f"_{number}"
            number += 1
        out.append(short)
    return out


def _cut(text, size):
    """At most `size` bytes of CP932, no character cut in two."""
    while len(text.encode("cp932")) > size:
        text = text[:-1]
    return text


def write(stem, shape_type, columns, features):
    """`columns` are (name, width, decimals or None for text); `features` are (points, values), metres east first."""
    records = [_record(shape_type, points) for points, _ in features]
    everything = [p for points, _ in features for p in points]
    box = (min(p[0] for p in everything), min(p[1] for p in everything),
           max(p[0] for p in everything), max(p[1] for p in everything))
    shp, shx, offset = [], [], 50
    for number, record in enumerate(records, 1):
        shp.append(struct.pack(">ii", number, len(record) // 2) + record)
        shx.append(struct.pack(">ii", offset, len(record) // 2))
        offset += 4 + len(record) // 2
    stem.with_suffix(".shp").write_bytes(_header(shape_type, offset, box) + b"".join(shp))
    stem.with_suffix(".shx").write_bytes(_header(shape_type, 50 + 4 * len(records), box) + b"".join(shx))
    stem.with_suffix(".dbf").write_bytes(_dbf(columns, [values for _, values in features]))
    stem.with_suffix(".prj").write_text(JGD2011_ZONE_5, encoding="ascii")


def _header(shape_type, words, box):
    return struct.pack(">iiiiiii", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<ii4d4d", 1000, shape_type, *box, 0, 0, 0, 0)


def _record(shape_type, points):
    if shape_type == POINT:
        return struct.pack("<idd", POINT, *points[0])
    box = (min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points))
    return struct.pack("<i4diii", POLYLINE, *box, 1, len(points), 0) + b"".join(struct.pack("<dd", *p) for p in points)


def _dbf(columns, rows):
    when = datetime.date(2026, 4, 1)
    names = cut_names([c[0] for c in columns])
    size = 1 + sum(width for _, width, _ in columns)
    head = struct.pack("<BBBBIHH16xBBH", 3, when.year - 1900, when.month, when.day, len(rows), 33 + 32 * len(columns), size,
                       0, 0, 0)  # byte 29, the language: nothing is said
    for name, (_, width, decimals) in zip(names, columns):
        kind = b"C" if decimals is None else b"N"
        head += struct.pack("<11sc4xBB14x", name.encode("cp932"), kind, width, decimals or 0)
    body = []
    for row in rows:
        cells = [b" "]
        for value, (_, width, decimals) in zip(row, columns):
            if decimals is None:
                cells.append(_cut(value, width).encode("cp932").ljust(width))
            else:
                cells.append((f"{value:.{decimals}f}" if value is not None else "").rjust(width).encode("ascii"))
        body.append(b"".join(cells))
    return head + b"\r" + b"".join(body) + b"\x1a"

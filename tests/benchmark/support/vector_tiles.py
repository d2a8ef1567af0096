"""Reads PMTiles, MBTiles and Mapbox vector tiles without Machizu, for the measurements beside this folder."""

import gzip
import json
import sqlite3
import struct


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def fields(data):
    """The fields of a protobuf message: number and value, bytes or an integer."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        else:
            size = 8 if kind == 1 else 4
            value, at = data[at:at + size], at + size
        yield tag >> 3, value


def packed(data):
    at, values = 0, []
    while at < len(data):
        value, at = varint(data, at)
        values.append(value)
    return values


def zigzag(value):
    return (value >> 1) ^ -(value & 1)


def paths(integers):
    """The paths of a geometry: lists of points; rings come closed."""
    x = y = at = 0
    found = []
    while at < len(integers):
        command, count = integers[at] & 7, integers[at] >> 3
        at += 1
        if command == 7:
            found[-1].append(found[-1][0])
            continue
        for _ in range(count):
            x += zigzag(integers[at])
            y += zigzag(integers[at + 1])
            at += 2
            if command == 1:
                found.append([])
            found[-1].append((x, y))
    return found


def value_of(message):
    for number, value in fields(message):
        if number == 1:
            return value.decode()
        if number in (2, 3):
            return struct.unpack("<f" if number == 2 else "<d", value)[0]
        return zigzag(value) if number == 6 else bool(value) if number == 7 else value
    return None


def layers(tile):
    """Name -> (extent, features); a feature is its type (1 point, 2 line, 3 polygon), its integers and its properties."""
    found = {}
    for number, layer in fields(tile):
        if number != 3:
            continue
        name, extent, keys, values, features = "", 4096, [], [], []
        for part, value in fields(layer):
            if part == 1:
                name = value.decode()
            elif part == 2:
                features.append(value)
            elif part == 3:
                keys.append(value.decode())
            elif part == 4:
                values.append(value_of(value))
            elif part == 5:
                extent = value
        read = []
        for feature in features:
            kind, integers, tags = 0, [], []
            for part, value in fields(feature):
                if part == 2:
                    tags = packed(value)
                elif part == 3:
                    kind = value
                elif part == 4:
                    integers = packed(value)
            read.append((kind, integers, {keys[tags[i]]: values[tags[i + 1]] for i in range(0, len(tags), 2)}))
        found[name] = (extent, read)
    return found


def inflate(data):
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def hilbert_tile(tile_id):
    """PMTiles 4.1: zoom, column and row of a tile id."""
    zoom = 0
    while tile_id >= 4 ** zoom:
        tile_id -= 4 ** zoom
        zoom += 1
    x = y = 0
    side = 1
    while side < 2 ** zoom:
        right = tile_id >> 1 & 1
        lower = (tile_id ^ right) & 1
        if not lower:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        x, y = x + side * right, y + side * lower
        tile_id >>= 2
        side *= 2
    return zoom, x, y


def pmtiles(path):
    data = path.read_bytes()
    numbers = struct.unpack("<11Q", data[8:96])
    root, root_length, _, _, leaves, _, tiles = numbers[:7]

    def directory(offset, length):
        raw = inflate(data[offset:offset + length])
        at = 0
        count, at = varint(raw, at)
        columns = []
        for _ in range(4):
            column = []
            for _ in range(count):
                value, at = varint(raw, at)
                column.append(value)
            columns.append(column)
        tile_id = offset_before = 0
        for delta, run, size, offset_plus in zip(*columns):
            tile_id += delta
            offset_before = offset_plus - 1 if offset_plus else offset_before
            if run == 0:
                yield from directory(leaves + offset_before, size)
            else:
                blob = data[tiles + offset_before:tiles + offset_before + size]
                for i in range(run):
                    yield hilbert_tile(tile_id + i), blob
            offset_before += size

    yield from directory(root, root_length)


def mbtiles(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for z, x, y, blob in database.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles"):
        yield (z, x, 2 ** z - 1 - y), blob


def tiles(path):
    """Every tile of an archive: (zoom, column, row) and its bytes as stored."""
    return pmtiles(path) if path.suffix == ".pmtiles" else mbtiles(path)


def metadata(path):
    data = path.read_bytes()
    offset, length = struct.unpack("<2Q", data[24:40])
    return json.loads(inflate(data[offset:offset + length]))


__all__ = ["inflate", "layers", "metadata", "paths", "tiles"]

"""Plane geometry for the city's plan; all lengths in metres, all polygons rings without the repeated last point."""
import math


def distance(a, b):
    return math.hypot(a[0] - b[0], a[1] - b[1])


def angle(a, b):
    return math.atan2(b[1] - a[1], b[0] - a[0])


def rotate(v, by):
    c, s = math.cos(by), math.sin(by)
    return (v[0] * c - v[1] * s, v[0] * s + v[1] * c)


def between(a, b, t):
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def length(points):
    return sum(distance(a, b) for a, b in zip(points, points[1:]))


def along(points, share):
    """The point at a share 0..1 of a line's length."""
    left = share * length(points)
    for a, b in zip(points, points[1:]):
        step = distance(a, b)
        if left <= step:
            return between(a, b, left / step if step else 0)
        left -= step
    return points[-1]


def ring_area(ring):
    """Signed: positive if counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def centroid(ring):
    area = x = y = 0.0
    ox, oy = ring[0]
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
        area += cross
        x += (ax + bx - 2 * ox) * cross
        y += (ay + by - 2 * oy) * cross
    if abs(area) < 1e-9:
        return ring[0]
    return (ox + x / (3 * area), oy + y / (3 * area))


def contains(ring, p):
    inside = False
    x, y = p
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def inner_point(ring):
    """A point well inside the ring: its centroid, or the middle of the widest level chord."""
    c = centroid(ring)
    if contains(ring, c):
        return c
    best = (-1.0, c)
    low, high = min(p[1] for p in ring), max(p[1] for p in ring)
    for k in range(1, 16):
        hits = line_hits(ring, (0.0, low + (high - low) * k / 16), (1.0, 0.0))
        for (t0, _), (t1, _) in zip(hits[::2], hits[1::2]):
            best = max(best, (t1 - t0, ((t0 + t1) / 2, low + (high - low) * k / 16)))
    return best[1]


def thinness(ring):
    """1 for a circle, towards 0 for a sliver."""
    around = sum(distance(a, b) for a, b in zip(ring, ring[1:] + ring[:1]))
    return 4 * math.pi * abs(ring_area(ring)) / (around * around)


def convex_hull(points):
    points = sorted(set(points))
    hull = []
    for sequence in (points, points[::-1]):
        start = len(hull)
        for p in sequence:
            while len(hull) > start + 1 and turn(hull[-2], hull[-1], p) <= 0:
                hull.pop()
            hull.append(p)
        hull.pop()
    return hull


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def long_axis(ring):
    """Centre, unit vector and length of the longer side of the smallest rectangle around a ring."""
    hull = convex_hull(ring)
    best = None
    for a, b in zip(hull, hull[1:] + hull[:1]):
        d = distance(a, b)
        ux, uy = (b[0] - a[0]) / d, (b[1] - a[1]) / d
        s = [p[0] * ux + p[1] * uy for p in hull]
        t = [p[1] * ux - p[0] * uy for p in hull]
        w, h = max(s) - min(s), max(t) - min(t)
        if best is None or w * h < best[0]:
            cs, ct = (max(s) + min(s)) / 2, (max(t) + min(t)) / 2
            best = (w * h, (cs * ux - ct * uy, cs * uy + ct * ux), (ux, uy) if w >= h else (-uy, ux), max(w, h))
    return best[1:]


def line_hits(ring, c, direction):
    """Where a line meets a ring: sorted (distance along the line, number of the edge)."""
    hits = []
    nx, ny = -direction[1], direction[0]
    side = [(p[0] - c[0]) * nx + (p[1] - c[1]) * ny for p in ring]
    for i, a in enumerate(ring):
        j = (i + 1) % len(ring)
        if (side[i] > 0) != (side[j] > 0):
            p = between(a, ring[j], side[i] / (side[i] - side[j]))
            hits.append(((p[0] - c[0]) * direction[0] + (p[1] - c[1]) * direction[1], i))
    return sorted(hits)


def crosses(ring, p, q):
    """Whether the line p-q crosses an edge of the ring properly (touching ends do not count)."""
    for a, b in zip(ring, ring[1:] + ring[:1]):
        if min(distance(a, p), distance(a, q), distance(b, p), distance(b, q)) < 0.2:
            continue
        if turn(p, q, a) * turn(p, q, b) < 0 and turn(a, b, p) * turn(a, b, q) < -1e-6:
            return True
    return False


def pieces(nodes, ring, p, i, start, q, j, end):
    """The two rings that a cut from end p (on edge i) to end q (on edge j) would make; None if it makes none."""
    def following(which, k):
        if which[0] == "node":
            return (nodes.index(which[1]) + 1) % len(nodes)
        return (k + 1) % len(nodes)

    def walk(first, last, close):
        out, k = [], first
        while len(out) <= len(nodes):
            if k == last:
                break
            out.append(ring[k])
            k = (k + 1) % len(nodes)
        return out + close

    stop = {"node": lambda w, k: nodes.index(w[1]), "edge": lambda w, k: (k + 1) % len(nodes)}
    one = [start] + walk(following(p, i), stop[q[0]](q, j), [end])
    two = [end] + walk(following(q, j), stop[p[0]](p, i), [start])
    if len(one) < 3 or len(two) < 3:
        return None, None
    return one, two


def corner_angles(ring, *corners):
    """The inner angles (radians) at the given corners of a ring."""
    out = []
    for k, b in enumerate(ring):
        if b in corners:
            a, c = ring[k - 1], ring[(k + 1) % len(ring)]
            out.append((angle(b, a) - angle(b, c)) % (2 * math.pi))
    return out or [0.0]


def smooth(points, step=55.0):
    """A Catmull-Rom curve through the points, with a vertex about every `step` metres."""
    ends = [between(points[1], points[0], 2.0)] + list(points) + [between(points[-2], points[-1], 2.0)]
    out = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:]):
        count = max(1, round(distance(p1, p2) / step))
        for k in range(count):
            t = k / count
            out.append(tuple(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t
                                    + (3 * b - a - 3 * c + d) * t**3) for a, b, c, d in zip(p0, p1, p2, p3)))
    return out + [points[-1]]


def roughen(points, rng, amount=0.09, levels=4):
    """A line made irregular by moving midpoints sideways, as old boundaries are."""
    for _ in range(levels):
        out = [points[0]]
        for a, b in zip(points, points[1:]):
            d = distance(a, b)
            if d > 70:
                shift = max(-1.6, min(1.6, rng.gauss(0, 1))) * amount
                m = between(a, b, rng.uniform(0.4, 0.6))
                out.append((m[0] - (b[1] - a[1]) * shift, m[1] + (b[0] - a[0]) * shift))
            out.append(b)
        points = out
    return points


def strip(centre, half_width):
    """Left and right border of a band around a line; `half_width(y)` in metres."""
    left, right = [], []
    for k, p in enumerate(centre):
        a, b = centre[max(0, k - 1)], centre[min(len(centre) - 1, k + 1)]
        d = distance(a, b)
        nx, ny = -(b[1] - a[1]) / d, (b[0] - a[0]) / d
        w = max(6.0, half_width(p[1]))
        left.append((p[0] + nx * w, p[1] + ny * w))
        right.append((p[0] - nx * w, p[1] - ny * w))
    return left, right


def noded_segments(lines):
    """Cuts all lines where they meet: yields (a, b, (kind, street))."""
    segments = [(a, b, (kind, street)) for kind, street, points in lines for a, b in zip(points, points[1:])]
    cuts = [[] for _ in segments]
    boxes = [(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b, _ in segments]
    order = sorted(range(len(segments)), key=lambda k: boxes[k][0])
    for n, i in enumerate(order):
        for j in order[n + 1:]:
            if boxes[j][0] > boxes[i][2]:
                break
            if boxes[j][1] > boxes[i][3] or boxes[j][3] < boxes[i][1]:
                continue
            hit = intersection(*segments[i][:2], *segments[j][:2])
            if hit is not None:
                cuts[i].append(hit)
                cuts[j].append(hit)
    for (a, b, kind), hits in zip(segments, cuts):
        stops = [a] + sorted(hits, key=lambda p: distance(a, p)) + [b]
        for p, q in zip(stops, stops[1:]):
            if distance(p, q) > 0.05:
                yield p, q, kind


def intersection(a, b, c, d):
    """Where two segments cross, or None."""
    den = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if abs(den) < 1e-9:
        return None
    t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / den
    s = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / den
    if 0 <= t <= 1 and 0 <= s <= 1:
        return between(a, b, t)
    return None


def simplified(points, tolerance):
    """Douglas-Peucker."""
    if len(points) < 3:
        return points
    a, b = points[0], points[-1]
    d = distance(a, b) or 1e-9
    far, k = max((abs(turn(a, b, p)) / d, i) for i, p in enumerate(points[1:-1], 1))
    if far <= tolerance:
        return [a, b]
    return simplified(points[:k + 1], tolerance)[:-1] + simplified(points[k:], tolerance)

"""A planar mesh of faces that share their edges.

Lines are first arranged into faces, then faces are cut in two again and again. A node put on an edge is put into both
faces beside it, so neighbours always share their border vertex by vertex, and any set of faces can be merged by
leaving out the edges inside it.
"""
import math

from . import geometry as geo

SNAP_UNIT = 0.05  # metres; nodes nearer than this are one node


class Mesh:
    def __init__(self):
        self.xy = []
        self.faces = {}      # face -> its nodes, counter-clockwise
        self.owner = {}      # directed edge (a, b) -> the face on its left
        self.kind = {}       # undirected edge -> (kind, street)
        self.town = {}       # face -> town
        self.flag = {}       # face -> what the ground is: "", river, ...
        self._at = {}
        self._next_face = 0

    # --- nodes and edges -------------------------------------------------------------------------------------------

    def node(self, x, y):
        key = (round(x / SNAP_UNIT), round(y / SNAP_UNIT))
        if key not in self._at:
            self._at[key] = len(self.xy)
            self.xy.append((key[0] * SNAP_UNIT, key[1] * SNAP_UNIT))
        return self._at[key]

    def new_face(self, nodes, town=None, flag=""):
        face = self._next_face
        self._next_face += 1
        self.faces[face] = nodes
        self.town[face] = town
        self.flag[face] = flag
        for edge in cyclic(nodes):
            self.owner[edge] = face
        return face

    def kind_of(self, a, b):
        return self.kind.get(undirected(a, b), ("none", None))

    def across(self, a, b):
        """The face on the other side of the edge, or None at the rim of the city."""
        return self.owner.get((b, a))

    def put_node_on_edge(self, a, b, x, y):
        """Splits the edge in both faces beside it; returns the node."""
        m = self.node(x, y)
        if m in (a, b):
            return m
        kind = self.kind.pop(undirected(a, b), None)
        if kind is not None:
            self.kind[undirected(a, m)] = kind
            self.kind[undirected(m, b)] = kind
        for p, q in ((a, b), (b, a)):
            face = self.owner.pop((p, q), None)
            if face is None:
                continue
            nodes = self.faces[face]
            i = nodes.index(p)
            while nodes[(i + 1) % len(nodes)] != q:
                i = nodes.index(p, i + 1)
            nodes.insert(i + 1, m)
            self.owner[(p, m)] = face
            self.owner[(m, q)] = face
        return m

    def cut(self, face, a, b, kind):
        """Cuts a face along the straight line between two of its nodes; returns the two new faces."""
        nodes = self.faces.pop(face)
        town, flag = self.town.pop(face), self.flag.pop(face)
        i, j = nodes.index(a), nodes.index(b)
        first = nodes[i:j + 1] if i < j else nodes[i:] + nodes[:j + 1]
        second = nodes[j:i + 1] if j < i else nodes[j:] + nodes[:i + 1]
        self.kind[undirected(a, b)] = kind
        return self.new_face(first, town, flag), self.new_face(second, town, flag)

    # --- questions -------------------------------------------------------------------------------------------------

    def points(self, face):
        return [self.xy[n] for n in self.faces[face]]

    def area(self, face):
        return geo.ring_area(self.points(face))

    def rings(self, faces):
        """Merges faces: a list of polygons, each a list of rings of nodes, exterior first."""
        inside = set(faces)
        following = {}
        for face in sorted(inside):
            for a, b in cyclic(self.faces[face]):
                if self.across(a, b) not in inside:
                    following.setdefault(a, []).append(b)
        rings = []
        while following:
            start = min(following)
            ring, at = [start], self._take(following, None, start)
            while at != start:
                ring.append(at)
                at = self._take(following, ring[-2], at)
            rings.append(ring)
        return self._nest(rings)

    def _take(self, following, came, at):
        """The next node; where rings touch, the sharpest right turn keeps them apart... seen from inside, left."""
        choices = following[at]
        pick = 0
        if len(choices) > 1 and came is not None:
            back = geo.angle(self.xy[at], self.xy[came])
            pick = min(range(len(choices)),
                       key=lambda k: (back - geo.angle(self.xy[at], self.xy[choices[k]])) % (2 * math.pi) or 7.0)
        result = choices.pop(pick)
        if not choices:
            del following[at]
        return result

    def _nest(self, rings):
        outer = [[r] for r in rings if geo.ring_area([self.xy[n] for n in r]) > 0]
        for hole in (r for r in rings if geo.ring_area([self.xy[n] for n in r]) <= 0):
            for polygon in outer:
                ring = [self.xy[n] for n in polygon[0]]
                if all(n in polygon[0] or geo.contains(ring, self.xy[n]) for n in hole):
                    polygon.append(hole)
                    break
        return outer

    # --- cutting at a good place -----------------------------------------------------------------------------------

    def halve(self, face, rng, kind, snap=18.0, skew=0.05, share=0.28):
        """Cuts a face across its longer side, near the middle, meeting streets that arrive from outside.

        Returns the two faces, or None if no decent cut was found.
        """
        nodes = self.faces[face]
        ring = [self.xy[n] for n in nodes]
        total = geo.ring_area(ring)
        centre, along, length = geo.long_axis(ring)
        best = None
        for attempt in range(10):
            offset = rng.uniform(-0.14, 0.14) * length
            turn = rng.gauss(0, skew)
            c = (centre[0] + along[0] * offset, centre[1] + along[1] * offset)
            direction = geo.rotate((-along[1], along[0]), turn)
            candidate = self._chord(nodes, ring, c, direction, snap, total, share)
            if candidate is not None and (best is None or candidate[0] > best[0]):
                best = candidate
        if best is None:
            return None
        _, start, end = best
        # an end on an edge is put in first; the second edge may be the same one only if both ends are nodes
        a = start[1] if start[0] == "node" else self.put_node_on_edge(*start[1:])
        b = end[1] if end[0] == "node" else self.put_node_on_edge(*end[1:])
        nodes = self.faces[face]
        if a == b or abs(nodes.index(a) - nodes.index(b)) in (1, len(nodes) - 1):
            return None
        return self.cut(face, a, b, kind)

    def _chord(self, nodes, ring, c, direction, snap, total, share):
        hits = geo.line_hits(ring, c, direction)
        best = None
        for (t0, i0), (t1, i1) in zip(hits, hits[1:]):
            if i0 == i1 or not geo.contains(ring, at(c, direction, (t0 + t1) / 2)):
                continue
            p, q = self._end(nodes, i0, at(c, direction, t0), snap), self._end(nodes, i1, at(c, direction, t1), snap)
            score = self._score(nodes, ring, p, i0, q, i1, total, share)
            if score is not None and (best is None or score > best[0]):
                best = (score, p, q)
        return best

    def _end(self, nodes, i, point, snap):
        a, b = nodes[i], nodes[(i + 1) % len(nodes)]
        near = min((a, b), key=lambda n: geo.distance(self.xy[n], point))
        if geo.distance(self.xy[near], point) < snap:
            return ("node", near)
        return ("edge", a, b, point[0], point[1])

    def _score(self, nodes, ring, p, i, q, j, total, share):
        start, end = self._position(p), self._position(q)
        if geo.distance(start, end) < 12.0:
            return None
        piece, other = geo.pieces(nodes, ring, p, i, start, q, j, end)
        if piece is None:
            return None
        part = geo.ring_area(piece) / total
        if not share < part < 1 - share:
            return None
        if geo.crosses(ring, start, end):
            return None
        if min(geo.thinness(piece), geo.thinness(other)) < 0.22:
            return None
        corner = min(geo.corner_angles(piece, start, end) + geo.corner_angles(other, start, end))
        snapped = (p[0] == "node") + (q[0] == "node")
        return -abs(part - 0.5) + 0.16 * snapped + 0.25 * min(corner, 1.2)

    def _position(self, end):
        return self.xy[end[1]] if end[0] == "node" else (end[3], end[4])


def arrange(lines, keep):
    """Makes the faces between lines: `lines` are (kind, street, points); `keep(point)` says what lies in the city.

    Edges of kind "rim" are always kept; dangling ends are taken away.
    """
    mesh = Mesh()
    for a, b, kind in geo.noded_segments(lines):
        if kind[0] == "rim" or keep(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)):
            p, q = mesh.node(*a), mesh.node(*b)
            if p != q and (kind[0] == "rim" or undirected(p, q) not in mesh.kind):
                mesh.kind[undirected(p, q)] = kind
    around = {}
    for a, b in mesh.kind:
        around.setdefault(a, set()).add(b)
        around.setdefault(b, set()).add(a)
    loose = sorted(n for n in around if len(around[n]) == 1)
    while loose:
        n = loose.pop()
        if len(around[n]) != 1:
            continue
        other = around[n].pop()
        around[other].discard(n)
        del mesh.kind[undirected(n, other)]
        if len(around[other]) == 1:
            loose.append(other)
    _trace(mesh, around)
    return mesh


def _trace(mesh, around):
    turn = {n: sorted(near, key=lambda m: geo.angle(mesh.xy[n], mesh.xy[m])) for n, near in around.items()}
    seen = set()
    for n in sorted(turn):
        for m in turn[n]:
            if (n, m) in seen:
                continue
            ring, a, b = [], n, m
            while (a, b) not in seen:
                seen.add((a, b))
                ring.append(a)
                near = turn[b]
                a, b = b, near[near.index(a) - 1]
            if geo.ring_area([mesh.xy[k] for k in ring]) > 0:
                mesh.new_face(ring)


def at(c, direction, t):
    return (c[0] + direction[0] * t, c[1] + direction[1] * t)


def cyclic(nodes):
    return zip(nodes, nodes[1:] + nodes[:1])


def undirected(a, b):
    return (a, b) if a < b else (b, a)

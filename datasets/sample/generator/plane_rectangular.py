"""The Japanese plane rectangular coordinate system (JGD2011, GRS80), zone V, both ways.

Krueger series to n^4 as the Geospatial Information Authority of Japan publishes it (Kawase 2011); there and back to
within 1 mm in the sample city.
"""
import math

ORIGIN_LAT = math.radians(36.0)
ORIGIN_LON = math.radians(134.0 + 20.0 / 60.0)
SCALE = 0.9999
SEMI_MAJOR = 6378137.0
FLATTENING = 1.0 / 298.257222101
N = FLATTENING / (2.0 - FLATTENING)

ALPHA = (
    N / 2 - 2 * N**2 / 3 + 5 * N**3 / 16 + 41 * N**4 / 180,
    13 * N**2 / 48 - 3 * N**3 / 5 + 557 * N**4 / 1440,
    61 * N**3 / 240 - 103 * N**4 / 140,
    49561 * N**4 / 161280,
)
BETA = (
    N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96 - N**4 / 360,
    N**2 / 48 + N**3 / 15 - 437 * N**4 / 1440,
    17 * N**3 / 480 - 37 * N**4 / 840,
    4397 * N**4 / 161280,
)
DELTA = (
    2 * N - 2 * N**2 / 3 - 2 * N**3 + 116 * N**4 / 45,
    7 * N**2 / 3 - 8 * N**3 / 5 - 227 * N**4 / 45,
    56 * N**3 / 15 - 136 * N**4 / 35,
    4279 * N**4 / 630,
)
RADIUS = SCALE * SEMI_MAJOR / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
ECC = 2 * math.sqrt(N) / (1 + N)


def _meridian_distance():
    t = math.sinh(math.atanh(math.sin(ORIGIN_LAT)) - ECC * math.atanh(ECC * math.sin(ORIGIN_LAT)))
    xi = math.atan(t)
    return RADIUS * (xi + sum(a * math.sin(2 * (j + 1) * xi) for j, a in enumerate(ALPHA)))


NORTH_OF_ORIGIN = _meridian_distance()


def from_degrees(lon, lat):
    """Metres (east, north) of a position in degrees."""
    phi, lam = math.radians(lat), math.radians(lon) - ORIGIN_LON
    t = math.sinh(math.atanh(math.sin(phi)) - ECC * math.atanh(ECC * math.sin(phi)))
    xi0 = math.atan2(t, math.cos(lam))
    eta0 = math.atanh(math.sin(lam) / math.sqrt(1 + t * t))
    xi, eta = xi0, eta0
    for j, a in enumerate(ALPHA):
        k = 2 * (j + 1)
        xi += a * math.sin(k * xi0) * math.cosh(k * eta0)
        eta += a * math.cos(k * xi0) * math.sinh(k * eta0)
    return RADIUS * eta, RADIUS * xi - NORTH_OF_ORIGIN


def to_degrees(east, north):
    """Degrees (lon, lat) of a position in metres."""
    xi0, eta0 = (north + NORTH_OF_ORIGIN) / RADIUS, east / RADIUS
    xi, eta = xi0, eta0
    for j, b in enumerate(BETA):
        k = 2 * (j + 1)
        xi -= b * math.sin(k * xi0) * math.cosh(k * eta0)
        eta -= b * math.cos(k * xi0) * math.sinh(k * eta0)
    chi = math.asin(math.sin(xi) / math.cosh(eta))
    lat = chi + sum(d * math.sin(2 * (j + 1) * chi) for j, d in enumerate(DELTA))
    lon = ORIGIN_LON + math.atan2(math.sinh(eta), math.cos(xi))
    return math.degrees(lon), math.degrees(lat)

"""The web map of a pair as one TopoJSON: countries around, provinces, disputed ground, border, bands, places."""

from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import shapely
from babel import Locale

from geo.area import AROUND, BOX, clipped_country, land_mask, shared_rings
from geo.inputs import Inputs
from geo.line import Arcs, Vertex
from hamsaya.places.bandline import band_lines
from hamsaya.places.boundary import load_line
from hamsaya.places.distance import DEFAULT_BANDS_KM
from hamsaya.places.entry import Place
from hamsaya.places.gazetteer import load_gazetteer
from hamsaya.places.point import Point
from hamsaya.places.topology import DATA, read_json, unpack_arc

SCALE = 10_000
AREA_DETAIL_DEG = 0.006
LINE_DETAIL_DEG = 0.0005
COAST_DETAIL_DEG = 0.004
PROVINCE_DETAIL_DEG = 0.003
SEAM_DEG = 0.004
LARGE_LAKE_DEG2 = 0.02
SMALLEST_DEG2 = 0.002
DISPUTE_DEG2 = 0.0005
NEAR_BORDER_M = 120_000
LARGE_TOWN = 100_000


def build_basemap(inputs: Inputs, pair: tuple[str, str]) -> dict[str, Any]:
    """Return the TopoJSON, quantised to a ten-thousandth of a degree (11 m)."""
    whole = {each: clipped_country(inputs, each) for each in AROUND}
    disputes = _overlaps(whole)
    taken = shapely.union_all(list(disputes.values()))
    alone = [_parts(shapely.difference(each, taken) if disputes else each) for each in whole.values()]
    simple = shapely.coverage_simplify(alone, AREA_DETAIL_DEG)
    land = _closed(land_mask(inputs))
    arcs = Arcs()
    refs = shared_rings([_without_islets(shapely.intersection(each, land)) for each in simple], arcs, SCALE)
    objects = {
        "countries": [_polygon(rings, {"id": each.lower()}) for rings, each in zip(refs, whole, strict=True)],
        "provinces": [_province_lines(country, arcs) for country in pair],
        "labels": _labels(pair, whole),
        "disputed": _disputed(disputes, arcs),
        "border": _border(pair, arcs),
        "bands": _bands(pair, arcs),
        "places": _places(pair),
    }
    return {
        "type": "Topology",
        "bbox": list(BOX),
        "transform": {"scale": [1 / SCALE, 1 / SCALE], "translate": [0, 0]},
        "arcs": [np.array(packed).reshape(-1, 2).tolist() for packed in arcs.packed],
        "objects": {name: {"type": "GeometryCollection", "geometries": each} for name, each in objects.items()},
    }


def _overlaps(whole: dict[str, shapely.Geometry]) -> dict[tuple[str, str], shapely.Geometry]:
    """Return the ground that the data of two countries both claim."""
    both = {pair: shapely.intersection(whole[pair[0]], whole[pair[1]]) for pair in combinations(whole, 2)}
    return {pair: each for pair, each in both.items() if each.area > DISPUTE_DEG2}


def _closed(land: shapely.Geometry) -> shapely.Geometry:
    """Close the seams between countries in the land mask, and thin its coast."""
    closed = shapely.buffer(shapely.buffer(land, SEAM_DEG, quad_segs=1), -SEAM_DEG, quad_segs=1)
    solid = [shapely.Polygon(each.exterior, _lakes(each)) for each in _parts(closed).geoms]
    return shapely.make_valid(shapely.MultiPolygon(solid).simplify(COAST_DETAIL_DEG))


def _lakes(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [each for each in polygon.interiors if shapely.Polygon(each).area > LARGE_LAKE_DEG2]


def _province_lines(country: str, arcs: Arcs) -> dict[str, Any]:
    """Return the borders between provinces, from the unit file: the arcs that two units share."""
    body = read_json(DATA / "odbl" / "units" / f"{country}.json.gz")
    used = Counter(ref if ref >= 0 else -1 - ref for unit in body["units"] for ring in unit["rings"] for ref in ring)
    lines = [
        _line(unpack_arc(body["arcs"][ref]), PROVINCE_DETAIL_DEG, arcs) for ref, count in used.items() if count > 1
    ]
    properties = {"country": country}
    return {"type": "MultiLineString", "arcs": [each for each in lines if each], "properties": properties}


def _labels(pair: tuple[str, str], whole: dict[str, shapely.Geometry]) -> list[dict[str, Any]]:
    """Return where the names of provinces and countries are written."""
    gazetteer = load_gazetteer()
    units = [each for each in gazetteer.places.values() if each.kind == "province" and each.countries[0] in pair]
    found = [_point(each.point, {"id": each.id, "kind": "province", **each.names}) for each in units if each.point]
    for code, outline in whole.items():
        middle = max(shapely.get_parts(outline), key=lambda part: part.area).representative_point()
        names = {lang: Locale(lang).territories[code] for lang in ("en", "fa", "ur")}
        at = Point(round(middle.y * 1e6), round(middle.x * 1e6))
        found.append(_point(at, {"id": code.lower(), "kind": "country", **names}))
    return found


def _point(at: Point, properties: dict[str, Any]) -> dict[str, Any]:
    where = [round(at.lon_e6 * SCALE / 1e6), round(at.lat_e6 * SCALE / 1e6)]
    return {"type": "Point", "coordinates": where, "properties": properties}


def _parts(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([each for each in shapely.get_parts(geometry) if each.geom_type == "Polygon"])


def _without_islets(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    parts = _parts(geometry).geoms
    return shapely.MultiPolygon([each for each in parts if each.area > SMALLEST_DEG2] or list(parts))


def _polygon(rings: list[list[int]], properties: dict[str, Any]) -> dict[str, Any]:
    """Return an area as one polygon whose rings are filled by the even-odd rule."""
    return {"type": "Polygon", "arcs": rings, "properties": properties}


def _disputed(disputes: dict[tuple[str, str], shapely.Geometry], arcs: Arcs) -> list[dict[str, Any]]:
    shapes = [_parts(each.simplify(AREA_DETAIL_DEG)) for each in disputes.values()]
    rings = shared_rings(shapes, arcs, SCALE)
    return [_polygon(each, {"between": list(pair)}) for each, pair in zip(rings, disputes, strict=True) if each]


def _line(vertices: np.ndarray, detail_deg: float, arcs: Arcs) -> list[int]:
    simple = shapely.LineString(vertices / 1e6).simplify(detail_deg)
    points: list[Vertex] = [(round(x * SCALE), round(y * SCALE)) for x, y in simple.coords]
    kept = [each for at, each in enumerate(points) if at == 0 or each != points[at - 1]]
    return [arcs.add(tuple(kept))] if len(kept) > 1 else []


def _border(pair: tuple[str, str], arcs: Arcs) -> list[dict[str, Any]]:
    line = load_line(pair)
    return [
        {
            "type": "LineString",
            "arcs": _line(part.vertices, LINE_DETAIL_DEG, arcs),
            "properties": {"kind": part.kind, "claim": part.claim, "version": line.version},
        }
        for part in line.parts
    ]


def _bands(pair: tuple[str, str], arcs: Arcs) -> list[dict[str, Any]]:
    line = load_line(pair)
    return [
        {
            "type": "MultiLineString",
            "arcs": [refs for each in band_lines(line, km) if (refs := _line(each, km / 4000, arcs))],
            "properties": {"km": km},
        }
        for km in DEFAULT_BANDS_KM
    ]


def _places(pair: tuple[str, str]) -> list[dict[str, Any]]:
    gazetteer = load_gazetteer(line=load_line(pair))
    shown = [each for each in gazetteer.places.values() if each.point and _is_shown(each, gazetteer.border_m(each.id))]
    shown.sort(key=lambda place: (_rank(place), place.id))
    return [
        _point(each.point, {"id": each.id, "kind": each.kind, "rank": _rank(each), **each.names})
        for each in shown
        if each.point
    ]


def _is_shown(place: Place, border_m: float | None) -> bool:
    if place.is_post or place.kind == "capital":
        return True
    if place.kind not in ("city", "town", "village"):
        return False
    return place.population >= LARGE_TOWN or (border_m is not None and border_m < NEAR_BORDER_M)


def _rank(place: Place) -> int:
    """Return 0 for posts and capitals, then 1 to 3 by size: the zoom decides from which on a name is drawn."""
    if place.is_post or place.kind == "capital":
        return 0
    return 1 if place.population >= 500_000 else 2 if place.population >= LARGE_TOWN else 3

"""The web map of a pair as one TopoJSON: countries around, provinces, disputed ground, border, bands, places."""

from itertools import combinations
from typing import Any

import numpy as np
import shapely
from babel import Locale
from geo.area import AROUND, BOX, clipped_country, fitted_units, land_mask, shared_rings
from geo.inputs import Inputs
from geo.line import Arcs, Vertex
from geo.names import province_rows_by_id

from hamsaya.places.bandline import band_lines
from hamsaya.places.boundary import load_line
from hamsaya.places.distance import DEFAULT_BANDS_KM
from hamsaya.places.entry import Place
from hamsaya.places.gazetteer import load_gazetteer

SCALE = 10_000
AREA_DETAIL_DEG = 0.006
LINE_DETAIL_DEG = 0.0005
SMALLEST_DEG2 = 0.002
DISPUTE_DEG2 = 0.0005
NEAR_BORDER_M = 120_000
LARGE_TOWN = 100_000


def build_basemap(inputs: Inputs, pair: tuple[str, str]) -> dict[str, Any]:
    """Return the TopoJSON, quantised to a ten-thousandth of a degree (11 m)."""
    land = land_mask(inputs)
    names, shapes, disputes = _areas(inputs, pair, land)
    simple = shapely.coverage_simplify([_parts(each) for each in shapes], AREA_DETAIL_DEG)
    arcs = Arcs()
    refs = shared_rings([_without_islets(each) for each in simple], arcs, SCALE)
    count = len(names["countries"])
    objects = {
        "countries": [_polygon(*each) for each in zip(refs[:count], names["countries"], strict=True)],
        "provinces": [_polygon(*each) for each in zip(refs[count:], names["provinces"], strict=True)],
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


def _areas(
    inputs: Inputs, pair: tuple[str, str], land: shapely.Geometry
) -> tuple[dict[str, list[dict[str, Any]]], list[shapely.Geometry], dict[tuple[str, str], shapely.Geometry]]:
    """Return names and land shapes, countries around first, then the pair's provinces; and what two of them claim."""
    whole = {each: clipped_country(inputs, each) for each in AROUND}
    disputes = {}
    for first, second in combinations(AROUND, 2):
        both = shapely.intersection(whole[first], whole[second])
        if both.area > DISPUTE_DEG2:
            disputes[first, second] = both
    taken = shapely.union_all(list(disputes.values()))
    others = [each for each in AROUND if each not in pair]
    shapes = [shapely.difference(whole[each], taken).intersection(land) for each in others]
    named = province_rows_by_id(inputs, list(pair))
    names: dict[str, list[dict[str, Any]]] = {"countries": [{"id": each.lower()} for each in others], "provinces": []}
    for country in pair:
        for number, (_, unit) in sorted(fitted_units(inputs, country).items()):
            names["provinces"].append({"id": f"gn-{number}", "country": country})
            shapes.append(shapely.clip_by_rect(unit, *BOX).difference(taken).intersection(land))
    for given in names["provinces"]:
        given |= named[given["id"]]
    for given in names["countries"]:
        given |= {lang: Locale(lang).territories[given["id"].upper()] for lang in ("en", "fa", "ur")}
    return names, shapes, disputes


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
    return [
        {
            "type": "Point",
            "coordinates": [round(each.point.lon_e6 / 1e6 * SCALE), round(each.point.lat_e6 / 1e6 * SCALE)],
            "properties": {"id": each.id, "kind": each.kind, "rank": _rank(each), **each.names},
        }
        for each in sorted(shown, key=lambda place: (_rank(place), place.id))
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

"""Provinces fitted to the country's outline, the countries around, and the web map made of them."""

import json
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from geo.inputs import PROVINCES, TIMEZONES, Inputs, zones_of
from geo.line import Arcs, Vertex, rings_of
from geo.names import province_rows_by_id
from geo.outline import THREE_LETTERS, country_of, finder_of, land_of

MERGED_INTO = {"1179245": "1168873"}
SEAM_DEG = 0.02
REACH_DEG = 0.2
BOX = (43.0, 22.0, 79.0, 41.0)
AROUND = (
    "AE", "AF", "AM", "AZ", "BH", "CN", "IN", "IQ", "IR", "KG", "KW", "OM", "PK", "QA", "SA", "TJ", "TM", "TR", "UZ",
)  # fmt: skip


def fitted_units(inputs: Inputs, country: str) -> dict[str, tuple[str, shapely.Geometry]]:
    """Return Wikidata id and polygon by GeoNames id; together the polygons cover the country's land exactly."""
    body = json.loads((inputs.unpacked(PROVINCES) / "package" / "data" / "build.json").read_bytes())
    raw: dict[str, list[shapely.Geometry]] = {}
    wikidata: dict[str, str] = {}
    for each in body["features"]:
        unit = each["properties"]
        if unit["iso_a2"] == country:
            number = MERGED_INTO.get(str(unit["gn_id"]), str(unit["gn_id"]))
            raw.setdefault(number, []).append(shapely.make_valid(shape(each["geometry"])))
            if str(unit["gn_id"]) == number:
                wikidata[number] = unit["wikidataid"]
    outline = country_of(inputs, country)
    clipped = {number: shapely.intersection(shapely.union_all(each), outline) for number, each in raw.items()}
    seams = shapely.difference(outline, shapely.union_all(list(clipped.values())))
    given = _nearest_share(clipped, seams)
    return {number: (wikidata[number], shapely.union(clipped[number], given[number])) for number in clipped}


def _nearest_share(units: dict[str, shapely.Geometry], seams: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Give each part of the seams to the unit with the nearest edge, by the cells around points on the edges."""
    near = shapely.buffer(seams.simplify(SEAM_DEG), REACH_DEG)
    shapely.prepare(near)
    points, owners = [], []
    for number, unit in units.items():
        at = shapely.get_coordinates(shapely.segmentize(unit.simplify(SEAM_DEG / 4).boundary, SEAM_DEG))
        at = np.unique(at[shapely.contains_xy(near, at[:, 0], at[:, 1])], axis=0)
        points.append(at)
        owners += [number] * len(at)
    spots = shapely.points(np.concatenate(points))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(spots), extend_to=near))
    cell_of, spot_of = shapely.STRtree(spots).query(cells, predicate="contains")
    shares: dict[str, list[shapely.Geometry]] = {number: [] for number in units}
    for cell, spot in zip(cell_of, spot_of, strict=True):
        shares[owners[spot]].append(cells[cell])
    return {number: shapely.intersection(shapely.union_all(each), seams) for number, each in shares.items()}


def unit_file(inputs: Inputs, country: str, detail_deg: float) -> dict[str, Any]:
    """Return the file of a country's first-level units, neighbours joined edge to edge."""
    fitted = fitted_units(inputs, country)
    names = province_rows_by_id(inputs, [country])
    numbers = sorted(fitted)
    simple = shapely.coverage_simplify([_polygons(fitted[each][1]) for each in numbers], detail_deg)
    arcs = Arcs()
    refs = shared_rings(simple, arcs, 1e6)
    units = [
        {"id": f"gn-{number}", "wikidata": fitted[number][0], "rings": rings} | names[f"gn-{number}"]
        for number, rings in zip(numbers, refs, strict=True)
    ]
    return {"country": country, "arcs": arcs.packed, "units": units}


def _polygons(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([each for each in shapely.get_parts(geometry) if each.geom_type == "Polygon"])


def shared_rings(areas: list[shapely.Geometry], arcs: Arcs, scale: float) -> list[list[list[int]]]:
    """Cut the rings of areas that touch into arcs kept once; returns for each area its rings as arc numbers."""
    rings = [[_snapped(ring, scale) for ring in rings_of(area)] for area in areas]
    rings = [[ring for ring in each if len(ring) > 2] for each in rings]
    neighbours: dict[Vertex, set[Vertex]] = {}
    for ring in (ring for each in rings for ring in each):
        for at, vertex in enumerate(ring):
            neighbours.setdefault(vertex, set()).update((ring[at - 1], ring[(at + 1) % len(ring)]))
    return [[_cut(ring, neighbours, arcs) for ring in each] for each in rings]


def _snapped(ring: list[Vertex], scale: float) -> list[Vertex]:
    points = [(round(x * scale / 1e6), round(y * scale / 1e6)) for x, y in ring]
    return [each for at, each in enumerate(points) if each != points[at - 1]]


def _cut(ring: list[Vertex], neighbours: dict[Vertex, set[Vertex]], arcs: Arcs) -> list[int]:
    """Cut one ring where three or more edges meet; a ring without such a place starts at its least vertex."""
    joints = [at for at, vertex in enumerate(ring) if len(neighbours[vertex]) > 2]
    first = joints[0] if joints else ring.index(min(ring))
    turned = [*ring[first:], *ring[: first + 1]]
    cuts = [at for at, vertex in enumerate(turned) if at in (0, len(ring)) or len(neighbours[vertex]) > 2]
    return [arcs.add(tuple(turned[a : b + 1])) for a, b in pairwise(cuts)]


def clipped_country(inputs: Inputs, country: str) -> shapely.Geometry:
    """Return a country with its territorial sea inside the map's box."""
    finder = finder_of(str(inputs.unpacked(TIMEZONES) / "timezonefinder_data" / "data"))
    pieces = [
        shapely.clip_by_rect(shapely.make_valid(shapely.Polygon(polygon[0], polygon[1:])), *BOX)
        for zone in zones_of(inputs, country)
        for polygon in finder.get_geometry(tz_name=zone, coords_as_pairs=True)
    ]
    return shapely.union_all(pieces)


def land_mask(inputs: Inputs) -> shapely.Geometry:
    """Return all land inside the map's box, from the second source."""
    return shapely.union_all(
        [shapely.clip_by_rect(land_of(inputs, each), *BOX) for each in AROUND if each in THREE_LETTERS]
    )

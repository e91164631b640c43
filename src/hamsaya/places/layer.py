"""A deployment's own lines, places and districts, read from GeoJSON with plain errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Line, Part, load_line
from hamsaya.places.entry import Place
from hamsaya.places.geojson import GeoJson
from hamsaya.places.point import Point
from hamsaya.places.precision import Precision
from hamsaya.places.ring import Rings

LINE_SURFACES = ("land", "sea")


@dataclass(frozen=True, eq=False)
class District:
    """One second-level area of a deployment's own layer."""

    id: str
    names: Mapping[str, str]
    country: str
    rings: Rings


@dataclass(frozen=True, eq=False)
class Districts:
    """A deployment's second-level areas."""

    source: str
    version: str
    areas: tuple[District, ...]

    def at(self, point: Point) -> District | None:
        """Return the area a point lies in, or None."""
        lat, lon = np.array([point.lat_e6]), np.array([point.lon_e6])
        return next((each for each in self.areas if each.rings.contains(lat, lon)[0]), None)


def read_line(path: Path, pair: tuple[str, str]) -> Line:
    """Return one party's own line.

    The collection states `source`, `version`, `licence` and `stated_by` (a party). Each feature is a LineString or
    MultiLineString with `uncertainty_m` (a number, 0 or more) and `surface` (`land` or `sea`). Sides are taken from
    the shipped outlines; near the line the answer is `unsure`, and where the two lines differ it is uncertain too.
    """
    source = GeoJson(path)
    stated_by = source.stated("stated_by")
    if stated_by not in pair:
        raise Refused("place.file.party", file=source.file, party=stated_by, pair="-".join(pair))
    parts = tuple(part for feature in source.each() for part in _parts(source, *feature))
    shipped = load_line(pair)
    return Line(
        shipped.pair,
        source.stated("version"),
        source.stated("source"),
        source.stated("licence"),
        str(source.body.get("attribution", "")),
        stated_by,
        parts,
        shipped.territory,
        shipped.disputes,
    )


def _parts(source: GeoJson, number: int, properties: dict[str, Any], geometry: dict[str, Any]) -> Iterator[Part]:
    surface, doubt = properties.get("surface"), properties.get("uncertainty_m")
    if surface not in LINE_SURFACES:
        raise source.refuse("place.file.surface", number)
    if isinstance(doubt, bool) or not isinstance(doubt, int | float) or not 0 <= doubt < 100_000:
        raise source.refuse("place.file.uncertainty", number)
    for given in source.several(number, geometry, "LineString"):
        vertices = source.vertices(number, given, 2)
        yield Part(vertices, surface, "", np.full(len(vertices) - 1, float(doubt)))


def read_places(path: Path) -> tuple[Place, ...]:
    """Return a deployment's own gazetteer.

    The collection states `source`. Each feature is a Point with `id`, `kind`, `countries` (a list), `name_en` and,
    where known, `name_fa`, `name_ur`, `variants` (a list), `precision` and `verified`.
    """
    source = GeoJson(path)
    origin = source.stated("source")
    places = tuple(_place(source, origin, *feature) for feature in source.each())
    for number, place in enumerate(places, 1):
        if place.id in {each.id for each in places[: number - 1]}:
            raise source.refuse("place.file.same-id", number, name=place.id)
    return places


def _place(source: GeoJson, origin: str, number: int, properties: dict[str, Any], geometry: dict[str, Any]) -> Place:
    if geometry.get("type") != "Point":
        raise source.refuse("place.file.geometry", number, wanted="Point")
    lon, lat = source.vertices(number, [geometry.get("coordinates")], 1)[0].tolist()
    precision = properties.get("precision", Precision.WITHIN_1KM)
    countries, variants = properties.get("countries"), properties.get("variants", [])
    if precision not in set(Precision):
        raise source.refuse("place.file.property", number, name="precision")
    if not countries or not _all_texts(countries):
        raise source.refuse("place.file.property", number, name="countries")
    if not _all_texts(variants):
        raise source.refuse("place.file.property", number, name="variants")
    return Place(
        id=source.text(number, properties, "id"),
        kind=source.text(number, properties, "kind"),
        countries=tuple(countries),
        point=Point(lat, lon),
        names=source.names(number, properties),
        variants=tuple(variants),
        precision=str(precision),
        source=origin,
        verified=properties.get("verified") is True,
    )


def _all_texts(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) for each in given)


def read_districts(path: Path) -> Districts:
    """Return a deployment's own second-level areas.

    The collection states `source` and `version`. Each feature is a Polygon or MultiPolygon with `id`, `country`,
    `name_en` and, where known, `name_fa` and `name_ur`.
    """
    source = GeoJson(path)
    areas = tuple(_area(source, *feature) for feature in source.each())
    return Districts(source.stated("source"), source.stated("version"), areas)


def _area(source: GeoJson, number: int, properties: dict[str, Any], geometry: dict[str, Any]) -> District:
    rings = []
    for polygon in source.several(number, geometry, "Polygon"):
        for given in polygon if isinstance(polygon, list) else [None]:
            ring = source.vertices(number, given, 4)
            if not np.array_equal(ring[0], ring[-1]):
                raise source.refuse("place.file.open-ring", number)
            rings.append(ring)
    return District(
        source.text(number, properties, "id"),
        source.names(number, properties),
        source.text(number, properties, "country"),
        Rings(rings),
    )

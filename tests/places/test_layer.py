"""A deployment's own lines, places and districts: read side by side with the shipped, refused with a plain reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Within, load_lines, measure_all, within_all
from hamsaya.places.gazetteer import load_gazetteer
from hamsaya.places.layer import read_districts, read_line, read_places
from hamsaya.places.point import Point

PAIR = ("IR", "PK")
SQUARE = [[60.0, 29.0], [61.0, 29.0], [61.0, 30.0], [60.0, 30.0], [60.0, 29.0]]


def feature(shape: str, coordinates: object, /, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}


def collection(*features: object, **stated: object) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features), **stated}


def saved(folder: Path, body: object) -> Path:
    path = folder / "own.geojson"
    path.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    return path


def own_line(**changes: object) -> dict[str, Any]:
    stated = {"source": "Survey of 2025", "version": "survey-2025", "licence": "held by the party", "stated_by": "IR"}
    track = feature("LineString", [[60.9, 29.0], [60.9, 30.0]], surface="land", uncertainty_m=5)
    return collection(track, **stated) | changes


def test_a_party_s_own_line_stands_beside_the_shipped_one(tmp_path: Path) -> None:
    own = read_line(saved(tmp_path, own_line()), PAIR)
    views = measure_all(load_lines(PAIR, [own]), 29_496_300, 60_862_900)
    assert [(each.line_version, each.uncertainty_m) for each in views] == [("osm-2026c", 650.0), ("survey-2025", 5.0)]
    assert [round(each.metres) for each in views] == [25_560, 3_598]
    assert within_all(views, 10_000) is Within.UNSURE
    assert (own.stated_by, own.source) == ("IR", "Survey of 2025")


def test_a_line_in_several_pieces_is_read_as_several_parts(tmp_path: Path) -> None:
    pieces = [[[60.9, 29.0], [60.9, 29.5]], [[60.9, 29.6], [60.9, 30.0]]]
    body = own_line(features=[feature("MultiLineString", pieces, surface="sea", uncertainty_m=0)])
    own = read_line(saved(tmp_path, body), PAIR)
    assert [(len(part.vertices), part.kind) for part in own.parts] == [(2, "sea"), (2, "sea")]


TRACK = [[60.9, 29.0], [60.9, 30.0]]
GRID = [[260_000, 3_200_000], [260_000, 3_300_000]]
AREA = feature("Polygon", [SQUARE], surface="land", uncertainty_m=5)
WRONG_LINES: dict[str, tuple[object, str]] = {
    "not JSON": ("{", "place.file.not-geojson"),
    "a list": ("[]", "place.file.not-geojson"),
    "nested too deep": ("[" * 100_000, "place.file.not-geojson"),
    "one feature alone": (feature("LineString", TRACK), "place.file.not-geojson"),
    "no features": (own_line(features=[]), "place.file.empty"),
    "metres on a grid": (own_line(crs={"properties": {"name": "EPSG:32641"}}), "place.file.crs"),
    "no source": (own_line(source=" "), "place.file.no-statement"),
    "no version": (own_line(version=None), "place.file.no-statement"),
    "a third country": (own_line(stated_by="FR"), "place.file.party"),
    "a feature that is a text": (own_line(features=["x"]), "place.file.feature"),
    "a polygon": (
        own_line(features=[AREA]),
        "place.file.geometry",
    ),
    "no surface": (own_line(features=[feature("LineString", TRACK, uncertainty_m=5)]), "place.file.surface"),
    "no uncertainty": (own_line(features=[feature("LineString", TRACK, surface="land")]), "place.file.uncertainty"),
    "uncertainty yes": (
        own_line(features=[feature("LineString", TRACK, surface="land", uncertainty_m=True)]),
        "place.file.uncertainty",
    ),
    "one position": (
        own_line(features=[feature("LineString", TRACK[:1], surface="land", uncertainty_m=5)]),
        "place.file.positions",
    ),
    "positions that are texts": (
        own_line(features=[feature("LineString", [["a", "b"], ["c", "d"]], surface="land", uncertainty_m=5)]),
        "place.file.positions",
    ),
    "latitude and longitude in metres": (
        own_line(features=[feature("LineString", GRID, surface="land", uncertainty_m=5)]),
        "place.file.degrees",
    ),
}


@pytest.mark.parametrize("name", WRONG_LINES)
def test_a_wrong_line_file_is_refused(tmp_path: Path, name: str) -> None:
    body, code = WRONG_LINES[name]
    with pytest.raises(Refused) as refusal:
        read_line(saved(tmp_path, body), PAIR)
    assert refusal.value.code == code
    assert refusal.value.params["file"] == "own.geojson"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        read_line(tmp_path / "none.geojson", PAIR)
    assert refusal.value.code == "place.file.missing"


def post(**changes: object) -> dict[str, Any]:
    properties = {
        "id": "post-7",
        "kind": "post",
        "countries": ["IR"],
        "name_en": "Post Seven",
        "name_fa": "پاسگاه هفت",
        "name_ur": "چوکی سات",
        "precision": "exact",
        "verified": True,
    }
    return feature("Point", [61.5, 29.0], **(properties | changes))


def test_own_places_join_the_gazetteer(tmp_path: Path) -> None:
    places = read_places(saved(tmp_path, collection(post(variants=["P7"]), source="Border command")))
    found = load_gazetteer(places).find("چوكي سات")[0].place
    assert (found.id, found.point, found.source, found.verified) == (
        "post-7",
        Point(29_000_000, 61_500_000),
        "Border command",
        True,
    )


@pytest.mark.parametrize(
    ("features", "code"),
    [
        ([post(), post()], "place.file.same-id"),
        ([post(id="")], "place.file.property"),
        ([post(name_en=None)], "place.file.property"),
        ([post(countries="IR")], "place.file.property"),
        ([post(variants=[1])], "place.file.property"),
        ([post(precision="pin")], "place.file.property"),
        ([feature("LineString", TRACK, id="x")], "place.file.geometry"),
    ],
)
def test_wrong_places_are_refused(tmp_path: Path, features: list[object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_places(saved(tmp_path, collection(*features, source="Border command")))
    assert refusal.value.code == code


def test_own_districts_answer_with_holes_left_out(tmp_path: Path) -> None:
    hole = [[60.4, 29.4], [60.6, 29.4], [60.6, 29.6], [60.4, 29.6], [60.4, 29.4]]
    area = feature("Polygon", [SQUARE, hole], id="d1", country="IR", name_en="First")
    districts = read_districts(saved(tmp_path, collection(area, source="Census", version="2026")))
    inside, in_hole, outside = (
        Point(29_200_000, 60_200_000),
        Point(29_500_000, 60_500_000),
        Point(31_000_000, 60_500_000),
    )
    found = [districts.at(each) for each in (inside, in_hole, outside)]
    assert [each.id if each else None for each in found] == ["d1", None, None]


def test_an_open_ring_is_refused(tmp_path: Path) -> None:
    area = feature("Polygon", [[*SQUARE[:-1], [60.1, 29.1]]], id="d1", country="IR", name_en="First")
    with pytest.raises(Refused) as refusal:
        read_districts(saved(tmp_path, collection(area, source="Census", version="2026")))
    assert refusal.value.code == "place.file.open-ring"

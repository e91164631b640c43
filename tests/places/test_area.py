"""Rings, provinces, lines at a distance, and the files the geography ships as."""

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core.errors import Refused
from hamsaya.places.area import Whereabouts, load_units, locate
from hamsaya.places.bandline import band_lines
from hamsaya.places.basemap import draw_layer, load_basemap
from hamsaya.places.boundary import load_line
from hamsaya.places.gazetteer import load_gazetteer
from hamsaya.places.point import Point
from hamsaya.places.ring import Rings
from hamsaya.places.topology import DATA

SQUARE = np.array([[0, 0], [100_000, 0], [100_000, 100_000], [0, 100_000], [0, 0]], np.int64)
HOLE = np.array([[40_000, 40_000], [60_000, 40_000], [60_000, 60_000], [40_000, 60_000], [40_000, 40_000]], np.int64)


@given(st.integers(-50_000, 150_000), st.integers(-50_000, 150_000))
def test_inside_a_square_with_a_hole(lat: int, lon: int) -> None:
    inside = bool(Rings([SQUARE, HOLE]).contains(np.array([lat]), np.array([lon]))[0])
    in_square = 0 <= lat < 100_000 and 0 <= lon < 100_000
    in_hole = 40_000 <= lat < 60_000 and 40_000 <= lon < 60_000
    assert inside == (in_square and not in_hole)


def test_no_rings_hold_nothing() -> None:
    assert Rings([]).contains(np.array([1]), np.array([1])).tolist() == [False]


@pytest.mark.parametrize(
    ("lat", "lon", "country", "unit"),
    [
        (29_496_300, 60_862_900, "IR", "Sistan and Baluchestan"),
        (35_694_000, 51_420_000, "IR", "Tehran"),
        (36_680_000, 48_480_000, "IR", "Zanjan"),
        (26_001_220, 63_048_490, "PK", "Balochistan"),
        (24_860_000, 67_010_000, "PK", "Sindh"),
        (34_000_000, 71_300_000, "PK", "Khyber Pakhtunkhwa"),
    ],
)
def test_country_and_province_of_a_point(lat: int, lon: int, country: str, unit: str) -> None:
    found = locate(load_line(("IR", "PK")), Point(lat, lon))
    names = {each.id: each.names["en"] for each in load_units(country)}
    assert (found.country, names[found.unit]) == (country, unit)


def test_a_point_of_neither_country_has_no_province() -> None:
    assert locate(load_line(("IR", "PK")), Point(34_530_000, 69_170_000)) == Whereabouts("neither", "")


def test_every_province_has_three_names_and_a_gazetteer_entry() -> None:
    units = [*load_units("IR"), *load_units("PK")]
    gazetteer = load_gazetteer()
    assert len(units) == 31 + 7
    assert all(gazetteer.get(each.id).kind == "province" and set(each.names) == {"en", "fa", "ur"} for each in units)


def test_units_of_another_country_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        load_units("XX")
    assert refusal.value.code == "place.units.unknown"


def test_provinces_leave_no_gap_and_no_overlap_on_land_near_the_line() -> None:
    line = load_line(("IR", "PK"))
    chosen = np.random.default_rng(3)
    lats, lons = chosen.integers(26_000_000, 30_000_000, 2_000), chosen.integers(59_000_000, 65_000_000, 2_000)
    for number, country in enumerate(line.pair):
        mine = line.measure_many(lats, lons).side == number
        inside = [unit.rings.contains(lats[mine], lons[mine]) for unit in load_units(country)]
        count = np.sum(inside, axis=0)
        assert np.bincount(count).tolist()[2:] == []
        assert (count == 1).mean() > 0.995


@pytest.mark.parametrize("km", [10, 30])
def test_a_line_at_a_distance_is_at_that_distance(km: int) -> None:
    line = load_line(("ES", "FR"))
    rings = band_lines(line, km)
    assert all(np.array_equal(ring[0], ring[-1]) for ring in rings)
    drawn = np.concatenate(rings)
    far = line.measure_many(drawn[:, 1], drawn[:, 0]).metres
    assert far.min() > km * 1000 - 1
    assert far.max() < km * 1000 + 1


def test_the_manifest_names_every_shipped_file_with_its_hash() -> None:
    manifest = json.loads((DATA / "MANIFEST.json").read_text(encoding="utf-8"))
    files = {each.relative_to(DATA).as_posix(): each for each in DATA.rglob("*") if each.is_file()}
    del files["MANIFEST.json"]
    assert {name: hashlib.sha256(each.read_bytes()).hexdigest() for name, each in files.items()} == manifest["outputs"]
    assert all(each["sha256"] and each["version"] and each["licence"] for each in manifest["inputs"])


def test_the_data_are_small_and_the_open_database_part_stands_apart() -> None:
    assert sum(each.stat().st_size for each in DATA.rglob("*") if each.is_file()) < 2_000_000
    assert (DATA / "odbl" / "LICENSE.txt").read_text(encoding="utf-8").startswith("Open Database License (ODbL) v1.0")
    for path in (DATA / "odbl").rglob("*.gz"):
        assert json.loads(gzip.decompress(path.read_bytes()))["licence"] == "ODbL-1.0"


def test_the_web_map_is_one_small_topology() -> None:
    path = Path(DATA / "odbl" / "basemap" / "IR-PK.topo.json.gz")
    assert path.stat().st_size < 200_000
    topology = load_basemap(("PK", "IR"))
    assert topology["type"] == "Topology"
    objects = topology["objects"]
    assert list(objects) == ["countries", "provinces", "labels", "disputed", "border", "bands", "places"]
    assert [each["properties"]["km"] for each in objects["bands"]["geometries"]] == [2, 10, 30, 60]
    named = [each["properties"] for each in objects["labels"]["geometries"]]
    assert Counter(each["kind"] for each in named) == {"province": 38, "country": 19}
    assert all(each[lang] for each in named for lang in ("en", "fa", "ur"))


def test_the_drawn_border_lies_on_the_measured_line() -> None:
    line = load_line(("IR", "PK"))
    shapes = list(draw_layer(load_basemap(line.pair), "border"))
    assert [shape.properties["kind"] for shape in shapes] == [part.kind for part in line.parts]
    drawn = np.concatenate([path for shape in shapes for path in shape.paths])
    assert line.measure_many(drawn[:, 1], drawn[:, 0]).metres.max() < 10


def test_the_drawn_countries_hold_their_capitals() -> None:
    shapes = draw_layer(load_basemap(("IR", "PK")), "countries")
    countries = {shape.properties["id"]: Rings(shape.paths) for shape in shapes}
    tehran, islamabad = (35_694_000, 51_420_000), (33_694_000, 73_065_000)
    holds = {
        code: [bool(rings.contains(np.array([lat]), np.array([lon]))[0]) for lat, lon in (tehran, islamabad)]
        for code, rings in countries.items()
    }
    assert {code: each for code, each in holds.items() if any(each)} == {"ir": [True, False], "pk": [False, True]}


def test_the_map_names_its_sources() -> None:
    topology = load_basemap(("IR", "PK"))
    assert "© OpenStreetMap contributors" in topology["attribution"]


def test_a_pair_without_a_map_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        load_basemap(("ES", "FR"))
    assert refusal.value.code == "place.map.unknown"

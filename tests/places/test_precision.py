"""No pin finer than stated, nothing finer than 1 km away from posts, and the forms of a place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Within, load_line
from hamsaya.places.entry import Place
from hamsaya.places.form import Belt, Box, Nowhere, Spot, read_form
from hamsaya.places.gazetteer import Gazetteer, load_gazetteer, metres_between
from hamsaya.places.point import Point
from hamsaya.places.precision import Pin, Precision, coarsen, measure_pin

POST = Place(
    "post", "crossing", ("IR", "PK"), Point(29_005_000, 61_500_000), MappingProxyType({"en": "Post"}), precision="exact"
)
POINTS = st.builds(Point, st.integers(-85_000_000, 85_000_000), st.integers(-179_000_000, 179_000_000))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer([POST])


@given(POINTS, st.sampled_from([("within_1km", 1_000), ("within_10km", 10_000)]))
def test_a_pin_covers_its_point_and_tells_no_more(point: Point, asked: tuple[str, int]) -> None:
    precision, metres = asked
    pin = coarsen(point, precision)
    assert pin is not None
    assert metres_between(point, pin.point) <= pin.radius_m
    assert pin.radius_m >= metres / 2
    assert coarsen(pin.point, precision) == pin


@given(POINTS, st.integers(-300, 300), st.integers(-300, 300))
def test_exact_away_from_posts_becomes_one_kilometre(point: Point, north: int, east: int) -> None:
    pin = coarsen(point, "exact")
    assert pin == coarsen(point, "within_1km")
    moved = Point(point.lat_e6 + north, point.lon_e6 + east)
    shifted = coarsen(moved, "exact")
    assert pin is not None
    assert shifted is not None
    assert shifted == pin or metres_between(shifted.point, pin.point) > 900


def test_exact_at_a_post_is_the_post_itself() -> None:
    assert coarsen(Point(29_006_000, 61_503_000), "exact", [POST]) == Pin(
        POST.point or Point(0, 0), 0.0, Precision.EXACT, "post"
    )


def test_exact_a_little_farther_from_the_post_is_one_kilometre() -> None:
    pin = coarsen(Point(29_020_000, 61_500_000), "exact", [POST])
    assert pin is not None
    assert (pin.precision, pin.place) == (Precision.WITHIN_1KM, "")


@pytest.mark.parametrize("precision", ["band_only", "not_stated"])
def test_no_pin_without_a_position(precision: str) -> None:
    assert coarsen(Point(29_000_000, 61_000_000), precision) is None


def test_a_district_pin_stands_at_the_district(gazetteer: Gazetteer) -> None:
    pin = coarsen(Point(26_100_000, 63_100_000), "district", gazetteer.places.values())
    assert pin is not None
    assert (pin.place, pin.radius_m) == ("gn-1163052", 50_000.0)


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        coarsen(Point(0, 0), "pin-point")
    assert refusal.value.code == "place.precision.unknown"


def test_a_pin_s_distance_carries_its_radius() -> None:
    line = load_line(("IR", "PK"))
    pin = coarsen(Point(29_496_300, 60_862_900), "within_10km")
    assert pin is not None
    measured = measure_pin(line, pin)
    bare = line.measure(pin.point.lat_e6, pin.point.lon_e6)
    assert measured.metres == bare.metres
    assert measured.uncertainty_m == bare.uncertainty_m + pin.radius_m
    assert measured.within(30_000) is Within.UNSURE


def test_two_points_of_one_cell_have_one_distance(gazetteer: Gazetteer) -> None:
    line = load_line(("IR", "PK"))
    forms = [
        read_form({"lat": lat, "lon": 61_203_000, "precision": "within_1km"}, gazetteer, line)
        for lat in (29_400_100, 29_400_900)
    ]
    assert forms[0] == forms[1]


def test_the_four_forms(gazetteer: Gazetteer) -> None:
    line = load_line(("IR", "PK"))

    def form(**where: Any) -> object:
        return read_form(where, gazetteer, line)

    post = form(place="post", precision="exact")
    assert isinstance(post, Spot)
    assert post.pin == Pin(Point(29_005_000, 61_500_000), 0.0, Precision.EXACT, "post")
    assert form(km=30, inside="PK", precision="band_only") == Belt(30, "PK")
    assert form(precision="not_stated") == Nowhere()
    point = form(lat=29_500_000, lon=61_000_000, precision="within_10km")
    assert isinstance(point, Spot)
    assert point.distance is not None
    assert point.distance.side == "IR"


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"place": "atlantis", "precision": "exact"}, "place.unknown"),
        ({"km": 3, "inside": "FR", "precision": "band_only"}, "place.belt.side"),
    ],
)
def test_a_wrong_form_is_refused(gazetteer: Gazetteer, where: Mapping[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_form(where, gazetteer, load_line(("IR", "PK")))
    assert refusal.value.code == code


def test_so_many_kilometres_inside_a_country() -> None:
    line = load_line(("IR", "PK"))
    zahedan = line.measure(29_496_300, 60_862_900)
    turbat = line.measure(26_001_220, 63_048_490)
    assert Belt(69, "PK").agrees(turbat) is Within.YES
    assert Belt(69, "IR").agrees(turbat) is Within.NO
    assert Belt(30, "PK").agrees(turbat) is Within.NO
    assert Belt(26, "IR").agrees(zahedan) is Within.UNSURE
    assert [Belt(km, "PK").band().code for km in (2, 3, 30, 31, 61)] == ["0-2", "2-10", "10-30", "30-60", "60+"]


def test_a_box_says_on_whose_ground_it_lies(gazetteer: Gazetteer) -> None:
    line = load_line(("IR", "PK"))

    def sides(west: int, east: int) -> frozenset[str]:
        edges = {"south": 28_600_000, "west": west, "north": 28_800_000, "east": east, "precision": "within_10km"}
        form = read_form(edges, gazetteer, line)
        assert isinstance(form, Box)
        return form.sides(line)

    assert sides(60_000_000, 60_400_000) == {"IR"}
    assert sides(60_000_000, 62_600_000) == {"IR", "PK"}
    assert sides(63_000_000, 63_400_000) == {"PK"}
    assert sides(10_000_000, 10_400_000) == set()

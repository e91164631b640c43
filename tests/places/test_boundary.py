"""The shipped lines: length, distance, uncertainty, sides, disputes, bands."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.places.truth import metres_to_line

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import (
    Distance,
    Line,
    Within,
    band_of,
    bands,
    load_line,
    load_lines,
    measure_all,
    possible_bands,
    shipped_pairs,
    within_all,
)
from hamsaya.places.point import Point

PAIR = ("IR", "PK")
TOWNS = {
    "Zahedan": (29_496_300, 60_862_900, 25_560, "IR"),
    "Turbat": (26_001_220, 63_048_490, 69_392, "PK"),
    "Gwadar": (25_121_630, 62_325_410, 70_660, "PK"),
    "Chabahar": (25_291_900, 60_643_000, 98_966, "IR"),
    "Karachi": (24_860_000, 67_010_000, 430_711, "PK"),
    "Tehran": (35_694_000, 51_420_000, 1_095_944, "IR"),
}


@pytest.fixture(scope="module")
def line() -> Line:
    return load_line(PAIR)


def at(metres: float, uncertainty_m: float = 100.0, side: str = "IR") -> Distance:
    return Distance(metres, uncertainty_m, "test", side, Point(0, 0), "land", "")


def test_three_pairs_are_shipped_and_found_in_either_order() -> None:
    assert shipped_pairs() == (("ES", "FR"), ("IN", "NP"), ("IR", "PK"))
    assert load_line(("PK", "IR")) is load_line(PAIR)


def test_a_pair_without_a_line_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        load_line(("IR", "FR"))
    assert refusal.value.code == "place.line.unknown"


def test_length_by_surface(line: Line) -> None:
    assert round(line.length_m("land") / 1000) + round(line.length_m("sea") / 1000) == 1061
    assert {part.kind for part in line.parts} == {"land", "sea"}
    assert sum(len(part.vertices) - 1 for part in line.parts) == 16_873


@pytest.mark.parametrize("town", TOWNS)
def test_town_distance_and_side(line: Line, town: str) -> None:
    lat, lon, metres, side = TOWNS[town]
    measured = line.measure(lat, lon)
    assert round(measured.metres) == metres
    assert (measured.side, measured.line_version) == (side, "osm-2026c")


def test_distance_equals_geographiclib_on_a_dense_line(line: Line) -> None:
    chosen = np.random.default_rng(7)
    lats = chosen.integers(25_000_000, 30_000_000, 12)
    lons = chosen.integers(60_500_000, 64_000_000, 12)
    measured = line.measure_many(lats, lons).metres
    truth = [metres_to_line(line, int(lat), int(lon)) for lat, lon in zip(lats, lons, strict=True)]
    assert np.abs(measured - truth).max() < 0.01


def test_foot_lies_at_the_measured_distance(line: Line) -> None:
    measured = line.measure(29_496_300, 60_862_900)
    foot = measured.foot
    inverse = Geodesic.WGS84.Inverse(29.4963, 60.8629, foot.lat_e6 / 1e6, foot.lon_e6 / 1e6)
    assert abs(inverse["s12"] - measured.metres) < 0.2
    assert line.measure(foot.lat_e6, foot.lon_e6).metres < 0.2


def test_many_points_get_what_one_point_gets(line: Line) -> None:
    lats, lons = np.array([29_496_300, 26_001_220]), np.array([60_862_900, 63_048_490])
    many = line.measure_many(lats, lons)
    single = [line.measure(int(lat), int(lon)) for lat, lon in zip(lats, lons, strict=True)]
    assert many.metres.tolist() == [each.metres for each in single]
    assert [line.pair[each] for each in many.side] == [each.side for each in single]


def test_near_the_line_no_side_is_named(line: Line) -> None:
    foot = line.measure(29_496_300, 60_862_900).foot
    measured = line.measure(foot.lat_e6, foot.lon_e6 - 200)
    assert measured.metres < measured.uncertainty_m
    assert measured.side == "unsure"


def test_where_the_sources_differ_the_uncertainty_says_so(line: Line) -> None:
    moved = line.measure(29_500_000, 61_000_000)
    steady = line.measure(26_001_220, 63_048_490)
    assert line.measure(29_016_700, 61_450_000).uncertainty_m >= 1000
    assert steady.uncertainty_m == 100
    assert moved.uncertainty_m > steady.uncertainty_m


def test_elsewhere_is_neither(line: Line) -> None:
    assert line.measure(48_850_000, 2_350_000).side == "neither"


def test_a_point_off_the_earth_is_refused(line: Line) -> None:
    with pytest.raises(Refused) as refusal:
        line.measure(91_000_000, 0)
    assert refusal.value.code == "place.point.range"


def test_land_and_sea_are_counted_apart(line: Line) -> None:
    chabahar = (25_291_900, 60_643_000)
    assert line.measure(*chabahar).kind == "sea"
    inland = line.only("land")
    assert inland.measure(*chabahar).kind == "land"
    assert inland.measure(*chabahar).metres > line.measure(*chabahar).metres
    assert inland.version == "osm-2026c/land"


def test_overlap_is_a_dispute_with_both_lines() -> None:
    border = load_line(("IN", "NP"))
    assert [round(each.area_km2) for each in border.disputes if each.area_km2 > 1] == [411]
    kalapani = (30_220_000, 80_900_000)
    measured = border.measure(*kalapani)
    assert measured.side == "disputed"
    views = load_lines(("IN", "NP"))
    assert [view.stated_by for view in views] == ["IN", "NP"]
    by_india, by_nepal = measure_all(views, *kalapani)
    assert (by_india.line_version, by_nepal.line_version) == ("osm-2026c/IN", "osm-2026c/NP")
    assert by_india.claim == "IN"
    assert by_india.metres != by_nepal.metres


def test_several_lines_answer_only_when_they_agree() -> None:
    assert within_all([at(1_000), at(1_500)], 2_000) is Within.YES
    assert within_all([at(1_000), at(5_000)], 2_000) is Within.UNSURE
    assert within_all([at(4_000), at(5_000)], 2_000) is Within.NO


@pytest.mark.parametrize(
    ("metres", "answer"),
    [(29_900, Within.YES), (29_901, Within.UNSURE), (30_100, Within.UNSURE), (30_101, Within.NO)],
)
def test_within_has_three_answers(metres: float, answer: Within) -> None:
    assert at(metres).within(30_000) is answer


def test_bands_by_kilometres() -> None:
    belts = bands((2, 10, 30, 60))
    assert [belt.code for belt in belts] == ["0-2", "2-10", "10-30", "30-60", "60+"]
    assert band_of(at(1_999), belts).code == "0-2"
    assert band_of(at(2_000), belts).code == "2-10"
    assert band_of(at(99_000), belts).code == "60+"
    assert [belt.code for belt in possible_bands(at(2_050), belts)] == ["0-2", "2-10"]
    assert [belt.code for belt in possible_bands(at(5_000), belts)] == ["2-10"]


@pytest.mark.parametrize("wrong", [(), (0, 2), (10, 2), (2, 2)])
def test_bands_must_rise(wrong: tuple[int, ...]) -> None:
    with pytest.raises(Refused) as refusal:
        bands(wrong)
    assert refusal.value.code == "place.bands.order"

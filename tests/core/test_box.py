"""A rectangle tells no more than its precision, and holds both corners that it was made from."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core.compact import load_compact
from hamsaya.core.fields import Where
from hamsaya.core.fields.box import EDGES, STEPS, widen
from hamsaya.core.reader import Reader
from hamsaya.core.text import to_latin

COMPACT = load_compact((Path(__file__).parents[2] / "examples/iran-pakistan/compact.toml").read_bytes())

CORNERS = st.tuples(st.integers(-89_000_000, 89_000_000), st.integers(-179_000_000, 179_000_000))
PRECISIONS = st.sampled_from(sorted(STEPS))


@given(CORNERS, CORNERS, PRECISIONS)
def test_a_rectangle_holds_its_corners_and_is_accepted(
    one: tuple[int, int], other: tuple[int, int], precision: str
) -> None:
    box = widen(one, other, precision)
    assert Where().check(box) == box
    for lat, lon in (one, other):
        assert box["south"] <= lat <= box["north"]
        assert box["west"] <= lon <= box["east"]


@given(CORNERS, CORNERS, PRECISIONS)
def test_whichever_corners_were_given_and_however_often(
    one: tuple[int, int], other: tuple[int, int], precision: str
) -> None:
    box = widen(one, other, precision)
    mixed = widen((one[0], other[1]), (other[0], one[1]), precision)
    again = widen((box["south"], box["west"]), (box["north"], box["east"]), precision)
    assert box == widen(other, one, precision) == mixed == again


@given(CORNERS, CORNERS, st.integers(0, 19_999), st.integers(0, 199_999))
def test_corners_of_one_cell_cannot_be_told_apart(
    one: tuple[int, int], other: tuple[int, int], fine: int, coarse: int
) -> None:
    for precision, shift in (("within_1km", fine), ("within_10km", coarse)):
        step = STEPS[precision]
        cells = [(lat // step * step, lon // step * step) for lat, lon in (one, other)]
        near, far = ([(lat + by, lon + by) for lat, lon in cells] for by in (1, max(1, shift)))
        assert widen(near[0], near[1], precision) == widen(far[0], far[1], precision)


def test_a_point_becomes_one_cell() -> None:
    assert widen((29_000_000, 61_000_000), (29_000_000, 61_000_000), "within_1km") == {
        "south": 29_000_000, "west": 61_000_000, "north": 29_020_000, "east": 61_020_000, "precision": "within_1km",
    }  # fmt: skip


def test_rectangles_have_two_precisions() -> None:
    with pytest.raises(KeyError):
        widen((0, 0), (1, 1), "exact")


@given(CORNERS, CORNERS, PRECISIONS, st.sampled_from(["en", "fa", "ur"]))
def test_the_words_hold_the_whole_rectangle_in_the_readers_digits(
    one: tuple[int, int], other: tuple[int, int], precision: str, lang: str
) -> None:
    box = widen(one, other, precision)
    reader = Reader.of(COMPACT, "IR" if lang == "fa" else "PK", lang)
    said = reader.where(box).rpartition(" (")[0]
    assert not (set("0123456789") if reader.numbering != "latn" else set("۰۱۲۳۴۵۶۷۸۹")) & set(said)
    numbers = [round(float(each) * 1_000_000) for each in re.findall(r"-?[0-9]+\.[0-9]{2}", to_latin(said))]
    assert sorted(numbers) == sorted(box[edge] for edge in EDGES)

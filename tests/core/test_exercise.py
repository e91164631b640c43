"""What names a record in an act, however deep it stands, and what mixes practice with the rest."""

from typing import Any

import pytest

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import check_apart, exercise_of, is_apart, is_marked, named, slug_in
from hamsaya.core.fields import Code, Items, Line, Quote, Record, Row
from hamsaya.core.kinds import OWNER, Act

ACTUAL, PRACTICE, OTHER = "PK/k3x7", "PK/x-drill-k3x7", "PK/x-other-k3x7"


class Tell(Act, by=OWNER, opens=True):
    """An act that can name records in each way there is."""

    about = Record(optional=True)
    like = Items(Record(), optional=True)
    words = Items(Line(), optional=True)
    quote = Quote(optional=True)
    rows = Items(Row({"of": Record(optional=True), "said": Line(optional=True)}), optional=True)
    plain = Row({"said": Line()}, optional=True)


class Mark(Act, by=OWNER):
    """An act that says itself whether it is actual."""

    traffic = Code("traffic", ("actual", "exercise", "test"))


BODIES: list[dict[str, Any]] = [
    {"about": ACTUAL},
    {"like": [ACTUAL]},
    {"quote": {"source": ACTUAL}},
    {"rows": [{"of": ACTUAL, "said": "yes"}]},
]


@pytest.mark.parametrize("body", BODIES)
def test_a_record_is_found_wherever_it_is_named(body: dict[str, Any]) -> None:
    assert list(named(Tell, body)) == [ACTUAL]
    check_apart(ACTUAL, Tell, body)
    assert is_apart(ACTUAL, Tell, body)
    for record in (PRACTICE, OTHER):
        assert not is_apart(record, Tell, body)
        with pytest.raises(Refused, match=r"exercise\.mixed"):
            check_apart(record, Tell, body)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"about": None, "like": "PK/k3x7", "rows": {"of": ACTUAL}, "quote": ACTUAL},
        {"about": 7, "quote": {"source": "a" * 64}, "rows": [ACTUAL, {"said": "no"}], "plain": {"said": ACTUAL}},
        {"quote": {"source": None}, "words": [ACTUAL]},
    ],
)
def test_what_has_not_the_shape_of_a_name_names_nothing(body: dict[str, Any]) -> None:
    assert list(named(Tell, body)) == []
    assert is_apart(PRACTICE, Tell, body)


def test_the_mark_of_the_traffic_and_that_of_the_id_are_one() -> None:
    assert (is_marked(Mark), is_marked(Tell)) == (True, False)
    for record, traffic, fits in (
        (ACTUAL, "actual", True), (ACTUAL, "exercise", False), (ACTUAL, "test", False),
        (PRACTICE, "exercise", True), (PRACTICE, "test", True), (PRACTICE, "actual", False),
    ):  # fmt: skip
        assert is_apart(record, Mark, {"traffic": traffic}) is fits
        if fits:
            check_apart(record, Mark, {"traffic": traffic})
        else:
            with pytest.raises(Refused, match=r"exercise\.traffic"):
                check_apart(record, Mark, {"traffic": traffic})


def test_an_act_that_nobody_knows_mixes_nothing() -> None:
    assert is_apart(PRACTICE, None, {"about": ACTUAL})


def test_the_name_stands_in_the_id() -> None:
    assert [exercise_of(each) for each in ("IR/x-drill", PRACTICE, ACTUAL, "")] == ["drill", "drill", "", ""]
    assert (slug_in("drill", "k3x7"), slug_in("", "k3x7")) == ("x-drill-k3x7", "k3x7")
    with pytest.raises(Refused, match=r"exercise\.name"):
        slug_in("a b", "k3x7")

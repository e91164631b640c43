"""Marks: who may see what; and whoever sees what is marked is written down."""

import pytest
from tests.people.officers import Row

from hamsaya.core.errors import Broken
from hamsaya.people import access_log
from hamsaya.people.access_log import note_access
from hamsaya.people.viewer import Viewer

MARKS = ("OPEN", "GOV", "AREA", "DESK", "OWN", "", "open")
DUTY = Viewer("irpk", "ir-duty", officer="duty", roles=frozenset({"duty"}))
TRADE = Viewer("irpk", "ir-trade", officer="t", roles=frozenset({"desk"}), areas=frozenset({"trade"}))
READER = Viewer("irpk", "ir-reader", officer="r", roles=frozenset({"reader"}), areas=frozenset({"trade"}))


@pytest.mark.parametrize(
    ("viewer", "area", "seen"),
    [
        (Viewer.public("irpk"), "trade", {"OPEN"}),
        (DUTY, "trade", {"OPEN", "GOV", "DESK"}),
        (TRADE, "trade", {"OPEN", "GOV", "AREA"}),
        (TRADE, "energy", {"OPEN", "GOV"}),
        (TRADE, None, {"OPEN", "GOV"}),
        (READER, "trade", {"OPEN", "GOV", "AREA"}),
        (Viewer("irpk", "x", roles=frozenset({"market", "aide", "admin", "spokesperson"})), None, {"OPEN", "GOV"}),
        (Viewer.operator("irpk"), None, set(MARKS)),
        (Viewer("irpk", "x", standing="?", roles=frozenset({"head"})), "trade", {"OPEN"}),
    ],
)
def test_each_sees_what_the_mark_says(viewer: Viewer, area: str | None, seen: set[str]) -> None:
    assert {mark for mark in MARKS if viewer.may_see(mark, area)} == seen


@pytest.mark.parametrize("event", ["view", "export", "print", "search"])
def test_each_access_to_marked_records_is_a_row(event: str, trail: list[Row]) -> None:
    assert note_access(DUTY, event, "IR/abc", ["DESK"], "duty") is True
    assert note_access(DUTY, event, "flood", ["OPEN", "GOV", "OWN"]) is True
    assert note_access(DUTY, event, "PK/xyz", ["OPEN", "GOV", "AREA"]) is False
    assert trail == [("irpk", event, "ir-duty/duty", "IR/abc", "duty"), ("irpk", event, "ir-duty/duty", "flood", "")]


def test_what_cannot_be_logged_cannot_be_read(trail: list[Row]) -> None:
    access_log._writer.clear()
    with pytest.raises(Broken, match=r"access-log\.no-writer"):
        note_access(DUTY, "view", "IR/abc", ["DESK"])
    with pytest.raises(Broken, match=r"access-log\.event"):
        note_access(DUTY, "peep", "IR/abc", ["DESK"])

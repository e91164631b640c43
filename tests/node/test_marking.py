"""For whom a record is: each side moves its own mark, the stricter holds, and nothing moves unseen."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.node.world import NOW, Neighbour, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.node import erase, ledger, projector, queries
from hamsaya.node.models import Record
from hamsaya.people.viewer import OFFICER, Viewer

pytestmark = pytest.mark.django_db
A = "IR/a"


@pytest.fixture
def compact(home: Path, db: None) -> str:
    return join_compact()


def sign(compact: str, *drafts: ledger.Draft) -> None:
    ledger.append(compact, drafts, post="ir-desk", now=NOW)


def mark(said: str, audience: str | None = None) -> ledger.Draft:
    return ledger.Draft("incident", "mark", A, {"audience": said}, audience, confirmed=True)


def held(record: str = A) -> tuple[str, str]:
    """Return the audience that holds, and both sides' marks where they differ."""
    row = Record.objects.get(record=record)
    return row.audience, row.marks


def sees(compact: str, *roles: str) -> bool:
    viewer = Viewer(compact, "ir-x", OFFICER, officer="o", roles=frozenset(roles))
    return any(row.record == A for row in queries.records(viewer, compact).rows)


class Other(Neighbour):
    """The neighbour, whose acts arrive one by one."""

    def act(self, compact: str, act: str, body: dict[str, Any], **marks: Any) -> None:
        self.write("incident/1", act, A, body, **marks)
        ledger.receive(compact, self.verified(), self.note(), now=NOW)


def test_the_originator_alone_widens_and_narrows_what_only_it_has_written(compact: str) -> None:
    sign(compact, letter(compact, A))
    assert (held(), sees(compact, "market")) == (("DESK", ""), False)
    sign(compact, mark("gov"))
    assert (held(), sees(compact, "market")) == (("GOV", ""), True)
    sign(compact, mark("desk"))
    assert (held(), sees(compact, "market")) == (("DESK", ""), False)


def test_what_both_have_written_on_is_widened_by_both(compact: str) -> None:
    sign(compact, letter(compact, A))
    other = Other()
    other.act(compact, "acknowledge", {}, audience="DESK")
    sign(compact, mark("gov"))
    assert (held(), sees(compact, "market")) == (("DESK", "GOV DESK"), False)
    sign(compact, ledger.Draft("incident", "update", A, {"injured": 1}))
    assert held() == ("DESK", "GOV DESK"), "an act of the side that widened keeps its mark"
    other.act(compact, "mark", {"audience": "gov"}, audience="GOV")
    assert (held(), sees(compact, "market")) == (("GOV", ""), True)


def test_the_other_side_asks_and_the_originator_decides(compact: str) -> None:
    sign(compact, letter(compact, A))
    other = Other()
    other.act(compact, "mark", {"audience": "area"}, audience="AREA")
    assert held() == ("DESK", "DESK AREA")
    other.act(compact, "acknowledge", {}, audience="AREA")
    sign(compact, mark("desk"))
    assert held() == ("DESK", "DESK AREA")
    sign(compact, mark("area"))
    assert held() == ("AREA", "")


def test_no_act_but_the_mark_changes_for_whom_a_record_is(compact: str) -> None:
    sign(compact, letter(compact, A))
    for audience in ("GOV", "OPEN", "AREA"):
        with pytest.raises(Refused) as refused:
            sign(compact, ledger.Draft("incident", "update", A, {"injured": 1}, audience=audience, confirmed=True))
        assert refused.value.code == "mark.by-act"
    for said, audience_given in (("open", None), ("own", None), ("gov", "OPEN")):
        with pytest.raises(Refused):
            sign(compact, mark(said, audience_given))
    assert held() == ("DESK", "")


@pytest.mark.parametrize(
    ("body", "audience"),
    [({"audience": "gov"}, "OPEN"), ({"audience": "open"}, "OPEN"), ({}, "GOV"), ({"audience": 7}, "GOV")],
)
def test_a_mark_that_says_two_things_widens_nothing(compact: str, body: dict[str, Any], audience: str) -> None:
    other = Neighbour()
    other.write("incident/1", "report", "PK/a", dict(letter(compact, "PK/a").body), audience="DESK")
    other.write("incident/1", "mark", "PK/a", body, audience=audience)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    assert held("PK/a") == ("DESK", "")


def test_a_stricter_act_of_the_neighbours_narrows_and_the_history_says_so(compact: str) -> None:
    other = Neighbour()
    other.write("incident/1", "report", "PK/a", dict(letter(compact, "PK/a").body), audience="GOV")
    other.write("incident/1", "update", "PK/a", {"injured": 1}, audience="DESK")
    other.write("incident/1", "mark", "PK/a", {"audience": "gov"}, audience="GOV")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    acts = queries.history(Viewer.operator(compact), compact, "PK/a")
    assert [(act.act, act.moved, act.had_effect) for act in acts] == [
        ("report", "", True), ("update", "DESK", True), ("mark", "", True),
    ]  # fmt: skip
    assert held("PK/a") == ("GOV", "")


def folded(compact: str, steps: tuple[str, ...]) -> tuple[str, str]:
    """Let our acts and the neighbour's arrive in that order; return what holds."""
    ours = iter((letter(compact, A), mark("gov"), mark("area")))
    theirs = iter(("acknowledge DESK", "mark GOV"))
    other = Other()
    for step in steps:
        if step == "us":
            sign(compact, next(ours))
        else:
            act, audience = next(theirs).split()
            other.act(compact, act, {"audience": audience.lower()} if act == "mark" else {}, audience=audience)
    return held()


@pytest.mark.parametrize("steps", sorted(set(permutations(("us", "us", "us", "them", "them")))))
def test_whatever_arrives_first_the_same_holds_and_a_rebuild_agrees(compact: str, steps: tuple[str, ...]) -> None:
    found = folded(compact, steps)
    assert found == ("AREA", "AREA GOV")
    projector.rebuild(compact)
    assert held() == found


def test_what_is_withdrawn_is_seen_by_no_more_than_before(compact: str) -> None:
    sign(compact, letter(compact, A), mark("gov"), mark("desk"))
    erase.erase(compact, [A], int(NOW.timestamp()))
    assert held()[0] == "DESK"

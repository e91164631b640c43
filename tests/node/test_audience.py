"""Marks: an audience that nobody knows is nobody, and what both write takes the stricter of two marks."""

from pathlib import Path
from typing import Any

import pytest
from tests.node.world import NOW, Neighbour, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import AUDIENCES, USES
from hamsaya.node import ledger
from hamsaya.node.access import visible
from hamsaya.node.fold import stricter
from hamsaya.node.models import Record
from hamsaya.people.viewer import OFFICER, Viewer

pytestmark = pytest.mark.django_db
EVERY = frozenset({"duty", "head", "desk", "oversight", "admin", "spokesperson", "aide"})


@pytest.fixture
def compact(home: Path, db: None) -> str:
    return join_compact()


def seen_by_everyone(compact: str) -> set[str]:
    """Return what an officer of every role sees."""
    viewer = Viewer(compact, "ir-head", OFFICER, officer="o", roles=EVERY, areas=frozenset({"security", "border"}))
    return set(Record.objects.filter(visible(viewer)).values_list("record", flat=True))


def receive(compact: str, **marks: Any) -> str:
    other = Neighbour()
    other.write("incident/1", "report", "PK/a", dict(letter(compact, "PK/a").body), **marks)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    return "PK/a"


def test_an_audience_that_nobody_knows_is_nobody(compact: str) -> None:
    record = receive(compact, audience="FRIENDS")
    assert Record.objects.get(record=record).audience == "FRIEN"
    assert record not in seen_by_everyone(compact)


def test_an_empty_audience_cannot_be_written(compact: str) -> None:
    with pytest.raises(Refused) as refused:
        receive(compact, audience="")
    assert refused.value.code == "entry.audience.wrong"


def test_one_that_is_known_is_seen(compact: str) -> None:
    assert receive(compact, audience="DESK") in seen_by_everyone(compact)


def test_a_joint_record_takes_the_stricter_use(compact: str) -> None:
    ledger.append(compact, [letter(compact, "IR/a")], post="d", now=NOW)
    other = Neighbour()
    other.write("incident/1", "acknowledge", "IR/a", {}, use="U2", audience="OPEN")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    row = Record.objects.get(record="IR/a")
    assert (row.audience, row.use) == ("DESK", "U2")


@pytest.mark.parametrize("marks", [AUDIENCES, USES])
def test_the_stricter_of_two_marks_is_the_later_and_an_unknown_one_the_strictest(marks: tuple[str, ...]) -> None:
    assert [stricter(marks, marks[0], each) for each in marks] == list(marks)
    assert stricter(marks, marks[-1], "X") == stricter(marks, "X", marks[-1]) == "X"

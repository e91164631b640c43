"""Widening on two nodes: both show a record to the same people, whoever moved its mark and whatever crossed."""

from pathlib import Path

import pytest
from tests.node.world import COMPACT
from tests.simulator import Pair

from hamsaya.node import access, projector
from hamsaya.node.models import Record
from hamsaya.people.viewer import OFFICER, Viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


def asked(row: Record) -> str:
    """Return the party that is asked to widen the record."""
    return "IR" * row.asked_owner + "PK" * row.asked_other


def held(pair: Pair, record: str) -> tuple[str, str, bool, str]:
    """Return what holds on both nodes, whether any officer reads it there, and who is asked; both must say the same."""
    pair.sync()
    found = []
    for node in (pair.a, pair.b):
        with node:
            projector.project_all(COMPACT)
            row = Record.objects.get(record=record)
            viewer = Viewer(COMPACT, "x", OFFICER, officer="o", roles=frozenset({"market"}))
            sees = Record.objects.filter(access.visible(viewer), record=record).exists()
            found.append((row.audience, row.marks, sees, asked(row)))
            assert projector.rebuild(COMPACT)[0] == projector.rebuild(COMPACT)[1]
            again = Record.objects.get(record=record)
            assert (again.audience, again.marks, asked(again)) == (row.audience, row.marks, asked(row))
    assert found[0] == found[1]
    assert pair.a.digest() == pair.b.digest()
    return found[0]


def test_the_originator_widens_alone_before_the_other_has_written(pair: Pair) -> None:
    (record,) = pair.a.append()
    assert held(pair, record) == ("DESK", "", False, "")
    pair.a.act(record, "mark", {"audience": "gov"})
    assert held(pair, record) == ("GOV", "", True, "")
    pair.b.act(record, "acknowledge")
    assert held(pair, record) == ("GOV", "", True, "")


def test_the_other_side_asks_and_a_joint_record_takes_both(pair: Pair) -> None:
    (record,) = pair.a.append()
    pair.sync()
    pair.b.act(record, "acknowledge")
    pair.b.act(record, "mark", {"audience": "gov"})
    assert held(pair, record) == ("DESK", "DESK GOV", False, "IR")
    pair.b.act(record, "answer", {"answer": "done"})
    assert held(pair, record) == ("DESK", "DESK GOV", False, "IR")
    pair.a.act(record, "mark", {"audience": "desk"})
    assert held(pair, record) == ("DESK", "DESK GOV", False, ""), "refused"
    pair.b.act(record, "mark", {"audience": "gov"})
    assert held(pair, record) == ("DESK", "DESK GOV", False, "IR"), "asked again"
    pair.a.act(record, "mark", {"audience": "gov"})
    assert held(pair, record) == ("GOV", "", True, "")


def test_an_answer_that_crossed_a_widening_stays_as_close_as_it_was_written(pair: Pair) -> None:
    (record,) = pair.a.append()
    pair.sync()
    pair.a.act(record, "mark", {"audience": "gov"})
    pair.b.act(record, "answer", {"answer": "done"})
    assert held(pair, record) == ("DESK", "GOV DESK", False, "PK")
    pair.b.act(record, "mark", {"audience": "gov"})
    assert held(pair, record) == ("GOV", "", True, "")


def test_a_mark_that_crossed_the_request_answers_nothing(pair: Pair) -> None:
    (record,) = pair.a.append()
    pair.sync()
    pair.b.act(record, "acknowledge")
    pair.sync()
    pair.b.act(record, "mark", {"audience": "gov"})
    pair.a.act(record, "mark", {"audience": "desk"})
    assert held(pair, record) == ("DESK", "DESK GOV", False, "IR")
    pair.a.act(record, "mark", {"audience": "area"})
    assert held(pair, record) == ("AREA", "AREA GOV", False, ""), "half of the way is an answer too"


def test_whoever_narrows_asks_nobody(pair: Pair) -> None:
    (record,) = pair.a.append()
    pair.sync()
    pair.a.act(record, "mark", {"audience": "gov"})
    pair.sync()
    pair.b.act(record, "acknowledge")
    pair.a.act(record, "mark", {"audience": "desk"})
    assert held(pair, record) == ("DESK", "DESK GOV", False, "")

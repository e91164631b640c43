"""An exercise that has ended: neither side writes more in it, and what crossed the end on the way stands on both."""

from pathlib import Path
from typing import Any

import pytest
from tests.node.world import COMPACT, LETTER
from tests.simulator import POSTS, Pair, SimNode

from hamsaya.core.errors import Refused
from hamsaya.node import ledger, projector
from hamsaya.node.models import Record

pytestmark = pytest.mark.django_db
HEAD = "IR/x-drill"
OURS, THEIRS, CROSSED = "IR/x-drill-ours", "PK/x-drill-theirs", "PK/x-drill-crossed"
BEGIN = {"traffic": "exercise", "script": "free", "starts": "2026-11-22T08:00:00Z"}
PRACTICE = {**LETTER, "traffic": "exercise"}


def write(node: SimNode, kind: str, act: str, record: str, body: dict[str, Any] | None = None) -> None:
    with node:
        draft = ledger.Draft(kind, act, record, body or {}, confirmed=True)
        ledger.append(COMPACT, [draft], post=POSTS[node.party], now=node.now())


def refused(node: SimNode, kind: str, act: str, record: str, body: dict[str, Any] | None = None) -> str:
    before = node.heads()[0].size
    with pytest.raises(Refused) as found:
        write(node, kind, act, record, body)
    assert node.heads()[0].size == before
    return found.value.code


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """An exercise that both take part in, with a letter of each."""
    made = Pair(tmp_path)
    write(made.a, "exercise", "begin", HEAD, BEGIN)
    write(made.a, "incident", "report", OURS, PRACTICE)
    made.sync()
    write(made.b, "exercise", "join", HEAD)
    write(made.b, "incident", "report", THEIRS, PRACTICE)
    made.sync()
    return made


def test_neither_side_goes_on_with_an_exercise_that_has_ended(pair: Pair) -> None:
    write(pair.b, "exercise", "end", HEAD)
    pair.sync()
    for node in (pair.a, pair.b):
        new = f"{node.party}/x-drill-new"
        own, other = (OURS, THEIRS) if node is pair.a else (THEIRS, OURS)
        assert {
            refused(node, "incident", "report", new, PRACTICE),
            refused(node, "incident", "update", own, {"injured": 1}),
            refused(node, "incident", "acknowledge", other),
            refused(node, "exercise", "end", HEAD),
            refused(node, "exercise", "begin", f"{node.party}/x-drill", BEGIN),
        } == {"exercise.ended"}
    assert pair.a.digest() == pair.b.digest()


def test_what_crossed_the_end_on_the_way_is_folded_and_both_come_to_the_same(pair: Pair) -> None:
    write(pair.a, "exercise", "end", HEAD)
    write(pair.b, "incident", "report", CROSSED, PRACTICE)
    write(pair.b, "incident", "acknowledge", OURS)
    pair.sync()
    for node in (pair.a, pair.b):
        with node:
            projector.project_all(COMPACT)
            found = dict(Record.objects.values_list("record", "status"))
            assert {each: found[each] for each in (HEAD, OURS, CROSSED)} == {
                HEAD: "ended", OURS: "acknowledged", CROSSED: "open",
            }  # fmt: skip
            assert projector.rebuild(COMPACT)[0] == projector.rebuild(COMPACT)[1]
        assert refused(node, "incident", "correct", CROSSED, {}) == "exercise.ended"
    assert pair.a.digest() == pair.b.digest()


def test_both_may_end_it_without_having_heard_of_each_other(pair: Pair) -> None:
    for node in (pair.a, pair.b):
        write(node, "exercise", "end", HEAD)
    pair.sync()
    assert pair.a.digest() == pair.b.digest()


def test_records_of_an_ended_exercise_are_still_handled(pair: Pair) -> None:
    write(pair.a, "exercise", "end", HEAD)
    pair.sync()
    write(pair.b, "incident", "mark", OURS, {"audience": "gov"})
    pair.sync()
    write(pair.a, "incident", "mark", OURS, {"audience": "gov"})
    write(pair.a, "withdrawal", "withdraw", "IR/x-drill-gone", {"about": OURS, "reason": "wrong"})
    pair.sync()
    assert pair.a.digest() == pair.b.digest()


def test_another_exercise_and_what_is_actual_go_on(pair: Pair) -> None:
    write(pair.a, "exercise", "end", HEAD)
    write(pair.a, "exercise", "begin", "IR/x-drilling", BEGIN)
    write(pair.a, "incident", "report", "IR/x-drilling-one", PRACTICE)
    write(pair.a, "incident", "report", "IR/x-test-one", {**LETTER, "traffic": "test"})
    (actual,) = pair.a.append()
    pair.sync()
    pair.b.act(actual, "acknowledge")
    pair.sync()
    assert pair.a.digest() == pair.b.digest()


def test_acts_of_one_hand_stand_in_their_order(pair: Pair) -> None:
    drafts = [ledger.Draft("exercise", "end", HEAD, {}), ledger.Draft("incident", "conclude", OURS, {})]
    with pair.a, pytest.raises(Refused, match=r"exercise\.ended"):
        ledger.append(COMPACT, drafts, post="ir-duty", now=pair.a.now())
    write(pair.a, "incident", "conclude", OURS)

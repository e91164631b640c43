"""Practice cannot mix with the rest: over every act of every kind, where an act is made and where it arrives."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.arrival import PARTIES, record_of

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import check_apart, exercise_of, is_apart, is_marked, named, slug_in
from hamsaya.core.fields import Record
from hamsaya.core.kinds import Act, Kind, all_kinds
from hamsaya.node.fold import Folded, Wire, position
from hamsaya.node.fold import Seen as SeenPart

KINDS = all_kinds()
ACTUAL, PRACTICE, OTHER_PRACTICE = "PK/k3x7q2mz4a", "PK/x-drill-k3x7", "PK/x-other-k3x7"
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.wire)


def naming(act: type[Act]) -> Iterator[tuple[str, Any]]:
    """Yield each field of an act that can name a record, with a body that names one."""
    for name in act.fields:
        for value in (ACTUAL, [ACTUAL], {"source": ACTUAL}, [{"source": ACTUAL}]):
            if list(named(act, {name: value})) == [ACTUAL]:
                yield name, value


def swapped(value: Any, record: str) -> Any:
    if isinstance(value, list):
        return [swapped(each, record) for each in value]
    return {"source": record} if isinstance(value, dict) else record


def test_an_exercise_is_told_from_the_id_alone() -> None:
    assert exercise_of("IR/x-drill") == "drill"
    assert exercise_of("PK/x-drill-k3x7q2mz4a") == "drill"
    assert [exercise_of(each) for each in ("IR/k3x7q2mz4a", "IR/c04", "IR/exercise-x-1", "x-drill", "")] == [""] * 5
    assert slug_in("drill", "k3x7") == "x-drill-k3x7"
    assert slug_in("", "k3x7") == "k3x7"
    with pytest.raises(Refused, match=r"exercise\.name"):
        slug_in("a b", "k3x7")


@each_kind
def test_no_act_names_a_record_across_the_border_of_an_exercise(kind: Kind[Any]) -> None:
    for act in kind.acts:
        mark = {"traffic": "exercise"} if is_marked(act) else {}
        for name, value in naming(act):
            body = {**mark, name: value}
            for record, other in ((PRACTICE, ACTUAL), (PRACTICE, OTHER_PRACTICE)):
                assert not is_apart(record, act, {**mark, name: swapped(value, other)})
                with pytest.raises(Refused, match=r"exercise\.mixed"):
                    check_apart(record, act, {**mark, name: swapped(value, other)})
            assert is_apart(PRACTICE, act, {**body, name: swapped(value, PRACTICE)})
            actual = {"traffic": "actual"} if is_marked(act) else {}
            assert not is_apart(ACTUAL, act, {**actual, name: swapped(value, PRACTICE)})
            with pytest.raises(Refused, match=r"exercise\.mixed"):
                check_apart(ACTUAL, act, {**actual, name: swapped(value, PRACTICE)})
            assert is_apart(ACTUAL, act, {**actual, name: value})


@each_kind
def test_every_field_that_points_is_looked_at(kind: Kind[Any]) -> None:
    for act in kind.acts:
        pointing = {name for name, field in act.fields.items() if isinstance(field, Record)}
        assert pointing <= {name for name, _ in naming(act)}


@each_kind
def test_a_letter_marked_otherwise_than_its_record_is_refused_and_flagged(kind: Kind[Any]) -> None:
    for act in filter(is_marked, kind.acts):
        for record, traffic in ((PRACTICE, "actual"), (ACTUAL, "exercise"), (ACTUAL, "test")):
            assert not is_apart(record, act, {"traffic": traffic})
            with pytest.raises(Refused, match=r"exercise\.traffic"):
                check_apart(record, act, {"traffic": traffic})
        assert is_apart(PRACTICE, act, {"traffic": "exercise"})
        assert is_apart(PRACTICE, act, {"traffic": "test"})


@each_kind
def test_whatever_arrives_mixed_changes_nothing_on_either_node(kind: Kind[Any]) -> None:
    """The example, written under an id of the other sort, or naming across: no node opens a record of it."""
    opening = next(step for step in kind.example if step.act.opens)
    marked = is_marked(opening.act)
    right = record_of(kind)
    wrong = "IR/x-drill-mixed" if right == "IR/example" else "IR/example"
    for record, expected in ((right, True), (wrong, not marked and not list(named(opening.act, opening.body)))):
        for ours in PARTIES:
            folded = Folded(record, "IR", "PK")
            wire = Wire(kind.wire, opening.act.name(), record, "post", "2026-11-22T08:00:00Z", SeenPart(0), "GOV", "U1",
                        dict(opening.body))  # fmt: skip
            at = position(wire, "IR", 0, bytes(32), "IR")
            assert folded.add(1 if ours == "IR" else 2, wire, at, 0) == expected
            assert (folded.state is not None) == expected

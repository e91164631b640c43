"""How far a letter of ours has come, and spans of time in words."""

from types import SimpleNamespace

import pytest
from tests.node.world import NOW, source

from hamsaya.core.compact import load_compact
from hamsaya.core.reader import Reader
from hamsaya.web.now.limit import span
from hamsaya.web.now.steps import steps_of

READER = Reader.of(load_compact(source()), "IR", "en")


@pytest.mark.parametrize(
    ("kind", "status", "done"),
    [
        ("incident/1", "open", {"node": True, "stored": True, "acknowledged": False}),
        ("incident/1", "answered", {"node": True, "stored": True, "acknowledged": True}),
        ("claim/1", "answered", {"node": True, "stored": True}),
    ],
)
def test_a_step_is_shown_where_it_can_be_taken(kind: str, status: str, done: dict[str, bool]) -> None:
    row = SimpleNamespace(owner="IR", urgency=2, status=status, kind=kind)
    assert {step.code: step.done for step in steps_of(row, NOW, READER)} == done


def test_a_span_has_its_unit_in_the_number_that_it_takes() -> None:
    said = [(1, "1 minute"), (45, "45 minutes"), (480, "8 hours")]
    assert [(minutes, span(minutes, READER)) for minutes, _ in said] == said

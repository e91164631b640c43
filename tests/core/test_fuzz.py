"""The bounded fuzzing that `make fuzz` runs: it takes its own examples, runs in the time given, and finds nothing."""

import pytest
from fuzz.__main__ import with_hypothesis
from fuzz.targets import TARGETS, attempt


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_takes_its_example_and_survives_a_moment(name: str) -> None:
    assert attempt(name, TARGETS[name][0])
    assert not attempt(name, b"\xff")
    assert with_hypothesis(name, 1)


def test_a_parser_that_takes_and_changes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "note", (b"note", bytes.strip))
    assert with_hypothesis("note", 5) is False

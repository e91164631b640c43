"""Requests: a partial answer leaves the rest owed by the time stated for it; the whole, or a refusal, ends it."""

from typing import Any

import pytest
from tests.records.folding import Folding

from hamsaya.core.kinds import Facets, kind_named

KIND = kind_named("request")
assert KIND is not None
OPENING: dict[str, Any] = dict(KIND.example[0].body)
SOON, LATER = "2026-12-02T08:00:00Z", "2026-12-03T08:00:00Z"


@pytest.fixture
def asked() -> Folding:
    folding = Folding("request/1")
    assert folding.act("IR", "ask", **OPENING, on="2026-12-01")
    return folding


def shown(asked: Folding) -> Facets:
    found: Facets = asked.kind.facets(asked.state, "IR", "PK")
    return found


def owed(asked: Folding) -> tuple[str, str | None, tuple[str, ...]]:
    """Return status, stated time, and who must act."""
    facets = shown(asked)
    return facets.status, facets.due, facets.needs


PARTIAL: dict[str, Any] = {"extent": "partial"}
WHOLE: dict[str, Any] = {"extent": "whole"}
TIMED: dict[str, Any] = {"answer": "doing", "until": SOON}


@pytest.mark.parametrize("acts", [(("give", PARTIAL), ("answer", TIMED)), (("answer", TIMED), ("give", PARTIAL))])
def test_the_rest_of_a_partial_answer_is_owed_by_the_time_stated(asked: Folding, acts: Any) -> None:
    for name, body in acts:
        assert asked.act("PK", name, **body)
    assert owed(asked) == ("answered", SOON, ("PK",))
    assert asked.act("PK", "answer", answer="need_time", until=LATER)
    assert owed(asked) == ("answered", LATER, ("PK",))


@pytest.mark.parametrize(("name", "body"), [("give", WHOLE), ("refuse", {"ground": "not_held"})])
def test_the_whole_or_a_refusal_ends_a_stated_time_and_a_later_one_stands(
    asked: Folding, name: str, body: dict[str, Any]
) -> None:
    asked.act("PK", "answer", **TIMED)
    asked.act("PK", name, **body)
    assert owed(asked) == ("answered" if name == "give" else "declined", None, ())
    asked.act("PK", "answer", answer="doing", until=LATER)
    assert owed(asked)[1:] == (LATER, ("PK",))


def test_a_partial_answer_without_a_time_leaves_nothing_owed(asked: Folding) -> None:
    asked.act("PK", "give", **PARTIAL)
    assert owed(asked) == ("answered", None, ())
    assert asked.act("IR", "close")
    assert owed(asked) == ("closed", None, ())


def test_the_first_answer_is_whichever_came_first(asked: Folding) -> None:
    assert not asked.state.first_answer
    asked.act("PK", "give", on="2026-12-03", **PARTIAL)
    assert asked.state.first_answer == "2026-12-03T08:00:00Z"
    asked.act("PK", "refuse", on="2026-12-02", ground="not_held")
    assert asked.state.first_answer == "2026-12-02T08:00:00Z"
    asked.act("PK", "answer", on="2026-12-01", answer="done")
    assert asked.state.first_answer == "2026-12-01T08:00:00Z"


def test_a_part_given_on_an_incident_stays_linked_to_it() -> None:
    folding = Folding("request/1")
    folding.act("IR", "ask", **{**OPENING, "part_of": "IR/flood"})
    folding.act("PK", "give", **PARTIAL)
    assert shown(folding).refs == ("IR/flood",)

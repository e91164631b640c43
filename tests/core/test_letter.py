"""Letters: what is refused before it is sent, and the one status of what was acknowledged, answered and closed."""

from typing import Any

import pytest
from tests.records.folding import Folding

from hamsaya.core import letter
from hamsaya.core.kinds import OTHER, OWNER, check_act, kind_named

KIND = kind_named("incident")
assert KIND is not None
OPENING: dict[str, Any] = dict(next(step.body for step in KIND.example if step.by == OWNER))
ACTED = "2026-12-01"  # acts are made at 08:00 UTC on this day


@pytest.fixture
def table() -> Folding:
    return Folding("incident/1")


def opened(table: Folding, **changes: Any) -> Folding:
    table.act("IR", "report", **{**OPENING, **changes})
    return table


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"urgency_reason": None}, "letter.reason-missing"),
        ({"to_desk": "zahedan"}, "letter.same-desk"),
        ({"happened": {"at": f"{ACTED}T08:05:01Z", "precision": "minute"}}, "letter.future"),
        ({"happened": {"at": "2026-12-02", "precision": "day"}}, "letter.future"),
    ],
)
def test_what_cannot_be_meant_is_refused(table: Folding, changes: dict[str, Any], code: str) -> None:
    body = {name: value for name, value in {**OPENING, **changes}.items() if value is not None}
    assert table.refused("IR", "report", **body) == code


@pytest.mark.parametrize(
    "happened",
    [
        {"precision": "not_stated"},
        {"at": f"{ACTED}T08:05:00Z", "precision": "minute"},
        {"at": ACTED, "precision": "day"},
        {"at": f"{ACTED}T08:00:00Z", "precision": "minute"},
    ],
)
def test_a_clock_that_runs_a_little_ahead_stops_no_letter(table: Folding, happened: dict[str, str]) -> None:
    at = table.at("IR", ACTED)
    letter.check_not_future(happened, at)
    assert table.act("IR", "report", **{**OPENING, "happened": happened})


@pytest.mark.parametrize("answer", ["doing", "need_time"])
def test_an_answer_that_takes_time_says_until_when(table: Folding, answer: str) -> None:
    opened(table)
    assert table.refused("PK", "answer", answer=answer) == "letter.until-missing"
    assert table.act("PK", "answer", answer=answer, until="2026-12-02T08:00:00Z")


@pytest.mark.parametrize(
    ("answer", "code", "given"),
    [
        ("cannot", "letter.cannot-why", {"reason": "weather"}),
        ("not_ours", "letter.whose-missing", {"office": "ir-market-administrator"}),
    ],
)
def test_an_answer_that_declines_says_why_or_whose_it_is(
    table: Folding, answer: str, code: str, given: dict[str, Any]
) -> None:
    opened(table)
    assert table.refused("PK", "answer", answer=answer) == code
    assert table.act("PK", "answer", answer=answer, **given)


def test_a_letter_goes_from_open_to_closed_and_then_takes_nothing(table: Folding) -> None:
    opened(table)
    assert (table.status, table.needs) == ("open", ("PK",))
    assert table.act("PK", "acknowledge")
    assert (table.status, table.needs) == ("acknowledged", ("PK",))
    assert not table.act("PK", "acknowledge")
    table.act("PK", "answer", answer="clarify")
    assert (table.status, table.needs) == ("answered", ("PK",))
    table.act("PK", "answer", answer="done")
    assert (table.status, table.needs) == ("answered", ())
    table.act("IR", "conclude")
    assert (table.status, table.needs) == ("closed", ())
    assert table.refused("PK", "answer", answer="done") == "letter.closed"


def test_a_letter_that_wants_no_reply_waits_for_the_acknowledgement_alone(table: Folding) -> None:
    opened(table, reply_wanted=False)
    assert (table.status, table.needs) == ("open", ("PK",))
    table.act("PK", "acknowledge")
    assert (table.status, table.needs) == ("acknowledged", ())


def test_closing_twice_changes_nothing() -> None:
    table = Folding("notice/1")
    kind = kind_named("notice")
    assert kind is not None
    opening = next(step for step in kind.example if step.by == OWNER)
    table.act("IR", opening.act.name(), **opening.body)
    assert table.act("IR", "close")
    assert not table.act("IR", "close")
    assert table.status == "closed"


@pytest.mark.parametrize("name", ["signal", "incident"])
def test_what_the_example_says_may_be_said(name: str) -> None:
    table, kind = Folding(f"{name}/1"), kind_named(name)
    assert kind is not None
    for step in kind.example:
        party = "PK" if step.by == OTHER else "IR"
        check_act(kind, table.state, step.act.name(), dict(step.body), table.at(party, ACTED))
        assert table.act(party, step.act.name(), **step.body)
    assert table.status == "closed"


def test_a_correction_names_something_and_the_same_again_changes_nothing(table: Folding) -> None:
    opened(table)
    assert table.refused("IR", "correct", slip=letter.SLIPS[0]) == "letter.nothing-corrected"
    day = {"at": "2026-12-02", "precision": "day"}
    assert table.refused("IR", "correct", slip=letter.SLIPS[0], happened=day) == "letter.future"
    assert not table.act("IR", "correct", slip=letter.SLIPS[0], happened=OPENING["happened"])
    assert table.state.corrections == ()


def test_a_translation_has_a_text_and_stands_once(table: Folding) -> None:
    opened(table)
    words = {"lang": "ur", "text": "تین چرواہے"}
    assert table.act("IR", "translate", of="ab" * 32, text=words)
    assert not table.act("IR", "translate", of="ab" * 32, text=words)
    assert table.refused("IR", "translate", of="ab" * 32) == "field.missing"


def due(table: Folding) -> tuple[str | None, tuple[str, ...]]:
    facets = table.kind.facets(table.state, "IR", "PK")
    return facets.due, facets.needs


def test_the_time_that_an_answer_states_is_the_next_limit_until_another_answer(table: Folding) -> None:
    opened(table, reply_wanted=True)
    assert due(table) == (None, ("PK",))
    table.act("PK", "answer", answer="doing", until="2026-12-02T08:00:00Z")
    assert due(table) == ("2026-12-02T08:00:00Z", ("PK",))
    table.act("PK", "answer", answer="need_time", until="2026-12-03T08:00:00Z")
    assert due(table) == ("2026-12-03T08:00:00Z", ("PK",))
    table.act("PK", "answer", answer="clarify")
    assert due(table) == (None, ("PK",))
    table.act("PK", "answer", answer="done")
    assert due(table) == (None, ())


def test_a_stated_time_is_owed_even_where_no_answer_was_wanted_and_ends_with_the_letter(table: Folding) -> None:
    opened(table, reply_wanted=False)
    table.act("PK", "answer", answer="doing", until="2026-12-02T08:00:00Z")
    assert due(table) == ("2026-12-02T08:00:00Z", ("PK",))
    table.act("IR", "conclude", found_cause="mistake")
    assert due(table) == (None, ())

"""Signatures under texts and side states of an undertaking: who may give and take back what, what changes nothing."""

from datetime import date
from typing import Any

import pytest
from tests.records.folding import Folding
from tests.records.test_commitment import DIGEST, ENTERED, TEXT

from hamsaya.core import cycle, meeting, scoring, undertaking
from hamsaya.core.kinds import digest_of


@pytest.fixture
def table() -> Folding:
    made = Folding("commitment/1")
    made.act("IR", "enter", **ENTERED)
    return made


@pytest.fixture
def adopted(table: Folding) -> Folding:
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", digest=DIGEST)
    return table


def test_a_text_that_nobody_put_forward_is_not_signed(table: Folding) -> None:
    assert table.refused("PK", "adopt", digest=DIGEST) == "commitment.unknown-text"


def test_what_both_signed_is_not_taken_back_by_one(adopted: Folding) -> None:
    assert adopted.refused("IR", "withdraw", digest=DIGEST) == "commitment.already-adopted"


def test_only_ones_own_signature_is_taken_back_and_once(table: Folding) -> None:
    table.act("IR", "propose", **TEXT)
    assert not table.act("PK", "withdraw", digest=DIGEST)
    assert table.act("IR", "withdraw", digest=DIGEST)
    assert not table.act("IR", "withdraw", digest=DIGEST)
    assert table.state.withdrawn == {DIGEST: {"IR": 2}}


def test_one_delivers_ones_own_duty_and_the_other_accepts_it_once() -> None:
    table = Folding("commitment/1")
    table.act("IR", "enter", **{**ENTERED, "bound": ["IR"]})
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", digest=DIGEST)
    assert not table.act("PK", "deliver", evidence=["A letter"])
    assert table.act("IR", "deliver", evidence=["Order of the day"])
    assert not table.act("IR", "accept-delivery", party="IR")
    assert table.act("PK", "accept-delivery", party="IR")
    assert not table.act("PK", "accept-delivery", party="IR")
    assert undertaking.is_delivered(table.state)


def test_the_same_side_state_again_changes_nothing(adopted: Folding) -> None:
    assert adopted.act("IR", "block", cause="funds")
    assert not adopted.act("IR", "block", on="2026-12-09", cause="funds")
    assert adopted.state.blocked["IR"]["at"] == "2026-12-01T08:00:00Z"


def test_the_comment_round_lasts_two_weeks_from_the_second_report() -> None:
    assert scoring.freeze_day("2026-12-20T23:59:59Z") == "2027-01-03"


def test_a_sitting_is_prepared_and_followed_up_on_fixed_days() -> None:
    days = cycle.steps(date(2027, 3, 1))
    assert {code: day.isoformat() for code, day in days.items()} == {
        "call": "2026-12-31", "agenda_provisional": "2027-01-18", "status_round": "2027-01-30", "seal": "2027-02-08",
        "matrix": "2027-02-15", "agenda_fixed": "2027-02-22", "sitting": "2027-03-01", "copies": "2027-03-04",
        "approval": "2027-03-31", "working_check": "2027-05-30",
    }  # fmt: skip
    assert cycle.overlap(("trade", "energy"), ("security", "energy", "trade")) == ("energy", "trade")


def test_the_same_item_of_an_agenda_stands_there_once() -> None:
    sitting = Folding("sitting/1")
    sitting.act("IR", "call", number="HCM-03", title={"en": "Third sitting"}, form="remote")
    item: dict[str, Any] = {"title": {"en": "Markets"}}
    assert sitting.act("IR", "add-item", **item)
    assert not sitting.act("IR", "add-item", **item)
    assert list(sitting.state.agenda) == [meeting.item_digest(item, "IR")]


def test_a_report_that_is_still_closed_neither_holds_nor_fails() -> None:
    sitting = Folding("sitting/1")
    sitting.act("IR", "call", number="HCM-03", title={"en": "Third sitting"}, form="remote")
    assert (meeting.report_holds(sitting.state, "IR"), meeting.last_signature(sitting.state)) == (None, "")


def test_the_minutes_are_signed_when_the_second_chair_has_signed() -> None:
    sitting = Folding("sitting/1")
    sitting.act("IR", "call", number="HCM-03", title={"en": "Third sitting"}, form="remote")
    item: dict[str, Any] = {
        "item": "decision", "text": {"en": "The market opens."}, "limit": "2027-03-01", "character": "agreed_minutes",
        "binding": "no",
    }  # fmt: skip
    sitting.act("IR", "record-item", **item)
    text: dict[str, Any] = {
        "items": [meeting.item_digest(item, "IR")], "next_day": "2027-07-01", "authentic": "all_equal"
    }  # fmt: skip
    sitting.act("IR", "present", **text)
    digest = digest_of({**text, "topic": meeting.MINUTES, "number": "HCM-03"})
    sitting.act("IR", "sign-minutes", on="2026-12-20", digest=digest)
    assert meeting.last_signature(sitting.state) == ""
    sitting.act("PK", "sign-minutes", on="2026-12-21", digest=digest)
    assert meeting.last_signature(sitting.state) == "2026-12-21T08:00:00Z"


def test_the_course_of_an_undertaking_names_the_days_that_have_come(table: Folding) -> None:
    assert undertaking.course(table.state) == (None, None, None)
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", on="2026-12-03", digest=DIGEST)
    assert undertaking.course(table.state) == ("2026-12-03", None, None)


def test_a_sitting_is_held_on_the_last_day_that_a_side_says() -> None:
    sitting = Folding("sitting/1")
    sitting.act("IR", "call", number="HCM-03", title={"en": "Third sitting"}, form="remote")
    assert meeting.held_on(sitting.state) == ""
    sitting.act("IR", "hold", day="2026-12-20")
    assert meeting.held_on(sitting.state) == "2026-12-20"

"""What the passing of days says of a commitment; scores reopened; redlines; offices that changed hands."""

from datetime import date
from typing import Any

import pytest
from tests.records.test_commitment import DIGEST, TEXT, Table

from hamsaya.core import scoring, timed, undertaking
from hamsaya.core.checkable import verifiability
from hamsaya.core.redline import GONE, NEW, SAME, redlines
from hamsaya.node.holders import Handover, handovers
from hamsaya.records.office import Office


@pytest.fixture
def adopted() -> Table:
    table = Table()
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", digest=DIGEST)
    return table


def test_a_text_without_a_guideline_for_scoring_is_not_put_forward() -> None:
    text = {name: value for name, value in TEXT.items() if name != "guideline"}
    table = Table()
    assert table.refused("IR", "propose", **text) == "field.missing"
    assert table.act("IR", "propose", **text) is False


def test_a_text_is_as_checkable_as_its_definition_and_date() -> None:
    bare = {"wording": TEXT["wording"]}
    assert [verifiability(text) for text in (bare, {**TEXT, "due": "not-stated"}, TEXT)] == [1, 2, 3]


def test_a_delivery_left_unanswered_for_thirty_days_is_shown_so(adopted: Table) -> None:
    adopted.act("IR", "deliver", evidence=["Order of the day"], on="2026-12-01")
    assert timed.unanswered(adopted.state, date(2026, 12, 31)) == ()
    assert timed.unanswered(adopted.state, date(2027, 1, 1)) == ("IR",)
    assert timed.counts_as_delivered(adopted.state, date(2027, 1, 1)) is False
    adopted.act("PK", "deliver", evidence=["Letter"], on="2026-12-01")
    assert timed.counts_as_delivered(adopted.state, date(2027, 1, 1)) is True
    assert undertaking.is_delivered(adopted.state) is False
    adopted.act("PK", "dispute", ground={"en": "Nobody is in post."})
    assert timed.unanswered(adopted.state, date(2027, 1, 1)) == ("PK",)


def test_an_unanswered_delivery_may_be_looked_at(adopted: Table) -> None:
    for party in ("IR", "PK"):
        adopted.act(party, "deliver", evidence=["Letter"], on="2026-12-01")
    assert adopted.refused("IR", "check-working", working="no", on="2026-12-20") == "commitment.not-delivered"
    assert adopted.act("IR", "check-working", working="no", on="2027-03-01") is True


def test_two_sittings_without_a_word_lapse_it(adopted: Table) -> None:
    assert timed.lapsed(timed.quiet_since(adopted.state), ["2026-06-01", "2027-06-01"]) is False
    assert timed.lapsed(timed.quiet_since(adopted.state), ["2027-06-01", "2027-12-01"]) is True
    adopted.act("PK", "answer", answer="on_time", on="2027-07-01")
    since = timed.quiet_since(adopted.state)
    assert (since, timed.lapsed(since, ["2027-06-01", "2027-12-01"])) == ("2027-07-01", False)
    assert timed.lapsed(timed.quiet_since(Table().state), ["2027-06-01", "2027-12-01"]) is False


def test_a_withdrawn_proposal_is_a_side_state_until_another_is_put_forward() -> None:
    table = Table()
    table.act("IR", "propose", **TEXT)
    table.act("IR", "withdraw", digest=DIGEST)
    assert undertaking.side_states(table.state) == ("withdrawn",)
    table.act("PK", "propose", **{**TEXT, "due": "2027-05-01"})
    assert undertaking.side_states(table.state) == ()


def test_a_frozen_score_is_reopened_by_later_material_and_stays_in_the_history(adopted: Table) -> None:
    first: dict[str, Any] = {"party": "IR", "direction": "same", "sitting": "IR/s"}
    adopted.act("PK", "score", score="begun", on="2026-12-01", **first)
    later = {"en": "A photo of the open office."}
    assert adopted.refused("PK", "score", score="done", reopens=later, **first) == "field.missing"
    adopted.act("PK", "score", score="done", on="2027-02-01", reopens=later, evidence=["Photo 7"], **first)
    counted = scoring.scores_at(adopted.state, "IR/s", frozen="2026-12-20")["IR", "PK"]
    assert (counted.score, counted.reopens) == ("done", later)
    assert [each.score for each in scoring.reopened(adopted.state, "IR/s", "2026-12-20")] == ["done"]
    assert scoring.after_freeze(adopted.state, "IR/s", "2026-12-20") == ()
    assert [each.score for each in scoring.all_scores(adopted.state)] == ["begun", "done"]


def test_a_redline_says_what_went_and_what_came_in_each_language() -> None:
    before = {"en": "The market opens in May.", "fa": "بازارچه گشوده می‌شود."}
    after = {"en": "The market opens in March 2027.", "fa": "بازارچه گشوده می‌شود.", "ur": "منڈی کھلے گی۔"}
    assert redlines(before, after) == {
        "en": ((SAME, "The market opens in"), (GONE, "May."), (NEW, "March 2027.")),
        "fa": ((SAME, "بازارچه گشوده می‌شود."),),
        "ur": ((NEW, "منڈی کھلے گی۔"),),
    }


def test_an_office_that_changed_hands_between_the_signatures_is_named() -> None:
    table = Table()
    table.act("IR", "propose", **{**TEXT, "offices": ["pk-foreign-minister"]}, on="2026-12-01")
    digest = next(iter(table.state.texts))
    minister = Office(
        office="pk-foreign-minister", title={"en": "Foreign minister"}, level="public", since="2026-12-10",
        holder="B. Example", entered="2026-12-11T08:00:00Z",
        earlier=({"holder": "A. Example", "since": "not-stated", "entered": "2026-01-01T08:00:00Z"},),
    )  # fmt: skip
    assert handovers(table.state, digest, [minister]) == ()
    table.act("PK", "adopt", digest=digest, on="2026-12-20")
    assert handovers(table.state, digest, [minister]) == (
        Handover("pk-foreign-minister", {"en": "Foreign minister"}, "A. Example", "B. Example", "2026-12-10"),
    )
    other = minister.replace(office="pk-defence-minister")
    assert handovers(table.state, digest, [other, minister.replace(since="2027-01-05")]) == ()
    left = minister.replace(holder=None, since="not-stated")
    assert [each.on for each in handovers(table.state, digest, [left])] == ["2026-12-11"]


def test_a_score_is_a_word_too(adopted: Table) -> None:
    score: dict[str, Any] = {"party": "IR", "score": "begun", "direction": "same", "evidence": ["Order"]}
    assert adopted.act("PK", "score", on="2027-07-01", **score)
    assert timed.last_word(adopted.state)[:10] == "2027-07-01"


def test_words_that_only_went_and_only_came_are_told_apart() -> None:
    assert redlines({"en": "It opens in May 2027."}, {"en": "It opens in"}) == {
        "en": ((SAME, "It opens in"), (GONE, "May 2027.")),
    }
    assert redlines({"en": "It opens"}, {"en": "It opens soon."}) == {"en": ((SAME, "It opens"), (NEW, "soon."))}

"""Commitments: adoption by two signatures, amendments, delivered against working, side states, slips, odd input."""

from typing import Any

import pytest
from tests.records.folding import Folding

from hamsaya.core import agreement, scoring, undertaking
from hamsaya.core.checkable import advice
from hamsaya.core.kinds import digest_of
from hamsaya.records.commitment import Commitment

ENTERED: dict[str, Any] = {
    "number": "C91", "title": {"en": "Officers in two towns"}, "wording": {"en": "Officers are to be stationed."},
    "modality": "agreed", "bound": ["IR", "PK"], "area": "security", "verifiability": 3, "due": "not-stated",
}  # fmt: skip
TEXT: dict[str, Any] = {
    "wording": {"en": "Officers are stationed in two towns."}, "authentic": "all_equal",
    "definition": {"en": "One officer of each side has worked in each town for ten days."},
    "guideline": {"en": "Named; in post; at work for ten days."}, "due": "2027-03-01",
    "character": "agreed_minutes", "binding": "no",
}  # fmt: skip
LATER = {**TEXT, "due": "2027-09-01"}
DIGEST = digest_of(TEXT)


class Table(Folding):
    """Two parties at one commitment."""

    def __init__(self) -> None:
        super().__init__("commitment/1")
        self.act("IR", "enter", **ENTERED)


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def adopted(table: Table) -> Table:
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", digest=DIGEST)
    return table


def test_one_signature_proposes_and_two_adopt(table: Table) -> None:
    assert (table.status, table.needs) == ("reported", ())
    table.act("IR", "propose", **TEXT)
    assert (table.status, table.needs) == ("proposed", ("PK",))
    table.act("PK", "adopt", digest=DIGEST)
    assert (table.status, table.needs) == ("adopted", ())
    assert undertaking.text_in_force(table.state) == TEXT


def test_each_side_signed_another_text(table: Table) -> None:
    table.act("IR", "propose", **TEXT)
    table.act("PK", "propose", **LATER)
    assert (table.status, table.needs) == ("proposed", ("IR", "PK"))
    assert agreement.apart(table.state) == tuple(sorted((DIGEST, digest_of(LATER))))


def test_a_second_acceptance_changes_nothing(adopted: Table) -> None:
    assert adopted.act("PK", "adopt", digest=DIGEST) is False
    assert adopted.refused("PK", "adopt", digest=DIGEST) == "act.no-effect"


def test_a_withdrawn_proposal_that_was_seen_withdrawn_is_not_adopted(table: Table) -> None:
    table.act("IR", "propose", **TEXT)
    table.act("IR", "withdraw", digest=DIGEST)
    assert table.refused("PK", "adopt", digest=DIGEST) == "commitment.text-withdrawn"
    table.act("PK", "adopt", digest=DIGEST)
    assert (table.status, table.needs) == ("reported", ())
    assert undertaking.oddities(table.state) == (("accepted_after_withdrawal", DIGEST),)


def test_an_acceptance_that_crossed_the_withdrawal_counts(table: Table) -> None:
    table.act("IR", "propose", **TEXT)
    table.act("IR", "withdraw", digest=DIGEST)
    table.act("PK", "adopt", saw=2, digest=DIGEST)
    assert (table.status, undertaking.oddities(table.state)) == ("adopted", ())


def test_a_due_date_before_adoption_is_refused_to_the_proposer_and_shown_when_it_arrives(table: Table) -> None:
    assert table.refused("IR", "propose", on="2027-04-01", **TEXT) == "commitment.due-past"
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", on="2027-04-01", digest=DIGEST)
    assert undertaking.oddities(table.state) == (("due_before_adoption", DIGEST),)


def test_an_amendment_is_a_new_text_and_a_later_date_a_slip(adopted: Table) -> None:
    adopted.act("PK", "propose", **LATER)
    assert (undertaking.due_day(adopted.state), adopted.needs) == ("2027-03-01", ("IR",))
    adopted.act("IR", "adopt", digest=digest_of(LATER))
    assert (undertaking.due_day(adopted.state), undertaking.slips(adopted.state)) == ("2027-09-01", 1)
    assert undertaking.side_states(adopted.state) == ("amended",)


def test_a_proposal_that_the_adopted_text_replaced_waits_for_nobody(table: Table) -> None:
    table.act("IR", "propose", **LATER)
    table.act("IR", "propose", **TEXT)
    table.act("PK", "adopt", digest=DIGEST)
    assert (table.status, table.needs) == ("adopted", ())


def test_restating_without_progress_is_a_slip(table: Table) -> None:
    table.act("IR", "restate", restates="IR/older")
    assert (undertaking.slips(table.state), undertaking.side_states(table.state)) == (1, ("restated",))
    table.act("IR", "restate", restates="IR/old", kept_pace=True)
    assert undertaking.slips(table.state) == 0


def test_delivered_is_not_working(adopted: Table) -> None:
    assert adopted.refused("IR", "check-working", working="yes") == "commitment.not-delivered"
    adopted.act("IR", "deliver", evidence=["Order of the day"])
    assert (adopted.status, adopted.needs) == ("said_delivered", ("PK",))
    assert adopted.refused("IR", "accept-delivery", party="IR") == "commitment.nothing-delivered"
    adopted.act("PK", "accept-delivery", party="IR")
    assert adopted.status == "said_delivered"
    adopted.act("PK", "deliver", evidence=["Letter of appointment"])
    adopted.act("IR", "accept-delivery", on="2027-01-10", party="PK")
    assert (adopted.status, undertaking.next_check(adopted.state)) == ("delivered", "2027-04-10")
    adopted.act("IR", "check-working", on="2027-04-11", working="no")
    adopted.act("PK", "check-working", on="2027-04-12", working="yes")
    assert (adopted.status, undertaking.next_check(adopted.state)) == ("delivered", "2027-07-11")
    adopted.act("IR", "check-working", on="2027-07-12", working="yes")
    assert (adopted.status, undertaking.next_day(adopted.state)) == ("working", None)


def test_side_states_are_taken_back_by_who_set_them(adopted: Table) -> None:
    adopted.act("IR", "block", cause="funds")
    assert adopted.status == "blocked"
    assert adopted.act("PK", "unblock") is False
    adopted.act("PK", "suspend", ground={"en": "Elections."}, review="2027-02-01")
    assert (adopted.status, undertaking.next_day(adopted.state)) == ("suspended", "2027-02-01")
    adopted.act("PK", "resume")
    adopted.act("IR", "unblock")
    assert (adopted.status, undertaking.side_states(adopted.state)) == ("adopted", ())


def test_it_is_closed_when_both_say_so(adopted: Table) -> None:
    adopted.act("IR", "close", ground="overtaken")
    assert (adopted.status, adopted.needs) == ("adopted", ("PK",))
    adopted.act("PK", "close", ground="replaced")
    assert (adopted.status, adopted.needs) == ("closed", ())


def test_an_answer_says_until_when_or_why(adopted: Table) -> None:
    assert adopted.refused("PK", "answer", answer="late_until") == "field.missing"
    assert adopted.refused("PK", "answer", answer="not_pursued") == "field.missing"
    adopted.act("PK", "answer", answer="late_until", until="2027-05-01", sitting="IR/sitting-1")
    adopted.act("PK", "answer", answer="done", sitting="IR/sitting-2")
    assert {by: each["answer"] for by, each in undertaking.latest_answers(adopted.state, "IR/sitting-1").items()} == {
        "PK": "late_until"
    }


def test_two_scores_with_history_and_none_after_the_freeze(adopted: Table) -> None:
    adopted.act("IR", "score", party="IR", direction="same", score="done", sitting="IR/s", evidence=["Notice 4"])
    adopted.act("PK", "score", party="IR", direction="same", score="begun", sitting="IR/s")
    adopted.act("PK", "score", on="2027-02-01", party="IR", direction="up", score="done", sitting="IR/s")
    state: Commitment = adopted.state
    counted = scoring.scores_at(state, "IR/s", frozen="2026-12-20")
    assert {pair: each.score for pair, each in counted.items()} == {("IR", "IR"): "done", ("IR", "PK"): "begun"}
    assert scoring.gap(counted["IR", "IR"], counted["IR", "PK"]) == 2
    assert [each.at for each in scoring.after_freeze(state, "IR/s", "2026-12-20")] == ["2027-02-01T08:00:00Z"]


def test_no_evidence_is_never_a_zero(adopted: Table) -> None:
    adopted.act("IR", "score", party="PK", direction="same", score="no_evidence")
    adopted.act("PK", "score", party="PK", direction="same", score="not_begun")
    one, two = scoring.scores_at(adopted.state)["PK", "IR"], scoring.scores_at(adopted.state)["PK", "PK"]
    assert (one.value, two.value, scoring.gap(one, two)) == (None, 0, None)


def test_evidence_taken_back_leaves_a_claim(adopted: Table) -> None:
    adopted.act("IR", "score", party="IR", direction="same", score="begun", evidence=["Photo"])
    assert scoring.scores_at(adopted.state)["IR", "IR"].claimed is False
    assert adopted.act("PK", "retract", evidence="Photo", ground={"en": "Not ours."}) is False
    adopted.act("IR", "retract", evidence="Photo", ground={"en": "An older photo."})
    assert scoring.scores_at(adopted.state)["IR", "IR"].claimed is True


def test_a_milestone_is_one_of_the_text_in_force(adopted: Table) -> None:
    assert adopted.refused("IR", "meet", milestone=1) == "commitment.no-milestone"


def test_wording_help_names_what_is_missing() -> None:
    assert advice(TEXT) == ("no_number", "no_offices", "no_milestones", "language_missing")
    same = {"wording": {"en": "Close contact."}, "definition": {"en": "close  contact."}}
    assert advice(same)[:3] == ("no_due", "definition_repeats", "definition_short")

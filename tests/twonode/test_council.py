"""The council on two nodes: a year of sittings, and whatever is odd, shown for what it is on both nodes alike."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.node.world import COMPACT
from tests.twonode.council_table import C02, DIGEST, HCM, ITEM, OPERATOR, PARTIES, Table, laid_table, present

from hamsaya.core import agreement, meeting, scoring, timed, undertaking
from hamsaya.core.errors import Refused
from hamsaya.core.kinds import digest_of
from hamsaya.node import agenda, council, queries, reminder
from hamsaya.node.holders import handovers


@pytest.fixture
def table(tmp_path: Path, db: None) -> Table:
    return laid_table(tmp_path)


def overdue(today: date) -> Any:
    """Return what a node calls overdue on that day: commitments with why, sittings, and who is silent on which."""
    sittings = council.sittings(OPERATOR, COMPACT)
    held = council.held_days(sittings)
    entered = agenda.entered(council.items(OPERATOR, COMPACT), today, held)
    return (
        [(each.item.row.record, each.reasons, each.item.row.due) for each in entered],
        council.overdue_notices(OPERATOR, COMPACT, today),
        [(row.record, meeting.silent(state, PARTIES, today)) for row, state in sittings],
        held, council.turn(OPERATOR, COMPACT),
    )  # fmt: skip


def test_a_year_of_sittings_ends_in_the_same_record_and_the_same_overdue_lists(table: Table) -> None:
    table.act("PK", C02, "adopt", digest=DIGEST)
    table.act("PK", HCM, "accept-date", day="2026-12-20")
    table.act("PK", HCM, "add-item", title={"en": "Informal trade"}, area="security")
    table.sync()
    (item,) = table.state(HCM).agenda
    table.act("IR", HCM, "object-item", item=item, title={"en": "Smuggling"})
    _score_sealed(table)
    table.day("2026-12-20")
    table.act("IR", HCM, "hold", day="2026-12-20")
    table.act("IR", HCM, "record-item", **ITEM)
    table.sync()
    reserved = {"item": meeting.item_digest(ITEM, "IR"), "words": {"en": "Subject to funds."}}
    table.act("PK", HCM, "reserve", **reserved)
    table.sync()
    minutes = present(table, HCM, "HCM-01", reservations=[{**reserved, "party": "PK"}])
    table.sync()
    for party in PARTIES:
        table.act(party, HCM, "sign-minutes", digest=minutes)
        table.act(party, HCM, "attest", digest=minutes)
    table.day("2026-12-22")
    table.act("IR", HCM, "copy", digest=minutes, day="2026-12-22")
    table.sync()
    table.day("2027-01-10")
    table.act("IR", HCM, "approve", digest=minutes, view="approve")
    first = table.state(HCM)
    assert (meeting.status(first), meeting.is_attested(first)) == ("signed", True)
    assert meeting.minutes_of(first)["reservations"] == [{**reserved, "party": "PK"}]

    _second_sitting_moves(table)
    table.day("2027-12-01")
    lists = table.on_both(lambda: overdue(date(2027, 12, 1)))
    assert lists[0] == [(C02, ("overdue", "wide_gap", "unanswered"), "2027-03-01")]
    assert lists[1] == ()
    assert dict(lists[2]) == {HCM: ("PK",), "PK/hcm-02": ()}
    assert lists[3:] == (("2026-12-20", "2027-07-15"), "PK")
    table.day("2028-05-01")
    notices = table.on_both(lambda: overdue(date(2028, 5, 1)))[1]
    assert notices == (date(2028, 2, 14), date(2028, 3, 15), date(2028, 4, 14))
    _notice_overdue(table)


def _notice_overdue(table: Table) -> None:
    """Each month each node signs the newest notice, once; both then hold the notices of both."""
    for moment, day in (
        (datetime(2028, 5, 1, tzinfo=UTC), date(2028, 4, 14)),
        (datetime(2028, 5, 2, tzinfo=UTC), None),
        (datetime(2028, 5, 20, tzinfo=UTC), date(2028, 5, 14)),
    ):
        assert [node.run(reminder.remind, COMPACT, moment) for node in table.nodes.values()] == [day, day]
        table.sync()
    signed = table.state("PK/hcm-02").reminders
    assert [(day, sorted(each)) for day, each in sorted(signed.items())] == [
        ("2028-04-14", ["IR", "PK"]), ("2028-05-14", ["IR", "PK"]),
    ]  # fmt: skip
    assert {said["due"] for each in signed.values() for said in each.values()} == {"2028-01-15"}


def _score_sealed(table: Table) -> None:
    """Both seal before either opens; PK had no way to see IR's scores when it sealed."""
    reports = {
        "IR": [{"commitment": C02, "party": "IR", "score": "done", "direction": "up", "evidence": ["Order 7"]}],
        "PK": [{"commitment": C02, "party": "IR", "score": "begun", "direction": "up", "evidence": ["Visit"]}],
    }
    for at, (party, scores) in enumerate(reports.items()):
        table.act(party, HCM, "seal-report", digest=meeting.seal_digest(scores, f"{at + 1:064x}"))
    table.sync()
    for at, (party, scores) in enumerate(reports.items()):
        table.act(party, HCM, "open-report", salt=f"{at + 1:064x}", scores=scores)
        for each in scores:
            table.act(party, C02, "score", sitting=HCM, **{k: v for k, v in each.items() if k != "commitment"})
    table.sync()
    state = table.state(HCM)
    assert [meeting.report_holds(state, party) for party in PARTIES] == [True, True]
    assert meeting.sealed_seeing(state) == ()


def _second_sitting_moves(table: Table) -> None:
    """PK's turn; it is moved by both and held late in IR's capital, while the link is cut and then heals."""
    table.day("2027-04-20")
    table.act("IR", C02, "deliver", evidence=["Order 7"])
    table.act("PK", "PK/hcm-02", "call", number="HCM-02", title={"en": "Second"}, form="in_person", host="PK",
              days=["2027-06-20"])  # fmt: skip
    table.sync()
    table.act("IR", "PK/hcm-02", "accept-date", day="2027-06-20")
    table.pair.to_b.is_up = table.pair.to_a.is_up = False
    table.act("IR", "PK/hcm-02", "change-host", host="IR", reason="travel")
    table.act("PK", "PK/hcm-02", "postpone", day="2027-07-15", reason="elections")
    table.pair.to_b.is_up = table.pair.to_a.is_up = True
    state = table.state("PK/hcm-02")
    assert (meeting.day_of(state), meeting.host_of(state)) == ("2027-06-20", "PK")
    table.act(
        "IR",
        "PK/hcm-02",
        "agree-change",
        digest=digest_of({"topic": "day", "day": "2027-07-15", "reason": "elections"}),
    )
    table.act("PK", "PK/hcm-02", "agree-change", digest=digest_of({"topic": "host", "host": "IR", "reason": "travel"}))
    state = table.state("PK/hcm-02")
    assert (meeting.day_of(state), meeting.host_of(state)) == ("2027-07-15", "IR")
    table.day("2027-07-15")
    for party in PARTIES:
        table.act(party, "PK/hcm-02", "hold", day="2027-07-15")
    table.sync()


def test_minutes_signed_over_different_digests(table: Table) -> None:
    table.act("IR", HCM, "record-item", **ITEM)
    one, two = present(table, HCM, "HCM-01"), present(table, HCM, "HCM-01", next_day="2027-07-20")
    table.sync()
    table.act("IR", HCM, "sign-minutes", digest=one)
    table.act("PK", HCM, "sign-minutes", digest=two)
    state = table.state(HCM)
    assert meeting.status(state) == "presented"
    assert sorted(meeting.oddities(state)) == sorted([("minutes_apart", one), ("minutes_apart", two)])


def test_a_second_acceptance(table: Table) -> None:
    table.act("PK", C02, "adopt", digest=DIGEST)
    before = table.state(C02)
    table.force("PK", C02, "adopt", digest=DIGEST)
    assert table.state(C02) == before
    history = table.on_both(
        lambda: [(each.act, each.had_effect) for each in queries.history(OPERATOR, COMPACT, C02) if each.party == "PK"]
    )
    assert history == [("adopt", True), ("adopt", False)]


def test_a_withdrawn_proposal_accepted(table: Table) -> None:
    table.act("IR", C02, "withdraw", digest=DIGEST)
    table.sync()
    table.force("PK", C02, "adopt", digest=DIGEST)
    state = table.state(C02)
    assert (undertaking.status(state), undertaking.oddities(state)) == (
        "reported", (("accepted_after_withdrawal", DIGEST),),
    )  # fmt: skip


def test_an_acceptance_that_crossed_the_withdrawal_holds_on_both(table: Table) -> None:
    table.act("IR", C02, "withdraw", digest=DIGEST)
    table.act("PK", C02, "adopt", digest=DIGEST)
    state = table.state(C02)
    assert (undertaking.status(state), undertaking.oddities(state)) == ("adopted", ())


def test_a_sitting_without_a_host(table: Table) -> None:
    table.act("PK", "PK/hcm-09", "call", number="HCM-09", title={"en": "Ninth"}, form="in_person")
    assert meeting.oddities(table.state("PK/hcm-09")) == (("no_host", "HCM-09"),)


def test_a_due_date_before_adoption(table: Table) -> None:
    table.day("2027-03-05")
    table.act("PK", C02, "adopt", digest=DIGEST)
    assert undertaking.oddities(table.state(C02)) == (("due_before_adoption", DIGEST),)


def test_evidence_withdrawn_later(table: Table) -> None:
    table.act("PK", C02, "score", party="IR", score="done", direction="up", evidence=["Photo 3"])
    assert scoring.scores_at(table.state(C02))["IR", "PK"].claimed is False
    table.act("PK", C02, "retract", evidence="Photo 3", ground={"en": "An older photo."})
    state = table.state(C02)
    assert scoring.scores_at(state)["IR", "PK"].claimed is True
    assert [each["evidence"] for each in state.retracted] == ["Photo 3"]


def test_a_score_after_the_freeze(table: Table) -> None:
    _score_sealed(table)
    freeze = scoring.freeze_day(meeting.both_open(table.state(HCM)) or "")
    assert freeze == "2026-12-15"
    table.day("2027-01-20")
    table.act("PK", C02, "score", party="IR", score="done", direction="up", sitting=HCM, evidence=["Late"])
    state = table.state(C02)
    counted = scoring.scores_at(state, HCM, freeze)
    assert counted["IR", "PK"].score == "begun"
    assert [each.evidence for each in scoring.after_freeze(state, HCM, freeze)] == [("Late",)]


def test_an_office_that_changed_hands_between_proposal_and_signature(table: Table) -> None:
    office = {"office": "ir-director", "title": {"en": "Director"}, "level": "public", "since": "not-stated"}
    table.act("IR", "IR/office-director", "announce", holder="A. Example", **office)
    table.day("2026-12-05")
    table.act("IR", "IR/office-director", "appoint", holder="B. Example", since="2026-12-04")
    table.sync()
    table.day("2026-12-10")
    table.act("PK", C02, "adopt", digest=DIGEST)
    found = table.on_both(
        lambda: handovers(
            queries.record(OPERATOR, COMPACT, C02).state, DIGEST,
            [state for _, state in queries.states_of(OPERATOR, COMPACT, "office")],
        )
    )  # fmt: skip
    assert [(each.before, each.after, each.on) for each in found] == [("A. Example", "B. Example", "2026-12-04")]
    assert agreement.in_force(table.state(C02)) == DIGEST


def test_a_report_opened_otherwise_than_it_was_sealed(table: Table) -> None:
    scores = [{"commitment": C02, "party": "IR", "score": "begun", "direction": "up"}]
    for party in PARTIES:
        table.act(party, HCM, "seal-report", digest=meeting.seal_digest(scores, "5a" * 32))
    table.sync()
    table.act("IR", HCM, "open-report", salt="5a" * 32, scores=scores)
    table.sync()
    copied = [{**scores[0], "score": "done"}]
    table.force("PK", HCM, "open-report", salt="5a" * 32, scores=copied)
    state = table.state(HCM)
    assert (meeting.report_holds(state, "IR"), meeting.report_holds(state, "PK")) == (True, False)
    assert meeting.oddities(state) == (("report_not_as_sealed", "PK"),)


def test_a_delivery_left_unanswered_is_said_alike(table: Table) -> None:
    table.act("PK", C02, "adopt", digest=DIGEST)
    table.act("IR", C02, "deliver", evidence=["Order 7"])
    assert timed.unanswered(table.state(C02), date(2027, 1, 15)) == ("IR",)


def test_a_neighbours_call_out_of_turn_stands_and_both_nodes_say_whose_turn_it_was(table: Table) -> None:
    called: dict[str, Any] = {"number": "HCM-05", "title": {"en": "Fifth"}, "form": "in_person", "host": "IR"}
    with pytest.raises(Refused) as refused:
        table.act("PK", "PK/hcm-05", "call", **called)
    assert refused.value.code == "sitting.not-turn"
    table.force("PK", "PK/hcm-05", "call", **called)
    assert meeting.host_of(table.state("PK/hcm-05")) == "IR"
    assert table.on_both(lambda: council.turn(OPERATOR, COMPACT, "PK/hcm-05")) == "PK"

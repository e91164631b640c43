"""The council on two nodes: a year of sittings, and whatever is odd, shown for what it is on both nodes alike."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.node import world
from tests.node.world import COMPACT, NOW
from tests.simulator import Pair, SimNode

from hamsaya.core import agreement, meeting, scoring, timed, undertaking
from hamsaya.core.entry import Entry, Seen, encode_entry
from hamsaya.core.errors import Refused
from hamsaya.core.kinds import digest_of
from hamsaya.core.merkle import leaf_hash
from hamsaya.node import agenda, council, ledger, queries, sql
from hamsaya.node.head import read_pair, write_head
from hamsaya.node.holders import handovers
from hamsaya.people.viewer import Viewer

OPERATOR = Viewer.operator(COMPACT)
PARTIES = ("IR", "PK")
ENTERED: dict[str, Any] = {
    "title": {"en": "Officers in two towns"}, "wording": {"en": "Officers are to be stationed."}, "modality": "agreed",
    "bound": ["IR", "PK"], "area": "security", "verifiability": 3, "due": "not-stated",
}  # fmt: skip
TEXT: dict[str, Any] = {
    "wording": {"en": "Officers are stationed in two towns."}, "authentic": "all_equal",
    "definition": {"en": "One officer of each side has worked in each town for ten days."},
    "guideline": {"en": "1: named. 2: in post. 3: at work."}, "due": "2027-03-01", "character": "agreed_minutes",
    "binding": "no", "bound": ["IR", "PK"], "offices": ["ir-director", "pk-director"],
}  # fmt: skip
DIGEST = digest_of(TEXT)
ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens."}, "limit": "2027-03-01", "character": "agreed_minutes",
    "binding": "no",
}  # fmt: skip
C02, HCM = "IR/c02", "IR/hcm-01"


@pytest.fixture
def pair(tmp_path: Path, db: None) -> Pair:
    return Pair(tmp_path)


class Table:
    """Both nodes at one table: acts by party and record, on a simulated day."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.nodes: dict[str, SimNode] = {"IR": pair.a, "PK": pair.b}

    def day(self, text: str) -> None:
        """Set both clocks to that day."""
        for node in self.nodes.values():
            node.skew = timedelta(days=(date.fromisoformat(text) - NOW.date()).days)

    def act(self, party: str, record: str, act: str, /, **body: Any) -> None:
        """Sign an act by the rules."""
        node = self.nodes[party]
        kind = "office" if "office" in record else "sitting" if "hcm" in record else "commitment"
        with node:
            draft = ledger.Draft(kind, act, record, body)
            ledger.append(COMPACT, [draft], post=f"{party.lower()}-director", now=node.now())

    def force(self, party: str, record: str, act: str, /, **body: Any) -> None:
        """Sign an act that the rules refuse, as a neighbour's other program might: it arrives all the same."""
        node = self.nodes[party]
        kind = "sitting/1" if "hcm" in record else "commitment/1"
        with node, sql.writing():
            head, theirs = read_pair(COMPACT)
            at = node.now()
            seen = Seen(theirs.size, theirs.root.hex())
            stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            post = f"{party.lower()}-director"
            data = encode_entry(Entry(kind, act, record, post, stamp, seen, "GOV", "U0", body))
            write_head(ledger.sign_grown(head, [(leaf_hash(data), data)], int(at.timestamp())))

    def sync(self) -> None:
        """Let both logs arrive on the other side."""
        self.pair.sync()

    def on_both(self, look: Any) -> Any:
        """Return what both nodes find; it must be the same, and so must the digest over all records."""
        self.sync()
        digests = [node.digest() for node in self.nodes.values()]
        assert digests[0] == digests[1]
        found = [node.run(look) for node in self.nodes.values()]
        assert found[0] == found[1]
        return found[0]

    def state(self, record: str) -> Any:
        """Return a record's state, the same on both nodes."""
        return self.on_both(lambda: queries.record(OPERATOR, COMPACT, record).state)


@pytest.fixture
def table(pair: Pair) -> Table:
    made = Table(pair)
    made.day("2026-12-01")
    made.sync()
    made.act("IR", C02, "enter", number="C02", **ENTERED)
    made.act("IR", C02, "propose", **TEXT)
    made.act("IR", HCM, "call", number="HCM-01", title={"en": "First"}, form="in_person", host="IR",
             days=["2026-12-20", "2026-12-21"])  # fmt: skip
    made.sync()
    return made


def present(table: Table, record: str, number: str, **changes: Any) -> str:
    """Let IR put minutes of one item before the chairs; return their digest."""
    text: dict[str, Any] = {
        "items": [meeting.item_digest(ITEM, "IR")], "next_day": "2027-06-20", "next_host": "PK",
        "authentic": "all_equal", **changes,
    }  # fmt: skip
    table.act("IR", record, "present", **text)
    return digest_of({**text, "topic": "minutes", "number": number})


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


def signed_minutes(table: Table) -> str:
    """Let both chairs sign minutes late on 20 December, by UTC; in Islamabad it is the 21st already."""
    table.day("2026-12-20")
    for node in table.nodes.values():
        node.skew += timedelta(hours=23) - timedelta(hours=NOW.hour)
    table.act("IR", HCM, "hold", day="2026-12-20")
    table.act("IR", HCM, "record-item", **ITEM)
    minutes = present(table, HCM, "HCM-01")
    table.sync()
    for party in PARTIES:
        table.act(party, HCM, "sign-minutes", digest=minutes)
    return minutes


def told_on(table: Table, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Any:
    """Return what both nodes tell at a moment: status, who is silent, and which statuses find the sitting."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    def look() -> Any:
        found = queries.record(OPERATOR, COMPACT, HCM)
        listed = {row.record: row.status for row in queries.records(OPERATOR, COMPACT, "sitting").rows}
        by_status = [
            status for status in ("signed", "approved")
            if queries.records(OPERATOR, COMPACT, "sitting", status=status).rows
        ]  # fmt: skip
        assert listed[HCM] == found.row.status == council.sittings(OPERATOR, COMPACT)[0][0].status
        return found.row.status, meeting.silent(found.state, PARTIES, moment.date()), by_status

    return table.on_both(look)


LAST = datetime(2027, 1, 19, 23, 59, tzinfo=UTC)
AFTER = datetime(2027, 1, 20, 0, 1, tzinfo=UTC)


@pytest.fixture
def silence_approves(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = world.source
    agreed = lambda name=COMPACT: plain(name).replace(b"silence_approves = false", b"silence_approves = true", 1)  # noqa: E731
    monkeypatch.setattr(world, "source", agreed)


def test_silence_is_shown_as_silence_where_the_compact_does_not_let_it_approve(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.act("IR", HCM, "approve", digest=signed_minutes(table), view="approve")
    assert told_on(table, monkeypatch, LAST) == ("signed", (), ["signed"])
    assert told_on(table, monkeypatch, AFTER) == ("signed", ("PK",), ["signed"])


def test_where_the_compact_lets_silence_approve_it_does_so_on_both_nodes_at_one_moment(
    silence_approves: None, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.act("IR", HCM, "approve", digest=signed_minutes(table), view="approve")
    assert told_on(table, monkeypatch, LAST) == ("signed", (), ["signed"])
    assert told_on(table, monkeypatch, AFTER) == ("approved", ("PK",), ["approved"])


def test_an_objection_or_a_word_on_other_minutes_is_not_overruled_by_silence(
    silence_approves: None, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = signed_minutes(table)
    other = present(table, HCM, "HCM-01", next_day="2027-07-01")
    table.sync()
    table.act("PK", HCM, "approve", digest=other, view="approve")
    assert told_on(table, monkeypatch, LAST)[0] == "signed"
    table.act("IR", HCM, "approve", digest=minutes, view="object", words={"en": "Item 1 was not agreed."})
    assert told_on(table, monkeypatch, AFTER) == ("signed", ("PK",), ["signed"])


def test_a_neighbours_call_out_of_turn_stands_and_both_nodes_say_whose_turn_it_was(table: Table) -> None:
    called: dict[str, Any] = {"number": "HCM-05", "title": {"en": "Fifth"}, "form": "in_person", "host": "IR"}
    with pytest.raises(Refused) as refused:
        table.act("PK", "PK/hcm-05", "call", **called)
    assert refused.value.code == "sitting.not-turn"
    table.force("PK", "PK/hcm-05", "call", **called)
    assert meeting.host_of(table.state("PK/hcm-05")) == "IR"
    assert table.on_both(lambda: council.turn(OPERATOR, COMPACT, "PK/hcm-05")) == "PK"

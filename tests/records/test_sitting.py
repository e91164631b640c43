"""Sittings: dates, host, agenda under objection, sealed reports, minutes under one digest, silence, odd input."""

from datetime import date
from typing import Any

import pytest
from tests.records.folding import Folding

from hamsaya.core import cycle, meeting
from hamsaya.core.kinds import digest_of

CALL: dict[str, Any] = {"number": "HCM-03", "title": {"en": "Third sitting"}, "form": "in_person", "host": "IR"}
ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens."}, "limit": "2027-03-01", "character": "agreed_minutes",
    "binding": "no",
}  # fmt: skip
FIRST = meeting.item_digest(ITEM, "IR")
SCORES = [{"commitment": "IR/c04", "party": "IR", "score": "begun", "direction": "up"}]
SALT = "5a" * 32


@pytest.fixture
def table() -> Folding:
    made = Folding("sitting/1")
    made.act("IR", "call", **CALL)
    return made


def present(table: Folding, **changes: Any) -> str:
    """Put minutes of one item before the chairs; return their digest."""
    text: dict[str, Any] = {
        "items": [FIRST],
        "next_day": "2027-07-01",
        "next_host": "PK",
        "authentic": "all_equal",
        **changes,
    }
    table.act("IR", "present", **text)
    return digest_of({**text, "topic": "minutes", "number": "HCM-03"})


def test_a_day_is_agreed_when_one_accepts_what_the_other_offered(table: Folding) -> None:
    table.act("PK", "offer-dates", days=["2026-12-20", "2026-12-22"])
    assert table.refused("IR", "accept-date", day="2026-12-25") == "sitting.day-not-offered"
    assert (table.status, table.needs) == ("called", ("IR",))
    table.act("IR", "accept-date", day="2026-12-22")
    assert (table.status, meeting.day_of(table.state), table.needs) == ("dated", "2026-12-22", ())


def test_postponing_and_another_host_need_both_signatures(table: Folding) -> None:
    table.act("PK", "offer-dates", days=["2026-12-20"])
    table.act("IR", "accept-date", day="2026-12-20")
    table.act("PK", "postpone", day="2027-01-20", reason="elections")
    table.act("PK", "change-host", host="PK", reason="travel")
    assert (meeting.day_of(table.state), meeting.host_of(table.state), table.needs) == ("2026-12-20", "IR", ("IR",))
    table.act("IR", "agree-change", digest=digest_of({"topic": "day", "day": "2027-01-20", "reason": "elections"}))
    table.act("IR", "agree-change", digest=digest_of({"topic": "host", "host": "PK", "reason": "travel"}))
    assert (meeting.day_of(table.state), meeting.host_of(table.state), table.needs) == ("2027-01-20", "PK", ())
    assert table.status == "postponed"


def test_an_item_under_objection_stands_with_both_titles_and_stops_nothing(table: Folding) -> None:
    item: dict[str, Any] = {"title": {"en": "Smuggling"}, "area": "security"}
    table.act("IR", "add-item", **item)
    digest = meeting.item_digest(item, "IR")
    table.act("PK", "object-item", item=digest, title={"en": "Informal trade"})
    assert table.state.agenda[digest]["title"] == {"en": "Smuggling"}
    assert table.state.objections[digest]["PK"]["title"] == {"en": "Informal trade"}
    assert table.act("IR", "add-item", title={"en": "Markets"}) is True


def test_reports_are_opened_when_both_have_sealed(table: Folding) -> None:
    seal = meeting.seal_digest(SCORES, SALT)
    table.act("IR", "seal-report", digest=seal)
    assert table.refused("IR", "open-report", salt=SALT, scores=SCORES) == "sitting.not-both-sealed"
    table.act("PK", "seal-report", digest="1" * 64)
    assert table.refused("IR", "open-report", salt="0" * 64, scores=SCORES) == "sitting.not-as-sealed"
    table.act("IR", "open-report", salt=SALT, scores=SCORES)
    table.act("PK", "open-report", salt=SALT, scores=SCORES)
    assert (meeting.report_holds(table.state, "IR"), meeting.report_holds(table.state, "PK")) == (True, False)
    assert ("report_not_as_sealed", "PK") in meeting.oddities(table.state)
    assert meeting.both_open(table.state) == "2026-12-01T08:00:00Z"


def test_who_sealed_after_seeing_the_other_report_is_named(table: Folding) -> None:
    table.act("IR", "seal-report", digest=meeting.seal_digest(SCORES, SALT))
    table.act("IR", "open-report", salt=SALT, scores=SCORES)
    table.act("PK", "seal-report", digest="1" * 64)
    assert meeting.oddities(table.state) == (("sealed_seeing", "PK"),)


def test_minutes_are_signed_under_one_digest_with_the_reservation_inside(table: Folding) -> None:
    table.act("IR", "hold", day="2026-12-20")
    table.act("IR", "record-item", **ITEM)
    table.act("PK", "reserve", item=FIRST, words={"en": "Subject to funds."})
    reserved = [{"item": FIRST, "party": "PK", "words": {"en": "Subject to funds."}}]
    digest = present(table, reservations=reserved)
    assert (table.status, table.needs) == ("presented", ("IR", "PK"))
    for party in ("IR", "PK"):
        table.act(party, "sign-minutes", digest=digest)
        table.act(party, "attest", digest=digest)
    assert (table.status, table.needs, meeting.is_attested(table.state)) == ("signed", (), True)
    minutes = meeting.minutes_of(table.state)
    assert [number for number, _, _ in meeting.numbered(table.state, minutes)] == ["HCM-03/1"]
    assert minutes["reservations"] == reserved


def test_minutes_signed_over_different_digests_are_not_signed(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    one, two = present(table), present(table, next_host="IR")
    table.act("IR", "sign-minutes", digest=one)
    table.act("PK", "sign-minutes", digest=two)
    assert table.status == "presented"
    assert [code for code, _ in meeting.oddities(table.state)] == ["minutes_apart", "minutes_apart"]


def test_the_next_day_is_fixed_before_closing_or_the_reason_said(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    text: dict[str, Any] = {"items": [FIRST], "next_day": "not-stated", "authentic": "all_equal"}
    assert table.refused("IR", "present", **text) == "sitting.next-missing"
    assert table.refused("IR", "present", **{**text, "items": ["9" * 64]}) == "sitting.unknown-item"
    assert table.act("IR", "present", **text, reason="elections") is True


def test_approval_is_each_sides_own(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    digest = present(table)
    for party in ("IR", "PK"):
        table.act(party, "sign-minutes", digest=digest)
    table.act("IR", "approve", digest=digest, view="approve")
    assert (table.status, sorted(table.state.approvals)) == ("signed", ["IR"])
    table.act("PK", "approve", digest=digest, view="approve")
    assert table.status == "approved"


def test_another_wording_takes_the_place_of_the_first(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    other = {**ITEM, "text": {"en": "The market opens in March."}, "replaces": FIRST}
    table.act("PK", "record-item", **other)
    assert meeting.standing_items(table.state) == [meeting.item_digest(other, "PK")]


def test_a_sitting_without_a_host_is_shown_so_unless_it_is_remote() -> None:
    for form, odd in (("in_person", (("no_host", "HCM-04"),)), ("remote", ())):
        made = Folding("sitting/1")
        made.act("IR", "call", number="HCM-04", title={"en": "Fourth"}, form=form)
        assert meeting.oddities(made.state) == odd


def test_hosts_take_turns_and_a_remote_sitting_turns_nothing() -> None:
    assert cycle.next_host([], ("IR", "PK")) == "IR"
    assert cycle.next_host(["IR"], ("IR", "PK")) == "PK"
    assert cycle.next_host(["IR", "PK", None], ("IR", "PK")) == "IR"
    assert cycle.next_host(["IR", "IR"], ("IR", "PK")) == "PK"


def test_an_overdue_sitting_is_noticed_each_month() -> None:
    last = date(2026, 1, 31)
    assert cycle.notices(last, 6, date(2026, 8, 29)) == ()
    assert cycle.notices(last, 6, date(2026, 10, 1)) == (date(2026, 8, 30), date(2026, 9, 29))
    assert cycle.add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert cycle.gaps([date(2017, 4, 1), date(2014, 12, 1), date(2022, 8, 1), date(2025, 9, 1)]) == (28, 64, 37)


def test_a_day_accepted_that_nobody_offered_is_no_day(table: Folding) -> None:
    table.act("PK", "offer-dates", days=["2026-12-20"])
    table.act("IR", "accept-date", day="2026-12-25")
    assert (table.status, meeting.offered_and_accepted(table.state)) == ("called", None)


def test_thirty_days_after_the_signatures_silence_is_named_by_side(table: Folding) -> None:
    parties = ("IR", "PK")
    table.act("IR", "record-item", **ITEM)
    digest = present(table)
    assert meeting.silent(table.state, parties, date(2030, 1, 1)) == (), "nothing is signed"
    for party in parties:
        table.act(party, "sign-minutes", digest=digest)
    assert meeting.silent(table.state, parties, date(2026, 12, 31)) == ()
    assert meeting.silent(table.state, parties, date(2027, 1, 1)) == parties
    table.act("IR", "approve", digest=digest, view="approve")
    assert meeting.silent(table.state, parties, date(2027, 1, 1)) == ("PK",)


def test_each_side_signs_a_notice_of_a_day_once(table: Folding) -> None:
    notice: dict[str, Any] = {"day": "2027-07-22", "due": "2027-06-22"}
    assert table.act("IR", "remind", **notice) is True
    assert table.refused("IR", "remind", **notice) == "sitting.reminded"
    assert table.act("IR", "remind", **notice) is False
    assert table.act("PK", "remind", **notice) is True
    assert {day: sorted(each) for day, each in table.state.reminders.items()} == {"2027-07-22": ["IR", "PK"]}


OTHER = {**ITEM, "text": {"en": "The shed is built."}}
SECOND = meeting.item_digest(OTHER, "IR")
REWORDED = {**ITEM, "text": {"en": "The market opens in May."}, "replaces": FIRST}


def offered(table: Folding, party: str) -> set[str]:
    """Return the acts that a page offers that side now."""
    kind = table.kind
    return {act.name() for act in kind.acts if not act.opens and kind.may_follow(table.state, act, party)}


def named(table: Folding, act: str, party: str) -> dict[str, Any]:
    """Return what an act of that side may name now."""
    made = table.kind.act(act)
    assert made is not None
    return {field: dict(words) for field, words in table.kind.named(table.state, made, party).items()}


def test_another_wording_keeps_the_place_of_the_first_and_tells_of_the_reservation_to_it(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    table.act("IR", "record-item", **OTHER)
    table.act("PK", "reserve", item=FIRST, words={"en": "No."})
    table.act("IR", "record-item", **REWORDED)
    new = meeting.item_digest(REWORDED, "IR")
    assert meeting.standing_items(table.state) == [new, SECOND]
    assert meeting.reservations(table.state) == []
    before = meeting.reserved_before(table.state, new)
    assert {party: view["words"] for party, view in before.items()} == {"PK": {"en": "No."}}
    table.act("PK", "reserve", item=new, words={"en": "Still no."})
    assert meeting.reserved_before(table.state, new) == {}
    assert meeting.reservations(table.state) == [{"item": new, "party": "PK", "words": {"en": "Still no."}}]


def test_both_sides_reserve_to_one_item_and_minutes_bear_both(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    for party in ("PK", "IR"):
        table.act(party, "reserve", item=FIRST, words={"en": party})
    digest = present(table, reservations=meeting.reservations(table.state))
    reserved = meeting.reserved_in(table.state.texts[digest])
    assert {item: [each["party"] for each in found] for item, found in reserved.items()} == {FIRST: ["IR", "PK"]}


def test_minutes_are_outgrown_by_what_is_written_after_them_until_both_have_signed(table: Folding) -> None:
    table.act("IR", "record-item", **ITEM)
    digest = present(table)
    assert not meeting.is_outgrown(table.state, digest)
    table.act("PK", "reserve", item=FIRST, words={"en": "No."})
    assert meeting.is_outgrown(table.state, digest)
    for party in ("IR", "PK"):
        table.act(party, "sign-minutes", digest=digest)
    assert not meeting.is_outgrown(table.state, digest)


def test_pages_offer_what_makes_sense_now(table: Folding) -> None:
    assert offered(table, "IR") == {"offer-dates", "add-item", "hold", "record-item", "postpone", "change-host",
                                    "seal-report", "open-report", "remind"}  # fmt: skip
    table.act("PK", "offer-dates", days=["2026-12-20"])
    assert ("accept-date" in offered(table, "IR"), "accept-date" in offered(table, "PK")) == (True, False)
    table.act("IR", "accept-date", day="2026-12-20")
    assert {"offer-dates", "accept-date"} & offered(table, "IR") == set()
    table.act("IR", "hold", day="2026-12-20")
    assert {"postpone", "change-host"} & offered(table, "PK") == set()
    assert "explain" in offered(table, "PK")
    table.act("IR", "record-item", **ITEM)
    digest = present(table)
    assert {"reserve", "sign-minutes", "attest"} <= offered(table, "PK")
    assert {"copy", "approve"} & offered(table, "PK") == set()
    for party in ("IR", "PK"):
        table.act(party, "sign-minutes", digest=digest)
    assert {"copy", "approve"} <= offered(table, "PK")
    assert {"reserve", "record-item", "hold", "sign-minutes"} & offered(table, "PK") == set()
    table.act("PK", "copy", digest=digest, day="2026-12-22")
    assert ("copy" in offered(table, "PK"), "copy" in offered(table, "IR")) == (False, True)


def test_an_act_names_items_by_their_words(table: Folding) -> None:
    title = {"en": "Markets"}
    table.act("IR", "add-item", title=title)
    item = meeting.item_digest({"title": title}, "IR")
    assert (named(table, "object-item", "PK"), named(table, "object-item", "IR")) == (
        {"item": {item: title}},
        {"item": {}},
    )
    assert named(table, "drop-item", "IR") == {"item": {item: title}}
    other = {"en": "Markets and crossings"}
    table.act("PK", "object-item", item=item, title=other)
    assert (named(table, "object-item", "PK"), named(table, "drop-item", "PK")) == (
        {"item": {}},
        {"item": {item: other}},
    )
    table.act("IR", "drop-item", item=item)
    assert (named(table, "drop-item", "IR"), named(table, "add-item", "IR")) == ({"item": {}}, {})
    table.act("IR", "record-item", **ITEM)
    assert named(table, "record-item", "PK") == {"replaces": {FIRST: ITEM["text"]}}
    table.act("PK", "reserve", item=FIRST, words={"en": "No."})
    assert (named(table, "reserve", "PK"), named(table, "reserve", "IR")) == (
        {"item": {}},
        {"item": {FIRST: ITEM["text"]}},
    )
    digest = present(table)
    assert named(table, "sign-minutes", "IR") == {"digest": {digest: CALL["title"]}}
    table.act("IR", "sign-minutes", digest=digest)
    assert (named(table, "sign-minutes", "IR"), named(table, "approve", "IR")) == ({"digest": {}}, {"digest": {}})

"""Withdrawing from a record's page, the oversight officer's month, and corrections asked for by a stranger."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from tests.node.world import NOW, Neighbour, letter
from tests.web.conftest import SignIn

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES, word
from hamsaya.exchange.publish.figures import figures
from hamsaya.node import correction, ledger, oversight, queries, retain, withdraw
from hamsaya.node.models import CorrectionRequest, Entry, Record
from hamsaya.node.shift import handed
from hamsaya.people import access_log
from hamsaya.people.models import Pending
from hamsaya.people.viewer import OFFICER, Viewer

pytestmark = pytest.mark.django_db
SECRET = "the herd of Gulnar"
PARTY = {"en": "Iran", "fa": "ایران", "ur": "ایران"}
PAKISTAN = {"en": "Pakistan", "fa": "پاکستان", "ur": "پاکستان"}


def send(compact: str, **body: Any) -> str:
    """Send a letter of our own; return the record."""
    draft = letter(compact, text={"lang": "en", "text": SECRET}, **body)
    return ledger.append(compact, [draft], post="ir-duty", now=NOW)[0].record


def watcher(compact: str, *roles: str) -> Viewer:
    return Viewer(compact, "ir-oversight", OFFICER, officer="o", roles=frozenset(roles or ("oversight",)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_is_withdrawn_from_its_page(compact: str, sign_in: SignIn, lang: str) -> None:
    record, duty = send(compact), sign_in(lang, "duty")
    page = duty.get(f"/{compact}/r/{record}/").content.decode()
    assert f'href="/{compact}/handling/{record}/"' in page
    asked = duty.get(f"/{compact}/handling/{record}/")
    assert word("withdrawal_sent_by_mistake", lang) in asked.content.decode()
    done = duty.post(f"/{compact}/handling/{record}/", {"reason": "sent_by_mistake"}, follow=True)
    assert escape(word("handling.withdrawn", lang)) in done.content.decode()
    erased = duty.get(f"/{compact}/r/{record}/")
    assert word("handling.erased_note", lang) in erased.content.decode()
    assert SECRET not in erased.content.decode()
    assert f'href="/{compact}/handling/{record}/"' not in erased.content.decode()
    for path in ("now/", "in/desk/", "list/incident/", "list/incident/?format=json", "log/", "handling/", "map/"):
        response = duty.get(f"/{compact}/{path}")
        assert (path, response.status_code, SECRET in response.content.decode()) == (path, 200, False)
    again = duty.post(f"/{compact}/handling/{record}/", {"reason": "wrong"})
    assert again.status_code == 400
    assert word("handling.silent", lang) in duty.get(f"/{compact}/handling/").content.decode()


def test_a_wrong_reason_and_a_post_without_the_role_withdraw_nothing(compact: str, sign_in: SignIn) -> None:
    record = send(compact)
    assert sign_in("en", "duty").post(f"/{compact}/handling/{record}/", {"reason": "whim"}).status_code == 400
    assert sign_in("en", "market").get(f"/{compact}/handling/{record}/").status_code == 404
    assert Record.objects.get(record=record).status == "open"


def read_often(compact: str, count: int) -> None:
    for number in range(count):
        access_log.note_access(watcher(compact), access_log.VIEW, f"IR/{number}", ["DESK"])


def test_the_sample_is_one_in_twenty_and_always_the_same(compact: str) -> None:
    read_often(compact, 41)
    now = timezone.now()
    found = oversight.month(watcher(compact), compact, now.year, now.month)
    assert (found.total, len(found.sample), found.by_event) == (41, 3, {"view": 41})
    assert oversight.month(watcher(compact), compact, now.year, now.month).sample == found.sample
    with pytest.raises(Refused, match=r"oversight\.role"):
        oversight.month(watcher(compact, "head"), compact, now.year, now.month)
    told = oversight.numbers(watcher(compact), found)
    assert (told["readings"], told["sampled"], told["overrides_asked"]) == (41, "<5", 0)


def test_the_oversight_page_shows_sample_and_overrides(compact: str, sign_in: SignIn) -> None:
    read_often(compact, 3)
    typed = {"f.title.en": "Respect", "f.wording.en": "The holder of 35202-1234567-1 was returned."}
    stopped = sign_in("en", "desk").post(f"/{compact}/new/principle/enter/", {**typed, "reason": "a public number"})
    assert stopped.status_code == 302
    for lang in LANGUAGES:
        client = sign_in(lang, "oversight")
        page = client.get(f"/{compact}/oversight/").content.decode()
        assert "a public number" in page
        assert word("handling.event_view", lang) in page
        assert "35202-1234567-1" not in page
    assert (
        sign_in("en", "oversight", "duty").get(f"/{compact}/oversight/?format=json").json()["overrides_asked"] == "<5"
    )
    assert sign_in("en", "duty").get(f"/{compact}/oversight/").status_code == 404


def ask(compact: str, lang: str = "en", **typed: str) -> Any:
    return Client().post(f"/public/{compact}/{lang}/correct.html", {"words": "The year is wrong.", **typed})


def test_a_stranger_asks_for_a_correction_and_the_change_is_shown(compact: str, sign_in: SignIn) -> None:
    kept = ask(compact, "ur", about="C02")
    assert (kept.status_code, kept.cookies) == (201, {})
    (code,) = set(re.findall(r"code=([0-9a-f]{24})", kept.content.decode()))
    waits = Client().get(f"/public/{compact}/ur/correct.html?code={code}").content.decode()
    assert word("public.correction_waits", "ur") in waits
    row = CorrectionRequest.objects.get()
    overseer = sign_in("fa", "oversight")
    assert "The year is wrong." in overseer.get(f"/{compact}/oversight/").content.decode()
    typed = {"outcome": "changed", "words.en": "The year is 2024."}
    missing = overseer.post(f"/{compact}/oversight/{row.pk}/", typed)
    assert missing.status_code == 400
    assert "The year is 2024." in missing.content.decode()
    whole = {**typed, "words.fa": "سال ۲۰۲۴ است.", "words.ur": "سال 2024 ہے۔"}
    assert overseer.post(f"/{compact}/oversight/{row.pk}/", whole).status_code == 302
    for lang, said in (("en", "The year is 2024."), ("fa", "سال ۲۰۲۴ است."), ("ur", "سال 2024 ہے۔")):
        public = Client().get(f"/public/{compact}/{lang}/corrections.html").content.decode()
        assert said in public
        assert "The year is wrong." not in public
        assert said in Client().get(f"/public/{compact}/{lang}/correct.html?code={code}").content.decode()
    assert overseer.post(f"/{compact}/oversight/{row.pk}/", whole).status_code == 400


def test_what_is_not_a_request_is_told_and_not_kept(compact: str) -> None:
    assert ask(compact, words="").status_code == 400
    named = ask(compact, words="My number is 35202-1234567-1.")
    assert (named.status_code, "35202-1234567-1" in named.content.decode()) == (400, True)
    assert ask(compact, words="a" * 2001).status_code == 400
    assert Client().get(f"/public/{compact}/en/correct.html?code=nothing").status_code == 404
    assert Client().get(f"/public/{compact}/xx/correct.html").status_code == 404
    assert Client().get("/public/nowhere/en/correct.html").status_code == 404
    assert CorrectionRequest.objects.count() == 0
    assert Client().get(f"/public/{compact}/en/correct.html").status_code == 200


def test_a_request_unanswered_for_thirty_days_shows_as_late(compact: str, sign_in: SignIn) -> None:
    ask(compact)
    CorrectionRequest.objects.update(received=timezone.now() - timedelta(days=31))
    assert word("handling.late", "en") in sign_in("en", "head").get(f"/{compact}/oversight/").content.decode()
    with pytest.raises(Refused, match=r"correction\.role"):
        correction.waiting(watcher(compact, "duty"), compact)


def test_retention_runs_on_a_simulated_clock_and_each_run_is_signed(compact: str, sign_in: SignIn) -> None:
    record = send(compact)
    read_often(compact, 2)
    for years, incidents in ((2, 0), (4, 0), (6, 1)):
        done = retain.run(compact, timezone.now() + timedelta(days=365 * years + 3))
        assert done.counts["incidents"] == incidents
    assert Record.objects.get(record=record).status == "erased"
    assert done.counts["access"] == 2
    entry = Entry.objects.get(log__sort="audit", index=done.audit)
    assert (entry.value["act"], '"incidents":1' in entry.value["body"]["reason"]) == ("retention", True)
    page = sign_in("fa", "head").get(f"/{compact}/handling/").content.decode()
    assert word("handling.last_run", "fa") in page


def test_marks_are_looked_at_again(compact: str, sign_in: SignIn) -> None:
    send(compact)
    assert word("handling.no_review", "en") in sign_in("en", "head").get(f"/{compact}/handling/").content.decode()
    Record.objects.update(opened="2020-01-01T00:00:00Z")
    page = sign_in("en", "head", "duty").get(f"/{compact}/handling/").content.decode()
    assert word("handling.no_review", "en") not in page


def test_monthly_figures_are_the_same_after_retention(compact: str) -> None:
    other = Neighbour()
    for _ in range(6):
        other.write("incident/1", "acknowledge", send(compact), {}, at="2026-11-22T08:12:00Z", audience="DESK")
    tests = [
        {"desk": "zahedan", "counter": at, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}
        for at in range(1, 7)
    ]
    drafts = [ledger.Draft("link-test", "test", ledger.new_record(compact), body) for body in tests]
    ledger.append(compact, drafts, post="d", now=NOW)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    day = datetime(2027, 1, 1, tzinfo=UTC)
    before = figures(compact, day)
    assert [(each.what, each.of, each.number) for each in before] == [
        ("count", "incident", 6), ("count", "link-test", 6), ("silent", "IR", 6),
    ], "without a receipt nobody knows how long they waited"  # fmt: skip
    retain.run(compact, NOW + timedelta(days=365 * 6))
    assert set(Record.objects.values_list("status", flat=True)) == {"erased"}
    assert figures(compact, day) == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_of_level_1_is_withdrawn_by_two_officers(
    compact: str, sign_in: SignIn, lang: str, django_capture_on_commit_callbacks: Any
) -> None:
    record = send(compact, urgency="now", urgency_reason="misreading")
    page, duty, other = f"/{compact}/handling/{record}/", sign_in(lang, "duty"), sign_in(lang, "head")
    assert escape(word("handling.withdraw_two", lang)) in duty.get(page).content.decode()
    assert duty.post(page, {"reason": "wrong", "second_reason": ""}).status_code == 400
    assert duty.post(page, {"reason": "whim", "second_reason": "wrong place"}).status_code == 400
    assert Pending.objects.count() == 0
    assert duty.post(page, {"reason": "wrong", "second_reason": "wrong place"}).status_code == 302
    (pending,) = Pending.objects.all()
    assert (Record.objects.filter(name="withdrawal").count(), Record.objects.get(record=record).status) == (0, "open")
    decide = f"/{compact}/second/{pending.pk}/"
    confirm = {"confirm": "1", "digest": pending.digest}
    assert duty.post(decide, confirm).status_code == 400
    shown = other.get(decide).content.decode()
    assert word("second.withdraw", lang) in shown
    with django_capture_on_commit_callbacks(execute=True):
        assert other.post(decide, confirm).status_code == 302
    assert Record.objects.get(name="withdrawal").status == "asked"
    erased = Record.objects.get(record=record)
    assert (erased.status, SECRET in duty.get(f"/{compact}/r/{record}/").content.decode()) == ("erased", False)


def test_one_officer_withdraws_a_letter_of_level_1_by_no_other_way(compact: str, sign_in: SignIn) -> None:
    record = send(compact, urgency="now", urgency_reason="misreading")
    body = {"about": record, "reason": "wrong"}
    draft = ledger.Draft("withdrawal", "withdraw", ledger.new_record(compact), body, audience="DESK")
    with pytest.raises(Refused, match=r"act\.two-persons"):
        ledger.append(compact, [draft], post="ir-duty", now=NOW)
    with pytest.raises(Refused, match=r"act\.two-persons"):
        withdraw.withdraw(watcher(compact, "duty"), record, "wrong", NOW)
    assert Record.objects.get(record=record).status == "open"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mark_is_moved_on_the_record_and_where_the_sides_differ_both_pages_say_so(
    compact: str, sign_in: SignIn, lang: str
) -> None:
    record, desk, reader = send(compact), sign_in(lang, "head"), sign_in(lang, "market")
    page, form = f"/{compact}/r/{record}/", f"/{compact}/r/{record}/mark/"
    assert f'href="{form}"' in desk.get(page).content.decode()
    assert (reader.get(page).status_code, reader.get(form).status_code) == (404, 404)
    assert desk.post(form, {"f.audience": "open"}).status_code == 400
    other = Neighbour()
    other.write("incident/1", "mark", record, {"audience": "gov"}, audience="GOV")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    handling = f"/{compact}/handling/"
    for address in (page, handling):
        text = desk.get(address).content.decode()
        assert word("handling.decides", lang, party=PARTY[lang]) in text
    assert reader.get(page).status_code == 404
    assert desk.post(form, {"f.audience": "gov"}).status_code == 302
    assert SECRET in reader.get(page).content.decode()
    assert word("audience_gov", lang) in desk.get(page).content.decode()
    assert word("handling.no_marks", lang) in desk.get(handling).content.decode()


def test_a_post_without_the_role_moves_no_mark(compact: str, sign_in: SignIn) -> None:
    record = send(compact)
    assert sign_in("en", "duty").post(f"/{compact}/r/{record}/mark/", {"f.audience": "gov"}).status_code == 400
    assert Record.objects.get(record=record).audience == "DESK"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_request_to_widen_stands_on_the_board_until_it_is_answered(compact: str, sign_in: SignIn, lang: str) -> None:
    record, head, duty = send(compact), sign_in(lang, "head"), sign_in(lang, "duty")
    other, board, form = Neighbour(), f"/{compact}/now/", f"/{compact}/r/{record}/mark/"
    other.write("incident/1", "acknowledge", record, {}, audience="DESK")
    other.write("incident/1", "mark", record, {"audience": "gov"}, audience="GOV", saw=1)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    said = word("handling.asks_to_widen", lang, party=PAKISTAN[lang], audience=word("audience_gov", lang))
    needs, waits = bays(head, board)
    assert (said in needs, form in needs, said in waits) == (True, True, False)
    assert (said in bays(duty, board)[0], form in bays(duty, board)[0]) == (True, False), "who may not mark has no link"
    page = head.get(f"/{compact}/r/{record}/").content.decode()
    assert (said in page, word("handling.answer_to_widen", lang) in page) == (True, True)
    assert head.post(form, {"f.audience": "desk"}).status_code == 302
    assert said not in head.get(board).content.decode(), "marked again as before: refused"
    assert head.post(form, {"f.audience": "gov"}).status_code == 302
    assert word("handling.asks_to_widen", lang, party=PARTY[lang], audience=word("audience_gov", lang)) not in (
        head.get(board).content.decode()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_request_waits_for_them(compact: str, sign_in: SignIn, lang: str) -> None:
    record, head, board = send(compact), sign_in(lang, "head"), f"/{compact}/now/"
    other = Neighbour()
    other.write("incident/1", "acknowledge", record, {}, audience="DESK")
    other.write("incident/1", "answer", record, {"answer": "done"}, audience="DESK")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    assert record.partition("/")[2] not in "".join(bays(head, board))
    assert head.post(f"/{compact}/r/{record}/mark/", {"f.audience": "gov"}).status_code == 302
    said = word("handling.asks_to_widen", lang, party=PARTY[lang], audience=word("audience_gov", lang))
    needs, waits = bays(head, board)
    assert (said in needs, said in waits) == (False, True)
    assert queries.needs_count(Viewer.operator(compact), compact, queries.THEM) == 1
    other.write("incident/1", "mark", record, {"audience": "gov"}, audience="GOV", saw=2)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    assert said not in head.get(board).content.decode()


def test_a_request_on_a_letter_of_level_1_does_not_ring_nor_stand_among_what_nobody_saw(
    compact: str, sign_in: SignIn
) -> None:
    record, other = send(compact, urgency="now", urgency_reason="misreading"), Neighbour()
    other.write("incident/1", "mark", record, {"audience": "gov"}, audience="GOV", saw=1)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    viewer, now = Viewer.operator(compact), timezone.now()
    board = queries.board(viewer, compact, now)
    assert [(each.owes, each.asked, each.deadline, each.steps) for each in board.needs_us] == [(False, True, None, ())]
    assert [(each.owes, each.asked) for each in board.waits_for_them] == [(True, False)]
    assert queries.ringing_now(viewer, compact, now) == ()
    for needs in (queries.US, queries.THEM):
        assert [row.record for row in queries.records(viewer, compact, needs=needs).rows] == [record]
        assert queries.needs_count(viewer, compact, needs) == 1
    shift = handed(board, NOW, now)
    assert ([each.row.record for _, each in shift.open], shift.unseen) == ([record, record], ())
    assert word("handling.answer_to_widen", "en") in sign_in("en").get(f"/{compact}/r/{record}/").content.decode()


def bays(client: Client, board: str) -> tuple[str, str]:
    """Return the first two columns of the board."""
    _, needs, waits, _ = client.get(board).content.decode().split('class="bay-head"><h2 id="b')
    return unescape(needs), unescape(waits)

"""One sitting on the pages: answers in one form, a report kept and sealed, changes, redlines, an overdue next one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.node.world import NOW, Neighbour
from tests.web.conftest import SignIn

from hamsaya.core import meeting, scoring
from hamsaya.core.kinds import digest_of
from hamsaya.core.reader import Reader
from hamsaya.core.text import word
from hamsaya.node import council, ledger, queries, reminder
from hamsaya.node.lookup import compact_of
from hamsaya.node.models import SealedReport
from hamsaya.people.viewer import Viewer
from hamsaya.records.commitment import CommitmentKind
from hamsaya.records.sitting import SittingKind
from hamsaya.web.council import standing
from hamsaya.web.council.minutes import told

pytestmark = pytest.mark.django_db
OPERATOR = Viewer.operator("irpk")
CALL = {**SittingKind.example[0].body, "host": "IR"}
ENTERED, TEXT = dict(CommitmentKind.example[0].body), dict(CommitmentKind.example[1].body)
C90, HCM = "IR/c90", "IR/hcm-03"


def write(compact: str, kind: str, record: str, *acts: tuple[str, dict[str, Any]], now: datetime = NOW) -> None:
    """Sign acts on one record."""
    for act, body in acts:
        ledger.append(compact, [ledger.Draft(kind, act, record, body)], post="ir-sitting-desk", now=now)


def state_of(compact: str, record: str) -> Any:
    """Return a record's state."""
    return queries.record(OPERATOR, compact, record).state


@pytest.fixture
def called(compact: str) -> str:
    """A sitting that IR called, and a commitment that IR has proposed."""
    write(compact, "sitting", HCM, ("call", CALL))
    write(compact, "commitment", C90, ("enter", ENTERED), ("propose", TEXT))
    return compact


def test_the_round_signs_what_is_new_and_nothing_twice(called: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    address = f"/{called}/council/sittings/{HCM}/round/"
    typed = {f"{C90}.answer": "late_until", f"{C90}.until": "2099-02-30"}
    assert client.post(address, typed).status_code == 400
    assert client.post(address, {f"{C90}.answer": "late_until"}).status_code == 400
    assert state_of(called, C90).answers == ()
    typed[f"{C90}.until"] = "۱۴۷۸/۱۰/۱۰"
    assert client.post(address, typed).status_code == 302
    (answer,) = state_of(called, C90).answers
    assert (answer["answer"], answer["until"], answer["sitting"]) == ("late_until", "2099-12-30", HCM)
    client.post(address, {f"{C90}.answer": "late_until", f"{C90}.until": "2099-12-30", f"{C90}.words": ""})
    assert len(state_of(called, C90).answers) == 1
    assert "2099" in client.get(address).content.decode()
    shown = client.get(f"/{called}/council/sittings/{HCM}/").content.decode()
    assert '<td data-l="Iran">' in shown  # a phone shows no column heads
    assert '<td data-l="Pakistan">' in shown


def test_a_report_is_kept_here_sealed_by_its_digest_and_not_opened_alone(called: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    address = f"/{called}/council/sittings/{HCM}/report/"
    assert client.post(address, {"do": "seal"}).status_code == 400
    assert client.post(address, {f"{C90}.IR.score": "splendid", "do": "keep"}).status_code == 400
    typed = {f"{C90}.IR.score": "begun", f"{C90}.IR.direction": "up", f"{C90}.IR.evidence": "Photo\n\n Order 7 "}
    assert client.post(address, {**typed, "do": "keep"}).status_code == 302
    assert state_of(called, HCM).seals == {}
    assert "Order 7" in client.get(address).content.decode()
    assert client.post(address, {**typed, "do": "seal"}).status_code == 302
    kept = SealedReport.objects.get(sitting=HCM)
    scores = [{"commitment": C90, "party": "IR", "score": "begun", "direction": "up", "evidence": ["Photo", "Order 7"]}]
    assert state_of(called, HCM).seals["IR"]["digest"] == meeting.seal_digest(scores, kept.salt)
    assert client.post(address, {f"{C90}.IR.score": "done", "do": "keep"}).status_code == 400
    assert client.post(address, {"do": "open"}).status_code == 400
    assert (SealedReport.objects.get(sitting=HCM).scores, state_of(called, HCM).reports) == (scores, {})
    assert word("report.waits", "en") in client.get(address).content.decode().replace("&#x27;", "'")


def test_a_report_is_opened_on_the_page_once_the_other_side_has_sealed_and_its_scores_count(
    called: str, sign_in: SignIn
) -> None:
    client = sign_in("fa")
    address = f"/{called}/council/sittings/{HCM}/report/"
    client.post(address, {f"{C90}.IR.score": "begun", "do": "seal"})
    neighbour = Neighbour(called)
    neighbour.write("sitting/1", "seal-report", HCM, {"digest": "7c" * 32})
    ledger.receive(called, neighbour.verified(), neighbour.note(), now=NOW)
    assert word("report.open", "fa") in client.get(address).content.decode()
    assert client.post(address, {"do": "open"}).status_code == 302
    opened = state_of(called, HCM)
    assert meeting.report_holds(opened, "IR")
    assert [each["score"] for each in opened.reports["IR"]["scores"]] == ["begun"]
    given = {party: each.score for (party, by), each in scoring.scores_at(state_of(called, C90), HCM).items()}
    assert given == {"IR": "begun"}
    assert word("report.is_open", "fa") in client.get(address).content.decode()
    client.post(address, {"do": "open"})
    assert state_of(called, HCM).reports == opened.reports


def test_the_report_is_not_for_whoever_does_not_prepare_sittings(called: str, sign_in: SignIn) -> None:
    duty, desk = sign_in("en", "duty"), sign_in("fa", "desk")
    for page in ("report", "round"):
        assert duty.get(f"/{called}/council/sittings/{HCM}/{page}/").status_code == 404
        assert desk.get(f"/{called}/council/sittings/IR/none/{page}/").status_code == 404


def refusal(client: Client, compact: str, **typed: str) -> int:
    """Call a sitting by the form; return the answer's status."""
    given = {"f.number": "HCM-09", "f.title.en": "Ninth", "f.form": "in_person", **typed}
    return int(client.post(f"/{compact}/new/sitting/call/", given).status_code)


def test_a_sitting_is_called_under_the_host_whose_turn_it_is(called: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    assert refusal(client, called, **{"f.host": "IR"}) == 400
    assert refusal(client, called, **{"f.host": "PK"}) == 302
    assert refusal(client, called, **{"f.host": "PK", "f.commission": "IR/jbc"}) == 302
    assert refusal(client, called, **{"f.form": "remote"}) == 302
    assert "?host=IR&amp;number=HCM-10" in client.get(f"/{called}/council/sittings/").content.decode()


def test_changes_wait_for_both_signatures_and_the_page_offers_ours(called: str, sign_in: SignIn) -> None:
    later, never = {"day": "2027-01-20", "reason": "elections"}, {"day": "not-stated", "reason": "illness"}
    host = ("change-host", {"host": "PK", "reason": "travel"})
    write(called, "sitting", HCM, ("postpone", later), host, ("postpone", never))
    text = sign_in("en").get(f"/{called}/council/sittings/{HCM}/").content.decode()
    for words in ("reason_elections", "reason_travel", "council.holds_when_both", "council.no_day_yet"):
        assert word(words, "en") in text
    assert meeting.host_of(state_of(called, HCM)) == "IR"


def test_another_wording_shows_what_changed_in_each_language(called: str, sign_in: SignIn) -> None:
    item = {"item": "decision", "text": {"en": "The market opens in May."}, "limit": "not-stated",
            "character": "agreed_minutes", "binding": "no"}  # fmt: skip
    other = {**item, "text": {"en": "The market opens in March."}, "replaces": meeting.item_digest(item, "IR")}
    write(called, "sitting", HCM, ("record-item", item), ("record-item", other))
    text = sign_in("fa").get(f"/{called}/council/sittings/{HCM}/").content.decode()
    assert "<del>May.</del> <ins>March.</ins>" in text


def test_copies_are_late_after_three_days_and_parts_belong_to_the_whole(called: str, sign_in: SignIn) -> None:
    minutes = meeting.Meeting(number="HCM-03", title={"en": "Third"}, form="in_person")
    text = {"topic": "minutes"}
    signed = {"IR": [0, 0, "2026-12-20T08:00:00Z", "ir-head"], "PK": [0, 0, "2026-12-21T08:00:00Z", "pk-head"]}
    minutes = minutes.replace(
        texts={digest_of(text): text}, signed={digest_of(text): signed}, copied={"IR": {"day": "2026-12-22"}}
    )
    reader = type("Any", (), {"compact": compact_of(OPERATOR, called)[1]})()
    assert standing.copies(minutes, reader, date(2026, 12, 24)) == [("IR", "2026-12-22", False), ("PK", "", False)]
    assert standing.copies(minutes, reader, date(2026, 12, 25)) == [("IR", "2026-12-22", False), ("PK", "", True)]
    write(called, "sitting", "IR/hcm-03b", ("call", {**CALL, "number": "HCM-03b", "part_of": HCM}))
    for record in (HCM, "IR/hcm-03b"):
        other = "hcm-03b" if record == HCM else "hcm-03/"
        assert (
            other
            in sign_in("ur" if record == HCM else "en").get(f"/{called}/council/sittings/{record}/").content.decode()
        )
    assert [row.record for row in standing.parts(council.sittings(OPERATOR, called), HCM)] == ["IR/hcm-03b"]


def test_an_overdue_sitting_is_noticed_once_a_month_with_each_sides_reason(called: str, sign_in: SignIn) -> None:
    held = (datetime.now(UTC) - timedelta(days=300)).date()
    write(called, "sitting", HCM, ("hold", {"day": held.isoformat()}), ("explain", {"reason": "elections"}))
    now = datetime.now(UTC)
    found = council.overdue_notices(OPERATOR, called, now.date())
    assert len(found) in (3, 4)
    assert (reminder.remind(called, now), reminder.remind(called, now)) == (found[-1], None)
    assert reminder.remind(called, now + timedelta(days=30)) == found[-1] + timedelta(days=30)
    text = sign_in("en").get(f"/{called}/council/sittings/").content.decode()
    assert word("reason_elections", "en") in text
    assert word("council.no_reason", "en") in text
    assert text.count(word("council.notices_signed", "en", count="2")) == 1, "our side's; the other has signed none"
    notice = word("council.overdue_notice", "en", count=len(found))
    for officer, times in ((sign_in("en", "head"), 1), (sign_in("en", "duty"), 0)):
        assert officer.get(f"/{called}/now/").content.decode().count(notice) == times
    write(called, "sitting", "IR/hcm-04", ("call", {**CALL, "host": "PK"}))
    assert council.overdue_notices(OPERATOR, called, now.date()) == found


def test_scores_after_the_freeze_are_listed_apart(called: str) -> None:
    write(called, "commitment", C90, ("score", {"party": "IR", "score": "done", "direction": "up", "sitting": HCM}))
    item = council.item(OPERATOR, called, C90)
    assert item is not None
    assert [each.score for each in scoring.after_freeze(item.state, HCM, "2026-11-01")] == ["done"]


def test_the_portfolio_and_the_agenda_come_as_tables(called: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    score = {"party": "IR", "score": "done", "direction": "up", "evidence": ["=1+1"]}
    write(called, "commitment", C90, ("score", score), ("dispute", {"ground": {"en": "No."}}))
    (row,) = client.get(f"/{called}/council/?format=json").json()["portfolio"]
    assert (row["number"], row["scored_by"], row["score"], row["evidence"], row["claimed"], row["side_states"]) == (
        "C90", "IR", "done", 1, False, "disputed",
    )  # fmt: skip
    table = client.get(f"/{called}/council/?format=csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in table] == [["record", "number"], ["IR/c90", "C90"]]
    write(called, "sitting", HCM, ("add-item", {"title": {"en": "Trade"}, "about": C90}))
    found = client.get(f"/{called}/council/sittings/{HCM}/?format=json").json()["agenda"]
    assert [each["sort"] for each in found][-3:] == ["standing:next_sitting", "entered", "put_on"]
    assert (found[-2]["reasons"], found[-1]["title_en"]) == ("disputed to_sign", "Trade")
    assert client.get(f"/{called}/council/?format=exe").status_code == 200


def test_the_report_asks_first_for_what_is_adopted(called: str, sign_in: SignIn) -> None:
    write(called, "commitment", "IR/c01", ("enter", {**ENTERED, "number": "C01"}))
    write(called, "commitment", C90, ("dispute", {"ground": {"en": "No."}}))
    text = sign_in("en").get(f"/{called}/council/sittings/{HCM}/report/").content.decode()
    assert text.index(f'name="{C90}.IR.score"') < text.index('name="IR/c01.IR.score"')


def test_the_page_refuses_a_call_out_of_turn_by_the_rule_of_the_log_and_keeps_what_was_typed(
    called: str, sign_in: SignIn
) -> None:
    typed = {"f.number": "HCM-04", "f.title.en": "Fourth", "f.form": "in_person", "f.host": "IR"}
    client, address = sign_in("en", "desk"), f"/{called}/new/sitting/call/"
    refused = client.post(address, typed)
    assert (refused.status_code, word("refused.sitting.not-turn", "en") in refused.content.decode()) == (400, True)
    assert "HCM-04" in refused.content.decode()
    assert client.post(address, {**typed, "f.host": "PK"}).status_code == 302


ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens in May.", "fa": "بازارچه در خرداد باز می‌شود."},
    "limit": "2027-05-01", "character": "agreed_minutes", "binding": "no",
}  # fmt: skip
DIGEST = meeting.item_digest(ITEM, "IR")


def test_minutes_are_put_before_the_chairs_again_with_what_was_written_since(called: str, sign_in: SignIn) -> None:
    write(called, "sitting", HCM, ("record-item", ITEM), ("reserve", {"item": DIGEST, "words": {"en": "Ours."}}))
    before = {"items": [DIGEST], "reservations": meeting.reservations(state_of(called, HCM)), "next_day": "2027-07-06",
              "authentic": "all_equal"}  # fmt: skip
    write(called, "sitting", HCM, ("present", before))
    client, page = sign_in("fa"), f"/{called}/council/sittings/{HCM}/"
    assert word("council.outgrown", "fa") not in client.get(page).content.decode()
    neighbour = Neighbour(called)
    neighbour.write("sitting/1", "reserve", HCM, {"item": DIGEST, "words": {"en": "Theirs."}})
    ledger.receive(called, neighbour.verified(), neighbour.note(), now=NOW)
    assert word("council.outgrown", "fa") in client.get(page).content.decode()
    assert client.post(f"{page}present/", {"f.next_day": "۱۴۰۶/۰۴/۱۵", "f.next_host": "PK"}).status_code == 302
    shown = client.get(page).content.decode()
    minutes = shown[shown.index('id="minutes"') : shown.index(word("council.before_signing", "fa"))]
    assert ("Ours." in minutes, "Theirs." in minutes, word("council.outgrown", "fa") in shown) == (True, True, False)
    assert minutes.index('lang="fa"') < minutes.index('lang="en"')


def test_minutes_without_a_day_need_a_reason_and_what_was_typed_stays(called: str, sign_in: SignIn) -> None:
    write(called, "sitting", HCM, ("record-item", ITEM))
    client, page = sign_in("en"), f"/{called}/council/sittings/{HCM}/"
    none = client.post(f"{page}present/", {"f.next_host": "IR"})
    assert (none.status_code, word("refused.sitting.next-missing", "en") in none.content.decode()) == (400, True)
    assert '<option value="IR" selected>' in none.content.decode()
    wrong = client.post(f"{page}present/", {"f.next_day": "in July", "f.reason": "illness"})
    assert (wrong.status_code, 'value="in July"' in wrong.content.decode()) == (400, True)
    assert meeting.presented(state_of(called, HCM)) is None
    assert client.post(f"{page}present/", {"f.reason": "illness", "f.next_host": "PK"}).status_code == 302
    assert meeting.presented(state_of(called, HCM)) is not None


def test_forms_of_a_sitting_offer_items_by_their_words_and_lead_back_to_its_page(called: str, sign_in: SignIn) -> None:
    write(called, "sitting", HCM, ("record-item", ITEM))
    client = sign_in("fa")
    form = client.get(f"/{called}/r/{HCM}/reserve/").content.decode()
    assert f'value="{DIGEST}" checked required><span>\u2068بازارچه در خرداد باز می‌شود.\u2069</span>' in form
    sent = client.post(f"/{called}/r/{HCM}/reserve/", {"f.item": DIGEST, "f.words.fa": "نه."})
    assert (sent.status_code, sent["Location"]) == (302, f"/{called}/council/sittings/{HCM}/")
    again = client.get(f"/{called}/r/{HCM}/reserve/?item={DIGEST}").content.decode()
    assert f'value="{DIGEST}" checked required><span>\u2068{DIGEST[:12]}\u2069</span>' in again


def test_a_refusal_names_the_roles_that_may_in_words(called: str, sign_in: SignIn) -> None:
    write(called, "sitting", HCM, ("record-item", ITEM), ("present", {"items": [DIGEST], "reason": "illness",
          "next_day": "not-stated", "authentic": "all_equal"}))  # fmt: skip
    digest = meeting.presented(state_of(called, HCM))
    refused = sign_in("fa", "desk").post(f"/{called}/r/{HCM}/sign-minutes/", {"f.digest": digest}).content.decode()
    assert word("refused.act.role", "fa", roles=word("role.head", "fa")) in refused


def test_what_can_only_be_refused_is_not_offered(called: str, sign_in: SignIn) -> None:
    shown = sign_in("en", "head").get(f"/{called}/council/sittings/{HCM}/").content.decode()
    for act in ("object-item", "reserve", "present", "sign-minutes", "attest", "copy", "approve", "agree-change"):
        assert f"/r/{HCM}/{act}/" not in shown
    write(called, "sitting", HCM, ("hold", {"day": "2026-11-01"}))
    shown = sign_in("ur").get(f"/{called}/council/sittings/{HCM}/").content.decode()
    assert "منعقد شدہ" in shown


def test_a_side_that_objected_may_drop_its_objection_and_no_longer_objects(called: str, sign_in: SignIn) -> None:
    title = {"en": "Crossings"}
    neighbour = Neighbour(called)
    neighbour.write("sitting/1", "add-item", HCM, {"title": title})
    ledger.receive(called, neighbour.verified(), neighbour.note(), now=NOW)
    item, client = meeting.item_digest({"title": title}, "PK"), sign_in("en")
    page = f"/{called}/council/sittings/{HCM}/"
    assert f"object-item/?item={item}" in client.get(page).content.decode()
    write(called, "sitting", HCM, ("object-item", {"item": item, "title": {"en": "Other"}}))
    shown = client.get(page).content.decode()
    assert (f"object-item/?item={item}" in shown, f"drop-item/?item={item}" in shown) == (False, True)
    assert word("council.drop_objection", "en") in shown


def test_the_agenda_comes_as_a_paper_and_a_paper_shows_its_code(called: str, sign_in: SignIn) -> None:
    client = sign_in("ur")
    assert client.get(f"/{called}/council/paper/agenda/{HCM}.pdf")["Content-Type"] == "application/pdf"
    shown = client.get(f"/{called}/council/paper/agenda/{HCM}/").content.decode()
    head = shown[shown.index('class="paper-head"') : shown.index("</header>", shown.index('class="paper-head"'))]
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox' in head
    assert f'<a href="/{called}/council/sittings/{HCM}/">{word("council.seat", "ur")}</a>' in shown
    assert f"/council/paper/agenda/{HCM}.pdf" in client.get(f"/{called}/council/sittings/{HCM}/").content.decode()


def test_the_record_of_a_sitting_leads_to_its_page_and_does_not_call_offered_days_unstated(
    called: str, sign_in: SignIn
) -> None:
    shown = sign_in("en").get(f"/{called}/r/{HCM}/").content.decode()
    assert f'href="/{called}/council/sittings/{HCM}/">{word("council.seat", "en")}</a>' in shown
    assert f"<dt>{word('field.days', 'en')}</dt>" not in shown


def test_an_agreed_commitment_is_entered_from_the_signed_minutes_with_its_words(called: str, sign_in: SignIn) -> None:
    item = {**ITEM, "item": "commitment", "owner": "pk-foreign-minister"}
    digest = meeting.item_digest(item, "IR")
    body = {"items": [digest], "next_day": "2027-07-06", "authentic": "all_equal"}
    write(called, "sitting", HCM, ("record-item", item), ("present", body))
    minutes = meeting.presented(state_of(called, HCM))
    client, page = sign_in("fa", "desk"), f"/{called}/council/sittings/{HCM}/"
    assert word("council.enter_commitment", "fa") not in client.get(page).content.decode()
    write(called, "sitting", HCM, ("sign-minutes", {"digest": minutes}))
    neighbour = Neighbour(called)
    neighbour.write("sitting/1", "sign-minutes", HCM, {"digest": minutes})
    ledger.receive(called, neighbour.verified(), neighbour.note(), now=NOW)
    shown = client.get(page).content.decode()
    assert word("council.enter_commitment", "fa") in shown
    assert word("authentic_all_equal", "fa") in shown
    shown_minutes = told(state_of(called, HCM), Reader.of(compact_of(OPERATOR, called)[1], "IR", "fa"))
    assert shown_minutes is not None
    fields = dict(shown_minutes["items"][0]["enter"])
    form = client.post(f"/{called}/new/commitment/enter/", {"preview": "1", **fields})
    assert (form.status_code, "بازارچه در خرداد باز می‌شود." in form.content.decode()) == (200, True)
    assert 'value="PK" checked' in form.content.decode()

"""Answering from the board: one tap and a code, a double tap, two officers at once, a letter that is over."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.node.world import EXAMPLE, LETTER, NOW, Neighbour
from tests.web.conftest import SignIn

from hamsaya.core.compact import load_compact
from hamsaya.core.kinds import kind_named
from hamsaya.core.letter import CANNOT
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger
from hamsaya.node.erase import erase
from hamsaya.node.models import Record

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
FLOOD = "/irpk/r/PK/flood"
AGREED = load_compact(EXAMPLE.read_bytes())
OFFICE = "ir-market-administrator"
MISSING = {"doing": "until-missing", "need_time": "until-missing", "cannot": "cannot-why", "not_ours": "whose-missing"}


@pytest.fixture
def letter(compact: str) -> str:
    """A letter of the neighbour's that nobody here has seen."""
    neighbour = Neighbour()
    body = {**LETTER, "urgency": "now", "urgency_reason": "misreading"}
    neighbour.write("incident/1", "report", "PK/flood", body)
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    return "PK/flood"


def size(compact: str) -> int:
    """Return the length of our log."""
    return ledger.read_our_head(compact).size


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def answer_form(client: Client) -> dict[str, Any]:
    """Return what a freshly drawn answer form sends."""
    page = client.get(f"{FLOOD}/answer/").content.decode()
    return {"key": hidden(page, "key"), "drawn": hidden(page, "drawn"), "f.answer": "done"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["incident", "notice"])
def test_no_two_controls_of_a_letter_are_called_alike(compact: str, sign_in: SignIn, kind: str, lang: str) -> None:
    neighbour, opening = Neighbour(), kind_named(kind).example[0]  # type: ignore[union-attr]
    neighbour.write(f"{kind}/1", opening.act.name(), "PK/flood", opening.body, audience="DESK")
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    page = sign_in(lang, "duty").get(f"{FLOOD}/").content.decode()
    (part,) = re.findall(r'<section class="sec sec--do".*?</section>', page, re.DOTALL)
    names = re.findall(r"<(?:a|button|summary)\b[^>]*>([^<]*)</", part)
    assert {word("desk.answer", lang), word("desk.answer_form", lang)} <= set(names)
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("place", ["/irpk/now/", f"{FLOOD}/"])
def test_board_and_letter_offer_six_codes(compact: str, letter: str, sign_in: SignIn, place: str) -> None:
    page = sign_in("ur", "duty").get(place).content.decode()
    offered = re.findall(r'name="f.answer" value="(\w+)"', page)
    assert offered == ["done", "clarify", "doing", "need_time", "cannot", "not_ours"]
    assert word("answer_clarify", "ur") in page
    for field, choices in (("reason", len(CANNOT)), ("office", len(AGREED.offices))):
        select = re.search(rf'<select class="fld" name="f.{field}" required>(.*?)</select>', page)
        assert select is not None
        assert len(re.findall(r'<option value="[a-z_-]+">', select[1])) == choices


def test_one_tap_acknowledges_and_one_answers(compact: str, letter: str, sign_in: SignIn) -> None:
    client = sign_in("fa", "duty")
    page = client.get("/irpk/now/").content.decode()
    drawn = {"drawn": hidden(page, "drawn"), "then": "board"}
    seen = client.post(f"{FLOOD}/acknowledge/", drawn)
    assert (seen.status_code, seen["Location"]) == (302, "/irpk/now/")
    (at, *_) = re.findall(r'<option value="(\d{4}-[^"]+Z)"', page)
    answered = client.post(f"{FLOOD}/answer/", {**drawn, "f.answer": "doing", "f.until.at": at})
    assert (answered.status_code, answered["Location"]) == (302, "/irpk/now/")
    assert Record.objects.get(record=letter).status == "answered"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_without_what_it_needs_stays_in_the_form_and_says_what_is_missing(
    compact: str, letter: str, sign_in: SignIn, lang: str
) -> None:
    client = sign_in(lang, "duty")
    before = size(compact)
    for answer, code in MISSING.items():
        refused = client.post(f"{FLOOD}/answer/", {"f.answer": answer, "f.text": "a remark"})
        page = refused.content.decode()
        assert refused.status_code == 400
        assert word(f"refused.letter.{code}", lang) in page
        assert re.search(rf'value="{answer}" checked', page)
        assert "a remark" in page
    assert size(compact) == before
    given = client.post(f"{FLOOD}/answer/", {"f.answer": "cannot", "f.reason": "weather"}, follow=True)
    assert word("cannot_weather", lang) in given.content.decode()
    named = client.post(f"{FLOOD}/answer/", {"f.answer": "not_ours", "f.office": OFFICE}, follow=True)
    assert AGREED.office(OFFICE).name[lang] in named.content.decode()
    assert size(compact) == before + 2


def test_a_double_tap_is_one_act(compact: str, letter: str, sign_in: SignIn) -> None:
    client = sign_in("fa", "duty")
    form = answer_form(client)
    before = size(compact)
    first, second = client.post(f"{FLOOD}/answer/", form), client.post(f"{FLOOD}/answer/", form, follow=True)
    assert (first.status_code, first["Location"]) == (302, f"{FLOOD}/")
    assert word("desk.again", "fa") in second.content.decode()
    assert size(compact) == before + 1


def test_a_double_acknowledgement_is_one_act(compact: str, letter: str, sign_in: SignIn) -> None:
    client = sign_in("en", "duty")
    drawn = {"drawn": hidden(client.get("/irpk/now/").content.decode(), "drawn")}
    before = size(compact)
    client.post(f"{FLOOD}/acknowledge/", drawn)
    second = client.post(f"{FLOOD}/acknowledge/", drawn, follow=True).content.decode()
    assert "A colleague was quicker." in second
    assert size(compact) == before + 1


def test_the_slower_of_two_officers_sees_what_became_of_both(compact: str, letter: str, sign_in: SignIn) -> None:
    fast, slow = sign_in("en", "duty"), sign_in("ur", "duty", "head")
    two = (
        answer_form(fast),
        {**answer_form(slow), "f.answer": "not_ours", "f.office": OFFICE, "f.text": "یہ ہمارا نہیں"},
    )
    fast.post(f"{FLOOD}/answer/", two[0])
    before = size(compact)
    told = slow.post(f"{FLOOD}/answer/", two[1])
    page = told.content.decode()
    assert told.status_code == 409
    assert "آپ کے ساتھی نے پہلے کارروائی کر دی" in page
    assert "یہ ہمارا نہیں" in page
    assert re.search(r'value="not_ours" checked', page)
    assert size(compact) == before
    meant = {**two[1], "key": hidden(page, "key"), "drawn": hidden(page, "drawn")}
    assert slow.post(f"{FLOOD}/answer/", meant).status_code == 302
    assert size(compact) == before + 1


def test_the_queue_is_told_in_json(compact: str, letter: str, sign_in: SignIn) -> None:
    client, other = sign_in("en", "duty"), sign_in("en", "head")
    form = {**answer_form(client), "queued": "1"}
    signed = client.post(f"{FLOOD}/answer/", form, headers=JSON)
    assert (signed.status_code, signed.json()) == (201, {"url": f"{FLOOD}/", "again": False})
    again = client.post(f"{FLOOD}/answer/", form, headers=JSON)
    assert (again.status_code, again.json()) == (201, {"url": f"{FLOOD}/", "again": True})
    late = other.post(f"{FLOOD}/answer/", {"f.answer": "cannot", "drawn": form["drawn"]}, headers=JSON)
    assert (late.status_code, late.json()["drawn"]) == (409, size(compact))
    before = size(compact)
    for answer, code in MISSING.items():
        wrong = client.post(f"{FLOOD}/answer/", {"f.answer": answer}, headers=JSON)
        assert wrong.status_code == 400
        assert word(f"refused.letter.{code}", "en") == wrong.json()["said"]
    assert size(compact) == before
    messages = client.get("/irpk/now/").content.decode()
    assert word("desk.again", "en") not in messages


def test_an_answer_to_a_letter_that_is_over_is_refused_in_a_sentence(
    compact: str, letter: str, sign_in: SignIn
) -> None:
    client = sign_in("fa", "duty")
    form = answer_form(client)
    neighbour = Neighbour()
    body = {**LETTER, "urgency": "now", "urgency_reason": "misreading"}
    neighbour.write("incident/1", "report", "PK/flood", body)
    neighbour.write("incident/1", "conclude", "PK/flood", {})
    ledger.receive(compact, neighbour.verified()[1:], neighbour.note(), now=NOW)
    before = size(compact)
    refused = client.post(f"{FLOOD}/answer/", form)
    assert refused.status_code == 400
    assert word("refused.letter.closed", "fa") in refused.content.decode()
    assert size(compact) == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_to_a_withdrawn_letter_is_refused_in_a_sentence(
    compact: str, letter: str, sign_in: SignIn, lang: str
) -> None:
    client = sign_in(lang, "duty")
    form = {**answer_form(client), "f.text": "a remark"}
    erase(compact, [letter], int(NOW.timestamp()))
    before = size(compact)
    refused = client.post(f"{FLOOD}/answer/", form)
    assert refused.status_code == 400
    page = refused.content.decode()
    assert word("refused.record.erased", lang, record=letter) in page
    assert "a remark" in page
    queued = client.post(f"{FLOOD}/answer/", {**form, "queued": "1"}, headers=JSON)
    assert (queued.status_code, queued.json()["said"]) == (400, word("refused.record.erased", lang, record=letter))
    assert client.post(f"{FLOOD}/acknowledge/", {"drawn": form["drawn"]}).status_code == 400
    assert size(compact) == before
    board = client.get("/irpk/now/").content.decode()
    assert f"{FLOOD}/acknowledge/" not in board
    assert client.get(f"{FLOOD}/answer/").status_code == 200

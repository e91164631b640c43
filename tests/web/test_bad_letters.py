"""What goes wrong in a letter's form: each is refused or pointed out with what to do, and what was typed stays."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone
from tests.node.world import LETTER, NOW
from tests.web.conftest import SignIn, said
from tests.web.test_exercise import TYPED, everything

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger

pytestmark = pytest.mark.django_db
NOTICE = {
    "from_desk": "zahedan", "to_desk": "turbat", "channel": "security", "traffic": "actual", "urgency": "today",
    "basis": "own_agency", "certainty": "likely", "happened": {"precision": "not_stated"}, "reply_wanted": False,
    "stage": "advance", "activity": "blasting", "joint": False, "against": "none",
    "window": {"precision": "not_stated"}, "ended": False, "public_statement_planned": False,
}  # fmt: skip


def refused(compact: str, sign_in: SignIn, lang: str, **typed: Any) -> str:
    """Send an incident with these fields; return the page that says no. Nothing was signed."""
    given = {**TYPED, **{name.replace("__", "."): value for name, value in typed.items()}}
    answer = sign_in(lang).post(f"/{compact}/new/incident/report/", given)
    assert answer.status_code == 400
    assert everything(compact) == set()
    return unescape(answer.content.decode())


def tried(compact: str, kind: str, act: str, body: dict[str, Any]) -> str:
    """Return the code with which the ledger refuses an act."""
    draft = ledger.Draft(kind, act, ledger.new_record(compact), body)
    with pytest.raises(Refused) as said:
        ledger.append(compact, [draft], post="ir-duty", now=NOW)
    return said.value.code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_that_nobody_lists_is_refused_with_the_nearest_names(compact: str, sign_in: SignIn, lang: str) -> None:
    page = refused(compact, sign_in, lang, f__place__place="zahidan", f__place__precision="settlement")
    assert word("refused.place.not-listed", lang).partition("{")[0].strip("“«") in page
    assert {"en": "Zahedan", "fa": "زاهدان", "ur": "زاہدان"}[lang] in page.partition('class="compose"')[0]
    assert tried(
        compact, "incident", "report", {**LETTER, "place": {"place": "zahidan", "precision": "settlement"}}
    ) == ("place.not-listed")


def test_a_place_on_the_other_side_is_pointed_out_before_signing(compact: str, sign_in: SignIn) -> None:
    for lang, party in (("en", "Pakistan"), ("fa", "پاکستان"), ("ur", "پاکستان")):
        typed = {**TYPED, "f.place.inside": "PK"}
        page = sign_in(lang).post(f"/{compact}/new/incident/report/preview/", typed).content.decode()
        assert word("web.place_over_there", lang, party=party) in page
        mine = sign_in(lang, "duty").post(f"/{compact}/new/incident/report/preview/", TYPED).content.decode()
        assert word("web.place_over_there", lang, party=party) not in mine


@pytest.mark.parametrize(
    "place",
    [
        {"km": 2, "inside": "PK", "precision": "band_only"},
        {"place": "karachi", "precision": "settlement"},
        {"lat": 26_000_000, "lon": 63_050_000, "precision": "within_1km"},
        {"south": 25_800_000, "west": 63_000_000, "north": 26_000_000, "east": 63_200_000, "precision": "within_10km"},
    ],
)
def test_a_notice_tells_of_ones_own_ground_alone(compact: str, place: dict[str, Any]) -> None:
    assert tried(compact, "notice", "tell", {**NOTICE, "place": place}) == "place.not-own"


def test_a_time_in_the_future_is_refused(compact: str, sign_in: SignIn) -> None:
    day = (timezone.now() + timedelta(days=2)).date().isoformat()
    page = refused(
        compact, sign_in, "en", f__happened__day=day, f__happened__clock="10:00", f__happened__precision="minute"
    )
    assert word("refused.letter.future", "en").partition("{")[0] in page
    assert f'value="{day}"' in page
    later = {"at": "2026-11-23T08:00:00Z", "precision": "minute"}
    assert tried(compact, "incident", "report", {**LETTER, "happened": later}) == "letter.future"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_that_contradict_each_other_are_refused(compact: str, sign_in: SignIn, lang: str) -> None:
    page = refused(compact, sign_in, lang, f__dead="1", f__dead_civilian="2")
    assert said(lang, "incident.counts-parts", field="dead", total=1, parts=2) in page
    assert 'name="f.dead_civilian"' in page
    for body, code in (
        ({"dead": 3, "dead_civilian": 1, "dead_official": 1}, "incident.counts-parts"),
        ({"dead": 1, "injured": 2, "missing": "not-known", "people": 2}, "incident.counts-people"),
    ):
        assert tried(compact, "incident", "report", {**LETTER, **body}) == code


def test_an_update_is_held_against_what_was_reported(compact: str) -> None:
    record = ledger.new_record(compact)
    first = ledger.Draft("incident", "report", record, {**LETTER, "dead": 2, "people": 3})
    ledger.append(compact, [first], post="ir-duty", now=NOW)
    with pytest.raises(Refused, match=r"incident\.counts-people"):
        ledger.append(compact, [ledger.Draft("incident", "update", record, {"injured": 2})], post="ir-duty", now=NOW)
    ledger.append(compact, [ledger.Draft("incident", "update", record, {"injured": 1})], post="ir-duty", now=NOW)


@pytest.mark.parametrize("number", ["35202-1234567-1", "0084575948"])
def test_a_pasted_identity_number_is_stopped_and_explained(compact: str, sign_in: SignIn, number: str) -> None:
    text = f"The driver showed {number} at the gate."
    page = refused(compact, sign_in, "en", f__text=text)
    assert text in page
    assert tried(compact, "incident", "report", {**LETTER, "text": {"lang": "en", "text": text}}) == "screen.found"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_six_hundred_characters_stay_in_the_form(compact: str, sign_in: SignIn, lang: str) -> None:
    text = "ب" * 600
    page = refused(compact, sign_in, lang, f__text=text)
    assert text in page
    assert said(lang, "field.too-long", field="text", limit=500, length=600) in page
    assert tried(compact, "incident", "report", {**LETTER, "text": {"lang": "fa", "text": text}}) == "field.too-long"

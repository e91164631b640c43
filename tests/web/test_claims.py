"""The claims desk on its pages: taking in, what is beside it, answers, lines, exports."""

import csv
import json
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.node.world import NOW
from tests.web.conftest import SignIn

from hamsaya.core.agreement import in_force
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger, queries
from hamsaya.node.models import Record
from hamsaya.people.models import Pending
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
RUMOUR = "Forces of both carried out a joint operation. It took place on the shared border."
SPOKEN = ("spokesperson",)


def state_of(compact: str, record: str) -> Any:
    return queries.record(Viewer.operator(compact), compact, record).state


def take_in(client: Client, compact: str, **typed: Any) -> str:
    """Paste the rumour, look, sign; return the record."""
    page = client.post(f"/{compact}/claims/", {"words": RUMOUR, "look": "1", "first_seen": "2026-11-21"})
    assert page.status_code == 200
    look = page.context["look"]
    body = {
        "words": RUMOUR, "title": look["title"], "parts": look["parts"], "language": look["language"], "enter": "1",
        "first_seen": "2026-11-21", "danger": "forces", "question": ["happened", "joint"], "spread": "wide", **typed,
    }  # fmt: skip
    signed = client.post(f"/{compact}/claims/", body)
    assert signed.status_code == 302, signed.content.decode()
    return "/".join(signed.headers["Location"].strip("/").split("/")[-2:])


def test_a_rumour_is_split_asked_and_answered(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", *SPOKEN)
    record = take_in(client, compact)
    state = state_of(compact, record)
    assert [part["en"] for part in state.parts] == [
        "Forces of both carried out a joint operation.", "It took place on the shared border.",
    ]  # fmt: skip
    assert (state.asked["questions"], state.danger) == (["happened", "joint"], "forces")
    do = f"/{compact}/claims/{record}/do/"
    answered = client.post(do, {"do": "answer", "verdict.1": "false", "verdict.2": "partly", "elements.2": ["place"]})
    assert answered.status_code == 302
    given = state_of(compact, record).answers
    assert [given[part]["IR"]["verdict"] for part in ("1", "2")] == ["false", "partly"]
    assert client.post(do, {"do": "hold", "minutes": "30"}).status_code == 302
    for lang in LANGUAGES:
        page = sign_in(lang, "desk").get(f"/{compact}/claims/{record}/")
        assert page.status_code == 200
        assert word("verdict_false", lang) in page.content.decode()


def test_what_is_beside_it_is_shown_before_anything_is_stored(compact: str, sign_in: SignIn) -> None:
    client = sign_in("fa", *SPOKEN)
    first = take_in(client, compact)
    notice = ledger.Draft("incident", "report", "IR/blast", {**_LETTER, "happened": _DAY}, audience="GOV")
    ledger.append(compact, [notice], post="zahedan-duty", now=NOW)
    before = Record.objects.count()
    page = client.post(f"/{compact}/claims/", {"words": RUMOUR, "look": "1", "first_seen": "1405/08/30"})
    known = page.context["look"]["known"]
    assert [row.record for row, _ in known.similar] == [first]
    assert [row.record for row in known.near] == ["IR/blast"]
    assert Record.objects.count() == before
    page = client.get(f"/{compact}/claims/{first}/")
    assert [row.record for row in page.context["beside"]["near"]] == ["IR/blast"]
    assert f'href="{reverse("web:record", args=[compact, "IR", "blast"])}"' in page.content.decode()


def test_a_private_account_and_a_number_are_stopped_and_nothing_typed_is_lost(compact: str, sign_in: SignIn) -> None:
    client = sign_in("ur", *SPOKEN)
    stopped = client.post(f"/{compact}/claims/", {"words": f"{RUMOUR} 35202-1234567-1", "look": "1"})
    assert stopped.status_code == 400
    assert "35202-1234567-1" in stopped.content.decode()
    body = {"title": "T", "parts": RUMOUR, "language": "en", "enter": "1", "origin": "social_media", "outlet": "@a"}
    refused = client.post(f"/{compact}/claims/", body)
    assert refused.status_code == 400
    assert word("refused.claim.private-account", "ur") in refused.content.decode()
    assert RUMOUR in refused.content.decode()
    assert Record.objects.count() == 0


def test_a_line_is_put_forward_in_three_languages_and_released_by_two_officers(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", "spokesperson")
    record = take_in(client, compact)
    do = f"/{compact}/claims/{record}/do/"
    page = client.get(f"/{compact}/claims/{record}/")
    words = dict(page.context["line"])
    assert words["en"].endswith("On point 2, Iran has not answered yet; Pakistan has not answered yet.")
    assert words["ur"].endswith("نکتہ 2 پر ایران نے ابھی جواب نہیں دیا؛ پاکستان نے ابھی جواب نہیں دیا۔")
    assert (
        client.post(do, {"do": "propose", **{f"line.{lang}": text for lang, text in words.items()}}).status_code == 302
    )
    state = state_of(compact, record)
    ((digest, text),) = state.texts.items()
    assert text["words"] == words
    assert in_force(state) is None
    early = client.post(do, {"do": "consent", "digest": digest, "reason": "both agree"})
    assert early.status_code == 302
    head = sign_in("fa", "head")
    shown = unescape(head.get(f"/{compact}/second/{Pending.objects.get().pk}/").content.decode())
    assert all(each in shown for each in words.values()), "what is let out stands before whoever lets it"
    assert word("web.second_what", "fa") in shown
    own = {f"line.{lang}": f"We acted alone ({lang})." for lang in LANGUAGES}
    assert client.post(do, {"do": "publish", **own}).status_code == 400
    assert client.post(do, {"do": "publish", "reason": "asked by agencies", **own}).status_code == 302
    assert state_of(compact, record).lines == ()
    assert [pending.payload["act"] for pending in Pending.objects.order_by("pk")] == ["consent", "publish"]


def test_the_desk_is_exported_with_each_answer_under_its_own_name(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", *SPOKEN)
    record = take_in(client, compact)
    client.post(f"/{compact}/claims/{record}/do/", {"do": "answer", "verdict.1": "false"})
    rows = client.get(f"/{compact}/claims/?format=json").json()["claims"]
    assert [(row["part"], row["answers"], row["joint_verdict"]) for row in rows] == [(1, "IR:false", ""), (2, "", "")]
    table = list(csv.DictReader(StringIO(client.get(f"/{compact}/claims/?format=csv").content.decode("utf-8-sig"))))
    assert [row["claim"] for row in table] == [row["claim"] for row in rows]
    (review,) = json.loads(client.get(f"/{compact}/claims/?format=claimreview").content)
    assert (review["@type"], review["author"]["name"], review["reviewRating"]["ratingValue"]) == (
        "ClaimReview", "Iran", 1,
    )  # fmt: skip


def test_posts_that_do_not_speak_may_read_and_not_answer(compact: str, sign_in: SignIn) -> None:
    record = take_in(sign_in("en", *SPOKEN), compact)
    market = sign_in("fa", "market")
    assert market.get(f"/{compact}/claims/{record}/").status_code == 200
    assert market.post(f"/{compact}/claims/{record}/do/", {"do": "answer", "verdict.1": "true"}).status_code == 400
    assert market.post(f"/{compact}/claims/", {"words": RUMOUR, "look": "1"}).status_code == 400
    assert state_of(compact, record).answers == {}
    assert market.get(f"/{compact}/claims/IR/not-there/").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"do": "answer"}, {"do": "nothing"}, {"do": "answer", "verdict.1": "perhaps"}, {"do": "sign", "digest": "x"},
        {"do": "answer", "verdict.1": "not_yet", "until.1.day": "soon", "until.1.clock": "9"},
        {"do": "answer", "verdict.1": "partly"}, {"do": "propose", "line.en": "Only English."}, {"do": "ask"},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_gets_a_clear_line(compact: str, sign_in: SignIn, typed: dict[str, str]) -> None:
    client = sign_in("en", *SPOKEN)
    record = take_in(client, compact)
    refused = client.post(f"/{compact}/claims/{record}/do/", typed)
    assert refused.status_code == 400
    assert 'role="alert"' in refused.content.decode()
    assert typed.get("line.en", "") in refused.content.decode()


_DAY = {"at": "2026-11-20", "precision": "day"}
_LETTER = {
    "from_desk": "zahedan", "to_desk": "turbat", "channel": "security", "traffic": "actual", "urgency": "soon",
    "place": {"precision": "not_stated"}, "basis": "own_observation", "certainty": "observed", "reply_wanted": True,
    "incident": "crossing_by_mistake", "affects": ["IR"], "dead": 0, "injured": 0, "missing": "not-known",
    "ongoing": True, "help_wanted": False, "joint_inquiry": False,
}  # fmt: skip

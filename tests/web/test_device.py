"""What the browser's own part asks our node: the worker, who is signed in, and what the pages hand to it."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.node.world import LETTER, NOW, Neighbour
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger
from hamsaya.web.device.views import STATIC

pytestmark = pytest.mark.django_db


def test_the_worker_is_served_to_anybody_at_the_root_and_names_files_that_there_are(compact: str) -> None:
    answer = Client().get("/worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert answer["Cache-Control"] == "no-cache"
    (kept,) = re.findall(r"const KEPT = (\[.*\]);", answer.content.decode())
    assert [address.partition("?v=")[0] for address in json.loads(kept)] == [f"/static/{name}" for name in STATIC]
    assert all("?v=" in address for address in json.loads(kept))
    assert all(finders.find(name) for name in STATIC)


def test_who_is_signed_in_is_told_to_who_is(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", "duty")
    told = client.get("/irpk/device/", headers={"accept": "application/json"})
    assert told["Cache-Control"] == "no-store"
    assert {name: told.json()[name] for name in ("officer", "post")} == {
        "officer": "officer-en-duty-irpk", "post": "ir-officer-en-duty-irpk",
    }  # fmt: skip
    assert set(told.json()) == {"officer", "post", "token", "now"}
    stranger = Client().get("/irpk/device/", headers={"accept": "application/json"})
    assert (stranger.status_code, stranger.content) == (401, b"")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_board_hands_over_the_forms_to_keep_incident_first(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang, "duty")
    page = client.get("/irpk/now/").content.decode()
    (kept,) = re.findall(r'<script id="keep-pages" type="application/json">(.*)</script>', page)
    addresses = json.loads(kept)
    assert addresses[:4] == ["/irpk/now/", "/irpk/now/bays/", "/irpk/device/away/", "/irpk/new/incident/report/"]
    assert {client.get(address).status_code for address in addresses} == {200}
    away = client.get("/irpk/device/away/").content.decode()
    assert word("desk.away_page", lang) in away
    assert [address for address in addresses[3:] if f'href="{address}"' not in away] == []


def test_a_letter_of_level_1_sounds_on_every_page_until_it_is_seen(compact: str, sign_in: SignIn) -> None:
    neighbour = Neighbour()
    body = {**LETTER, "urgency": "now", "urgency_reason": "misreading"}
    neighbour.write("incident/1", "report", "PK/flood", body)
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    start = int(NOW.timestamp())
    client = sign_in("fa", "duty")
    alarm = f'data-alarm="PK/flood" data-at="{start} {start + 300}"'
    for address in ("/irpk/now/", "/irpk/now/lamp/", "/irpk/new/incident/report/", "/irpk/log/"):
        assert client.get(address).content.decode().count(alarm) == 1
    assert "data-alarm" not in sign_in("en", "aide").get("/irpk/log/").content.decode()
    client.post("/irpk/r/PK/flood/acknowledge/")
    assert "data-alarm" not in client.get("/irpk/now/lamp/").content.decode()

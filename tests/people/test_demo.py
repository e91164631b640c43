"""A demonstration lets a stranger in without a phone; no other node does anything of the sort."""

import re
import time
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.people.officers import Row

from hamsaya.core.compact import Compact, load_compact
from hamsaya.core.errors import Refused
from hamsaya.people.demo import PARTS, PASSWORD, create_demo_officers
from hamsaya.people.models import Assignment, Officer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.pages")]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "iran-pakistan" / "compact.toml"
SHOWN = re.compile(r'<code id="demo-code">(\d{6})</code>')


@pytest.fixture
def compact() -> Compact:
    return load_compact(EXAMPLE.read_bytes())


def test_a_stranger_gets_in_with_what_the_pages_show(settings: Settings, compact: Compact, trail: list[Row]) -> None:
    settings.HAMSAYA_DEMO = True
    create_demo_officers(compact, "IR", timezone.now())
    client = Client()
    assert PASSWORD in client.get("/sign-in/").content.decode()
    assert Officer.objects.values("password").distinct().count() == 1
    for officer in Officer.objects.all():
        client = Client()
        client.post("/sign-in/", {"username": officer.username, "password": PASSWORD})
        shown = SHOWN.search(client.get("/second-factor/").content.decode())
        assert shown is not None
        assert client.post("/second-factor/", {"code": shown[1]})["Location"] == "/"
        assert client.get("/closed/").status_code == 200


def test_a_code_opens_as_often_as_somebody_signs_in(
    settings: Settings, compact: Compact, trail: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HAMSAYA_DEMO = True
    create_demo_officers(compact, "PK", timezone.now())
    began = time.time()
    for later in (0, 0, 0, 0, 29, 61, 62, 300, 301, 4000, 4001):
        monkeypatch.setattr(time, "time", lambda at=began + later: at)
        client = Client()
        client.post("/sign-in/", {"username": "duty", "password": PASSWORD})
        shown = SHOWN.search(client.get("/second-factor/").content.decode())
        assert shown is not None
        assert client.post("/second-factor/", {"code": shown[1]}).status_code == 302


def test_another_node_shows_no_code_and_takes_none(settings: Settings, compact: Compact, trail: list[Row]) -> None:
    settings.HAMSAYA_DEMO = True
    create_demo_officers(compact, "IR", timezone.now())
    client = Client()
    client.post("/sign-in/", {"username": "duty", "password": PASSWORD})
    shown = SHOWN.search(client.get("/second-factor/").content.decode())
    assert shown is not None
    settings.HAMSAYA_DEMO = False
    assert PASSWORD not in Client().get("/sign-in/").content.decode()
    assert SHOWN.search(client.get("/second-factor/").content.decode()) is None
    assert client.post("/second-factor/", {"code": shown[1]}).status_code == 403


def test_another_node_gets_no_such_officers(compact: Compact) -> None:
    with pytest.raises(Refused, match=r"demo\.not-here"):
        create_demo_officers(compact, "IR", timezone.now())
    assert Officer.objects.count() == 0


def test_the_officers_are_made_once(settings: Settings, compact: Compact) -> None:
    settings.HAMSAYA_DEMO = True
    for _ in range(2):
        create_demo_officers(compact, "IR", timezone.now())
    assert (Officer.objects.count(), Assignment.objects.count()) == (len(PARTS), len(PARTS))

"""Refusals on a page: a form from elsewhere, a database that is locked or away. Each in the reader's language."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from tests.cli.shell import environment
from tests.node.world import source
from tests.web.conftest import SignIn

from hamsaya.core.compact import load_compact
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, word
from hamsaya.web.page import refusal


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_from_elsewhere_is_refused_in_words(lang: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": lang})
    response = strict.post("/people/sign-in/", {"username": "duty", "password": "guess"})
    assert response.status_code == 403
    page = response.content.decode()
    assert word("web.forbidden", lang) in page
    assert f'lang="{lang}"' in page
    assert "style=" not in page


@pytest.fixture
def held() -> Iterator[None]:
    """The database while another process holds its write lock for longer than a page waits."""
    connection.ensure_connection()
    holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    connection.connection.execute("PRAGMA busy_timeout = 50")
    yield
    holder.execute("ROLLBACK")
    holder.close()
    connection.connection.execute("PRAGMA busy_timeout = 10000")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL writers queue for the row")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_locked_database_is_told_and_can_be_tried_again(lang: str, held: None) -> None:
    client = Client(headers={"accept-language": lang})
    response = client.post("/people/sign-in/", {"username": "duty", "password": "guess"})
    assert response.status_code == 503
    assert word("web.busy", lang) in response.content.decode()


AWAY = """
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "a" * 32
for path in ("/irpk/now/", "/people/account/", "/static/web/app.css"):
    print(client.get(path).status_code)
"""


def test_a_database_that_is_away_is_told_as_such() -> None:
    more = {
        "DJANGO_SETTINGS_MODULE": "hamsaya.settings", "HAMSAYA_DATABASE": "postgresql://postgres@127.0.0.1:1/away",
        "HAMSAYA_HOSTS": "testserver", "HAMSAYA_SECRET_KEY": "s" * 50, "HAMSAYA_HOME": "/nowhere",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", AWAY], env=environment() | more, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["503", "503", "200"]
    assert "could not be used" in done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_address_that_is_no_page_is_answered_in_the_officers_language(
    compact: str, sign_in: SignIn, lang: str
) -> None:
    response = sign_in(lang, "duty").get(f"/{compact}/no-such-page/")
    assert response.status_code == 404
    assert word("web.not_found", lang) in response.content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_address_for_buttons_alone_says_so(compact: str, sign_in: SignIn, lang: str) -> None:
    response = sign_in(lang, "desk").get(f"/{compact}/council/sittings/IR/first/present/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert word("web.by_button", lang) in response.content.decode()


def test_a_count_in_a_refusal_stands_in_the_readers_digits() -> None:
    error = Refused("screen.found", field="text", what="contact.phone", count=2)
    said = [refusal(error, Reader.of(load_compact(source()), party)) for party in ("IR", "PK")]
    assert [("۲" in each, "2" in each) for each in said] == [(True, False), (False, True)]

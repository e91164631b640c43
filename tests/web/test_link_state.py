"""What every page says while a log is frozen or the link is silent; the log page's digest and proof of a fork."""

from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.cli.shell import hamsaya
from tests.node.world import LETTER, NOW, Neighbour, letter
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, word
from hamsaya.core.trusted import Fork
from hamsaya.exchange.peer import keep
from hamsaya.node import ledger, projector, sql
from hamsaya.node.head import read_head
from hamsaya.node.join import trusted_log
from hamsaya.node.models import SHARED, Evidence

pytestmark = pytest.mark.django_db
PAGES = ("now/", "in/desk/", "in/council/", "in/directory/", "log/", "help/", "new/incident/report/", "second/")
BODY = {**LETTER, "from_desk": "turbat", "to_desk": "zahedan"}


@pytest.fixture
def forked(compact: str) -> str:
    """A compact whose neighbour has signed two histories, and was found out."""
    one, two = Neighbour(), Neighbour()
    for log, record in ((one, "PK/a"), (two, "PK/b")):
        log.write("incident/1", "report", record, BODY)
    trusted = trusted_log(compact, "PK")
    trusted.update_checkpoint(one.note(), key_entries=[(0, one.entries[0])])
    ledger.receive(compact, one.verified(), one.note(), now=NOW)
    with pytest.raises(Fork) as fork:
        trusted_log(compact, "PK").update_checkpoint(two.note(), key_entries=[(0, two.entries[0])])
    keep.freeze(read_head(compact, "PK", SHARED), fork.value, "peer", int(NOW.timestamp()))
    return compact


def receipt(compact: str, ago: timedelta) -> None:
    """Keep a receipt for the whole of our log that came so long ago."""
    head = read_head(compact, "IR", SHARED)
    at = int((timezone.now() - ago).timestamp())
    keep.keep_receipt(head, "PK", head.size, b"a line", at, at)


def shows(client: Client, key: str, lang: str) -> dict[str, bool]:
    """Tell of each page whether it shows the words, up to where a time stands in them."""
    wanted = word(key, lang).partition("{")[2].partition("}")[2] or word(key, lang)
    return {page: wanted in unescape(client.get(f"/irpk/{page}").content.decode()) for page in PAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_says_that_the_neighbours_log_is_frozen(forked: str, sign_in: SignIn, lang: str) -> None:
    assert shows(sign_in(lang), "web.frozen", lang) == dict.fromkeys(PAGES, True)
    ledger.append(forked, [letter()], post="zahedan-duty", now=NOW)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_says_that_our_own_log_is_frozen(compact: str, sign_in: SignIn, lang: str) -> None:
    sql.run("UPDATE node_log SET frozen = %s WHERE party = %s AND sort = %s", (keep.FROZEN, "IR", SHARED))
    client = sign_in(lang)
    assert shows(client, "log.stopped", lang) == dict.fromkeys(PAGES, True)
    assert word("web.offline_what", lang) not in client.get("/irpk/new/incident/report/").content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_day_without_a_receipt_is_an_alarm_on_every_page(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang)
    receipt(compact, timedelta(hours=23))
    assert shows(client, "log.quiet", lang) == dict.fromkeys(PAGES, False)
    sql.run("DELETE FROM node_receipt")
    receipt(compact, timedelta(hours=25))
    assert shows(client, "log.quiet", lang) == dict.fromkeys(PAGES, True)


def test_the_light_brings_the_alarm_once_and_not_again(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    receipt(compact, timedelta(hours=25))
    alarm = 'id="bands" hx-swap-oob="true"'
    assert alarm in client.get("/irpk/now/lamp/?state=ok").content.decode()
    assert alarm not in client.get("/irpk/now/lamp/?state=quiet").content.decode()
    assert alarm not in client.get("/irpk/now/lamp/").content.decode()


def test_the_proof_of_two_histories_is_handed_out_and_verifies(forked: str, sign_in: SignIn, tmp_path: Path) -> None:
    client = sign_in("en", "market")
    page = unescape(client.get("/irpk/log/").content.decode())
    found = Evidence.objects.get(code=keep.FORK)
    assert f"/irpk/log/evidence/{found.pk}/" in page
    answer = client.get(f"/irpk/log/evidence/{found.pk}/")
    assert answer["Content-Disposition"] == f'attachment; filename="{found.at}.equivocation"'
    path = tmp_path / "fork.equivocation"
    path.write_bytes(answer.content)
    key = page.partition("--key '")[2].partition("'")[0]
    assert "has signed two histories" in hamsaya("verify", str(path), "--key", key)


def test_what_did_not_verify_is_for_the_desk_alone_and_taking_it_is_logged(compact: str, sign_in: SignIn) -> None:
    head = read_head(compact, "PK", SHARED)
    made = Evidence.objects.create(compact_id=head.compact_id, code="note.signature", data=b"bytes", via="peer", at=7)
    address = f"/irpk/log/evidence/{made.pk}/"
    for role in ("market", "aide", "admin"):
        client = sign_in("en", role)
        assert client.get(address).status_code == 404
        assert address not in client.get("/irpk/log/").content.decode()
    client = sign_in("en", "head")
    assert address in client.get("/irpk/log/").content.decode()
    before = read_head(compact, "IR", "audit").size
    assert client.get(address).content == b"bytes"
    assert read_head(compact, "IR", "audit").size == before + 1


def test_the_log_page_works_out_the_digest_that_both_nodes_show(compact: str, sign_in: SignIn) -> None:
    ledger.append(compact, [letter()], post="zahedan-duty", now=NOW)
    digest = projector.state_digest(compact)
    client = sign_in("en", "market")
    assert digest not in client.get("/irpk/log/").content.decode()
    assert digest in client.get("/irpk/log/?digest=1").content.decode()

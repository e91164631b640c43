"""The board of crossings and markets: halves side by side, own ticks only, obstacles with one owner."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger

pytestmark = pytest.mark.django_db
MARKET: dict[str, object] = {"slot": "market-slot-1"}
CROSSING: dict[str, object] = {
    "crossing": "mirjaveh-taftan", "status": "open", "traffic": ["people", "goods"], "hours": "08:00-16:00",
    "queue": "none", "reason": "none",
}  # fmt: skip


def write(compact: str, kind: str, act: str, body: dict[str, object], record: str = "", days: int = 0) -> str:
    """Sign an act on our side of the border, today less so many days."""
    draft = ledger.Draft(f"{kind}/1", act, record or ledger.new_record(compact), body)
    return ledger.append(compact, [draft], post="ir-market", now=timezone.now() - timedelta(days=days))[0].record


def board(client: Client, compact: str) -> str:
    """Return the page as text without entities."""
    answer = client.get(f"/{compact}/border/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def part(page: str, place: str) -> str:
    """Return one place's part of the page."""
    return re.search(rf'aria-labelledby="b-{place}".*?</article>', page, re.DOTALL).group()  # type: ignore[union-attr]


def test_five_slots_stand_unnamed_until_a_state_names_them(compact: str, sign_in: SignIn) -> None:
    for lang in LANGUAGES:
        page = board(sign_in(lang), compact)
        assert page.count('aria-labelledby="b-market-slot-') == 5
        assert page.count(word("border.unsaid", lang)) == 2 * (5 + 4)
    record = write(compact, "market", "announce", MARKET)
    write(compact, "market", "name", {"title": {"en": "Bridge market"}}, record)
    page = board(sign_in("en", "desk"), compact)
    assert "Bridge market" in part(page, "market-slot-1")
    assert word("border.count", "en", open=0, named=1, all=5) in page


def test_each_side_ticks_its_own_half_alone(compact: str, sign_in: SignIn) -> None:
    record = write(compact, "market", "announce", MARKET)
    write(compact, "market", "tick", {"ready": ["land", "road"]}, record)
    shown = part(board(sign_in("en", "market"), compact), "market-slot-1")
    rows = re.findall(r"<tr>(.*?)</tr>", shown, re.DOTALL)[1:]
    assert [row.count(word("border.ready", "en")) for row in rows] == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert re.findall(r'href="([^"]*/tick/[^"]*)"', shown) == [f"/{compact}/r/{record}/tick/?ready=land&ready=road"]


def test_a_word_on_today_starts_from_how_it_stood(compact: str, sign_in: SignIn) -> None:
    record = write(compact, "crossing", "announce", CROSSING, days=1)
    client = sign_in("en", "market")
    shown = part(board(client, compact), "mirjaveh-taftan")
    assert word("border.old", "en") in shown
    address = re.findall(rf'href="(/{compact}/r/{record}/update/\?[^"]*status=closed)"', shown)[0]
    form = client.get(address).content.decode()
    assert re.findall(r'name="f.status" value="(\w+)" checked', form.replace("\n", " ")) == ["closed"]
    assert sorted(re.findall(r'name="f.traffic" value="(\w+)" checked', form)) == ["goods", "people"]
    typed = {"f.status": "closed", "f.traffic": ["people", "goods"], "f.reason": "weather", "f.queue": "none"}
    assert client.post(address, typed).status_code == 302
    after = part(board(client, compact), "mirjaveh-taftan")
    assert 'class="pair-status is-closed"' in after
    assert word("border.old", "en") not in after


def test_an_obstacle_stands_at_its_place_with_one_owner_until_solved(compact: str, sign_in: SignIn) -> None:
    body: dict[str, object] = {
        "place": "market-slot-2", "obstacle": "customs", "effect": "slows", "remover": "ir-foreign-minister",
        "text": {"lang": "en", "text": "Papers are asked for twice."},
    }  # fmt: skip
    record = write(compact, "obstacle", "file", body)
    client = sign_in("en", "desk")
    assert f"/r/{record}/" in part(board(client, compact), "market-slot-2")
    assert f"/r/{record}/" not in part(board(client, compact), "market-slot-1")
    write(compact, "obstacle", "solve", {}, record)
    assert f"/r/{record}/" not in board(client, compact)


def test_what_an_address_fills_in_badly_is_left_out(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", "market")
    answer = client.get(f"/{compact}/new/crossing/announce/?status=nonsense&queue=worse&until=x&traffic=goods")
    assert answer.status_code == 200
    assert re.findall(r'name="f.traffic" value="(\w+)" checked', answer.content.decode()) == ["goods"]

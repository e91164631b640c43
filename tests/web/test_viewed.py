"""The access log of a page that renews itself: opened once, renewed often, logged where something else was shown."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.node.world import NOW, Neighbour, letter
from tests.web.conftest import SignIn

from hamsaya.core.checkpoint import cosign
from hamsaya.node import ledger
from hamsaya.node.fold import values
from hamsaya.node.head import read_head
from hamsaya.node.models import AUDIT, SHARED, Receipt
from hamsaya.node.projector import read_entries

pytestmark = pytest.mark.django_db
BOARD, BAYS = "/irpk/now/", "/irpk/now/bays/"


def views(target: str) -> int:
    """Return how often the target stands in the access log."""
    head = read_head("irpk", "IR", AUDIT)
    lines: list[dict[str, Any]] = [values(entry.data) for entry in read_entries(head, 0, head.size)]
    return sum(each["act"] == "view" and each["body"].get("target") == target for each in lines)


def renew(client: Client, times: int = 3) -> int:
    for _ in range(times):
        assert client.get(BAYS, headers={"HX-Request": "true"}).status_code == 200
    return views("board")


def test_a_renewed_board_is_logged_when_it_is_opened_and_when_it_shows_something_else(
    compact: str, sign_in: SignIn
) -> None:
    (first,) = ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    client = sign_in("en", "duty")
    client.get(BOARD)
    assert renew(client) == 1
    client.get(BOARD)
    assert views("board") == 2, "opened by somebody"
    ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    assert renew(client) == 3, "a letter came"
    other = Neighbour()
    other.write("incident/1", "acknowledge", first.record, {}, audience="DESK")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    assert renew(client) == 4, "a letter was seen"


def test_each_sign_in_has_its_own_view_and_nothing_marked_is_no_view(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en", "duty")
    assert renew(client) == 0, "an empty board shows nothing that is marked"
    ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    assert renew(client) == 1, "also where the first that is shown comes by a renewal"
    assert renew(sign_in("fa", "head")) == 2
    assert renew(client) == 2


def test_a_renewal_brings_nothing_while_nothing_has_changed(
    compact: str, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sent,) = ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    client = sign_in("en", "duty")

    def stamp() -> str:
        (found,) = re.findall(r'name="stamp" value="([0-9a-f]+)"', client.get(BOARD).content.decode())
        return str(found)

    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    first = stamp()
    same = client.get(BAYS, {"stamp": first})
    assert (same.status_code, same.content) == (204, b"")
    head, at = read_head(compact, "IR", SHARED), int(NOW.timestamp())
    Receipt.objects.create(
        compact_id=head.compact_id, log_id=head.id, by="PK", size=head.size, at=at, stored=at,
        line=cosign(head.note, Neighbour().key, at),
    )  # fmt: skip
    second = stamp()
    assert second != first, "it was received there"
    ledger.append(
        compact, [ledger.Draft("incident", "update", sent.record, {"ongoing": False})], post="ir-duty", now=NOW
    )
    third = stamp()
    assert third != second
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(minutes=1))
    assert client.get(BAYS, {"stamp": third}).status_code == 200, "what is told in minutes moves"

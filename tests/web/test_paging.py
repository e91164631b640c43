"""Nothing is cut off in silence: long lists come in pages, what is signed and what is filed holds all."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from tests.node.world import NOW, Neighbour, letter
from tests.web.conftest import SignIn
from tests.web.test_watch import SHIFT, both, officer, signed_in

from hamsaya.core.text import word
from hamsaya.node import ledger, queries
from hamsaya.people.models import HandOver
from hamsaya.web import paging
from hamsaya.web.watch import shift

pytestmark = pytest.mark.django_db
DAILY = "/irpk/watch/late/daily/"


@pytest.fixture
def late(compact: str) -> list[str]:
    """Seven letters of the neighbour at level 3, long past their time; their records."""
    neighbour = Neighbour()
    desks = {"from_desk": "turbat", "to_desk": "zahedan"}
    records = [f"PK/late-{number}" for number in range(7)]
    for record in records:
        body = {**letter(urgency="today").body, **desks}
        neighbour.write("incident/1", "report", record, body, audience="DESK", at="2026-09-01T08:00:00Z")
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW.replace(month=9, day=1))
    return records


def shown(client: Client, address: str, **query: Any) -> list[str]:
    return [each["row"].record for each in client.get(address, query).context["rows"]]


def test_the_daily_list_comes_in_pages_and_its_files_are_whole(
    late: list[str], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 3)
    client = sign_in("en", "duty")
    pages = [shown(client, DAILY, page=number) for number in (1, 2, 3)]
    assert [len(each) for each in pages] == [3, 3, 1]
    assert sorted(record for page in pages for record in page) == late
    assert [shown(client, DAILY, page=text) for text in ("9", "x", "-1", "0")] == [pages[2], *[pages[0]] * 3]
    first = client.get(DAILY, {"kept": "1"}).content.decode()
    assert ('href="?kept=1&amp;page=2"' in first, 'page=0"' in first) == (True, False)
    assert word("web.found", "en", count="7") in first
    rows = list(csv.DictReader(StringIO(client.get(DAILY, {"format": "csv"}).content.decode("utf-8-sig"))))
    assert sorted(row["record"] for row in rows) == late
    assert len(client.get(DAILY, {"format": "json", "page": "2"}).json()["daily-list"]) == 7


def test_a_list_is_filed_whole_whatever_page_is_shown(
    late: list[str], compact: str, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PART", 50)
    ledger.append(compact, [letter(compact) for _ in range(101)], post="ir-duty", now=NOW)
    client = sign_in("en", "duty")
    address = "/irpk/list/incident/"
    found = client.get(address, {"format": "json", "page": "2"}).json()
    assert (len(found["records"]), found["total"], len({each["record"] for each in found["records"]})) == (
        108,
        108,
        108,
    )
    assert len(client.get(address, {"format": "json", "owner": "PK"}).json()["records"]) == 7
    assert len(client.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()) == 109


def test_a_hand_over_signs_all_that_is_open_and_says_how_much_more_there_is(
    late: list[str], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift, "MOST", 2)
    client, _ = signed_in(sign_in, "duty")
    comes = officer("comes", "duty")
    page = client.get(SHIFT)
    assert [(each["id"], each["total"], len(each["lines"])) for each in page.context["lists"]] == [
        ("unseen", 7, 2), ("due", 7, 2), ("open", 7, 2),
    ]  # fmt: skip
    assert page.content.decode().count(word("web.more_rows", "en", count="5")) == 3
    assert client.post(SHIFT, both(comes)).status_code == 302
    (made,) = HandOver.objects.all()
    assert (sorted(made.summary["open"]), sorted(made.summary["unseen"])) == (late, late)

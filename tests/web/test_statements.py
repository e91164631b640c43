"""How often a page asks the database: a known number of times, however much it shows."""

from typing import Any

import pytest
from django.test import Client
from tests.node.statements import statements
from tests.node.world import NOW, Neighbour, letter
from tests.web.conftest import SignIn

from hamsaya.core.text import word
from hamsaya.node import ledger

pytestmark = pytest.mark.django_db
BOARD = "/irpk/now/"
MOST = 30
SOURCE = {"title": {"en": "A speech"}, "source": "speech", "published": "not-stated", "dated": "header"}
UNDERTAKING = {
    "number": "B1", "title": {"en": "A market"}, "wording": {"en": "A market is opened."}, "modality": "agreed",
    "bound": ["IR", "PK"], "area": "markets", "verifiability": 1, "due": "2027-03-01",
}  # fmt: skip
SCORE, SCORES = {"party": "IR", "direction": "same"}, ("begun", "done")


def asked(client: Client, page: str) -> list[str]:
    """Return the statements of a page that was opened before: a process reads some things once."""
    client.get(page)
    with statements() as found:
        assert client.get(page).status_code == 200
    return found


def test_a_board_asks_as_often_for_many_letters_as_for_one(compact: str, sign_in: SignIn) -> None:
    other, client = Neighbour(), sign_in("en", "duty")
    other.write("incident/1", "report", "PK/first", letter(compact).body, audience="DESK")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    few = asked(client, BOARD)
    for number in range(8):
        other.write("incident/1", "report", f"PK/{number}", letter(compact).body, audience="DESK")
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    ledger.append(compact, [letter(compact) for _ in range(8)], post="ir-duty", now=NOW)
    many = asked(client, BOARD)
    assert (len(many), len(many) < MOST) == (len(few), True), many


def test_a_board_asks_as_often_for_many_requests_to_widen_as_for_one(compact: str, sign_in: SignIn) -> None:
    other, client = Neighbour(), sign_in("en", "head")
    drafts = [letter(compact) for _ in range(6)]
    ledger.append(compact, drafts, post="ir-duty", now=NOW)
    found = []
    for few in (drafts[:1], drafts[1:]):
        for draft in few:
            other.write("incident/1", "mark", draft.record, {"audience": "gov"}, audience="GOV", saw=9)
        ledger.receive(compact, other.verified(), other.note(), now=NOW)
        found.append(asked(client, BOARD))
    assert word("handling.asks_to_widen", "en", party="Pakistan", audience="Both governments") in (
        client.get(BOARD).content.decode()
    )
    few_statements, many = found
    assert (len(many), len(many) < MOST) == (len(few_statements), True), many


def test_a_record_asks_as_often_for_many_acts_and_sources_as_for_one(compact: str, sign_in: SignIn) -> None:
    sources = [ledger.Draft("report", "enter", f"IR/source-{number}", SOURCE) for number in range(6)]
    ledger.append(compact, sources, post="ir-desk", now=NOW)
    for name, count in (("few", 1), ("many", 6)):
        body: dict[str, Any] = {**UNDERTAKING, "sources": [each.record for each in sources[:count]]}
        acts: list[tuple[str, dict[str, Any]]] = [
            ("enter", body),
            *(("score", {**SCORE, "score": SCORES[number % 2]}) for number in range(count)),
        ]
        drafts = [ledger.Draft("commitment", act, f"IR/{name}", each) for act, each in acts]
        ledger.append(compact, drafts, post="ir-desk", now=NOW)
    client = sign_in("en", "duty")
    few, many = (asked(client, f"/irpk/r/IR/{name}/") for name in ("few", "many"))
    assert (len(many), len(many) < MOST) == (len(few), True), many


def test_a_board_that_shows_the_same_again_leaves_the_sign_in_as_it_is(compact: str, sign_in: SignIn) -> None:
    ledger.append(compact, [letter(compact)], post="ir-duty", now=NOW)
    written = [each for each in asked(sign_in("en", "duty"), BOARD) if each.startswith('UPDATE "django_session"')]
    assert written == []

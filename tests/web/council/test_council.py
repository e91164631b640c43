"""The council's pages over the example: portfolio, sittings, areas, bodies, what changed; in three languages."""

from typing import Any

import pytest
from sklearn.metrics import cohen_kappa_score
from tests.node.world import NOW
from tests.web.conftest import SignIn

from hamsaya.cli.example import load_records
from hamsaya.core import meeting
from hamsaya.core.kinds import digest_of
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import council, ledger
from hamsaya.node.accord import accord
from hamsaya.people.viewer import Viewer
from hamsaya.records.sitting import SittingKind

pytestmark = pytest.mark.django_db
OPERATOR = Viewer.operator("irpk")
CALL: dict[str, Any] = dict(SittingKind.example[0].body)


@pytest.fixture
def example(compact: str) -> str:
    load_records(compact, "IR")
    return compact


def write(compact: str, kind: str, record: str, *acts: tuple[str, dict[str, Any]]) -> None:
    """Sign acts on one record."""
    for act, body in acts:
        ledger.append(compact, [ledger.Draft(kind, act, record, body)], post="ir-sitting-desk", now=NOW)


def test_every_page_of_the_council_in_each_language(example: str, sign_in: SignIn) -> None:
    write(example, "sitting", "IR/hcm-03", ("call", CALL), ("record-item", {
        "item": "decision", "text": {"en": "The market opens."}, "limit": "2027-03-01", "character": "agreed_minutes",
        "binding": "no",
    }))  # fmt: skip
    write(example, "body", "IR/jbc", ("enter", {"title": {"en": "Border commission"}, "level": "province"}))
    pages = ["", "sittings/", "sittings/IR/hcm-03/", "areas/", "areas/security/", "areas/energy/", "bodies/"]
    for lang in LANGUAGES:
        client = sign_in(lang)
        for page in (*pages, "changed/"):
            answer = client.get(f"/{example}/council/{page}")
            assert answer.status_code == 200, (lang, page)
            assert f'<html lang="{lang}"' in answer.content.decode()


def test_the_portfolio_starts_with_what_can_be_checked(example: str, sign_in: SignIn) -> None:
    text = sign_in("en").get(f"/{example}/council/").content.decode()
    assert word("council.checkable", "en") in text
    assert word("too_few", "en") in text


def test_sorting_puts_the_widest_gap_first_and_names_nobody_first(example: str, sign_in: SignIn) -> None:
    score = {"party": "IR", "score": "done", "direction": "same"}
    write(example, "commitment", "IR/c03", ("score", score))
    items = council.items(OPERATOR, example)
    c03 = next(item for item in items if item.row.record == "IR/c03")
    assert [duty.party for duty in c03.duties] == ["IR", "PK"]
    assert (c03.gap, c03.evidence) == (-1, (0, 1))
    assert sign_in().get(f"/{example}/council/?sort=gap").status_code == 200


def test_minutes_are_put_before_the_chairs_with_their_reservations(compact: str, sign_in: SignIn) -> None:
    item = {
        "item": "decision", "text": {"en": "The market opens."}, "limit": "not-stated", "character": "agreed_minutes",
        "binding": "no",
    }  # fmt: skip
    digest = meeting.item_digest(item, "IR")
    reserve = ("reserve", {"item": digest, "words": {"en": "Subject to funds."}})
    write(compact, "sitting", "IR/hcm-03", ("call", CALL), ("record-item", item), reserve)
    client = sign_in("en")
    address = f"/{compact}/council/sittings/IR/hcm-03/"
    refused = client.post(f"{address}present/", {})
    assert refused.status_code == 400
    client.post(f"{address}present/", {"f.next_day": "2027-07-01", "f.next_host": "PK"})
    state = council.sittings(OPERATOR, compact)[0][1]
    text = state.texts[meeting.presented(state)]
    assert text["reservations"] == [{"item": digest, "party": "IR", "words": {"en": "Subject to funds."}}]
    assert digest_of(text) == meeting.presented(state)
    page = client.get(address).content.decode()
    assert "HCM-03/1" in page
    assert "Subject to funds." in page


def test_what_changed_says_when_there_is_more_than_it_shows(
    example: str, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = sign_in("en", "desk"), f"/{example}/council/changed/?since=2026-11-01"
    every = client.get(address).content.decode()
    monkeypatch.setattr(council, "MOST_CHANGES", len(client.get(address).context["rows"]))
    full = client.get(address).content.decode()
    says = word("council.newest_changes", "en", count=str(council.MOST_CHANGES))
    assert (says in every, says in full) == (False, True)


def test_what_changed_says_when_a_day_is_not_understood(example: str, sign_in: SignIn) -> None:
    client, address = sign_in("en", "desk"), f"/{example}/council/changed/"
    assert "is not a day" in client.get(f"{address}?since=soon").content.decode()
    assert "is not a day" not in client.get(f"{address}?since=1405/08/07").content.decode()


def test_what_changed_lists_signed_acts_since_a_day_and_by_side(example: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    page = client.get(f"/{example}/council/changed/?since=2026-11-01").content.decode()
    assert page.count("<tr>") > 20
    assert (
        word("council.nothing_changed", "en")
        in client.get(f"/{example}/council/changed/?since=2999-01-01").content.decode()
    )
    for query in ("since=2999-01-01", "side=PK"):
        nothing = client.get(f"/{example}/council/changed/?{query}").content.decode()
        assert word("council.nothing_changed", "en") in nothing


def test_agreement_is_not_told_under_ten_and_is_the_same_as_the_peers() -> None:
    assert accord([(1, 1)] * 9).too_few
    assert accord([(1, 1)] * 20).kappa is None
    assert accord([(1, at % 4) for at in range(20)]).kappa is None
    pairs = [(at % 4, (at + (at % 3 == 0)) % 4) for at in range(40)]
    found = accord(pairs)
    peer = cohen_kappa_score(*zip(*pairs, strict=True), weights="quadratic")
    assert found.kappa == pytest.approx(peer, abs=1e-12)
    assert (found.low or 0) < peer < (found.high or 0)
    assert accord(pairs) == found


def test_papers_come_as_pdf_and_not_of_what_is_not_there(example: str, sign_in: SignIn) -> None:
    client = sign_in("fa")
    for paper in ("brief.pdf", "matrix.pdf", "history/IR/c03.pdf"):
        answer = client.get(f"/{example}/council/paper/{paper}")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    for nothing in ("other.pdf", "minutes/IR/c03.pdf", "history/IR/nothing.pdf", "other/IR/c03.pdf"):
        assert client.get(f"/{example}/council/paper/{nothing}").status_code == 404

"""The same form sent twice counts once, and the second of two officers learns that the first was quicker."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.node.world import LETTER, NOW, Neighbour, join_compact

from hamsaya.core.errors import Refused
from hamsaya.node import ledger, submission
from hamsaya.node.erase import erase
from hamsaya.node.ledger import Draft
from hamsaya.node.models import Submission
from hamsaya.node.submission import Form

KEY = "0123456789abcdef"
POST = "ir-duty"


@pytest.fixture
def compact(home: Path, db: None) -> str:
    """A compact of this node."""
    return join_compact()


def send(
    compact: str, form: Form, record: str = "", act: str = "report", body: Mapping[str, Any] = LETTER
) -> submission.Outcome:
    """Submit a letter, or an act on one."""
    draft = Draft("incident/1", act, record, body)

    def go(whole: Draft) -> None:
        ledger.append(compact, [whole], post=POST, now=NOW)

    return submission.submit(compact, draft, form, now=NOW, go=go)


def size(compact: str) -> int:
    """Return the length of our log."""
    return ledger.read_our_head(compact).size


def test_the_same_form_twice_is_one_letter(compact: str) -> None:
    before = size(compact)
    first, second = send(compact, Form(KEY)), send(compact, Form(KEY))
    assert second == submission.Outcome(first.record, again=True)
    assert size(compact) == before + 1


def test_another_form_is_another_letter(compact: str) -> None:
    before = size(compact)
    assert send(compact, Form(KEY)).record != send(compact, Form(f"{KEY}-2")).record
    assert send(compact, Form()).record != send(compact, Form()).record
    assert size(compact) == before + 4


def test_the_same_key_with_other_content_is_refused_and_signs_nothing(compact: str) -> None:
    first = send(compact, Form(KEY))
    before = size(compact)
    with pytest.raises(Refused) as refused:
        send(compact, Form(KEY), body={**LETTER, "urgency": "today"})
    assert (refused.value.code, dict(refused.value.params)) == ("form.changed", {"record": first.record})
    assert size(compact) == before


def test_of_a_destroyed_letter_only_the_key_is_left(compact: str) -> None:
    first = send(compact, Form(KEY))
    erase(compact, [first.record], int(NOW.timestamp()))
    assert list(Submission.objects.values_list("key", "digest", "record")) == [(KEY, "", first.record)]
    before = size(compact)
    assert send(compact, Form(KEY)) == submission.Outcome(first.record, again=True)
    assert size(compact) == before


def test_what_was_refused_may_be_sent_again_once_it_holds(compact: str) -> None:
    with pytest.raises(Refused):
        send(compact, Form(KEY), body={**LETTER, "urgency": "now"})
    assert Submission.objects.count() == 0
    assert not send(compact, Form(KEY)).again


def test_the_second_officer_learns_that_a_colleague_answered(compact: str) -> None:
    neighbour = Neighbour()
    neighbour.write("incident/1", "report", "PK/flood", LETTER)
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    drawn = size(compact)
    assert send(compact, Form(KEY, drawn), "PK/flood", "answer", {"answer": "done"}) == submission.Outcome("PK/flood")
    second = send(
        compact,
        Form(f"{KEY}-2", drawn),
        "PK/flood",
        "answer",
        {"answer": "not_ours", "office": "ir-market-administrator"},
    )
    assert second == submission.Outcome("PK/flood", colleague=drawn)
    assert size(compact) == drawn + 1
    meant = send(
        compact,
        Form(f"{KEY}-2", size(compact)),
        "PK/flood",
        "answer",
        {"answer": "not_ours", "office": "ir-market-administrator"},
    )
    assert meant == submission.Outcome("PK/flood")
    assert size(compact) == drawn + 2


def test_an_acknowledgement_does_not_stand_in_the_way_of_an_answer(compact: str) -> None:
    neighbour = Neighbour()
    neighbour.write("incident/1", "report", "PK/flood", LETTER)
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    drawn = size(compact)
    ledger.append(compact, [Draft("incident/1", "acknowledge", "PK/flood", {})], post=POST, now=NOW)
    assert send(compact, Form("", drawn), "PK/flood", "answer", {"answer": "done"}).colleague is None


@pytest.mark.parametrize("text", ["", "short", "x" * 65, "with space 1234567", "ünïcode-1234567890"])
def test_what_is_no_key_is_none(text: str) -> None:
    assert submission.read_key(text) == ""


def test_a_key_is_kept_as_it_is() -> None:
    assert submission.read_key(KEY) == KEY


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_letter(home: Path) -> None:
    compact = join_compact()
    before = size(compact)
    outcomes: list[submission.Outcome] = []
    start = threading.Barrier(2)

    def tap() -> None:
        try:
            start.wait(10)
            outcomes.append(send(compact, Form(KEY)))
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for each in taps:
        each.start()
    for each in taps:
        each.join(30)
    assert sorted(each.again for each in outcomes) == [False, True]
    assert len({each.record for each in outcomes}) == 1
    assert size(compact) == before + 1

"""Screening before signing: stopped with kind and field, let pass by a second officer, never for the public."""

from pathlib import Path

import pytest
from tests.node.world import COMPACT, NOW, join_compact
from tests.reading.test_screening import FOUND

from hamsaya.core.errors import Refused
from hamsaya.node import ledger, queries, screen
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db


def statement(words: str, **values: object) -> ledger.Draft:
    body = {
        "title": {"en": "A statement"},
        "sort": "said",
        "office": "not-stated",
        "words": {"en": words},
        "said_on": "not-stated",
    }
    return ledger.Draft("statement", "enter", ledger.new_record(COMPACT), {**body, **values})


@pytest.mark.parametrize("text", [text for text, _, _ in FOUND])
def test_the_quick_look_passes_nothing_that_the_screening_finds(text: str) -> None:
    assert screen.is_suspect(text)


def test_an_act_with_a_private_detail_is_stopped_and_leaves_nothing(home: Path) -> None:
    join_compact()
    with pytest.raises(Refused) as refused:
        ledger.append(COMPACT, [statement("Write to a.b@example.org.")], post="p", now=NOW)
    assert refused.value.code == "screen.found"
    assert refused.value.params == {"field": "words", "what": "contact.email", "count": 1}
    assert queries.records(Viewer.operator(COMPACT), COMPACT, kind="statement").total == 0


def test_a_second_officers_word_lets_it_pass(home: Path) -> None:
    join_compact()
    draft = statement("Write to a.b@example.org.")
    passed = ledger.Draft(draft.kind, draft.act, draft.record, draft.body, let_pass=True)
    ledger.append(COMPACT, [passed], post="p", now=NOW)
    assert queries.records(Viewer.operator(COMPACT), COMPACT, kind="statement").total == 1


def test_nothing_lets_it_pass_into_a_public_record(home: Path) -> None:
    join_compact()
    draft = statement("Write to a.b@example.org.")
    public = ledger.Draft(draft.kind, draft.act, draft.record, draft.body, audience="OPEN", let_pass=True)
    with pytest.raises(Refused) as refused:
        ledger.append(COMPACT, [public], post="p", now=NOW)
    assert refused.value.code == "screen.found"


def test_a_quotation_is_screened_too(home: Path) -> None:
    join_compact()
    quote = {"source": "IR/report", "start": 0, "end": 15, "text": "a.b@example.org"}
    with pytest.raises(Refused) as refused:
        ledger.append(COMPACT, [statement("Plain.", quotes=[quote])], post="p", now=NOW)
    assert refused.value.params["field"] == "quotes"

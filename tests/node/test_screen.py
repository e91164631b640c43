"""Screening before signing: stopped with kind and field, let pass by a second officer, never for the public."""

from pathlib import Path

import pytest
from tests.node.world import COMPACT, NOW, Neighbour, join_compact
from tests.reading.test_screening import FOUND

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import digest_of
from hamsaya.core.text import LANGUAGES
from hamsaya.node import ledger, queries, screen
from hamsaya.people.viewer import Viewer
from hamsaya.records.claim import ClaimKind

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


def test_what_was_let_pass_is_made_public_by_nobody(home: Path) -> None:
    join_compact()
    draft = statement("Write to a.b@example.org.")
    passed = ledger.Draft(draft.kind, draft.act, draft.record, draft.body, let_pass=True)
    clean = statement("Plain.")
    ledger.append(COMPACT, [passed, clean], post="p", now=NOW)
    for about, title, code in (
        (passed.record, "Plain", "screen.never-public"),
        (clean.record, "Write to a.b@example.org", "screen.found"),
    ):
        body = {"title": {"en": title}, "what": "record", "about": about}
        ask = ledger.Draft("release", "ask", ledger.new_record(COMPACT), body, let_pass=True, confirmed=True)
        with pytest.raises(Refused) as refused:
            ledger.append(COMPACT, [ask], post="p", now=NOW)
        assert refused.value.code == code
    body = {"title": {"en": "Plain"}, "what": "record", "about": clean.record}
    ask = ledger.Draft("release", "ask", "IR/r1", body, confirmed=True)
    ledger.append(COMPACT, [ask], post="p", now=NOW)


def test_a_consent_to_what_the_neighbour_asks_is_screened_as_well(home: Path) -> None:
    join_compact()
    draft, other = statement("Write to a.b@example.org."), Neighbour()
    other.write("statement/1", "enter", "PK/s", draft.body)
    other.write("release/1", "ask", "PK/r", {"title": {"en": "Plain"}, "what": "record", "about": "PK/s"})
    ledger.receive(COMPACT, other.verified(), other.note(), now=NOW)
    with pytest.raises(Refused) as refused:
        ledger.append(COMPACT, [ledger.Draft("release", "consent", "PK/r", {}, confirmed=True)], post="p", now=NOW)
    assert refused.value.code == "screen.never-public"


def test_a_line_let_pass_is_never_consented_to(home: Path) -> None:
    join_compact()
    words = {lang: f"({lang}) Write to a.b@example.org." for lang in LANGUAGES}
    entered = ledger.Draft("claim", "enter", "IR/k", dict(ClaimKind.example[0].body))
    line = ledger.Draft("claim", "propose", "IR/k", {"words": words}, let_pass=True)
    ledger.append(COMPACT, [entered, line], post="p", now=NOW)
    other = Neighbour()
    other.write("claim/1", "sign", "IR/k", {"digest": digest_of({"words": words})})
    ledger.receive(COMPACT, other.verified(), other.note(), now=NOW)
    consent = ledger.Draft("claim", "consent", "IR/k", {"digest": digest_of({"words": words})}, confirmed=True)
    with pytest.raises(Refused) as refused:
        ledger.append(COMPACT, [consent], post="p", now=NOW)
    assert refused.value.code == "screen.never-public"

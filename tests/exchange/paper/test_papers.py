"""Papers: each is a PDF/A in each language, its words stand in the file, minutes bear their digest."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.node.world import NOW, join_compact

from hamsaya.cli.example import load_records
from hamsaya.core import meeting
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES
from hamsaya.exchange.paper import papers
from hamsaya.node import council, ledger
from hamsaya.node.lookup import compact_of
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
VIEWER = Viewer.operator("irpk")
ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens.", "fa": "بازارچه گشوده می‌شود.", "ur": "منڈی کھلتی ہے۔"},
    "limit": "2027-03-01", "character": "agreed_minutes", "binding": "no",
}  # fmt: skip


@pytest.fixture
def compact(home: object, db: None) -> str:
    name = join_compact()
    load_records(name, "IR")
    digest = meeting.item_digest(ITEM, "IR")
    acts: list[tuple[str, dict[str, Any]]] = [
        ("call", {"number": "HCM-03", "title": {"en": "Third sitting"}, "form": "remote"}),
        ("record-item", ITEM),
        ("present", {"items": [digest], "next_day": "2027-07-01", "authentic": "all_equal"}),
    ]
    ledger.append(name, [ledger.Draft("sitting", act, "IR/hcm-03", body) for act, body in acts], post="d", now=NOW)
    return name


def reader(compact: str, lang: str) -> Reader:
    row, agreed = compact_of(VIEWER, compact)
    return Reader.of(agreed, row.party, lang)


def whole(data: bytes | None) -> PdfReader:
    assert data is not None
    assert b"pdfaid" in data
    return PdfReader(BytesIO(data))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_paper_in_each_language(compact: str, lang: str) -> None:
    who = reader(compact, lang)
    brief = whole(papers.brief(VIEWER, who, NOW))
    assert len(brief.pages) == 1
    assert brief.metadata is not None
    assert brief.metadata.title == who.word("paper.brief")
    for made in (papers.matrix(VIEWER, who, NOW), papers.history(VIEWER, who, "IR/c03", NOW)):
        assert len(whole(made).pages) >= 1


def test_minutes_bear_their_number_and_the_digest_that_is_signed(compact: str) -> None:
    state = council.sittings(VIEWER, compact)[0][1]
    text = whole(papers.minutes(VIEWER, reader(compact, "en"), "IR/hcm-03", NOW)).pages[0].extract_text()
    assert "HCM-03/1" in text
    assert str(meeting.presented(state)) in text.replace("\n", "")
    assert papers.minutes(VIEWER, reader(compact, "en"), "IR/c03", NOW) is None


def test_the_same_paper_at_the_same_moment_is_the_same_file(compact: str) -> None:
    who = reader(compact, "ur")
    assert papers.brief(VIEWER, who, NOW) == papers.brief(VIEWER, who, NOW)

"""Papers: each is a PDF/A in each language, its words stand in the file, minutes bear their digest."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.node.world import NOW, Neighbour, join_compact

from hamsaya.cli.example import load_records
from hamsaya.core import cycle, meeting
from hamsaya.core.checkpoint import open_checkpoint
from hamsaya.core.note import decode_vkey
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES
from hamsaya.exchange.paper import of_sitting, papers
from hamsaya.exchange.paper.sheet import Sheet, pdf
from hamsaya.node import council, ledger
from hamsaya.node.logbook import node_key
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


def whole(sheet: Sheet | None, who: Reader) -> PdfReader:
    """Return the paper as it is read back, once it is seen to keep what PDF/A-3b asks of a file."""
    assert sheet is not None
    data = pdf(sheet, who, NOW)
    read = PdfReader(BytesIO(data))
    root: Any = read.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert ("<pdfaid:part>3</pdfaid:part>" in metadata, "<pdfaid:conformance>B</pdfaid:conformance>" in metadata) == (
        True,
        True,
    )
    assert [each.get_object()["/S"] for each in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    assert not read.is_encrypted
    assert "/ID" in read.trailer
    assert [name for page in read.pages for name in not_embedded(page)] == []
    return read


def not_embedded(page: Any) -> list[str]:
    fonts = page["/Resources"].get("/Font", {}).values()
    inner = [kid.get_object() for font in fonts for kid in font.get_object().get("/DescendantFonts", [])]
    return [str(font["/BaseFont"]) for font in inner if not {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_paper_in_each_language(compact: str, lang: str) -> None:
    who = reader(compact, lang)
    brief = whole(papers.brief(VIEWER, who, NOW), who)
    assert len(brief.pages) == 1
    assert brief.metadata is not None
    assert brief.metadata.title == who.word("paper.brief")
    for made in (papers.matrix(VIEWER, who, NOW), papers.history(VIEWER, who, "IR/c03", NOW)):
        assert made is not None
        assert (made.digest != "", made.address != "") == (True, True)
        assert who.digits(1) in whole(made, who).pages[0].extract_text()


def test_minutes_bear_their_number_and_the_digest_that_is_signed(compact: str) -> None:
    state = council.sittings(VIEWER, compact)[0][1]
    who = reader(compact, "en")
    text = whole(of_sitting.minutes(VIEWER, who, "IR/hcm-03", NOW), who).pages[0].extract_text()
    assert "HCM-03/1" in text
    assert str(meeting.presented(state)) in text.replace("\n", "")
    assert of_sitting.minutes(VIEWER, reader(compact, "en"), "IR/c03", NOW) is None


def test_the_same_paper_at_the_same_moment_is_the_same_file(compact: str) -> None:
    who = reader(compact, "ur")
    one, two = (pdf(papers.brief(VIEWER, who, NOW), who, NOW) for _ in range(2))
    assert one == two


def test_a_paper_of_all_records_bears_the_signed_head_of_our_log(compact: str) -> None:
    row, _ = compact_of(VIEWER, compact)
    sheet = papers.matrix(VIEWER, reader(compact, "fa"), NOW)
    key = decode_vkey(node_key(VIEWER, compact, "IR"))
    head = open_checkpoint(sheet.address.encode(), [key])
    assert (row.party, sheet.digest) == ("IR", f"{head.origin} {head.size} {head.root.hex()}")


def test_minutes_stand_side_by_side_in_the_languages_asked_for(compact: str) -> None:
    sheet = of_sitting.minutes(VIEWER, reader(compact, "en"), "IR/hcm-03", NOW, langs=["fa", "ur"])
    assert sheet is not None
    assert [each["lang"] for row in sheet.parts[0].sides or () for each in row["texts"]] == ["fa", "ur"]


def test_minutes_on_paper_bear_both_reservations_who_is_responsible_and_the_next_sitting(compact: str) -> None:
    item = meeting.item_digest(ITEM, "IR")
    given = [{"item": item, "party": party, "words": {"en": f"No, says {party}."}} for party in ("IR", "PK")]
    body = {"items": [item], "reservations": given, "next_day": "not-stated", "reason": "illness",
            "authentic": "all_equal"}  # fmt: skip
    ledger.append(
        compact, [ledger.Draft("sitting", "present", "IR/hcm-03", body)], post="d", now=NOW + timedelta(hours=1)
    )
    who = reader(compact, "fa")
    sheet = of_sitting.minutes(VIEWER, who, "IR/hcm-03", NOW)
    assert sheet is not None
    notes = (sheet.parts[0].sides or ())[0]["notes"]
    assert notes[0] == f"{who.word('field.owner')}: {who.word('not_stated')}"
    assert [each.partition(": ")[2] for each in notes[-2:]] == ["\u2068No, says IR.\u2069", "\u2068No, says PK.\u2069"]
    said = ["not_stated", "not_stated", "authentic_all_equal", "reason_illness"]
    assert sheet.parts[1].rows == [[who.word(key) for key in said]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_agenda_is_a_paper_with_what_stands_always_what_entered_and_what_is_under_objection(
    compact: str, lang: str
) -> None:
    title, other = {"en": "Market hours"}, {"en": "Hours of all markets"}
    acts: list[tuple[str, dict[str, Any]]] = [
        ("add-item", {"title": title}),
        ("object-item", {"item": meeting.item_digest({"title": title}, "IR"), "title": other}),
    ]
    ledger.append(compact, [ledger.Draft("sitting", act, "IR/hcm-03", body) for act, body in acts], post="d", now=NOW)
    who = reader(compact, lang)
    sheet = of_sitting.agenda(VIEWER, who, "IR/hcm-03", NOW)
    assert sheet is not None
    assert [row[1] for row in sheet.parts[1].rows] == [who.word(f"council.standing_{code}") for code in cycle.STANDING]
    iran = who.party_name("IR")
    assert sheet.parts[3].rows == [(iran, "Market hours", f"{iran}: \u2068Hours of all markets\u2069")]
    assert len(whole(sheet, who).pages) == 1
    assert of_sitting.agenda(VIEWER, who, "IR/c03", NOW) is None


def test_an_approval_under_reservation_stands_on_the_paper(compact: str) -> None:
    state = council.sittings(VIEWER, compact)[0][1]
    digest = meeting.presented(state)
    neighbour = Neighbour(compact)
    words = {"en": "Subject to funds."}
    neighbour.write("sitting/1", "sign-minutes", "IR/hcm-03", {"digest": digest})
    neighbour.write("sitting/1", "approve", "IR/hcm-03", {"digest": digest, "view": "reserve", "words": words})
    ledger.append(
        compact, [ledger.Draft("sitting", "sign-minutes", "IR/hcm-03", {"digest": digest})], post="d", now=NOW
    )
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    who = reader(compact, "ur")
    sheet = of_sitting.minutes(VIEWER, who, "IR/hcm-03", NOW)
    assert sheet is not None
    said = (who.party_name("PK"), who.word("approval_reserve"), "\u2068Subject to funds.\u2069")
    assert sheet.parts[-1].rows == [said]
    assert "Subject to funds." in whole(sheet, who).pages[0].extract_text()

"""The line of the liaison officers, and the question whether something was ever promised."""

from typing import Any

import pytest
from tests.node.world import COMPACT, NOW

from hamsaya.intake import promised
from hamsaya.intake.line import line_of
from hamsaya.intake.typed_date import read_question
from hamsaya.node import ledger
from hamsaya.people.viewer import Viewer


def enter(kind: str, slug: str, **body: Any) -> str:
    record = f"IR/{slug}"
    ledger.append(COMPACT, [ledger.Draft(kind, "enter", record, body)], post="ir-sitting-desk", now=NOW)
    return record


def report(slug: str, published: str, dated: str = "header") -> str:
    return enter("report", slug, title={"en": slug}, source="news_report", published=published, dated=dated)


def commitment(slug: str, number: str, words: str, modality: str, sources: list[str], **more: Any) -> str:
    body = {
        "number": number, "title": {"en": words}, "wording": {"en": words}, "modality": modality, "bound": ["IR", "PK"],
        "area": "security", "verifiability": 2, "due": "not-stated", "sources": sources, **more,
    }  # fmt: skip
    return enter("commitment", slug, **body)


@pytest.fixture
def liaison(viewer: Viewer) -> dict[str, str]:
    """The liaison officers as five public reports have them."""
    january, later = report("s3", "2024-01-29"), report("s2", "2024-01-30")
    november = report("s4", "2024-11-05", "other_source")
    quote = {
        "source": january,
        "start": 0,
        "end": 41,
        "text": "station liaison officers at Turbat & Zahed",
        "modality": "agreed",
    }
    quote["text"] = str(quote["text"])[:41]
    agreed = commitment(
        "c02", "C02", "Station liaison officers in Turbat and Zahedan", "agreed", [january], quotes=[quote]
    )
    cite = {"modality": "proposed", "sources": [later]}
    ledger.append(COMPACT, [ledger.Draft("commitment", "cite", agreed, cite)], post="ir-sitting-desk", now=NOW)
    mechanism = commitment(
        "c03", "C03", "A mechanism for liaison officers to work effectively", "proposed", [november], restates=agreed
    )
    enter(
        "assessment", "a1", office="ir-foreign-minister", title={"en": "Coordination lacking"}, scope="general",
        view="lacking", words={"en": "Coordination is lacking."}, said_on="not-stated", sources=[november],
    )  # fmt: skip
    return {"agreed": agreed, "mechanism": mechanism}


EXPECTED = [
    ("2024-01-29", "reported", "agreed", "IR/c02"),
    ("2024-01-30", "reported", "proposed", "IR/c02"),
    ("2024-11-05", "judged", "lacking", "IR/c02"),
    ("2024-11-05", "reported", "proposed", "IR/c03"),
]


@pytest.mark.parametrize("start", ["agreed", "mechanism"])
def test_the_line_of_the_liaison_officers(viewer: Viewer, liaison: dict[str, str], start: str) -> None:
    line = line_of(viewer, liaison[start])
    assert [(s.when, s.sort, s.code, s.lane) for s in line.stops] == EXPECTED
    assert [track.number for track in line.tracks] == ["C02", "C03"]
    assert line.slips == 1
    assert [(one.code, two.code) for one, two in line.differing] == [("agreed", "proposed")]
    assert [(s.office, s.side) for s in line.stops if s.sort == "judged"] == [("ir-foreign-minister", "IR")]
    assert [s.inferred for s in line.stops] == [False, False, True, True]


def test_who_may_not_see_a_record_does_not_see_its_line(liaison: dict[str, str]) -> None:
    from hamsaya.core.errors import Refused

    with pytest.raises(Refused) as refused:
        line_of(Viewer.public(COMPACT), liaison["agreed"])
    assert refused.value.code == "record.missing"


@pytest.mark.parametrize(
    ("question", "start", "end", "words"),
    [
        ("liaison officers, January 2024", "2024-01-01", "2024-01-31", "liaison officers"),
        ("افسران رابط بهمن ۱۴۰۲", "2024-01-21", "2024-02-19", "افسران رابط"),
        ("رابطہ افسران جنوری 2024", "2024-01-01", "2024-01-31", "رابطه افسران"),
        ("markets 29 January 2024", "2024-01-29", "2024-01-29", "markets"),
        ("markets January 29, 2024", "2024-01-29", "2024-01-29", "markets"),
        ("markets 1402/11/09", "2024-01-29", "2024-01-29", "markets"),
        ("markets 9 Bahman 1402", "2024-01-29", "2024-01-29", "markets"),
        ("markets in 2024-02", "2024-02-01", "2024-02-29", "markets in"),
        ("بازارچه ۱۴۰۳", "2024-03-20", "2025-03-20", "بازارچه"),
        ("five markets", "", "", "five markets"),
        ("31/02/2024", "2024-01-01", "2024-12-31", "31/02/"),
    ],
)
def test_dates_are_understood_in_both_calendars(question: str, start: str, end: str, words: str) -> None:
    asked = read_question(question)
    assert (asked.start, asked.end, asked.words) == (start, end, words)


@pytest.mark.parametrize(
    "question",
    [
        "liaison officers Turbat",
        "liason oficers in Turbat",
        "افسران رابط",
        "رابطہ افسران",
        "افسران رابط بهمن ۱۴۰۲",
        "رابطہ افسران جنوری 2024",
        "liaison officers 2024-01-29",
    ],
)
def test_it_was_promised(viewer: Viewer, liaison: dict[str, str], question: str) -> None:
    commitment("c04", "C04", "Open the five remaining border markets", "agreed", ["IR/s3"])
    found = promised.search(viewer, question).found
    assert found[0].row.record == liaison["agreed"]
    assert found[0].days == ("2024-01-29", "2024-01-30")


def test_it_was_not_promised_then(viewer: Viewer, liaison: dict[str, str]) -> None:
    assert promised.search(viewer, "liaison officers, March 2021").found == ()
    assert promised.search(viewer, "liaison officers 2024-11").found[0].row.record == liaison["mechanism"]


def test_the_search_keeps_to_the_marks(liaison: dict[str, str]) -> None:
    assert promised.search(Viewer.public(COMPACT), "liaison officers").found == ()


def test_the_index_is_kept_and_brought_up_to_date(
    viewer: Viewer, liaison: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hamsaya.intake import shelf

    monkeypatch.setattr(shelf, "KEEP_FROM", 1)
    monkeypatch.setattr(shelf, "_shelves", {})
    assert shelf.ask(COMPACT, "liaison officers")[0][0] == liaison["agreed"]
    monkeypatch.setattr(shelf, "_shelves", {})
    later = commitment("c09", "C09", "Repair the bridge at the lake", "agreed", ["IR/s3"])
    assert shelf.ask(COMPACT, "bridge at the lake")[0][0] == later
    assert shelf.ask(COMPACT, "liaison officers")[0][0] == liaison["agreed"]
    monkeypatch.setattr(shelf, "_shelves", {})
    shelf._path(COMPACT).write_bytes(b"damaged")
    assert shelf.ask(COMPACT, "bridge at the lake")[0][0] == later

"""Minutes as a Word file: out in three languages, back in with each difference, and no hostile file is opened."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from tests.core.test_chart import COMPACT

from hamsaya.core import meeting
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.core.redline import GONE, NEW, SAME
from hamsaya.exchange.redline.compare import Outcome, compare
from hamsaya.exchange.redline.read import DOCUMENT, MOST_UNPACKED, read
from hamsaya.exchange.redline.write import write
from hamsaya.records.sitting import Sitting

RECORD = "IR/hcm-03"
ITEM: dict[str, Any] = {
    "item": "decision", "limit": "not-stated", "character": "agreed_minutes", "binding": "no",
    "text": {
        "en": "The market opens in March.", "fa": "بازارچه در اسفند گشوده می‌شود و چهل غرفه دارد.",
        "ur": "منڈی مارچ میں کھلے گی اور اس میں چالیس اسٹال ہوں گے۔",
    },
}  # fmt: skip
OTHER: dict[str, Any] = {**ITEM, "text": {"en": "Both sides noted the report."}}
KEYS = [meeting.item_digest(each, "IR") for each in (ITEM, OTHER)]


def sitting() -> Sitting:
    items = {
        key: {**each, "by": "IR", "at": "2026-11-22T08:00:00Z", "place": place}
        for place, (key, each) in enumerate(zip(KEYS, (ITEM, OTHER), strict=True))
    }
    return Sitting(number="HCM-03", title={"en": "Third sitting"}, form="remote", items=items)


def file() -> bytes:
    return write(sitting(), RECORD, Reader.of(COMPACT, "IR", "fa"))


def edited(row: int, lang: str, text: str, data: bytes = b"") -> bytes:
    document = docx.Document(BytesIO(data or file()))
    cell = document.tables[0].rows[row].cells[1 + ("en", "fa", "ur").index(lang)]
    cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def part(data: bytes, change: Any) -> bytes:
    """Return the package with its document part changed."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == DOCUMENT else content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO(data)
    with ZipFile(out, "a", ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def back(data: bytes, record: str = RECORD) -> Outcome:
    return compare(sitting(), record, *read(data))


def test_what_was_not_touched_comes_back_the_same() -> None:
    outcome = back(file())
    assert (outcome.differ, outcome.same, outcome.unknown, outcome.missing) == ((), 2, (), ())


def test_right_to_left_runs_are_marked_as_such_and_the_others_not() -> None:
    with ZipFile(BytesIO(file())) as package:
        text = package.read(DOCUMENT).decode()
    rows = re.findall(r"<w:tc>.*?</w:tc>", text, re.DOTALL)[4:8]
    assert [("<w:rtl/>" in cell, "<w:bidi/>" in cell) for cell in rows] == [
        (False, False), (False, False), (True, True), (True, True),
    ]  # fmt: skip
    assert ('w:bidi="fa-IR"' in rows[2], 'w:bidi="ur-PK"' in rows[3]) == (True, True)


def test_a_change_is_shown_word_by_word_in_its_language_and_nothing_is_overwritten() -> None:
    outcome = back(edited(1, "fa", "بازارچه در فروردین گشوده می‌شود و چهل غرفه دارد."))
    (row,) = outcome.differ
    (change,) = row.changed
    assert (row.number, row.digest, change.lang, change.looks) == ("HCM-03/1", KEYS[0], "fa", "")
    assert change.pieces == (
        (SAME, "بازارچه در"), (GONE, "اسفند"), (NEW, "فروردین"), (SAME, "گشوده می‌شود و چهل غرفه دارد."),
    )  # fmt: skip
    assert row.wording == {**ITEM["text"], "fa": change.text}
    assert row.item["text"] == ITEM["text"]


@pytest.mark.parametrize(
    ("lang", "text", "looks"),
    [
        ("fa", "منڈی اپریل میں کھلے گی اور اس میں پچاس اسٹال ہوں گے۔", "ur"),
        ("ur", "بازارچه در فروردین گشوده می‌شود و پنجاه غرفه دارد.", "fa"),
        ("en", "بازارچه در فروردین گشوده می‌شود و پنجاه غرفه دارد.", "fa"),
        ("ur", "The market opens in April with fifty stalls.", "en"),
    ],
)
def test_a_text_in_the_wrong_column_is_recognised_and_not_taken_over(lang: str, text: str, looks: str) -> None:
    (row,) = back(edited(1, lang, text)).differ
    assert [(each.lang, each.looks) for each in row.changed] == [(lang, looks)]
    assert row.wording == ITEM["text"]


def test_columns_that_were_swapped_are_recognised_by_the_words_themselves() -> None:
    swapped = edited(1, "fa", ITEM["text"]["ur"], edited(1, "ur", ITEM["text"]["fa"]))
    (row,) = back(swapped).differ
    assert [(each.lang, each.looks) for each in row.changed] == [("fa", "ur"), ("ur", "fa")]


def test_tracked_changes_are_read_as_made() -> None:
    def track(content: bytes) -> bytes:
        old = b"<w:t>The market opens in March.</w:t>"
        assert old in content
        run = b'<w:r><w:t xml:space="preserve">The market opens in </w:t></w:r>'
        gone = b'<w:del w:id="1"><w:r><w:delText>March.</w:delText></w:r></w:del>'
        new = b'<w:ins w:id="2"><w:r><w:t>April.</w:t></w:r></w:ins>'
        whole = re.search(rb"<w:r>(?:(?!<w:r>).)*?" + re.escape(old) + rb"</w:r>", content, re.DOTALL)
        assert whole is not None
        return content.replace(whole[0], run + gone + new)

    (row,) = back(part(file(), track)).differ
    assert row.changed[0].text == "The market opens in April."


def test_lost_rows_and_unknown_rows_are_named() -> None:
    document = docx.Document(BytesIO(file()))
    cell = document.tables[0].rows[2].cells[0]
    cell.text = "HCM-03/2"
    out = BytesIO()
    document.save(out)
    outcome = back(out.getvalue())
    assert ([line.number for line in outcome.unknown], outcome.missing) == (["HCM-03/2"], ("HCM-03/2",))


def refused(data: bytes, record: str = RECORD) -> str:
    with pytest.raises(Refused) as caught:
        back(data, record)
    return caught.value.code


BOMB = b"0" * (MOST_UNPACKED + 1)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "redline.not-word"),
        (b"not a file at all", "redline.not-word"),
        (b"PK\x03\x04" + b"\x00" * 40, "redline.not-word"),
        (file()[:-200], "redline.not-word"),
        (with_part(file(), "word/media/a.bin", BOMB), "redline.swollen"),
        (with_part(file(), "word/vbaProject.bin", b"x"), "redline.live"),
        (with_part(file(), "word/embeddings/a.bin", b"x"), "redline.live"),
        (part(file(), lambda content: content[:900]), "redline.broken"),
        (part(file(), lambda content: ENTITY + content.partition(b"?>")[2]), "redline.broken"),
        (part(file(), lambda content: content.replace(b"[fa]", b"").replace(b"[en]", b"").replace(b"[ur]", b"")),
         "redline.no-table"),
        (b"x" * 2_000_001, "redline.too-large"),
    ],
)  # fmt: skip
def test_a_hostile_or_foreign_file_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_minutes_of_another_sitting_are_refused() -> None:
    assert refused(file(), "IR/hcm-04") == "redline.other-sitting"


def test_what_merely_claims_another_size_is_not_unpacked() -> None:
    data = file()
    with ZipFile(BytesIO(data)) as package:
        offset = package.getinfo(DOCUMENT).header_offset
    assert refused(data[: offset + 60] + b"\xff" * 400 + data[offset + 460 :]) in {"redline.not-word", "redline.broken"}

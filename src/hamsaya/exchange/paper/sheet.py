"""From words and rows to a PDF/A: the sheet is set by Typst with the fonts that lie beside it and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from hamsaya.core.reader import Reader
from hamsaya.core.text import direction

HERE = Path(__file__).parent
STANDARD: Literal["a-3b"] = "a-3b"


@dataclass(frozen=True)
class Part:
    """A heading with a table under it, or with texts side by side; where there is nothing the empty words stand."""

    heading: str
    columns: Sequence[str] | None = None
    widths: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()
    empty: str = ""
    sides: Sequence[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Sheet:
    """A paper ready to set or to show. `address`: what the code holds; `digest`: what stands in the foot beside it."""

    title: str
    under: str
    parts: Sequence[Part]
    digest: str = ""
    address: str = ""
    foot: Sequence[str] = field(default=())


def pdf(sheet: Sheet, reader: Reader, now: datetime) -> bytes:
    """Return the sheet as PDF/A-3b, pages numbered; the same sheet at the same moment gives the same bytes."""
    paper = {
        "title": sheet.title, "under": sheet.under, "author": reader.name(reader.party.name),
        "lang": reader.lang, "dir": direction(reader.lang), "page_word": reader.word("paper.page"),
        "foot": " · ".join([*sheet.foot, *([sheet.digest] if sheet.digest else [])]),
        "digits": [reader.digits(each) for each in range(10)],
        "code": code(sheet.address) if sheet.address else "", "parts": [_plain(part) for part in sheet.parts],
    }  # fmt: skip
    words = {"paper": json.dumps(paper, ensure_ascii=False)}
    made = typst.compile(
        str(HERE / "sheet.typ"), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True, format="pdf",
        sys_inputs=words, pdf_standards=STANDARD, timestamp=int(now.timestamp()),
    )  # fmt: skip
    return bytes(made)


def _plain(part: Part) -> dict[str, Any]:
    values = asdict(part)
    return {name: value for name, value in values.items() if value is not None}


def code(address: str) -> str:
    """Return a QR code of an address as an SVG picture."""
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", xmldecl=False, svgns=True, border=1, omitsize=True)
    return out.getvalue().decode()

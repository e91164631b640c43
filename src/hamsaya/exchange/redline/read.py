"""Minutes back in: the words of each cell, read from its XML alone; nothing in it is run or fetched."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hamsaya.core.errors import Refused

LARGEST = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_PARTS = 200
DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
LIVE = re.compile(r"(?i)vbaproject|activex|/embeddings/|oleobject")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
BREAKS = frozenset({f"{W}br", f"{W}cr", f"{W}tab"})
DIGEST, LANGUAGE = re.compile(r"\b[0-9a-f]{64}\b"), re.compile(r"\[(en|fa|ur)\]")


@dataclass(frozen=True)
class Line:
    """One row of the returned table: the digest of its item ("" where it was lost) and the words by language."""

    digest: str
    number: str
    texts: dict[str, str]


def read(data: bytes) -> tuple[str, list[Line]]:
    """Return the record that the table names, and its rows. Refused where the file is not minutes of ours.

    Tracked changes are taken as made: what was inserted is read, what was struck out is not.
    """
    try:
        body = fromstring(_document(data), forbid_dtd=True)
    except (ParseError, DefusedXmlException, UnicodeDecodeError) as error:
        raise Refused("redline.broken") from error
    for table in body.iter(f"{W}tbl"):
        rows = [[_words(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        columns = _columns(rows[0]) if rows else {}
        if columns:
            return rows[0][0].strip(), [_line(row, columns) for row in rows[1:] if any(row)]
    raise Refused("redline.no-table")


def _document(data: bytes) -> bytes:
    """Return the part that holds the words, once the package is seen to be a plain and modest one."""
    if len(data) > LARGEST:
        raise Refused("redline.too-large", most=LARGEST // 1_000_000)
    try:
        with ZipFile(BytesIO(data)) as package:
            _look(package)
            return package.read(DOCUMENT)
    except (BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise Refused("redline.not-word") from error


def _look(package: ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if DOCUMENT not in names or TYPES not in names:
        raise Refused("redline.not-word")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("redline.swollen", most=MOST_UNPACKED // 1_000_000)
    if any(LIVE.search(name) for name in names) or b"macroEnabled" in package.read(TYPES):
        raise Refused("redline.live")


def _columns(head: list[str]) -> dict[str, int]:
    found = ((LANGUAGE.search(text), at) for at, text in enumerate(head))
    return {match[1]: at for match, at in found if match}


def _line(row: list[str], columns: dict[str, int]) -> Line:
    digest = DIGEST.search(row[0])
    number = row[0].split("\n")[0].strip()
    return Line(digest[0] if digest else "", number, {lang: _cell(row, at) for lang, at in columns.items()})


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _words(cell: Element) -> str:
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{W}p"))


def _pieces(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag in GONE:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield " "
        else:
            yield from _pieces(child)

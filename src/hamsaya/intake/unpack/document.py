"""PDF and Word to text: the text layer alone, never pictures; broken, locked and swollen files are refused."""

import logging
import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from hamsaya.core.errors import Refused
from hamsaya.intake.unpack.model import Piece

MOST_PAGES = 400
MOST_UNPACKED = 60_000_000
"""Bytes that a Word file's parts may have together."""
UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
"""Control characters but tabulator, ends of line and page; halves of a character."""


def unpack_pdf(name: str, data: bytes) -> Piece:
    """Return a PDF's text layer."""
    import pypdf  # slow to import, and needed for these files alone

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told in one line of our own
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        text = "" if locked or pages > MOST_PAGES else "\n\n".join(page.extract_text() or "" for page in reader.pages)
    except Exception as error:
        raise Refused("intake.broken", media="PDF") from error
    if locked:
        raise Refused("intake.locked")
    if pages > MOST_PAGES:
        raise Refused("intake.pages", most=MOST_PAGES, count=pages)
    if not any(c.isalpha() for c in text):
        raise Refused("intake.no-text-layer", count=pages)
    return Piece(name, _clean(text), "application/pdf", notes=(("text-layer", {"count": pages}),))


def is_word(data: bytes) -> bool:
    """Tell whether bytes are a Word document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(BytesIO(data)) as parts:
            return "word/document.xml" in parts.namelist()
    except BadZipFile:
        return False


def unpack_word(name: str, data: bytes) -> Piece:
    """Return a Word document's paragraphs and tables in their order."""
    import docx  # slow to import, and needed for these files alone
    from docx.table import Table

    with ZipFile(BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise Refused("intake.swollen", most=MOST_UNPACKED)
    try:
        document = docx.Document(BytesIO(data))
        blocks: list[str] = []
        for each in document.iter_inner_content():
            if isinstance(each, Table):
                blocks += ["\t".join(cell.text for cell in row.cells) for row in each.rows]
            else:
                blocks.append(each.text)
    except Exception as error:
        raise Refused("intake.broken", media="Word") from error
    text = "\n\n".join(block.strip() for block in blocks if block.strip())
    if not text:
        raise Refused("intake.no-words")
    return Piece(name, _clean(text), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def _clean(text: str) -> str:
    return UNPRINTED.sub("\ufffd", text)

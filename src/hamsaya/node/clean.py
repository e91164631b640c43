"""Attachments without what they say of where and by whom they were made: only the picture or the pages go out.

JPEG and PNG lose their blocks of data about the picture and keep every pixel as it was; PDF and Word files lose their
properties. What is of no known form goes as it is, and the caller is told so by `cleaned` being None.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from hamsaya.core.errors import Refused

JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEPT_SEGMENTS = frozenset({0xE0, 0xE2, 0xEE})
"""Of JPEG's application segments: the basic header, the colour profile, and the colour transform."""
COMMENT, SCAN = 0xFE, 0xDA
DROPPED_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
PROPERTIES = ("author", "last_modified_by", "comments", "keywords", "subject", "title", "category", "identifier")


@dataclass(frozen=True)
class Cleaned:
    """A file's bytes as they go out, and whether anything was taken off."""

    data: bytes
    was_changed: bool


def clean(data: bytes, media: str) -> Cleaned | None:
    """Return a file without data about itself; None for a form that we cannot clean. Refused for one that is broken."""
    for mark, strip in _STRIPS:
        if data.startswith(mark):
            return _tried(strip, data)
    return _tried(_word, data) if media == WORD else None


def _tried(strip: Callable[[bytes], bytes], data: bytes) -> Cleaned:
    try:
        found = strip(data)
    except (ValueError, KeyError, IndexError, OSError, PyPdfError) as error:
        raise Refused("file.broken") from error
    return Cleaned(found, found != data)


def _jpeg(data: bytes) -> bytes:
    out, at = bytearray(data[:2]), 2
    while data[at + 1] != SCAN:
        if data[at] != 0xFF:
            raise ValueError(at)
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF and marker not in KEPT_SEGMENTS) and marker != COMMENT:
            out += data[at:end]
        at = end
    return bytes(out + data[at:])


def _png(data: bytes) -> bytes:
    out, at = bytearray(PNG), len(PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        chunk = data[at:end]
        if len(chunk) < 12 or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise ValueError(at)
        if chunk[4:8] not in DROPPED_CHUNKS:
            out += chunk
        at = end
    return bytes(out)


def _pdf(data: bytes) -> bytes:
    reader = PdfReader(BytesIO(data))
    if not reader.metadata and "/Metadata" not in reader.root_object:
        return data
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer.root_object.pop("/Metadata", None)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _word(data: bytes) -> bytes:
    document = Document(BytesIO(data))
    said = [name for name in PROPERTIES if getattr(document.core_properties, name)]
    if not said:
        return data
    for name in said:
        setattr(document.core_properties, name, "")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


_STRIPS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = ((JPEG, _jpeg), (PNG, _png), (PDF, _pdf))

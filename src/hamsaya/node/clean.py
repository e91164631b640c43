"""Attachments without what they say of where and by whom they were made: only the picture or the pages go out.

JPEG and PNG lose their blocks of data about the picture and keep every pixel as it was; PDF and Word files lose their
properties, Word files also those of the pictures in them. What is of no known form is told by None.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from hamsaya.core.errors import Refused
from hamsaya.core.text import word

EXIF, COMMENT, TIME, PROPERTIES = "exif", "comment", "time", "properties"
"""What may be taken off: place, camera and times; remarks; the time of making; maker and properties."""
JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KEPT_SEGMENTS = frozenset({0xE0, 0xE2, 0xEE})
"""Of JPEG's application segments: the basic header, the colour profile, and the colour transform."""
REMARK, SCAN = 0xFE, 0xDA
DROPPED_CHUNKS = {b"tEXt": COMMENT, b"zTXt": COMMENT, b"iTXt": COMMENT, b"eXIf": EXIF, b"tIME": TIME}
SAID = ("author", "last_modified_by", "comments", "keywords", "subject", "title", "category", "identifier")


@dataclass(frozen=True)
class Cleaned:
    """A file's bytes as they go out, and what was taken off, each once in order of its code."""

    data: bytes
    removed: tuple[str, ...] = ()


def clean(data: bytes, media: str) -> Cleaned | None:
    """Return a file without data about itself; None for a form that we cannot clean. Refused for one that is broken."""
    for mark, strip in _STRIPS:
        if data.startswith(mark):
            return _tried(strip, data)
    return _tried(_word, data) if media == WORD else None


Stripped = tuple[bytes, set[str]]
"""What is left of a file, and what was taken off."""


def _tried(strip: Callable[[bytes], Stripped], data: bytes) -> Cleaned:
    try:
        found = strip(data)
    except (ValueError, KeyError, IndexError, OSError, BadZipFile) as error:
        raise Refused("file.broken") from error
    return Cleaned(found[0], tuple(sorted(found[1])))


def _jpeg(data: bytes) -> Stripped:
    out, at, removed = bytearray(data[:2]), 2, set()
    while data[at + 1] != SCAN:
        if data[at] != 0xFF:
            raise ValueError(at)
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == REMARK:
            removed.add(COMMENT)
        elif 0xE0 <= marker <= 0xEF and marker not in KEPT_SEGMENTS:
            removed.add(EXIF)
        else:
            out += data[at:end]
        at = end
    return bytes(out + data[at:]), removed


def _png(data: bytes) -> Stripped:
    out, at, removed = bytearray(PNG), len(PNG), set()
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        chunk = data[at:end]
        if len(chunk) < 12 or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise ValueError(at)
        if chunk[4:8] in DROPPED_CHUNKS:
            removed.add(DROPPED_CHUNKS[chunk[4:8]])
        else:
            out += chunk
        at = end
    return bytes(out), removed


def _pdf(data: bytes) -> Stripped:
    from pypdf.errors import PyPdfError  # slow to import, and needed for these files alone

    try:
        return _pages(data)
    except PyPdfError as error:
        raise ValueError from error


def _pages(data: bytes) -> Stripped:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(data))
    if not reader.metadata and "/Metadata" not in reader.root_object:
        return data, set()
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer.root_object.pop("/Metadata", None)
    out = BytesIO()
    writer.write(out)
    return out.getvalue(), {PROPERTIES}


def _word(data: bytes) -> Stripped:
    from docx import Document  # slow to import, and needed for these files alone

    document = Document(BytesIO(data))
    said = [name for name in SAID if getattr(document.core_properties, name)]
    for name in said:
        setattr(document.core_properties, name, "")
    removed = _word_pictures(document) | ({PROPERTIES} if said else set())
    if not removed:
        return data, removed
    out = BytesIO()
    document.save(out)
    return out.getvalue(), removed


def _word_pictures(document: Any) -> set[str]:
    """Clean the pictures inside a document; return what was taken off them."""
    removed: set[str] = set()
    for part in document.part.package.iter_parts():
        if part.content_type.startswith("image/") and (cleaned := clean(part.blob, part.content_type)):
            part._blob = cleaned.data  # noqa: SLF001 -- the library has no way to set a picture anew
            removed.update(cleaned.removed)
    return removed


_STRIPS: tuple[tuple[bytes, Callable[[bytes], Stripped]], ...] = ((JPEG, _jpeg), (PNG, _png), (PDF, _pdf))


def told(removed: Sequence[str] | None, name: str, lang: str) -> str:
    """Return what was taken off a file, in a language; None for a form of which we cannot tell."""
    if removed is None:
        return word("file.as_it_is", lang, name=name)
    if not removed:
        return word("file.nothing", lang, name=name)
    parts = f"{word('phrase.list_comma', lang)} ".join(word(f"file.{each}", lang) for each in removed)
    return word("file.removed", lang, name=name, parts=parts)

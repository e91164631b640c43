"""What an attachment says of place and maker is taken off; the picture or the pages stay."""

import struct
import zlib
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from hamsaya.core.errors import Refused
from hamsaya.node.clean import PNG, WORD, Cleaned, clean

SECRET = b"GPSLatitude 28.98"


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_jpeg_loses_its_exif_and_comment_and_keeps_its_pixels() -> None:
    start, header, table = b"\xff\xd8", segment(0xE0, b"JFIF\0"), segment(0xDB, b"q" * 65)
    scan = segment(0xDA, b"s" * 6) + b"pixels\xff\x00more\xff\xd9"
    data = start + header + segment(0xE1, b"Exif\0\0" + SECRET) + segment(0xFE, SECRET) + table + scan
    assert clean(data, "image/jpeg") == Cleaned(start + header + table + scan, ("comment", "exif"))
    assert clean(start + header + table + scan, "image/jpeg") == Cleaned(start + header + table + scan)


def test_a_png_loses_its_text_and_exif_and_keeps_its_pixels() -> None:
    size, pixels, end = chunk(b"IHDR", b"h" * 13), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")
    data = PNG + size + chunk(b"eXIf", SECRET) + chunk(b"tEXt", SECRET) + pixels + chunk(b"tIME", b"1234567") + end
    assert clean(data, "image/png") == Cleaned(PNG + size + pixels + end, ("comment", "exif", "time"))


def test_a_pdf_loses_its_properties_and_keeps_its_pages() -> None:
    writer, made = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "A. Example", "/Keywords": SECRET.decode()})
    writer.write(made)
    cleaned = clean(made.getvalue(), "application/pdf")
    assert cleaned is not None
    read = PdfReader(BytesIO(cleaned.data))
    assert (cleaned.removed, len(read.pages)) == (("properties",), 1)
    assert "/Author" not in (read.metadata or {})
    assert SECRET not in cleaned.data


def test_a_word_file_loses_its_properties_and_keeps_its_text() -> None:
    document, made = Document(), BytesIO()
    document.add_paragraph("The road is open.")
    document.core_properties.author = "A. Example"
    document.core_properties.comments = SECRET.decode()
    document.save(made)
    cleaned = clean(made.getvalue(), WORD)
    assert cleaned is not None
    read = Document(BytesIO(cleaned.data))
    assert [each.text for each in read.paragraphs] == ["The road is open."]
    assert (read.core_properties.author, read.core_properties.comments) == ("", "")


def test_a_picture_inside_a_word_file_is_cleaned_too() -> None:
    size, pixels, end = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), b"", chunk(b"IEND", b"")
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    document, made = Document(), BytesIO()
    document.add_picture(BytesIO(PNG + size + chunk(b"eXIf", SECRET) + pixels + end))
    for name in ("author", "comments", "title"):
        setattr(document.core_properties, name, "")
    document.save(made)
    assert clean(made.getvalue(), WORD) != Cleaned(made.getvalue())
    cleaned = clean(made.getvalue(), WORD)
    assert cleaned is not None
    assert cleaned.removed == ("exif",)
    parts = Document(BytesIO(cleaned.data)).part.package.iter_parts()
    assert [part.blob for part in parts if part.content_type == "image/png"] == [PNG + size + pixels + end]


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe1\x00", PNG + b"\0\0\0\x09short", b"%PDF-1.7 nothing"])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"file\.broken"):
        clean(data, "application/octet-stream")


def test_an_unknown_form_is_said_to_be_unknown() -> None:
    assert clean(b"plain text", "text/plain") is None

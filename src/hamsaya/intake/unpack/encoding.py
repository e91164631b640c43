"""From bytes to characters: the encoding found, mixed ones read line by line, and what is no text refused."""

import codecs
import re

from hamsaya.core.errors import Refused
from hamsaya.intake.unpack.model import Note

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
MOST_CONTROL = 0.005
"""The share of control characters above which bytes are no text."""
ARABIC, LATIN = "cp1256", "cp1252"


def decode(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Return the text of bytes and how it was read; Refused where they are empty or no text."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Refused("intake.empty")
    text, notes = _read(data)
    if "\x00" in text or len(CONTROL.findall(text)) > MOST_CONTROL * len(text):
        raise Refused("intake.no-text")
    return CONTROL.sub("\ufffd", text), notes


def _read(data: bytes) -> tuple[str, tuple[Note, ...]]:
    for mark, name in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if b"\x00" in data[:65536]:
        raise Refused("intake.no-text")
    return _read_mixed(data) or _read_guessed(data)


def _read_mixed(data: bytes) -> tuple[str, tuple[Note, ...]] | None:
    """Return a text whose lines are partly UTF-8 and partly of an older encoding; None where it is none such."""
    lines, strange, letters = [], 0, 0
    for line in data.splitlines(keepends=True):
        try:
            text = line.decode("utf-8")
            letters += not line.isascii()
        except UnicodeDecodeError:
            text, strange = line.decode(ARABIC if _is_arabic(line) else LATIN, errors="replace"), strange + 1
        lines.append(text)
    return ("".join(lines), (("mixed-encodings", {"count": strange}),)) if letters else None


def _is_arabic(line: bytes) -> bool:
    high = sum(byte >= 0xC0 for byte in line)
    return high * 3 > len(line)


def _read_guessed(data: bytes) -> tuple[str, tuple[Note, ...]]:
    from charset_normalizer import from_bytes  # slow to import, and needed for old encodings alone

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise Refused("intake.no-text")
    return data.decode(best.encoding, errors="replace"), (("encoding", {"name": best.encoding}),)

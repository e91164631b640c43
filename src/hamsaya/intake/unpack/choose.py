"""Which reader a file needs: by what it is, not by what it is called."""

import re
from collections.abc import Iterator

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.intake.unpack.document import is_word, unpack_pdf, unpack_word
from hamsaya.intake.unpack.encoding import decode
from hamsaya.intake.unpack.feed import is_feed, unpack_feed
from hamsaya.intake.unpack.mail import is_mail, unpack_mail
from hamsaya.intake.unpack.model import LARGEST, Piece
from hamsaya.intake.unpack.page import unpack_page

HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
HTML_NAME = (".html", ".htm", ".xhtml")
DEEPEST = 2
"""How deep messages may lie within messages."""

Found = Piece | tuple[str, HamsayaError]
"""A text, or the name of a part that could not be read and why."""


def unpack(name: str, data: bytes, depth: int = 0) -> Iterator[Found]:
    """Yield the texts in a file; Refused where the file as a whole cannot be read."""
    if len(data) > LARGEST:
        raise Refused("intake.too-large", limit=LARGEST // 1_000_000, size=-(-len(data) // 1_000_000))
    if not data.strip():
        raise Refused("intake.empty")
    if data.startswith(b"%PDF-"):
        yield unpack_pdf(name, data)
    elif is_word(data):
        yield unpack_word(name, data)
    elif is_mail(name, data) and depth < DEEPEST:
        yield from unpack_mail(name, data, lambda label, part: _inner(label, part, depth + 1))
    elif is_feed(data):
        yield from unpack_feed(name, data)
    elif HTML.match(data[:4000]) or name.lower().endswith(HTML_NAME):
        yield unpack_page(name, data)
    else:
        text, notes = decode(data)
        yield Piece(
            name, text, "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain", notes=notes
        )


def _inner(name: str, data: bytes, depth: int) -> Iterator[Found]:
    """Yield what a file within a file holds; its failure is its own."""
    try:
        yield from unpack(name, data, depth)
    except HamsayaError as error:
        yield name, error

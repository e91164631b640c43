"""RSS and Atom files to one text an entry; nothing is fetched, and a file that swells is refused before it is read."""

import re
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from hamsaya.core.errors import Refused
from hamsaya.intake.unpack.model import Piece
from hamsaya.intake.unpack.page import plain

FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
MOST_ENTRIES = 300
LINK = re.compile(r"https?://[^\s<>\"']{3,490}")


def is_feed(data: bytes) -> bool:
    """Tell whether bytes are a feed."""
    return FEED.search(data[:3000].replace(b"\x00", b"")) is not None


def unpack_feed(name: str, data: bytes) -> Iterator[Piece]:
    """Yield one piece an entry; Refused for a file whose entities would swell it, and for one without entries."""
    import feedparser  # slow to import, and needed for these files alone

    _check_harmless(data)
    found = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    entries = found.entries
    if not entries:
        raise Refused("intake.no-entries")
    if len(entries) > MOST_ENTRIES:
        raise Refused("intake.entries", most=MOST_ENTRIES, count=len(entries))
    outlet = plain(str(found.feed.get("title", "")))[:120]
    pieces = [_piece(f"{name}#{at}", entry, outlet) for at, entry in enumerate(entries, 1)]
    kept = [piece for piece in pieces if piece.text.strip()]
    if not kept:
        raise Refused("intake.no-words")
    yield from kept


def _check_harmless(data: bytes) -> None:
    if b"<!entity" in data.lower():
        raise Refused("intake.entities")
    try:
        ElementTree.fromstring(data)
    except DefusedXmlException as error:
        raise Refused("intake.entities") from error
    except (ElementTree.ParseError, ValueError, LookupError):
        return  # feeds are often slightly broken; the feed reader is lenient, and entities were looked for above


def _piece(name: str, entry: Any, outlet: str) -> Piece:
    title = plain(str(entry.get("title", "")))[:300].replace("\n", " ")
    bodies = [str(each.get("value", "")) for each in entry.get("content", [])] or [str(entry.get("summary", ""))]
    words = "\n\n".join(plain(body) for body in bodies)
    text = "\n\n".join(part for part in (title, words) if part)
    link = str(entry.get("link", ""))
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    day = f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else ""
    return Piece(
        name, text.replace("\x00", "\ufffd"), "application/rss+xml", own=False, title=title, outlet=outlet,
        link=link if LINK.fullmatch(link) else "", published=day, notes=(("entry", {}),),
    )  # fmt: skip

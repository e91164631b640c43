"""What came back against what stands: word by word, for each item and language. Nothing is taken over by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.meeting import Meeting
from hamsaya.core.redline import pieces
from hamsaya.core.text import LANGUAGES
from hamsaya.exchange.redline.items import items_of
from hamsaya.exchange.redline.read import Line
from hamsaya.reading.language import language_of

FEWEST_WORDS = 3
"""A shorter text does not tell its language."""


@dataclass(frozen=True)
class Changed:
    """One language of one item as it came back. `looks`: the language it is really in, where that is another."""

    lang: str
    text: str
    pieces: tuple[tuple[str, str], ...]
    looks: str = ""


@dataclass(frozen=True)
class Returned:
    """One row that came back: its item as it stands, what changed, and whether the row is known at all."""

    number: str
    digest: str
    item: dict[str, Any]
    changed: tuple[Changed, ...]

    @property
    def wording(self) -> dict[str, str]:
        """Return the item's words with what came back in its own language; the rest as they stand."""
        back = {each.lang: each.text for each in self.changed if not each.looks}
        return {lang: text for lang, text in {**self.item.get("text", {}), **back}.items() if text}


@dataclass(frozen=True)
class Outcome:
    """All that came back: rows that differ, rows that no item answers to, and items whose row is missing."""

    differ: tuple[Returned, ...]
    same: int
    unknown: tuple[Line, ...]
    missing: tuple[str, ...]


def compare(state: Meeting, record: str, named: str, lines: list[Line]) -> Outcome:
    """Return the differences. Refused where the file is of another sitting or none of its rows is known here."""
    standing = {digest: (number, item) for number, digest, item in items_of(state)}
    if named != record or not any(line.digest in state.items for line in lines):
        raise Refused("redline.other-sitting", named=named[:80] or "-", number=state.number)
    known = [line for line in lines if line.digest in state.items]
    rows = [_returned(line, state, standing) for line in known]
    back = {line.digest for line in lines}
    return Outcome(
        differ=tuple(row for row in rows if row.changed),
        same=sum(1 for row in rows if not row.changed),
        unknown=tuple(line for line in lines if line.digest not in state.items),
        missing=tuple(number for digest, (number, _) in standing.items() if digest not in back),
    )


def _returned(line: Line, state: Meeting, standing: dict[str, tuple[str, dict[str, Any]]]) -> Returned:
    number, item = standing.get(line.digest, (line.number, state.items[line.digest]))
    changed = tuple(_changes(item["text"], line.texts))
    return Returned(number, line.digest, item, changed)


def _changes(before: dict[str, str], after: dict[str, str]) -> Iterator[Changed]:
    for lang in LANGUAGES:
        one, two = before.get(lang, "").split(), after.get(lang, "").split()
        if lang in after and one != two:
            text = " ".join(two)
            yield Changed(lang, text, tuple(pieces(one, two)), _looks(text, lang, before))


def _looks(text: str, lang: str, before: dict[str, str]) -> str:
    """Return the language that a text is in where its column is another's; "" where it fits or cannot be told."""
    twin = next((other for other, words in before.items() if other != lang and words.split() == text.split()), "")
    if twin or len(text.split()) < FEWEST_WORDS:
        return twin
    found = language_of(text)
    return found if found in LANGUAGES and found != lang else ""

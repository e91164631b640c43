"""For whom a record is, as each side marks it: shown where the two differ, with whose word is still missing."""

from dataclasses import dataclass

from hamsaya.core.kinds import AUDIENCES
from hamsaya.core.reader import Reader
from hamsaya.node.lookup import seen
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

MOST = 100


@dataclass(frozen=True)
class Marks:
    """A record whose sides mark it differently: each side's mark in words, and the side that holds it closer."""

    row: Record
    sides: tuple[tuple[str, str], ...]
    decides: str


def marks_of(row: Record, reader: Reader) -> Marks | None:
    """Return both sides' marks, the owner's first; None where they are the same or one side has said nothing."""
    if not row.marks:
        return None
    parties = (row.owner, reader.compact.other(row.owner).code)
    marks = dict(zip(parties, row.marks.split(" "), strict=True))
    closer = next((party for party, mark in marks.items() if mark == row.audience), row.owner)
    sides = tuple((reader.party_name(party), _words(mark, reader)) for party, mark in marks.items())
    return Marks(row, sides, reader.party_name(closer))


def request_of(row: Record, reader: Reader) -> str:
    """Return which side asks to widen the record, and for whom; "" where no request stands."""
    if not (row.asked_owner or row.asked_other):
        return ""
    other = reader.compact.other(row.owner).code
    owner_mark, other_mark = row.marks.split(" ")
    party, mark = (other, other_mark) if row.asked_owner else (row.owner, owner_mark)
    return reader.word("handling.asks_to_widen", party=reader.party_name(party), audience=_words(mark, reader))


def _words(mark: str, reader: Reader) -> str:
    return reader.word(f"audience_{mark.lower()}" if mark in AUDIENCES else "not_stated")


def differing(viewer: Viewer, compact: str, reader: Reader) -> list[Marks]:
    """Return the records on which the sides differ, those changed last first, at most so many."""
    rows = seen(viewer, compact).exclude(marks="").order_by("-changed")[:MOST]
    return [found for row in rows if (found := marks_of(row, reader))]

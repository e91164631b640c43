"""A duty's two scores on one rail, and counts as bars: numbers for the page's own drawings, in reading direction."""

from dataclasses import dataclass

from hamsaya.core.reader import Reader
from hamsaya.core.scoring import SCORES, Scored
from hamsaya.core.text import direction
from hamsaya.node.council import Duty

WIDTH = 520
NONE_AT, FENCE = 50, 92
STOPS = (150, 235, 320, 405)
APART = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One side's marker; hollow where the score is claimed."""

    x: int
    hue: str
    hollow: bool

    @property
    def corner(self) -> int:
        """Return where the square marker begins."""
        return self.x - 6


@dataclass(frozen=True, slots=True)
class Rail:
    """The drawing of one duty, with the sentence that says the same."""

    party: str
    stops: tuple[int, ...]
    fence: int
    marks: tuple[Mark, ...]
    line: str
    gap: int | None
    says: str


def rail(duty: Duty, reader: Reader) -> Rail:
    """Return the drawing of a duty's scores for that reader."""
    marks = _marks(duty, reader)
    line = f"M{marks[0].x} 17H{marks[1].x}" if duty.gap is not None else ""
    stops = tuple(_along(x, reader) for x in STOPS)
    return Rail(duty.party, stops, _along(FENCE, reader), marks, line, duty.gap, _says(duty, reader))


def heads(reader: Reader) -> list[tuple[int, str]]:
    """Return the column heads of the rail: place and words."""
    places = (*STOPS, NONE_AT)
    return [(_along(x, reader), reader.word(f"score_{code}")) for x, code in zip(places, SCORES, strict=True)]


def _along(x: int, reader: Reader) -> int:
    return WIDTH - x if direction(reader.lang) == "rtl" else x


def _marks(duty: Duty, reader: Reader) -> tuple[Mark, ...]:
    places = [NONE_AT if each is None or each.value is None else STOPS[each.value] for each in duty.scores]
    same = None not in duty.scores and places[0] == places[1]
    hues = (reader.party.hue, reader.compact.other(reader.party.code).hue)
    found = []
    for at, (score, place) in enumerate(zip(duty.scores, places, strict=True)):
        if score is not None:
            shift = (-APART if at == 0 else APART) if same else 0
            found.append(Mark(_along(place + shift, reader), hues[at], score.claimed))
    return tuple(found)


def _says(duty: Duty, reader: Reader) -> str:
    names = (reader.party.code, reader.compact.other(reader.party.code).code)
    parts = [f"{reader.party_name(by)}: {_score(score, reader)}" for by, score in zip(names, duty.scores, strict=True)]
    if duty.gap:
        parts.append(reader.word("web.gap", count=reader.digits(duty.gap)))
    return "; ".join(parts)


def _score(score: Scored | None, reader: Reader) -> str:
    if score is None:
        return reader.word("council.not_scored")
    words = reader.word(f"score_{score.score}")
    return f"{words} ({reader.word('claimed')})" if score.claimed else words

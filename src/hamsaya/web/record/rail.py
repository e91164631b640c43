"""The score rail: what each party says became of a duty, two markers on one line; the line between them is the gap."""

from dataclasses import dataclass
from typing import Any

from hamsaya.core.reader import Reader
from hamsaya.core.scoring import SCORES
from hamsaya.core.text import direction
from hamsaya.records.commitment import Commitment

LENGTH, EDGE = 540, 60
STOPS = SCORES[:-1]
FENCE = 0.5
""""No evidence" stands apart, behind a fence half a step wide."""
SIDE_BY_SIDE = 11


@dataclass(frozen=True)
class Mark:
    """One party's marker; hollow where no evidence was given."""

    x: int
    hue: str
    hollow: bool

    @property
    def corner(self) -> int:
        """Return where the square marker begins."""
        return self.x - 9


@dataclass(frozen=True)
class Rail:
    """The drawing of one duty's scores, with a sentence that says the same."""

    party: str
    stops: tuple[tuple[int, str], ...]
    none_at: int
    none_words: str
    fence: int
    marks: tuple[Mark, ...]
    gap: str
    between: str
    says: str


def rails(state: Any, reader: Reader) -> list[Rail]:
    """Return a rail for each party whose duty has been scored."""
    if not isinstance(state, Commitment):
        return []
    return [_rail(party, given, reader) for party, given in sorted(state.scores.items()) if given]


def _rail(party: str, given: dict[str, dict[str, Any]], reader: Reader) -> Rail:
    def place(step: float) -> int:
        along = EDGE + round((LENGTH - 2 * EDGE) * (step + 1) / len(STOPS))
        return LENGTH - along if direction(reader.lang) == "rtl" else along

    order = sorted(given, key=lambda code: code != reader.party.code)
    steps = {by: STOPS.index(given[by]["score"]) if given[by]["score"] in STOPS else -1 for by in order}
    same = len(order) == 2 and len(set(steps.values())) == 1
    shift = SIDE_BY_SIDE if same else 0
    marks = tuple(
        Mark(place(steps[by]) + (shift if at else -shift), _hue(by, reader), not given[by].get("evidence"))
        for at, by in enumerate(order)
    )
    both = len(order) == 2 and min(steps.values()) >= 0
    gap = abs(steps[order[0]] - steps[order[-1]]) if both else 0
    says = "; ".join(f"{reader.party_name(by)}: {reader.word(_key(given[by]['score']))}" for by in order)
    return Rail(
        party=party,
        stops=tuple((place(at), reader.word(_key(score))) for at, score in enumerate(STOPS)),
        none_at=place(-1),
        none_words=reader.word(_key(SCORES[-1])),
        fence=place(-FENCE),
        marks=marks,
        gap=reader.word("web.gap", count=reader.digits(gap)) if gap else "",
        between=f"M{marks[0].x} 40H{marks[-1].x}" if both else "",
        says=says,
    )


def _key(score: str) -> str:
    return f"score_{score}"


def _hue(code: str, reader: Reader) -> str:
    return next((each.hue for each in reader.compact.parties if each.code == code), "a")

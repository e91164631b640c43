"""Find the names of a report: organisations, then persons, then places, each by shape and by data."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from hamsaya.reading.lexicon import demonyms, gazetteer
from hamsaya.reading.runs import Run, classify, find_runs
from hamsaya.reading.tokens import Tokens


class Mention(msgspec.Struct, frozen=True, gc=False):
    """Tokens first to last (exclusive) of one entity; `norm` is the place id or the person's fullest name."""

    first: int
    last: int
    type: str
    norm: str


@dataclass(slots=True)
class Finder:
    """Works through the runs of one report."""

    tokens: Tokens
    starts: frozenset[int]
    headings: frozenset[int]
    runs: list[Run] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    taken: dict[int, str] = field(default_factory=dict)
    found: list[Mention] = field(default_factory=list)
    capitals: dict[str, str] = field(default_factory=dict)
    counted: int = 0
    seen_places: set[str] = field(default_factory=set)
    things: frozenset[str] = frozenset()

    def take(self, first: int, last: int, kind: str, norm: str) -> None:
        """Keep a mention unless its tokens already belong to another."""
        if not self.free(first, last):
            return
        for i in range(first, last):
            self.taken[i] = kind
        self.found.append(Mention(first, last, kind, norm))

    def place(self, first: int, last: int, norm: str = "") -> None:
        """Keep a place and know it again."""
        self.take(first, last, "place", norm or self.text(first, last).lower().replace(" ", "-"))
        self.seen_places.add(self.text(first, last))

    def upper(self) -> dict[str, str]:
        """Return the known persons written in capitals."""
        if self.counted != len(self.people):
            self.capitals = {name.upper(): norm for name, norm in reversed(self.people.items())}
            self.counted = len(self.people)
        return self.capitals

    def free(self, first: int, last: int) -> bool:
        """Say whether no token of the span belongs to a mention yet."""
        return self.taken.keys().isdisjoint(range(first, last))

    def text(self, first: int, last: int) -> str:
        """Return the characters of a token span."""
        return self.tokens.text[self.tokens.start[first] : self.tokens.end[last - 1]]

    def low(self, at: int) -> str:
        """Return the token in small letters, or "" outside the text."""
        low = self.tokens.low
        return low[at] if 0 <= at < len(low) else ""


def stretches(run: Run, wanted: str) -> list[tuple[int, int]]:
    """Return token spans of a run whose classes are all in `wanted`."""
    first = run.first
    return [(first + at, first + end) for at, end in _stretches(run.kind, wanted)]


@lru_cache(maxsize=4096)  # most runs are of one or two words: a few classes in a row, met again and again
def _stretches(kind: str, wanted: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in re.finditer(f"[{wanted}]+", kind))


def find_names(tokens: Tokens, starts: frozenset[int], headings: frozenset[int]) -> list[Mention]:
    """Return persons, organisations and places, in order.

    `starts`: tokens that begin a sentence; `headings`: tokens inside headings, where persons need a title.
    """
    # they need Finder, which stands here
    from hamsaya.reading import bodies, labels, persons, placenames, roles, setoff, things

    lower = frozenset(w for w in tokens.word if w[0].islower())
    finder = Finder(tokens, starts, headings, find_runs(tokens, starts))
    classify(tokens, finder.runs, starts, lower)
    finder.runs = [run for run in finder.runs if run.kind]  # of many only a plain word that begins a sentence was there
    placenames.with_small_words(finder)
    finder.things = things.called(finder)
    for step in (
        bodies.take,
        setoff.bylines,
        labels.take,
        placenames.datelines,
        placenames.named_after,
        persons.take,
        roles.take,
        setoff.take,
        persons.again,
        placenames.listed,
        placenames.by_shape,
        placenames.again,
    ):
        for run in finder.runs:
            step(finder, run)
    return sorted(finder.found, key=lambda m: m.first)


@lru_cache(maxsize=4096)  # asked of every word of every finding, and the two tables are large
def country_of(word: str) -> str | None:
    """Return the country id of an adjective ("Iranian") or a place name, or None."""
    entry = gazetteer().get(word)
    return demonyms().get(word) or (entry[0].split(":")[0] if entry and entry[1] == 3 else None)

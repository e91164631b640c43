"""Find the names of a report: organisations, then persons, then places, each by shape and by data."""

from dataclasses import dataclass, field

from hamsaya.reading.lexicon import demonyms, gazetteer
from hamsaya.reading.runs import Run, classify, find_runs
from hamsaya.reading.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Mention:
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
        if any(i in self.taken for i in range(first, last)):
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
        return not any(i in self.taken for i in range(first, last))

    def text(self, first: int, last: int) -> str:
        """Return the characters of a token span."""
        return self.tokens.text[self.tokens.start[first] : self.tokens.end[last - 1]]

    def low(self, at: int) -> str:
        """Return the token in small letters, or "" outside the text."""
        return self.tokens.low[at] if 0 <= at < len(self.tokens) else ""


def stretches(run: Run, wanted: str) -> list[tuple[int, int]]:
    """Return token spans of a run whose classes are all in `wanted`."""
    found, at = [], 0
    while at < len(run.kind):
        end = at
        while end < len(run.kind) and run.kind[end] in wanted:
            end += 1
        if end > at:
            found.append((run.first + at, run.first + end))
        at = max(end, at + 1)
    return found


def find_names(tokens: Tokens, starts: frozenset[int], headings: frozenset[int]) -> list[Mention]:
    """Return persons, organisations and places, in order.

    `starts`: tokens that begin a sentence; `headings`: tokens inside headings, where persons need a title.
    """
    # they need Finder, which stands here
    from hamsaya.reading import bodies, persons, placenames, roles, setoff, things

    lower = frozenset(w for w in tokens.word if w[0].islower())
    finder = Finder(tokens, starts, headings, find_runs(tokens, starts))
    classify(tokens, finder.runs, starts, lower)
    placenames.with_small_words(finder)
    finder.things = things.called(finder)
    for step in (
        bodies.take,
        setoff.bylines,
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


def country_of(word: str) -> str | None:
    """Return the country id of an adjective ("Iranian") or a place name, or None."""
    entry = gazetteer().get(word)
    return demonyms().get(word) or (entry[0].split(":")[0] if entry and entry[1] == 3 else None)

"""Organisations by shape ("Border Guard Council", acronyms).

And named sites ("karachi expo centre"), which are places.
"""

from hamsaya.reading.lexicon import gazetteer
from hamsaya.reading.names import Finder, stretches
from hamsaya.reading.runs import ACRONYM, CALENDAR, DEMONYM, NAME, OFFICE, TITLE, Run, name_words

STRONG_SITE = frozenset(
    [
        "bridge",
        "hotel",
        "palace",
        "airport",
        "stadium",
        "dam",
        "house",
        "hall",
        "barrage",
        "tunnel",
        "canal",
        "harbour",
        "terminal",
        "expo",
        "square",
    ]
)
LAND = frozenset(
    [
        "region",
        "province",
        "state",
        "district",
        "county",
        "oblast",
        "governorate",
        "canton",
        "prefecture",
        "territory",
        "municipality",
        "department",
        "commune",
    ]
)


DIRECTIONS = frozenset(
    [
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "north",
        "south",
        "east",
        "west",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "upper",
        "lower",
    ]
)


def take(finder: Finder, run: Run) -> None:
    """Find the organisations and sites of a run."""
    known, tokens = name_words(), finder.tokens
    for first, last in stretches(run, NAME + OFFICE + DEMONYM + ACRONYM + TITLE + CALENDAR):
        if last - first < 2:
            continue
        heads = [
            i
            for i in range(first, last)
            if tokens.low[i] in known.body and not (tokens.low[i] == "house" and i == last - 1 and first + 2 == last)
        ]
        if _site(finder, run, first, last, heads):
            continue
        if heads:
            _organisation(finder, run, first, heads[-1] + 1)
    for i in range(run.first, run.last) if ACRONYM in run.kind else ():
        if (
            run.kind[i - run.first] == ACRONYM
            and tokens.word[i] in known.acronyms
            and finder.text(i, i + 1) not in gazetteer()
            and i not in finder.headings
        ):
            finder.take(i, i + 1, "org", tokens.low[i])


def _site(finder: Finder, run: Run, first: int, last: int, heads: list[int]) -> bool:
    """Take "Khunjerab Pass", "Friendship Bridge", "Inner Mongolia Autonomous Region"."""
    tokens, known = finder.tokens, name_words()
    word = tokens.low[last - 1]
    if word not in known.site or last - first < 2 or heads:
        return False
    start = first
    while start < last - 1 and run.kind[start - run.first] == TITLE and tokens.low[start] != "governor":
        start += 1
    if start < last - 1 and run.kind[start - run.first] == DEMONYM and word not in STRONG_SITE:
        return False
    names = any(run.kind[i - run.first] == NAME for i in range(start, last - 1))
    placed = any(p[0] <= start < p[1] for p in run.places)
    direction = word in LAND and last - start == 2 and tokens.low[start] in DIRECTIONS
    if (
        last - start < 2
        or not (names or direction or word in STRONG_SITE)
        or (word in LAND and not (placed or direction) and last - start > 2)
        or (finder.headings & set(range(start, last)) and not placed)
    ):
        return False
    finder.place(start, last)
    return True


def _organisation(finder: Finder, run: Run, first: int, last: int) -> None:
    """Take a body's name, unless it is an office ("Foreign Minister") or a title goes before it."""
    while first < last and run.kind[first - run.first] in (DEMONYM, TITLE):
        first += 1
    if last > first and not any(run.kind[i - run.first] == TITLE for i in range(first, last)):
        finder.take(first, last, "org", finder.text(first, last).lower())

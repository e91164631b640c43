"""What is written like a person's name and is none: ships, papers, firms, storms, awards, weapons."""

import re

from hamsaya.reading.lexicon import load, words
from hamsaya.reading.names import Finder
from hamsaya.reading.runs import NAME, TITLE

CONTEXT = load("persons")
BEFORE, AFTER, FIRST, PLACE_FIRST, INSIDE = (
    words(CONTEXT[name]) for name in ("things", "not_after", "thing_first", "place_first", "thing_words")
)
ENDINGS = tuple(CONTEXT["thing_endings"].split())
NOBLE = words("lady lord queen king prince princess sir saint st")
QUOTES = frozenset("\"'“‘«")
# "BlackSea", but not "McKenzie", "DeSouza", "O'Hara"
CAMEL = re.compile(r"(?!(?:Ma?c|De|Di|Du|La|Le|Van|Fitz|Al|Ben|Abu|Bou|Ould|Ter|Ab|O)[A-Z])[A-Z][a-zà-ÿ]+[A-Z][a-z]")


def called(finder: Finder) -> frozenset[str]:
    """Return the names that a report gives to ships, papers, firms or storms ("the tanker Lady Margaux")."""
    found: set[str] = set()
    for run in finder.runs:
        quoted = finder.low(run.first - 1) in QUOTES
        if finder.low(run.first - 1 - quoted) not in BEFORE:
            continue
        noble = run.kind.startswith(TITLE) and finder.low(run.first) in NOBLE
        if set(run.kind[noble:]) == {NAME}:
            found.update(finder.text(at, run.last) for at in range(run.first, run.first + noble + 1))
    return frozenset(found)


def is_called(finder: Finder, first: int, last: int) -> bool:
    """Say whether a name is that of a paper, a firm, a ship or a group: no person's and no place's."""
    low = finder.tokens.low
    if finder.text(first, last) in finder.things or low[first] in FIRST or low[first] in BEFORE:
        return True
    if any(word in INSIDE or word.endswith(ENDINGS) for word in low[first:last]):
        return True
    return any(CAMEL.match(word) for word in finder.tokens.word[first:last])


def is_thing(finder: Finder, first: int, last: int) -> bool:
    """Say whether a name is no person's by what it holds or by what the report calls it."""
    low = finder.tokens.low
    if low[first] in PLACE_FIRST or (last - first > 1 and low[last - 1] in AFTER):
        return True
    return is_called(finder, first, last)

"""What a denial is made of: its record, its words, where it begins, and whether a claim stands near."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import msgspec

from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page


class Denied(msgspec.Struct, frozen=True, gc=False):
    """One denial: its tokens, the claim's tokens (or None), and its rule."""

    first: int
    last: int
    claim: tuple[int, int] | None
    rule: str


@dataclass(frozen=True, slots=True)
class DenialWords:
    """The compiled denials.toml; `laid`: the claims, and what else is laid at a door and rejected."""

    deny: frozenset[str]
    reject: frozenset[str]
    claim: frozenset[str]
    laid: frozenset[str]
    false: frozenset[str]
    call: frozenset[str]
    phrases: tuple[str, ...]
    near: frozenset[str]
    made_up: frozenset[str]
    skip: frozenset[str]


@lru_cache(maxsize=1)
def denial_words() -> DenialWords:
    """Read denials.toml."""
    t = load("denials")
    return DenialWords(
        words(t["deny"]),
        words(t["reject"]),
        words(t["claim"]),
        words(t["claim"]) | words(t["laid"]),
        words(t["false"]),
        words(t["call"]),
        (*t["phrases"], *t["phrases_near"]),
        frozenset(t["phrases_near"]),
        words(t["made_up_by"]),
        words(t["not_denial"]),
    )


Phrases = dict[tuple[str, str], tuple[tuple[str, ...], ...]]
"""Fixed phrases by their first two words, each as the words behind these."""


def by_two(phrases: Iterable[Sequence[str]]) -> Phrases:
    """Return phrases of two words or more by their first two, in the order given."""
    found: Phrases = {}
    for first, second, *rest in phrases:
        found[first, second] = (*found.get((first, second), ()), tuple(rest))
    return found


def phrases_in(page: Page, known: Phrases, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield where a fixed phrase begins between two tokens, and the phrase; most sentences hold none."""
    low = page.tokens.low
    pairs = list(pairwise(low[begin : end + 1]))
    if known.keys().isdisjoint(pairs):
        return
    for at, pair in enumerate(pairs, begin):
        for rest in known.get(pair, ()):
            if tuple(low[at + 2 : at + 2 + len(rest)]) == rest:
                yield at, " ".join((*pair, *rest))


def denial_start(page: Page, at: int, begin: int) -> int:
    low = page.tokens.low
    look = at
    while look > begin and low[look - 1] not in (
        "that",
        "said",
        "stated",
        ",",
        "“",
        '"',
        ":",
        ";",
        "added",
        "and",
        "says",
    ):
        look -= 1
    return look


NEARBY = words(
    """heard wrote writes prints insists insisted written newspaper newspapers lies
    reported alleged claimed accused whether rumoured rumored purported supposed supposedly allegedly reportedly"""
)


def near_claim(page: Page, unit: int) -> bool:
    """Say whether a claim, a question or a denial stands in this or the one or two units before.

    Many rules ask it of every sentence, so what a unit shows is looked up once a page.
    """
    if page.claims is None:
        known = denial_words()
        page.claims = [u.kind == "question" or _speaks_of_claims(page, n, known) for n, u in enumerate(page.units)]
    return True in page.claims[max(0, unit - 2) : unit + 1]


UNCLAIMED = NEARBY - {"claimed"}


def _speaks_of_claims(page: Page, unit: int, known: DenialWords) -> bool:
    here = page.words[unit]
    told = UNCLAIMED if "responsibility" in here else NEARBY  # "nobody has claimed responsibility"
    return not (known.claim.isdisjoint(here) and told.isdisjoint(here) and known.deny.isdisjoint(page.bases[unit]))

"""A second look where the rules are silent: which sentences are likely denials, incidents, meetings, undertakings.

A logistic regression over the signs of a sentence, trained by `tools/train_likely.py`: a rare sign counts for more than
a frequent one, a long sentence for no more than a short one. What is kept are its weights, one line a sign, added up in
plain Python. What it finds is a whole sentence, by the rule `likely`, in the lowest band.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from hamsaya.reading.clause import clause_end, is_base_verb
from hamsaya.reading.denied import Denied, denial_words
from hamsaya.reading.event import Happened, incident_words
from hamsaya.reading.frames import Found
from hamsaya.reading.inflect import PARTICIPLE, PAST
from hamsaya.reading.lexicon import DATA
from hamsaya.reading.page import Page
from hamsaya.reading.signs import Signs, classes_of, is_negative, sign_of, signs
from hamsaya.reading.venue import Met, status_of

KINDS = ("denials", "incidents", "meetings", "commitments")
MEETINGS = ("commission", "press", "call", "reception", "visit")  # the kinds told by their words; else a meeting
HELPING = frozenset(("be", "have", "do"))
FUTURE = frozenset(("will", "shall", "would", "'ll"))
TRYING = frozenset(
    ("strive", "try", "seek", "struggle", "attempt", "hope", "want", "wish", "fail", "manage", "endeavour")
)
RULE = "likely"
# Under this chance what a rule took is dropped ("a meeting proposed for May did not come about"); of rules that lean on
# one word under a higher one.
DOUBT = {"meetings": 0.03}
FRAIL = dict.fromkeys(("meeting-noun", "visit-noun", "commission-noun", "meet-verb", "received", "will-thing"), 0.1)


class Ruled(Protocol):
    """What a rule found."""

    @property
    def rule(self) -> str:
        """Return the id of the rule."""


H = TypeVar("H", bound=Ruled)


@dataclass(frozen=True, slots=True)
class Weights:
    """`rows`: for each field of `Signs`, sign -> its weights and its share of the length, packed; `bias`, packed.

    `find`: for each kind the chance (0 to 1) over which it is found.
    """

    rows: tuple[dict[Any, int], ...]
    bias: int
    find: tuple[float, ...]


APART = 32  # bits between the weights of two kinds: far more than any sum of them takes
HALF = 1 << (APART - 1)


def packed(values: Sequence[int]) -> int:
    """Return one weight a kind and the length, each in whole hundredths, as one number.

    Adding it adds all, exactly and in any order. A sentence has some sixty signs with weights, and one number is
    fetched from memory sooner than five.
    """
    return sum(value << APART * at for at, value in enumerate(values))


def unpacked(total: int, at: int) -> int:
    """Return the sum for the kind at a place of `KINDS`; below it stand others that may have borrowed from it."""
    return (total + LIFT >> APART * at) % (1 << APART) - HALF


LIFT = packed([HALF] * (len(KINDS) + 1))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Read likely.txt, whose numbers all have two decimals."""
    heads: dict[str, int] = {}
    rows: tuple[dict[Any, int], ...] = tuple({} for _ in Signs._fields)
    for line in (DATA / "likely.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, values = line.partition("\t")
            row = packed([int(value) for value in values.replace(".", "").split("\t")])
            if name.startswith("("):
                heads[name] = row
            else:
                place, sign = sign_of(name)
                rows[place][sign] = row
    return Weights(rows, heads["(bias)"], tuple(unpacked(heads["(find)"], at) / 100 for at in range(len(KINDS))))


def possible(page: Page, unit: int) -> set[str]:
    """Return the kinds that a unit may hold at all.

    A heading holds none; a question is no denial, meeting or undertaking; nor is "did not deny that" a denial, or what
    only opens somebody's words; what somebody tries is no undertaking, what is to be prevented no incident.
    """
    if page.units[unit].kind == "heading" or page.first[unit] == page.last[unit]:
        return set()
    classes, asked = classes_of(page, unit), page.asks[unit]
    found = set() if asked else {"meetings", "commitments", "denials"}
    if _only_tries(page, unit):
        found.discard("commitments")
    if _not_denied(page, unit) or page.tokens.word[page.last[unit] - 1] == ":":
        found.discard("denials")
    if _happened(page, unit, "SUPPOSED" in classes):
        found.add("incidents")
    return found


def _only_tries(page: Page, unit: int) -> bool:
    """Say whether the first infinitive of a unit is what somebody tries or hopes for ("are striving to build")."""
    if TRYING.isdisjoint(page.bases[unit]):
        return False
    mark = _opening(page, page.first[unit] + 1, page.last[unit])
    return mark > 0 and page.tokens.base[mark - 1] in TRYING


def _not_denied(page: Page, unit: int) -> bool:
    """Say whether a verb of denial stands under a negative."""
    low, first = page.tokens.low, page.first[unit]
    known = denial_words().deny
    if known.isdisjoint(page.bases[unit]):
        return False
    deny = (at for at in range(first, page.last[unit]) if page.tokens.base[at] in known)
    return any(any(map(is_negative, (*low[max(first, at - 4) : at], low[at + 1]))) for at in deny)


def _happened(page: Page, unit: int, supposed: bool) -> bool:
    """Say whether something was done: a verb of the past; beside "if" or "prevent" only a verb of harm will do."""
    known, tokens = incident_words(), page.tokens
    first, last = page.first[unit], page.last[unit]
    for base, bits in zip(tokens.base[first:last], tokens.bits[first:last], strict=True):
        if bits & (PAST | PARTICIPLE) and base not in HELPING and (not supposed or base in known.acts):
            return True
    return False


def chances_of(page: Page, unit: int) -> dict[str, float]:
    """Return for each kind that a sentence unit may hold the chance (0 to 1) that it does."""
    may = possible(page, unit)
    if not may:
        return {}
    known = weights()
    shown: Iterable[Iterable[Any]] = signs(page, unit)
    total = sum(sum(filter(None, map(rows.get, found))) for rows, found in zip(known.rows, shown, strict=True))
    length = 100 * (math.sqrt(unpacked(total, len(KINDS)) / 100) or 1.0)
    return {
        kind: 1 / (1 + math.exp(-unpacked(total, at) / length - unpacked(known.bias, at) / 100))
        for at, kind in enumerate(KINDS)
        if kind in may
    }


def likely(chance: Mapping[str, float]) -> set[str]:
    """Return the kinds that a sentence unit of these chances likely holds."""
    return {kind for kind, find in zip(KINDS, weights().find, strict=True) if chance.get(kind, 0) > find}


def believed(kind: str, hits: list[H], chance: Mapping[str, float]) -> list[H]:
    """Return what rules found of a kind without what the chances hold all but impossible."""
    here, usual = chance.get(kind, 1.0), DOUBT.get(kind, 0.0)
    return [hit for hit in hits if here >= FRAIL.get(hit.rule, usual)]


def _body(page: Page, unit: int) -> tuple[int, int]:
    """Return the tokens of a unit without its label and the marks around it."""
    first, last = page.first[unit], page.last[unit]
    label = page.units[unit].label
    if label:
        first = min(max(first, page.token_at(label[1])), last - 1)
    while first + 1 < last and not page.tokens.word[first][0].isalnum():
        first += 1
    while last - 1 > first and not page.tokens.word[last - 1][-1].isalnum():
        last -= 1
    return first, last


def likely_denial(page: Page, unit: int) -> Denied:
    """Return the whole unit as a denial."""
    first, last = _body(page, unit)
    return Denied(first, last, None, RULE)


def likely_incident(page: Page, unit: int) -> Happened:
    """Return the whole unit as an incident, as reported."""
    first, last = _body(page, unit)
    return Happened(first, last, "reported", RULE)


def likely_meeting(page: Page, unit: int) -> Met:
    """Return the whole unit as a meeting of the kind whose words stand in it."""
    first, last = _body(page, unit)
    classes = classes_of(page, unit)
    kind = next((k for k in MEETINGS for part in ("noun", "verb") if f"{part}-{k}" in classes), "meeting")
    return Met(first, last, kind, status_of(page, first, first, last), RULE)


def _opening(page: Page, first: int, last: int) -> int:
    """Return the first future form or infinitive between two tokens, or -1."""
    low = page.tokens.low
    opens = (
        at for at in range(first, last - 1) if low[at] in FUTURE or (low[at] == "to" and is_base_verb(page, at + 1))
    )
    return next(opens, -1)


def likely_commitment(page: Page, unit: int) -> Found:
    """Return what stands behind the first future form or infinitive as the action, or else the whole unit."""
    first, last = _body(page, unit)
    low = page.tokens.low
    mark = _opening(page, first, last) if page.units[unit].kind != "item" else -1
    modality = "PLEDGED" if mark >= 0 and low[mark] in FUTURE else "AGREED"
    if mark < 0:
        return Found(first, last, (first, first + 1), RULE, modality, (first, first))
    end = max(clause_end(page, mark + 1, last), mark + 2)
    return Found(mark + 1, end, (mark, mark + 1), RULE, modality, (first, mark))

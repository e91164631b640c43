"""What a sentence unit shows, as signs that weights are learned for: words, pairs, classes, what stands before."""

import sys
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from hamsaya.reading.denied import near_claim
from hamsaya.reading.inflect import PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.tokens import is_contracted

LENGTHS = (5, 10, 18, 30)  # tokens: the steps of a sentence's length
SHORT = 8  # tokens: an answer, not a sentence
MOST = 3  # persons, places, bodies: more are counted as so many
BEFORE = frozenset(("CLAIM", "DENY", "FALSE", "REJECT", "INCIDENT", "EVENT", "TOLD"))
TOLD = "whether true alleged accused accuse claimed claim reported rumour rumours"
COMMON = words(
    """about after against also because been before being between both could does during each from have having here into
    more most must next only other over should some such than that their them then there these they this those through
    under until very were what when where whether which while whose will with would year years month months week weeks
    monday tuesday wednesday thursday friday saturday sunday minister ministry official officials spokesman government
    said says told"""
)  # said again whatever is spoken of
SHORTEST = 4  # letters of a word that says what a sentence is about
NEGATIVE = words("no not never none nobody nothing neither nor without nope cannot hardly")

Pair = tuple[str, str]
Sign = tuple[str, ...]


class Signs(NamedTuple):
    """What stands in a unit, kind by kind, so that no letter is copied to make a sign.

    `w`: words by their base, names by what they are; `f`: words as written; `p`: pairs side by side; `s`: pairs with a
    word between; `more`: all others, each with its kind before it.
    """

    w: set[str]
    f: frozenset[str]
    p: set[Pair]
    s: set[Pair]
    more: set[Sign]


def names(found: Signs) -> list[str]:
    """Return the signs as likely.txt names them."""
    alone = [f"{kind} {word}" for kind in ("w", "f") for word in getattr(found, kind)]
    pairs = [" ".join((kind, *pair)) for kind in ("p", "s") for pair in getattr(found, kind)]
    return sorted((*alone, *pairs, *map(" ".join, found.more)))


def sign_of(name: str) -> tuple[int, str | Sign]:
    """Return under which field of `Signs` the sign of this name is found, and how it stands there.

    A word that stands in hundreds of signs is kept once, so that it is near at hand when signs are compared.
    """
    kind, *rest = map(sys.intern, name.split(" "))
    if kind in ("w", "f"):
        return Signs._fields.index(kind), rest[0]
    if kind in ("p", "s"):
        return Signs._fields.index(kind), tuple(rest)
    return Signs._fields.index("more"), (kind, *rest)


@lru_cache(maxsize=1)
def class_table() -> dict[str, tuple[str, ...]]:
    """Return word -> the classes it belongs to, as the other tables have them."""
    denial, incident, meeting, cue = (load(name) for name in ("denials", "incidents", "meetings", "cues"))
    triggers, calls = load("triggers"), load("calls")
    rows = {
        "CLAIM": denial["claim"],
        "FALSE": denial["false"],
        "DENY": denial["deny"],
        "REJECT": denial["reject"],
        "MADE": denial["made_up_by"],
        "CHARGED": denial["charged"],
        "TRUTH": denial["truth"],
        "WORTH": denial["worth"],
        "INCIDENT": incident["verbs"],
        "EVENT": incident["nouns"]["words"],
        "SUPPOSED": incident["not"]["hypothetical"],
        "DRILL": incident["not"]["drill"],
        "FORCE": incident["force"]["words"],
        "CUE": cue["always"] + " " + cue["content"],
        "TOLD": TOLD,
        "BIND": " ".join(row["words"] for row in triggers["verb"]),
        "ASK": " ".join(row["words"] for row in calls["verb"]),
        **{f"noun-{kind}": row for kind, row in meeting["noun"].items()},
        **{f"verb-{kind}": row for kind, row in meeting["verb"].items()},
    }
    found: dict[str, tuple[str, ...]] = {}
    for name, row in rows.items():
        for word in words(row):
            found[word] = (*found.get(word, ()), name)
    return found


def is_negative(word: str) -> bool:
    """Say whether a word denies: "never", "didn't"."""
    return word in NEGATIVE or is_contracted(word)


def has_negative(page: Page, unit: int) -> bool:
    """Say whether a word of a unit denies."""
    if page.negative is None:
        page.negative = frozenset(filter(is_negative, set(page.tokens.low)))
    return not page.negative.isdisjoint(page.words[unit])


def _shapes(page: Page, first: int, last: int) -> list[str]:
    """Return the tokens as base forms, each name, date and number as what it is."""
    low, base, found = page.tokens.low, page.tokens.base, []
    inside: object = None
    for at in range(first, last):
        thing = page.name_at.get(at) or page.date_at.get(at)
        if thing is None:
            found.append("<n>" if low[at][0].isdigit() else base[at] or low[at])
        elif thing is not inside:
            found.append(f"<{getattr(thing, 'type', 'date')}>")
        inside = thing
    return found


def classes_of(page: Page, unit: int) -> frozenset[str]:
    """Return the classes of a unit's words; looked up once a page."""
    found = page.classes.get(unit)
    if found is None:
        table, here = class_table(), page.words[unit] | page.bases[unit]
        found = page.classes[unit] = frozenset(c for word in here & table.keys() for c in table[word])
    return found


def _forms(page: Page, unit: int) -> Iterable[Sign]:
    """Yield what the verbs' forms and the punctuation show."""
    first, last, base = page.first[unit], page.last[unit], page.tokens.base
    seen = 0
    for at, bits in enumerate(page.tokens.bits[first:last], first):
        seen |= bits
        if bits & PARTICIPLE and at and base[at - 1] == "be":
            yield ("passive",)
            yield "passive", base[at]
    shown = (
        (seen & PAST, "past"),
        (seen & THIRD, "third"),
        (True in page.quoted[first:last], "quoted"),
        (page.units[unit].label, "label"),
        (page.asks[unit], "asks"),
    )
    for true, name in shown:
        if true:
            yield (name,)


def _named(page: Page, first: int, last: int) -> Iterable[Sign]:
    """Yield how many persons, places and bodies are named, and whether a date is."""
    norms: dict[str, set[str]] = {"person": set(), "place": set(), "org": set()}
    for mention in filter(None, map(page.name_at.get, range(first, last))):
        norms[mention.type].add(mention.norm)
    for kind, found in norms.items():
        yield "n", kind, str(min(len(found), MOST))
    dated = str(not page.date_at.keys().isdisjoint(range(first, last)))
    yield "n", "date", dated
    yield "n", "pair", str(min(len(norms["person"]), 2)), str(bool(norms["place"])), dated


def _scope(page: Page, first: int, last: int) -> Iterable[Sign]:
    """Yield the words behind and before each negative."""
    low, base = page.tokens.low, page.tokens.base
    for at in range(first, last):
        if low[at] in (page.negative or ()):
            yield from (("no>", word) for word in base[at + 1 : min(at + 4, last)] if word)
            yield from (("no<", word) for word in low[max(first, at - 2) : at])


def _before(page: Page, unit: int, negative: bool, short: bool) -> Iterable[Sign]:
    """Yield what the two units before show: claims, questions, denials."""
    for back in (1, 2):
        mark = str(back)
        if unit < back:
            yield mark, "none"
            continue
        yield mark, "kind", page.units[unit - back].kind
        seen = classes_of(page, unit - back) & BEFORE
        for name in (*seen, "ASKS") if page.asks[unit - back] else seen:
            yield mark, name
            if negative:
                yield mark, "no", name
            if short:
                yield mark, "short", name


def _topic(page: Page, unit: int) -> frozenset[str]:
    """Return the words that say what a unit is about; looked up once a page."""
    found = page.topics.get(unit)
    if found is None:
        here = page.words[unit] | page.bases[unit]
        found = page.topics[unit] = frozenset(w for w in here if len(w) >= SHORTEST and w not in COMMON)
    return found


def _again(page: Page, unit: int, negative: bool) -> Iterable[Sign]:
    """Yield how many words of the two units before come again: a claim is answered in its own words."""
    for back in range(1, min(unit, 2) + 1):
        mark, shared = str(back), len(_topic(page, unit) & _topic(page, unit - back))
        again = str(min(shared, MOST))
        yield "o", mark, again
        if negative:
            yield "o", mark, "no", again
        for name in classes_of(page, unit - back) & BEFORE:
            yield "o", mark, name, again


def signs(page: Page, unit: int) -> Signs:
    """Return what stands in a sentence unit and the two before it."""
    shapes = _shapes(page, page.first[unit], page.last[unit])
    classes = sorted(classes_of(page, unit))
    found: set[Sign] = {("c", name) for name in classes}
    found.update([("cc", a, b) for a, b in combinations(classes, 2)])
    negative = has_negative(page, unit)
    if negative:
        found.add(("no",))
        found.update(("no", name) for name in classes)
        found.update(("no", "1", s) for s in shapes[:3])
        found.update(_scope(page, page.first[unit], page.last[unit]))
    if near_claim(page, unit):
        found.add(("near", "claim"))
    found.update(_named(page, page.first[unit], page.last[unit]))
    found.add(("1", *shapes[:2]))
    found.add(("length", str(sum(len(shapes) >= step for step in LENGTHS))))
    found.add(("kind", page.units[unit].kind))
    found.update(_forms(page, unit))
    found.update(_before(page, unit, negative, len(shapes) < SHORT))
    found.update(_again(page, unit, negative))
    over_one = zip(shapes, shapes[2:], strict=False)
    return Signs(set(shapes), page.words[unit], set(pairwise(shapes)), set(over_one), found)

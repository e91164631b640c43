"""What a sentence unit shows, as strings that weights are learned for: words, pairs, classes, what stands before."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, pairwise

from hamsaya.reading.inflect import PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page

LENGTHS = (5, 10, 18, 30)  # tokens: the steps of a sentence's length
SHORT = 8  # tokens: an answer, not a sentence
BEFORE = ("CLAIM", "DENY", "FALSE", "REJECT", "INCIDENT", "EVENT", "TOLD")
TOLD = "whether true alleged accused accuse claimed claim reported rumour rumours"
NEGATIVE = words("no not never none nobody nothing neither nor without nope cannot hardly")


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
    return word in NEGATIVE or word.endswith(("n't", "n’t"))


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
        table, first, last = class_table(), page.first[unit], page.last[unit]
        here = {*page.tokens.low[first:last], *page.tokens.base[first:last]}
        found = page.classes[unit] = frozenset(c for word in here & table.keys() for c in table[word])
    return found


def _forms(page: Page, unit: int) -> Iterable[str]:
    """Yield what the verbs' forms and the punctuation show."""
    bits, base = page.tokens.bits, page.tokens.base
    for at in range(page.first[unit], page.last[unit]):
        if bits[at] & PAST:
            yield "past"
        if bits[at] & THIRD:
            yield "third"
        if bits[at] & PARTICIPLE and at and base[at - 1] == "be":
            yield "passive"
            yield f"passive {base[at]}"
    if any(page.quoted[page.first[unit] : page.last[unit]]):
        yield "quoted"
    if page.units[unit].label:
        yield "label"
    if asks(page, unit):
        yield "asks"


def asks(page: Page, unit: int) -> bool:
    """Say whether a unit ends as a question."""
    piece = page.units[unit]
    return page.text[piece.start : piece.end].rstrip().endswith("?")


def _before(page: Page, unit: int, negative: bool, short: bool) -> Iterable[str]:
    """Yield what the two units before show: claims, questions, denials."""
    for back in (1, 2):
        if unit < back:
            yield f"{back} none"
            continue
        yield f"{back} kind {page.units[unit - back].kind}"
        seen = classes_of(page, unit - back).intersection(BEFORE)
        for name in (*seen, "ASKS") if asks(page, unit - back) else seen:
            yield f"{back} {name}"
            if negative:
                yield f"{back} no {name}"
            if short:
                yield f"{back} short {name}"


def signs(page: Page, unit: int) -> set[str]:
    """Return what stands in a sentence unit and the two before it, as strings."""
    first, last = page.first[unit], page.last[unit]
    shapes = _shapes(page, first, last)
    found = {f"w {s}" for s in shapes} | {f"p {a} {b}" for a, b in pairwise(shapes)}
    found.update(f"s {a} {b}" for a, b in zip(shapes, shapes[2:], strict=False))
    found.update(f"f {word}" for word in page.tokens.low[first:last])
    classes = sorted(classes_of(page, unit))
    found.update(f"c {name}" for name in classes)
    found.update(f"cc {a} {b}" for a, b in combinations(classes, 2))
    negative = any(map(is_negative, page.tokens.low[first:last]))
    if negative:
        found.add("no")
        found.update(f"no {name}" for name in classes)
        found.update(f"no 1 {s}" for s in shapes[:3])
    found.add("1 " + " ".join(shapes[:2]))
    found.add(f"length {sum(len(shapes) >= step for step in LENGTHS)}")
    found.add(f"kind {page.units[unit].kind}")
    found.update(_forms(page, unit))
    found.update(_before(page, unit, negative, len(shapes) < SHORT))
    return found

"""Persons whom their part in the sentence shows.

Who acts, was born or arrested, is given something, owns something, has an age.
"""

from functools import lru_cache

from hamsaya.reading.inflect import PAST, THIRD, forms
from hamsaya.reading.lexicon import load, verbs, words
from hamsaya.reading.names import Finder, stretches
from hamsaya.reading.persons import FOLK, keep
from hamsaya.reading.runs import NAME, Run, name_words
from hamsaya.reading.things import is_thing

CONTEXT = load("persons")
HUMAN, HUMAN_PAST, OBJECT, BORNE, GIVEN_TO, OF_PERSON, OWNED, WORK_BY = (
    words(CONTEXT[name])
    for name in ("human_verbs", "human_past", "object_verbs", "borne", "given_to", "of_person", "owned", "work_by")
)
LIFELESS = verbs().happen | verbs().state | {"be"}
BE = words("is was has had will would")
BESIDES = words("also then later further never not still once himself herself already")
OLDEST = 105
ASIDE = 8  # tokens that may stand in parentheses, or behind "of", between a name and its verb


@lru_cache(maxsize=1)
def _human_forms() -> frozenset[str]:
    """Return the third and the past forms of what people do."""
    table = load("verbs")
    irregular, doubled = table["irregular"], words(table["doubled"]["verbs"])
    rows = [(verb, PAST | THIRD) for verb in HUMAN] + [(verb, PAST) for verb in HUMAN_PAST]
    every = ((forms(verb, irregular, doubled), wanted) for verb, wanted in rows)
    return frozenset(form for made, wanted in every for form, bits in made.items() if bits & wanted)


def take(finder: Finder, run: Run) -> None:
    """Take unknown capitalised words, two to four or one with an age, whose part in the sentence only people play."""
    for first, last in stretches(run, NAME):
        if not finder.free(first, last) or first in finder.headings or last < run.last or last - first > 4:
            continue
        if any(p[0] <= first and p[1] >= last for p in run.places) or is_thing(finder, first, last):
            continue
        if _aged(finder, first, last) or (last - first > 1 and _shown(finder, first, last)):
            keep(finder, first, last)


def _shown(finder: Finder, first: int, last: int) -> bool:
    return _receives(finder, first) or (_may_begin(finder, first) and _plays(finder, first, last))


def _may_begin(finder: Finder, first: int) -> bool:
    """Say whether what stands before leaves room for a person."""
    before = finder.low(first - 1)
    if before == "to":
        return finder.low(first - 2) == "according"
    if before in ("the", "/", "(", "of") or before in name_words().locative:
        return False
    return not (before == "and" and finder.taken.get(first - 2) == "place")


def _receives(finder: Finder, first: int) -> bool:
    """Say whether "handed to", "the death of" or "arrested" stands before a name."""
    before, cue = finder.low(first - 1), finder.low(first - 2)
    if before == "to" and cue in GIVEN_TO:
        return True
    if (before in ("of", "for") and cue in OF_PERSON) or (before == "by" and cue in WORK_BY):
        return True
    return bool(first and finder.tokens.base[first - 1] in OBJECT and finder.tokens.bits[first - 1] & (PAST | THIRD))


def _aged(finder: Finder, first: int, last: int) -> bool:
    """Say whether an age stands behind a name: "X, 54, a herder", "X (54)"."""
    opened, age, closed = finder.low(last), finder.low(last + 1), finder.low(last + 2)
    if (opened, closed) not in ((",", ","), ("(", ")"), (",", ".")) or not age.isdigit() or not 3 < int(age) < OLDEST:
        return False
    if finder.low(first - 1) in name_words().locative or (closed != "," and last - first == 1):
        return False
    return closed == ")" or not finder.tokens.word[last + 3][0].isdigit()


def _plays(finder: Finder, first: int, last: int) -> bool:
    """Say whether a name does, is or has what only people do, are or have, or stands beside a person."""
    tokens, before = finder.tokens, finder.low(first - 1)
    begins = first in finder.starts
    verb = _verb_behind(finder, last)
    if tokens.low[verb] in _human_forms():
        return True
    if tokens.bits[verb] & (PAST | THIRD) and (
        tokens.base[verb] in HUMAN
        or (tokens.base[verb] not in LIFELESS and verb == last and (begins or before in ("'s", "’s", ".", "and", ",")))
    ):
        return True
    if tokens.low[verb] in BE and _borne(finder, verb + 1, begins):
        return True
    if (before in ("and", "with") and finder.taken.get(first - 2) == "person") or (
        finder.low(last) == "and" and (finder.taken.get(last + 1) == "person" or finder.low(last + 1) in ("his", "her"))
    ):
        return True
    if finder.low(last) in ("'s", "’s") and finder.low(last + 1) in OWNED:
        return True
    return finder.low(last) == "," and (begins or finder.low(last + 1) == "who")


def _verb_behind(finder: Finder, last: int) -> int:
    """Return where the verb of a name may stand: behind "(HDZ)", "of Gambia Immigration", "also"."""
    tokens, at = finder.tokens, last
    if finder.low(at) == "(":
        close = next((i for i in range(at + 1, min(at + ASIDE, len(tokens))) if tokens.low[i] == ")"), at - 1)
        at = close + 1
    elif finder.low(at) in ("of", "from"):
        end = at + 1 + (finder.low(at + 1) == "the")
        reach = min(at + ASIDE, len(tokens))
        at = next((i for i in range(end, reach) if tokens.bits[i] or not tokens.word[i][0].isalpha()), reach)
    while finder.low(at).endswith("ly") or finder.low(at) in BESIDES:
        at += 1
    return min(at, len(tokens) - 1)


def _borne(finder: Finder, at: int, begins: bool) -> bool:
    """Say whether "was born", "has been arrested", "is deputy head of" stands behind a name."""
    at += finder.low(at) in ("been", "be", "also", "not", "still", "being")
    at += finder.low(at) in ("been", "a", "an", "the", "not")
    if finder.low(at) in BORNE:
        return True
    if not begins:
        return False
    known = name_words()
    if finder.low(at - 1) in ("has", "had") or finder.low(at - 2) in ("has", "had"):
        return finder.low(at) != "been"
    return any(finder.low(i) in known.heads or finder.low(i) in FOLK for i in range(at, at + 3))

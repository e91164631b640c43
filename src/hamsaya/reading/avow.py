"""Denials in a speaker's own flat words, said behind them: "We have not agreed to any relocation," she said."""

from hamsaya.reading.clause import clause_end
from hamsaya.reading.denied import Denied
from hamsaya.reading.event import incident_words
from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, PAST
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page

CUES = words(load("denials")["cue"]) | words("reply write inform note according") | words("clear record")
CHARGED = words(load("denials")["charged"])
INNOCENT = words(load("denials")["innocent"])
SUFFERED = words("hurt injure wound kill harm damage die report need require affect displace pay arrest detain abduct")
UNTOLD = words("say tell know see hear notice mention want expect explain give bring")
HELPERS = words("did had has have was were is are do does")
FIRST_PERSON = words("we i our my we've we’ve i've i’ve")
SPOKEN = words("didn't didn’t hadn't hadn’t haven't haven’t don't don’t")
ANY = words("anything anyone anybody anywhere hand")
OPENERS = words('“ " ‘ : ; , that said and but')
OPENING = words("far to no none nobody nothing not never") | SPOKEN  # no such denial is without one of these
REACH = 7  # words between the beginning of a clause and its verb


def avowed(page: Page, begin: int, end: int) -> list[Denied]:
    """Return the denial of a unit in which somebody speaks and says flatly that a deed was not done."""
    low, unit = page.tokens.low, page.unit_of[begin]
    if OPENING.isdisjoint(page.words[unit]):
        return []
    spoken = not (CUES.isdisjoint(page.bases[unit]) and CUES.isdisjoint(page.words[unit]))
    spoken = spoken or page.units[unit].label is not None
    for at in range(begin, end - 2):
        if (at > begin and low[at - 1] not in OPENERS) or not (spoken or page.quoted[at] or low[at] in UNSPOKEN):
            continue
        if (
            _far_from(page, at)
            or _to_say(page, at, end)
            or _none_true(page, at, end)
            or _no_one_did(page, at, end)
            or _we_did_not(page, at, end)
        ):
            return [Denied(at, max(clause_end(page, at, end, whole=True), at + 2), None, "avowed")]
    return []


def _far_from(page: Page, at: int) -> bool:
    """Say whether "far from closing the gate, his men" begins at `at`."""
    return page.tokens.low[at : at + 2] == ["far", "from"] and bool(page.tokens.bits[at + 2] & ING)


UNSPOKEN = words("none nothing not to")  # these need nobody who speaks
UNTRUE = words(
    "insult lie absurd absurdity nonsense wrong false unfair mischief misleading untrue ridiculous injustice"
)


SAYING = words("say claim suggest allege assert pretend speak")


def _to_say(page: Page, at: int, end: int) -> bool:
    """Say whether "to say that we shelled it is an insult to the dead" begins at `at`."""
    tokens, low = page.tokens, page.tokens.low
    if low[at] != "to" or tokens.base[at + 1] not in SAYING:
        return False
    verb = next((look for look in range(at + 3, end - 1) if low[look] in ("is", "was", "would")), end)
    return not UNTRUE.isdisjoint(low[verb : min(verb + REACH, end)])


TRUE = words("true correct accurate right so authentic genuine")


def _none_true(page: Page, at: int, end: int) -> bool:
    """Say whether "none of it is true", "nothing that the paper printed is correct" begins at `at`."""
    low = page.tokens.low
    none = low[at] in ("none", "nothing") or low[at : at + 2] in (["not", "one"], ["not", "a"])
    return none and any(
        low[look] in ("is", "was", "are", "were") and low[look + 1] in TRUE
        for look in range(at + 1, min(at + 2 * REACH, end - 1))
    )


def _no_one_did(page: Page, at: int, end: int) -> bool:
    """Say whether no one of a kind did a deed: "no rebels were hiding", "none of our vessels entered"."""
    low = page.tokens.low
    none = low[at] in ("no", "none", "nobody") or (low[at] == "not" and low[at + 1] in ("one", "a"))
    if not none or not INNOCENT.isdisjoint(low[at + 1 : at + 4]):
        return False
    for look in range(at + 1, min(at + REACH, end - 1)):
        if low[look] in HELPERS:
            verb = look + 1 + (low[look + 1] in ("been", "ever"))
            return _deed(page, verb)
        if look > at and page.tokens.bits[look] & PAST and page.tokens.base[look] not in UNTOLD:
            base = page.tokens.base[look]
            fired = low[at] == "nobody" and (base in incident_words().verbs or base in CHARGED)
            return not ANY.isdisjoint(low[look + 1 : look + 4]) or ((look > at + 1 or fired) and _deed(page, look))
    return False


def _we_did_not(page: Page, at: int, end: int) -> bool:
    """Say whether the own side did no such deed, or anything at all: "we have not agreed to any relocation"."""
    low = page.tokens.low
    if low[at] not in FIRST_PERSON:
        return False
    for look in range(at + 1, min(at + REACH, end - 2)):
        said = low[look] == "not" and low[look - 1] in HELPERS
        if said or low[look] in SPOKEN or low[look] == "never":
            verb = look + 1 + (low[look + 1] in ("been", "ever"))
            return _deed(page, verb) or "any" in low[verb + 1 : verb + 4]
        if page.tokens.bits[look] & PAST and not {"nobody", "nothing", "none"}.isdisjoint(low[look + 1 : look + 3]):
            return _deed(page, look)
    return False


def _deed(page: Page, at: int) -> bool:
    """Say whether the verb at `at` is a deed that someone could be accused of, not a harm that someone suffers."""
    base, bits = page.tokens.base[at], page.tokens.bits[at]
    return (
        (base in CHARGED or base in incident_words().verbs)
        and base not in SUFFERED
        and bool(bits & (PAST | PARTICIPLE | BASE | ING))
    )

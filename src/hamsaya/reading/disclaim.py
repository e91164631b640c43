"""Denials by their shape: "devoid of all foundation", "it has not.", "maintains that it holds no prisoners"."""

from hamsaya.reading.clause import clause_end
from hamsaya.reading.denied import Denied, denial_start, near_claim
from hamsaya.reading.event import incident_words
from hamsaya.reading.inflect import BASE, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, verbs, words
from hamsaya.reading.negatives import NEGATIVE
from hamsaya.reading.page import Page

LACK = words(load("denials")["lack"])
TRUTH = words(load("denials")["truth"])
WORTH = words(load("denials")["worth"])
BETWEEN = words(load("denials")["between"])
REACH = 7  # words between the lack and what is lacking

HAVE = words("has have had did does do was were is are")
OWN = words("it they we he she i its their our his her my no none nobody neither not")
CUES = words(load("denials")["cue"])
FIRM = words(load("denials")["cue_firm"])
TELLERS = words("write writes wrote claim claims allege alleges say says said believe believes think thinks insist")


def disclaim(page: Page, unit: int, begin: int, end: int, recent: bool) -> list[Denied]:
    """Return at most one denial of a unit that its shape shows; `recent`: another stands in the two units before."""
    near, here = recent or near_claim(page, unit), page.words[unit]
    negative = not NEGATIVE.isdisjoint(here)
    return (
        (_without_truth(page, begin, end, near) if not LACK.isdisjoint(here) else [])
        or (_not_such(page, begin, end, near) if negative else [])
        or (_deplored(page, begin, end) if not BASELESS.isdisjoint(here) else [])
        or (_short_no(page, begin, end, near) if negative else [])
        or (_own(page, begin, end, near) if negative else [])
    )


def _without_truth(page: Page, begin: int, end: int, near: bool) -> list[Denied]:
    """Take a lack of truth, of foundation; of substance or merit only beside a claim."""
    low = page.tokens.low
    for at in range(begin, end):
        if low[at] not in LACK:
            continue
        for look in range(at + 1, min(at + REACH, end)):
            if low[look] in TRUTH or (near and low[look] in WORTH):
                first = denial_start(page, at, begin)
                return [Denied(first, max(clause_end(page, at, end, whole=True), look + 1), None, "without-truth")]
            if low[look] not in BETWEEN:
                break
    return []


BASELESS = words("baseless unfounded groundless unsubstantiated fabricated malicious untrue spurious")
CHARGE = words("allegation allegations accusation accusations claim claims charge charges insinuations rumours rumors")
DEPLORING = words("regret deplore lament protest condemn express voice decry resent")


def _deplored(page: Page, begin: int, end: int) -> list[Denied]:
    """Take "expressed its surprise at the baseless allegation": the claim is called false in passing."""
    tokens, low = page.tokens, page.tokens.low
    for at in range(begin + 2, end - 1):
        if low[at] in BASELESS and low[at + 1] in CHARGE:
            verb = next((i for i in range(at - 1, begin - 1, -1) if tokens.base[i] in DEPLORING), -1)
            if verb >= 0:
                return [Denied(verb, clause_end(page, verb, end, whole=True), None, "deplored")]
    return []


def _not_such(page: Page, begin: int, end: int, near: bool) -> list[Denied]:
    """Take "did not make any such statement", and beside a claim "I never gave such an order"."""
    low = page.tokens.low
    for at in range(begin, end - 2):
        said = low[at] == "never" or (low[at] == "not" and low[at - 1] in HAVE)
        if not near and ["any", "such"] not in (low[at + 2 : at + 4], low[at + 3 : at + 5]):
            continue
        if said and "such" in low[at + 1 : at + 5] and "confirm" not in low[at + 1 : at + 5]:
            first = denial_start(page, at, begin)
            return [Denied(first, clause_end(page, at, end, whole=True), None, "not-such")]
    return []


def _short_no(page: Page, begin: int, end: int, near: bool) -> list[Denied]:
    """Take a clause that is nothing but a negative answer: "it has not", "they did not"."""
    low = page.tokens.low
    told = near or not TELLERS.isdisjoint(low[begin:end])
    for at in range(begin + 1, end - 2) if told else ():
        if (
            low[at] in HAVE
            and low[at + 1] == "not"
            and low[at + 2] in (".", ";", ",", "”", '"')
            and low[at - 1] in ("it", "they", "we", "he", "she", "i", "there")
            and low[at - 2] not in ("or", "if", "whether", "but", "that")
        ):
            return [Denied(at - 1, at + 2, None, "short-no")]
    return []


def _own(page: Page, begin: int, end: int, near: bool) -> list[Denied]:
    """Take a speaker's word that the own side did no such thing: "says his men never fired on the convoy"."""
    tokens, low = page.tokens, page.tokens.low
    for cue in range(begin, end - 3):
        if tokens.base[cue] not in CUES and low[cue] != "record":
            continue
        first = next((i for i in range(cue + 1, min(cue + 7, end)) if low[i] in OWN), -1)
        if first < 0:
            if near and _behind_cue(page, cue, end):
                return [Denied(begin, end - (low[end - 1] == "."), (begin, end), "own-negative")]
            continue
        firm = near or tokens.base[cue] in FIRM or low[cue] == "record"
        if _did_not(page, first, end) or (firm and (_has_none(page, first, end) or _nobody(page, first, end))):
            return [Denied(cue, clause_end(page, first, end, whole=True), (first, end), "own-negative")]
    return []


def _behind_cue(page: Page, cue: int, end: int) -> bool:
    """Take "The guards, the ministry said, did not leave their posts"."""
    low = page.tokens.low
    behind = low[cue + 1 : cue + 4]
    return (
        behind[:1] == [","]
        and behind[2:] in (["not"], ["never"])
        and behind[1] in ("did", "had", "have", "has", "was", "were")
        and INNOCENT.isdisjoint(low[cue + 4 : min(cue + 7, end)])
        and page.tokens.base[min(cue + 4, end - 1)] not in ("comment", "rule", "say", "deny", "receive", "know", "give")
    )


def _nobody(page: Page, first: int, end: int) -> bool:
    """Say whether no one of a kind did a deed of the past: "no soldier had crossed", "not one of his men left"."""
    low = page.tokens.low
    nobody = low[first] in ("nobody", "none") or (low[first] == "not" and low[first + 1] in ("one", "a"))
    if not (nobody or low[first] == "no") or not INNOCENT.isdisjoint(low[first : first + 4]):
        return False
    return any(
        low[i] in ("had", "has", "have", "was", "were") and page.tokens.bits[i + 1] & (PAST | PARTICIPLE)
        for i in range(first + 1, min(first + 7, end - 1))
    )


def _did_not(page: Page, first: int, end: int) -> bool:
    """Say whether a deed is denied by "never", "at no time" or an auxiliary with "not" within a few words."""
    tokens, low = page.tokens, page.tokens.low
    for at in range(first, min(first + 6, end - 1)):
        never = low[at] == "never" or low[at : at + 2] == ["at", "no"]
        denied = low[at] == "not" and low[at - 1] in ("had", "has", "have", "did")
        if never or denied:
            verb = at + 1 + 2 * (low[at] == "at")
            suffered = low[verb : verb + 2] in (["been", "paid"], ["been", "given"], ["been", "hit"])
            verb += low[verb : verb + 1] == ["been"]
            return verb < end and not suffered and _deed(page, verb)
        if tokens.bits[at] & (PAST | THIRD) and low[at] not in HAVE and at > first:
            return False
    return False


def _deed(page: Page, at: int) -> bool:
    """Say whether the verb at `at` is a deed that someone could be accused of."""
    base, bits = page.tokens.base[at], page.tokens.bits[at]
    charged = base in incident_words().verbs or base in CHARGED
    return charged and bool(bits & (PAST | PARTICIPLE | BASE)) and base not in verbs().state


def _has_none(page: Page, first: int, end: int) -> bool:
    """Say whether the own side holds none: "it holds no prisoners", "they have no troops there"."""
    tokens, low = page.tokens, page.tokens.low
    if low[first] in ("no", "none", "nobody", "neither", "not") or first + 3 >= end:
        return False
    no = next((i for i in range(first + 2, min(first + 5, end - 1)) if low[i] == "no"), -1)
    return no > 0 and tokens.base[no - 1] in HOLDING and INNOCENT.isdisjoint(low[no + 1 : no + 4])


CHARGED = words(load("denials")["charged"])
HOLDING = words(
    "hold have keep shelter harbour harbor host run maintain operate store detain give send play receive pay"
)
INNOCENT = words(load("denials")["innocent"])

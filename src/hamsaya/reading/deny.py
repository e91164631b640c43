"""Denials: the claim that is rejected, and apart from it who is said to have made it up."""

from functools import lru_cache

from hamsaya.reading.avow import avowed
from hamsaya.reading.clause import AUX, clause_end
from hamsaya.reading.counter import counter
from hamsaya.reading.denied import (
    Denied,
    Phrases,
    by_two,
    denial_start,
    denial_words,
    near_claim,
    phrases_in,
)  # fmt: skip
from hamsaya.reading.disclaim import disclaim
from hamsaya.reading.inflect import ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import words
from hamsaya.reading.negatives import answer
from hamsaya.reading.page import Page
from hamsaya.reading.tokens import is_contracted
from hamsaya.reading.venue import PEOPLE


def find_denials(page: Page, unit: int, recent: bool = False) -> list[Denied]:
    """Return the denials of one unit, at most one; `recent`: another was found in the two units before."""
    if page.units[unit].kind in ("heading", "question"):
        return []
    begin, end = page.first[unit], page.last[unit]
    known, tokens = denial_words(), page.tokens
    verbs, false = _openers()
    silent = verbs.isdisjoint(page.bases[unit]) and false.isdisjoint(page.words[unit])
    for at in () if silent else range(begin, end):
        base, low = tokens.base[at], tokens.low[at]
        labelled = low in known.false and tokens.low[at + 1] == ":" and at - begin < 4 and not _fact(page, unit + 1)
        if labelled and "not" not in tokens.low[begin:at]:
            return [Denied(at, clause_end(page, at + 2, end, whole=True), (at + 2, end), "labelled-false")]
        hit = _verb(page, at, begin, end) if base in known.deny or base in known.reject else None
        if hit is None and (low in known.false or low in known.made_up):
            hit = _false(page, at, begin, end)
        if hit:
            return [hit]
    return (
        _phrase(page, unit, begin, end, recent)
        or answer(page, unit, begin, end, recent)
        or disclaim(page, unit, begin, end, recent)
        or avowed(page, begin, end)
        or _corrected(page, unit)
        or counter(page, unit, begin, end, recent)
    )


@lru_cache(maxsize=1)
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    """Return the verbs, and the words of falsehood, at which a denial may be read."""
    known = denial_words()
    return known.deny | known.reject, known.false | known.made_up


FACT = words("fact facts truth reality correct true answer")
MYTH = words("myth claim rumour rumor fiction falsehood fake false allegation")


TRUE_INDEED = words("yes true correct indeed")
DOES = ["it", "does"], ["it", "did"], ["they", "do"], ["they", "did"]


def _fact(page: Page, unit: int) -> bool:
    """Say whether a unit is headed "Fact:", "Reality:"."""
    return unit < len(page.units) and _headed(page, unit, FACT)


def _headed(page: Page, unit: int, heads: frozenset[str]) -> bool:
    """Say whether one of the first words of a unit is one of `heads`, with a colon or a dash behind it."""
    low, first = page.tokens.low, page.first[unit]
    last = min(first + 4, page.last[unit] - 1)
    return any(low[at] in heads and low[at + 1] in (":", "–", "—") for at in range(first, last))


def _corrected(page: Page, unit: int) -> list[Denied]:
    """Take "Fact: rafts may go on" below "Myth: the rafts will be banned"."""
    if unit == 0 or not (_fact(page, unit) and _headed(page, unit - 1, MYTH)):
        return []
    low = page.tokens.low
    first = next(at for at in range(page.first[unit], page.last[unit]) if low[at] in FACT)
    if low[first + 2] in TRUE_INDEED or (low[first + 2 : first + 4] in DOES and low[first + 4] != "not"):
        return []
    return [Denied(first + 2, page.last[unit], None, "corrected")]


SELF = words("himself herself themselves itself request requests bail asylum application appeal")
REFUSED = words(
    """entry access visas visa passage permission space any-space sanctuary haven pasture pastures grazing water
    right rights chance opportunity leave parole landing overflight clearance receipt licence permit"""
)
ARTICLES = words("the a an its their his her our my two three several")
UNSPEAKING = words("drought fence wall dam flood floods snow rain law ban rule decree weather winter fog terrain")


def _withheld(page: Page, at: int, begin: int, passive: bool) -> bool:
    """Say whether "deny" means to withhold: "was denied entry", "denied the herders access", "Denied water, ..."."""
    low = page.tokens.low
    behind = low[at + 1 : at + 6]
    to = next((i for i, word in enumerate(behind) if word in REFUSED), -1)
    if (low[at + 1] == "no" and not passive) or SELF & set(behind[:2]) or to == 0 or low[at + 1] in ("us", "me", "you"):
        return True
    if low[at + 1] == "to" and not REFUSED.isdisjoint(low[begin:at]):  # "entry at the gate denied to eleven lorries"
        return True
    if at == begin and low[at] == "denied" and behind[:1] != ["by"]:
        return True
    if not UNSPEAKING.isdisjoint(low[max(begin, at - 2) : at]):
        return True
    described = behind[0] in ARTICLES and 1 < to < 4 and denial_words().claim.isdisjoint(behind[:to])
    known = page.name_at.get(at + 1) is not None or any(map(_stands_for_people, behind[:to]))
    someone = passive or described or known
    return to > 0 and someone and not any(page.tokens.bits[at + 1 + i] & ING for i in range(to))


def _stands_for_people(word: str) -> bool:
    return word in PEOPLE or word in ("them", "him", "her", "us", "terrorists", "militants", "herders", "people")


def _denied(page: Page, at: int, begin: int, stop: int) -> Denied | None:
    """Take a verb that denies whatever follows; "was denied entry" is no denial."""
    low = page.tokens.low
    passive = low[at - 1 : at] in (["was"], ["were"], ["been"], ["be"], ["is"], ["are"])
    if page.tokens.base[at] == "deny" and _withheld(page, at, begin, passive):
        return None
    if passive:
        said = low[at + 1 : at + 2] == ["by"] or set(low[begin:at]) & denial_words().claim
        return Denied(at - 1, stop, (begin, at - 1), "deny-passive") if said else None
    return Denied(at, stop, (at + 1, stop) if stop > at + 1 else None, "deny")


FIRMLY = words("we they i categorically sides strongly firmly also both")
UNFIRM = words("to will would shall can cannot could may might must should did does do not few none nobody hardly one")


def _plural_subject(page: Page, at: int, begin: int) -> bool:
    """Say whether a base form is a present-tense verb here: "we reject", "the guards contest the version"."""
    low = page.tokens.low
    if at <= begin:
        return False
    if low[at] in denial_words().deny:  # no noun: "officials in Dhaka deny there is a list"
        return UNFIRM.isdisjoint(low[max(begin, at - 3) : at])
    named = page.name_at.get(at - 1) is not None or low[at - 1].endswith("s")
    return low[at - 1] in FIRMLY or (named and low[at + 1] in ("the", "this", "that", "any", "all", "these", "such"))


HASTE = words(
    """pains opportunity occasion hastened hastens moved rushed quick forced felt compelled scrambled hurried obliged
    forward led keen swift wishes came comes"""
)
ANSWERING = words("contradict dispel disprove rebut")


def _hastened(page: Page, at: int, begin: int) -> bool:
    """Say whether a verb of denial stands behind "hastened to", "was at pains to"."""
    tokens, low = page.tokens, page.tokens.low
    known = (tokens.base[at] in denial_words().deny or tokens.base[at] in ANSWERING) and low[at - 1] == "to"
    return known and not HASTE.isdisjoint(low[max(begin, at - 4) : at])


PHRASAL = {
    "set": "aside",
    "throw": "out",
    "shoot": "down",
    "knock": "down",
    "hit": "back",
    "cast": "aside",
    "sweep": "aside",
    "rule": "out",
}


def _phrasal(base: str, next_word: str, then: list[str]) -> bool:
    """Say whether a verb has the particle that makes it a denial ("shot down", "put to rest"); others need none."""
    if base in ("put", "lay"):
        return next_word == "to" and then in (["rest"], ["bed"])
    if base == "wave":  # "was waved through at the gate"
        return next_word != "through"
    return PHRASAL.get(base, next_word) == next_word


def _asked_for(pair: list[str]) -> bool:
    """Say whether a word of claim is one for something ("the claim for compensation"), or a paper's wording."""
    demand = pair[0] in ("claim", "claims") and pair[1:] in (["for"], ["over"], ["lodged"], ["filed"])
    return demand or pair[0] == "wording" or pair == ["note", "of"]


def _claimed(near: list[str]) -> bool:
    """Say whether what is rejected is a claim; "the suggestion that they should pay", "a map as a basis" is none."""
    if "should" in near[:10] or "basis" in near:
        return False
    return _speaks_of_claim(near) or not denial_words().false.isdisjoint(near)


def _speaks_of_claim(near: list[str]) -> bool:
    laid = denial_words().laid
    return any(w in laid and not _asked_for(near[i : i + 2]) for i, w in enumerate(near))


UNDENIED = frozenset(("not", "nor", "neither", "nobody", "none"))
REJECTING_THAT = words("dispute contest reject dismiss refuse discard exclude rule")
COURTS = words("court courts judge judges tribunal jury bench parliament senate assembly magistrate")


def _verb(page: Page, at: int, begin: int, end: int) -> Denied | None:
    """Take a verb that denies, or one that rejects a claim; a court that dismisses one denies nothing."""
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    base, bits = tokens.base[at], tokens.bits[at]
    if not (bits & (PAST | THIRD | ING) or _hastened(page, at, begin) or _plural_subject(page, at, begin)):
        return None
    before = low[max(begin, at - 3) : at]
    if any(w in UNDENIED or is_contracted(w) for w in before) or before[-2:] == ["no", "one"]:
        return None
    stop = clause_end(page, at, end, whole=True)
    if base in known.deny:
        return _denied(page, at, begin, stop)
    if base in known.reject:
        if not _phrasal(base, low[at + 1], low[at + 2 : at + 3]) or not COURTS.isdisjoint(low[max(begin, at - 4) : at]):
            return None
        near = low[at + 1 : min(stop, at + 14)]
        if low[at + 1 : at + 2] in (["this"], ["it"], ["that"], ["these"], ["them"]) and near_claim(
            page, page.unit_of[at]
        ):
            return Denied(at, stop, None, "reject-claim")
        passive = bits & PARTICIPLE > 0 and low[at - 1 : at] in (["was"], ["were"], ["been"], ["is"])
        that = at + 1 + (base == "rule")
        if low[that] == "that" and base in REJECTING_THAT:
            return Denied(at, stop, (that + 1, stop) if stop > that + 1 else None, "reject-that")
        if _claimed(near):
            return Denied(at, stop, (at + 1, stop), "reject-claim")
        before = low[begin:at]
        if passive and _speaks_of_claim(before):
            return Denied(begin, stop, (begin, at - 1), "reject-claim")
    return None


OF_CLAIMS = words(
    """wrong provocation gratuitous malicious ridiculous absurd concocted invented lie lies mistaken propaganda
    invention fantasy joke spread circulated planted manufactured cooked disseminated exaggerated forged"""
)  # words that may be said of other things: beside nothing that could be a claim they deny none
POINTING = words("that this it it's it’s that's that’s called described these those all")


def _false(page: Page, at: int, begin: int, end: int) -> Denied | None:
    """Take "called the report baseless", "this is a fake report", "is untrue"."""
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    word = low[at]
    if word not in known.false and not (word in known.made_up and tokens.bits[at] & PARTICIPLE):
        return None
    here = low[begin:end]
    if word in OF_CLAIMS and POINTING.isdisjoint(here) and known.laid.isdisjoint(here):
        return None
    if any(w in ("not", "alarm", "alarms", "step") for w in low[max(begin, at - 2) : at + 2]):
        return None
    if word in known.made_up and low[at - 1] in ("has", "have", "had"):  # "a channel had spread a report"
        return None
    if word == "premature" and known.laid.isdisjoint(low[begin:at]):
        return None
    return None if _other_sense(*low[at : at + 3]) else _said_to_be(page, at, begin, end)


def _other_sense(word: str, after: str, then: str) -> bool:
    """Say whether the words behind give another sense: "spread over", "mistaken for", "wronged by"."""
    if word == "spread":
        return after in ("over", "across", "along", "out", "among", "between")
    if word == "mistaken":
        return after in ("for", "identity", "belief")
    return word == "wrong" and (after == "by" or after in SIDES or (after == "to" and then not in SAYING_SO))


SIDES = words("bank side road place address turn turning way lane day hour hands direction")  # "on the wrong bank"
TAKEN_AS = words("qualify count know regard view see hold reckon evaluate assess")
SAYING_SO = words("say suggest claim speak assert think assume believe conclude describe call imply pretend talk")


def _said_to_be(page: Page, at: int, begin: int, end: int) -> Denied | None:
    """Look back from a word of falsehood for the verb that says it of the claim."""
    tokens, low, known = page.tokens, page.tokens.low, denial_words()
    for back in range(at - 1, max(begin - 1, at - 30), -1):
        word = low[back]
        if at - back > 14 and "as" not in low[max(back, at - 4) : at]:
            break
        spoke = tokens.base[back] in ("speak", "talk") and low[back + 1] == "of" and low[back + 2] in ("“", '"', "‘")
        called = (
            (spoke or tokens.base[back] in known.call) and tokens.bits[back] & (PAST | ING | THIRD) and word != "said"
        )
        if called and (tokens.base[back] not in TAKEN_AS or "as" in low[back + 1 : at]):
            stop = clause_end(page, back, end, whole=True)
            return Denied(back, max(stop, at + 1), (back + 1, at), "called-false")
        if word in ("if", "unless", "whether"):
            break
        if word in ("it's", "it’s", "that's", "that’s", "he's", "he’s", "she's", "she’s", "they're", "they’re"):
            return Denied(back, clause_end(page, at, end, whole=True), None, "is-false")
        if word in AUX and word not in ("has", "have", "had", "did", "do"):
            first = denial_start(page, back, begin)
            if low[first] in ("if", "unless", "whether", "had", "were", "should"):
                break
            return Denied(first, clause_end(page, at, end, whole=True), (first, back), "is-false")
        if word in (";", "."):
            break
    return None


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    """Return the fixed phrases of denial, the longest first."""
    longest_first = sorted(denial_words().phrases, key=len, reverse=True)
    return by_two(form for phrase in longest_first for form in _spoken(phrase.split()))


def _spoken(phrase: list[str]) -> list[list[str]]:
    """Return a phrase as it stands and, where it has a "not", as it is said: "didn't happen", "isn't true"."""
    forms = [phrase]
    if phrase[0] == "not":
        forms += [[f"{verb}n{mark}t", *phrase[1:]] for verb in ("is", "was", "are", "were") for mark in "'’"]
    elif "not" in phrase and phrase[(at := phrase.index("not")) - 1] in HELPING:
        forms += [[*phrase[: at - 1], f"{phrase[at - 1]}n{mark}t", *phrase[at + 1 :]] for mark in "'’"]
    return [form for form in forms if len(form) > 1]


HELPING = words("did does do is was are were has have had could")


SPOKEN = words("insist say state stress reply add")


def _phrase(page: Page, unit: int, begin: int, end: int, recent: bool) -> list[Denied]:
    """Take fixed phrases: "no truth", "did not happen"."""
    for at, phrase in phrases_in(page, _phrases(), begin, end):
        spoken = phrase == "no such" and not SPOKEN.isdisjoint(page.tokens.base[begin:end])
        if phrase in denial_words().near and not (spoken or recent or near_claim(page, unit)):
            continue
        first = denial_start(page, at, begin)
        return [Denied(first, max(clause_end(page, at, end, whole=True), at + 2), None, "denying-phrase")]
    return []


def made_up_by(page: Page, unit: int) -> tuple[int, int] | None:
    """Return the tokens that say who made a claim up: "fabricated by terrorist elements"."""
    low = page.tokens.low
    for at in range(page.first[unit], page.last[unit] - 1):
        if (
            low[at] in ("made", "fabricated", "invented", "concocted")
            and low[at - 1] in ("had", "have", "has")
            and (low[at] != "made" or low[at + 1] == "up")
        ):
            first = denial_start(page, at, page.first[unit])
            which = next((i for i in range(at, first, -1) if low[i] in ("which", "that")), first)
            return which, at + 1 + (low[at] == "made")
    for at in range(page.first[unit], page.last[unit] - 2):
        if low[at] in denial_words().made_up and low[at + 1] == "by":
            return at, clause_end(page, at, page.last[unit])
    return None

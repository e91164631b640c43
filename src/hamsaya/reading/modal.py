"""Undertakings with "will", "shall", "would" and "is to": who or what will, and whether that binds anyone."""

from functools import lru_cache

from hamsaya.reading.clause import AUX, PRONOUNS, clause_end, finite_at, is_adverb, skip_adverbs, subject_start, actions
from hamsaya.reading.inflect import BASE, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, verbs, words
from hamsaya.reading.page import Page
from hamsaya.reading.undertake import Found

PREDICTIVE = words("able likely unable subject aware glad happy pleased interesting up")
COPULAR = words("aim aims purpose goal goals objective objectives task tasks idea answer role job priority duty intention point function mandate mission hope plan wish way ambition challenge step")


@lru_cache(maxsize=1)
def actors() -> frozenset[str]:
    """Return the nouns that can undertake something."""
    return words(load("triggers")["actor"]["words"])


@lru_cache(maxsize=1)
def unsure() -> frozenset[str]:
    """Return the verbs and nouns before a clause that is no undertaking."""
    return words(load("triggers")["unsure"]["words"])


@lru_cache(maxsize=1)
def unsure_nouns() -> frozenset[str]:
    """Return nouns, adjectives and conjunctions before a clause that is no undertaking."""
    return words(load("triggers")["unsure"]["nouns"])


def modal_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Return the undertaking of the modal at `at` ("will", "shall", "would"), or nothing."""
    low = page.tokens.low
    verb = skip_adverbs(page, at + 1, end)
    if verb >= end or not page.tokens.bits[verb] & BASE and page.tokens.low[verb] not in ("be", "not"):
        return []
    first = subject_start(page, at, begin)
    word = low[at]
    if _doubtful(page, first, at, begin, end) or (word == "would" and _conditional(page, at, begin, end)):
        return []
    return _undertaken(page, at, at + 1, verb, (first, at), end, "shall" if word == "shall" else "will")


def be_to_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "is to be opened", "are to meet": `at` is the form of "be"."""
    low = page.tokens.low
    if at + 2 >= end or low[at + 1] != "to":
        return []
    verb = skip_adverbs(page, at + 2, end)
    if verb >= end or not page.tokens.bits[verb] & BASE and low[verb] != "be" or low[verb] == "have":
        return []
    first = subject_start(page, at, begin)
    if set(low[first:at]) & COPULAR or _doubtful(page, first, at, begin, end) or low[first:at] in (["this"], ["that"], ["it"]):
        return []
    return _undertaken(page, at, at + 2, verb, (first, at), end, "is-to")


def _doubtful(page: Page, first: int, at: int, begin: int, end: int) -> bool:
    """Say whether the clause is governed by a hope, a forecast, a question or an "if"."""
    tokens, low = page.tokens, page.tokens.low
    if page.units[page.unit_of[at]].kind == "question":
        return True
    look = first - 1
    if look >= begin and low[look] == "that":
        look -= 1
    for back in range(look, max(begin - 1, look - 3), -1):
        if tokens.base[back] in unsure() or low[back] in unsure_nouns():
            return True
        if tokens.bits[back] & (PAST | THIRD) or low[back] in (",", ";"):
            break
    return any(w in ("if", "whether", "until", "when", "once", "after", "before", "unless") for w in low[max(begin, first - 1) : at])


def _conditional(page: Page, at: int, begin: int, end: int) -> bool:
    """Say whether "would" is hypothetical: with "if", or "would like", "would have"."""
    low = page.tokens.low
    after = low[at + 1] if at + 1 < end else ""
    return after in ("like", "have", "welcome", "prefer", "rather", "appreciate", "mean", "seem", "love", "suggest") or "if" in low[begin:end] or low[at - 1] in ("what", "that", "which", "who") and False


def _undertaken(page: Page, trigger: int, action: int, verb: int, subject: tuple[int, int], end: int, rule: str) -> list[Found]:
    """Decide by subject and verb; return the action with or without its subject."""
    tokens, low = page.tokens, page.tokens.low
    first, last = subject
    main, passive = _main_verb(page, verb, end)
    acting = is_actor(page, first, last)
    if not acting and not passive and not (tokens.base[main] in verbs().happen):
        return []
    if not passive and _forecast(page, main, acting):
        return []
    if passive and main >= 0 and low[main] in PREDICTIVE:
        return []
    modality = "AGREED" if rule in ("shall", "is-to") else "PLEDGED"
    found = actions(page, action, end)
    if acting or first == last:
        return [Found(a, b, (trigger, action), rule, modality, subject) for a, b in found]
    start = first if trigger > first and not _interrupted(page, first, trigger) else action
    (_, stop), *others = found
    return [Found(start, stop, (trigger, action), f"{rule}-thing", modality, subject)] + [
        Found(a, b, (trigger, action), f"{rule}-thing", modality, subject) for a, b in others]


def _interrupted(page: Page, first: int, last: int) -> bool:
    return "," in page.tokens.low[first:last] and last - first > 12


def _main_verb(page: Page, verb: int, end: int) -> tuple[int, bool]:
    """Return the main verb behind the modal and whether it is passive."""
    tokens, low = page.tokens, page.tokens.low
    if low[verb] != "be":
        return verb, False
    look = skip_adverbs(page, verb + 1, end)
    if look < end and (tokens.bits[look] & PARTICIPLE or low[look].endswith("ed")):
        return look, True
    return verb, False


def _forecast(page: Page, main: int, acting: bool) -> bool:
    """Say whether an active verb only says how things will turn out."""
    base, low = page.tokens.base[main], page.tokens.low
    if base == "be":
        after = low[main + 1] if main + 1 < len(low) else ""
        return not (after in ("open", "closed", "present", "ready", "in", "represented", "valid", "free", "available", "no", "part", "back") or page.tokens.bits[min(main + 1, len(low) - 1)] & 16)
    if base in verbs().state and base not in verbs().deed and base not in verbs().direction:
        return not (acting and base in ("contribute", "need", "become"))
    return False


def is_actor(page: Page, first: int, last: int) -> bool:
    """Say whether the subject in tokens first..last can bind itself: a state, an office, a body, "we", "they"."""
    tokens, low = page.tokens, page.tokens.low
    if first >= last:
        return True
    if low[last - 1] in PRONOUNS and last - first <= 2:
        return low[last - 1] not in ("it", "which", "this", "that", "these", "those") or low[last - 1] == "which" and False
    head = last
    for look in range(first + 1, last):
        if low[look] in ("of", "in", "at", "from", "for", "on", "between", "with", "who", "which", "to", "along", "under") and look > first:
            head = look
            break
    if low[head - 1] in actors():
        return True
    mention = page.name_at.get(head - 1)
    return mention is not None and mention.type in ("person", "org", "place") and (mention.type != "place" or _governs(page, mention.norm, first, mention.first))


def _governs(page: Page, norm: str, first: int, at: int) -> bool:
    """Say whether a place name stands for a government: a country or a capital."""
    return len(norm) == 2 or norm.endswith(":capital") or at == first


def telegraph_rule(page: Page, begin: int, end: int) -> list[Found]:
    """Take telegraphic "Sides to exchange lists by May": no finite verb, a noun, "to" and a base verb."""
    low = page.tokens.low
    if any(finite_at(page, i) or low[i] in AUX for i in range(begin, end)):
        return []
    for at in range(begin + 1, min(begin + 10, end - 1)):
        if low[at] == "to" and page.tokens.bits[at + 1] & BASE and page.tokens.low[at + 1] not in ("date",) and not is_adverb(low[at - 1]):
            first = subject_start(page, at, begin)
            return _undertaken(page, at, at + 1, at + 1, (first, at), end, "telegraph")
    return []

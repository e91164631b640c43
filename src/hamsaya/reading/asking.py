"""Calls: asks, needs and hopes, which are never undertakings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from hamsaya.reading.clause import AUX, DETERMINERS, clause_end, is_adverb
from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.subject import subject_start
from hamsaya.reading.tokens import is_contracted


class Asked(msgspec.Struct, frozen=True, gc=False):
    """One call: its tokens, the cue's token, the rule and the subject's tokens."""

    first: int
    last: int
    cue: int
    rule: str
    subject: tuple[int, int]


Rule = Callable[[Page, int, int, int], Asked | None]


@dataclass(frozen=True, slots=True)
class CallWords:
    """The compiled calls.toml."""

    verb: dict[str, tuple[tuple[str, frozenset[str]], ...]]
    need: frozenset[str]
    voice: frozenset[str]
    hope: frozenset[str]
    hope_voice: frozenset[str]
    modal: frozenset[str]
    modal_need: frozenset[str]
    adjective: frozenset[str]


@lru_cache(maxsize=1)
def call_words() -> CallWords:
    """Read calls.toml."""
    t = load("calls")
    verb: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for row in t["verb"]:
        for word in words(row["words"]):
            verb[word] = (*verb.get(word, ()), (row["rule"], words(row["frames"])))
    return CallWords(
        verb,
        words(t["need"]["nouns"]),
        words(t["need"]["voice"]),
        words(t["hope"]["nouns"]),
        words(t["hope"]["voice"]),
        words(t["modal"]["words"]),
        words(t["modal"]["need"]),
        words(t["adjective"]["words"]),
    )


def find_calls(page: Page, unit: int) -> list[Asked]:
    """Return the calls of one sentence unit."""
    begin, end = page.first[unit], page.last[unit]
    if page.units[unit].kind in ("heading", "question"):
        return []
    known, tokens = call_words(), page.tokens
    if known.verb.keys().isdisjoint(page.bases[unit]) and _rules().keys().isdisjoint(page.words[unit]):
        return []
    found: list[Asked] = []
    for at in range(begin, end):
        if found and at < found[-1].last:
            continue
        hit: Asked | None = None
        if tokens.base[at] in known.verb and tokens.bits[at] & (PAST | THIRD | ING | BASE):
            hit = _verb(page, at, begin, end)
        for rule in _rules().get(tokens.low[at], ()):
            hit = hit or rule(page, at, begin, end)
        if hit:
            found.append(hit)
    return found


@lru_cache(maxsize=1)
def _rules() -> dict[str, tuple[Rule, ...]]:
    """Return for each word the rules that it may open, in their order."""
    known = call_words()
    rows = (
        (known.modal | known.modal_need, _modal),
        (frozenset(("has", "have", "would")), _has_to),
        (known.need, _need),
        (known.hope, _hope),
        (known.adjective, _adjective),
    )
    from hamsaya.reading.pleading import openers  # its rules return what stands here

    found: dict[str, tuple[Rule, ...]] = {}
    for opening, rule in (*rows, *openers()):
        for word in opening:
            found[word] = (*found.get(word, ()), rule)
    return found


def subject_of(page: Page, at: int, begin: int) -> tuple[int, int]:
    """Return the subject of a cue at `at`."""
    low = page.tokens.low
    group = at
    while group > begin and (low[group - 1] in AUX or is_adverb(low[group - 1])):
        group -= 1
    return subject_start(page, group, begin), group


def _verb(page: Page, at: int, begin: int, end: int) -> Asked | None:
    tokens, low = page.tokens, page.tokens.low
    bits = tokens.bits[at]
    if low[max(begin, at - 1) : at] and low[at - 1] in (
        DETERMINERS - {"both", "all", "some", "many", "several", "each"}
    ) | {"of", "to", "not", "joint", "phone", "telephone", "video", "'s", "’s", "by"}:
        return None
    if not bits & (PAST | ING | THIRD) and not _present(page, at, begin):
        return None
    passive_it = low[at - 1 : at] == ["is"] and low[max(0, at - 2) : at - 1] == ["it"]
    if (
        bits & PARTICIPLE
        and not passive_it
        and at > begin
        and low[at - 1] in ("was", "were", "been", "being", "be", "are", "is", "as")
    ):
        return None
    after = low[at + 1] if at + 1 < end else "."
    for rule, frames in call_words().verb[tokens.base[at]]:
        if _frame(page, at, end, frames, after, rule):
            first = at - 1 if passive_it else at
            return Asked(first, clause_end(page, at, end, whole=True), at, rule, subject_of(page, at, begin))
    return None


VOICED = words("urge hope want propose suggest recommend request demand ask insist plead beg")
NOUNS = words("call appeal request demand hope wish press ask")  # behind a name these are things, not what it does
NO_OBJECT = words("of and from by in is was are")
ASKERS = words("we i they you also and sides parties countries ministers both do would will")


def _present(page: Page, at: int, begin: int) -> bool:
    """Say whether a base form is a present-tense verb: "we call on", "they urge", "Both sides hope"."""
    if at == begin:
        return False
    before, word, after = page.tokens.low[at - 1 : at + 2]
    several = before.endswith("s") and len(before) > 3
    if several and (after == "that" or (word in VOICED and after not in NO_OBJECT)):
        return True
    return before in ASKERS or (page.name_at.get(at - 1) is not None and word not in NOUNS)


def _frame(page: Page, at: int, end: int, frames: frozenset[str], after: str, rule: str) -> bool:
    """Say whether the verb at `at` has what its rule needs behind it."""
    low, base = page.tokens.low, page.tokens.base[at]
    near = low[at + 1 : min(at + 12, end)]
    if rule == "ask-for":
        return after == "for" or (after == "to" and page.tokens.bits[min(at + 2, end - 1)] & BASE > 0)
    if rule == "ask-that":
        return after == "that"
    if rule == "plead-with":
        return after == "with" and ("to" in near or "not" in near)
    if rule == "want":
        return "to" in near[1:10] and after not in ("to", ",", ".") and near.index("to") > 0
    if "forward" in frames:
        return after == "forward"
    if "on" in frames and after in ("on", "upon"):
        return rule == "insist-on" or bool({"to", "not", "for"} & set(low[at + 2 : min(at + 18, end)]))
    if "for" in frames and "for" in near[:6] and after != "on":
        return after == "for" or base in ("press", "call", "appeal")
    if "to-object" in frames:
        return after == "to" and "to" in near[1:]
    if "object" in frames:
        return _object(base, near, after)
    return "that" in frames and _that(page, at, end, frames, after)


def _object(base: str, near: list[str], after: str) -> bool:
    """Say whether someone is asked to do something: "urged X to", "requested compensation"."""
    if base in ("ask", "press") and ({"about", "if"} & set(near[:3]) or "whether" in near or near[:1] == ["for"]):
        return False
    direct = base in ("urge", "request", "encourage") and after not in (",", ".", "by")
    return "to" in near or any(w == "not" or is_contracted(w) for w in near[:6]) or direct


def _that(page: Page, at: int, end: int, frames: frozenset[str], after: str) -> bool:
    """Say whether "that", "to" or an object follows a verb of proposing or hoping."""
    if page.tokens.base[at] in ("hope", "wish"):
        return after not in (",", ".", "so", "not", "of", "well")
    near = page.tokens.low[at + 1 : min(at + 7, end)]
    doing = page.tokens.bits[min(at + 1, end - 1)] & ING > 0
    loose = "any" in frames and after not in (",", ".", "by", "as", "date")
    return "that" in near or after in ("to", "a", "an", "the") or doing or loose


def _modal(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "should", "must", "need to"."""
    tokens, low = page.tokens, page.tokens.low
    after = low[at + 1] if at + 1 < end else "."
    if low[at] in call_words().modal_need:
        if (
            low[at] != "needed"
            and after not in ("to", "not", "for", "of", ",", ".", "be")
            and _actor_before(page, at, begin)
            and not tokens.bits[min(at + 1, end - 1)] & (PAST | THIRD)
        ):
            return Asked(at, clause_end(page, at, end, whole=True), at, "need-object", subject_of(page, at, begin))
        if (
            after not in ("to", "not")
            or low[at + 2 : at + 3] == ["know"]
            or (at > begin and low[at - 1] in DETERMINERS | {"the", "for", "of", "no"})
        ):
            return None
        rule = "need-to"
    elif not (
        tokens.bits[min(at + 1, end - 1)] & BASE
        or after in ("be", "not", "have", "also", "now", "never", "always")
        or is_adverb(after)
        or after == "to"
    ):
        return None
    else:
        rule = "should"
    if after == "have" or low[at - 1 : at] == ["if"] or "if" in low[max(begin, at - 4) : at]:
        return None
    return Asked(at, clause_end(page, at, end, whole=True), at, rule, subject_of(page, at, begin))


def _actor_before(page: Page, at: int, begin: int) -> bool:
    """Say whether someone or something stands as subject right before "need" or "wants"."""
    low = page.tokens.low
    return (
        at > begin
        and low[at - 1] not in DETERMINERS | {"of", "in", "no", "urgent", "the", "and", "to"}
        and (
            low[at - 1] in ("we", "they", "i", "he", "she")
            or low[at] == "needs"
            or page.name_at.get(at - 1) is not None
        )
    )


def _has_to(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "has to put the same amount on the table", "would like X to"."""
    low = page.tokens.low
    if (
        low[at] in ("has", "have")
        and low[at + 1 : at + 2] == ["to"]
        and low[at + 2 : at + 3] not in (["wait"], ["do"], ["be"])
        and low[at - 1] not in ("will", "would", "may", "might", "not", "n't")
    ):
        return Asked(at, clause_end(page, at, end, whole=True), at, "has-to", subject_of(page, at, begin))
    if low[at] == "would" and low[at + 1 : at + 2] in (["like"], ["welcome"], ["appreciate"], ["prefer"]):
        return Asked(at, clause_end(page, at, end, whole=True), at, "would-like", subject_of(page, at, begin))
    return None


def _need(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "stressed the need for", "the importance of"."""
    tokens, low = page.tokens, page.tokens.low
    after = low[at + 1] if at + 1 < end else "."
    if (
        after not in ("of", "for", "to", "that", "and")
        or (low[at] in ("value", "importance", "significance") and after not in ("of", "and"))
        or "no" in low[max(begin, at - 2) : at]
    ):
        return None
    for back in range(at - 1, max(begin - 1, at - 12), -1):
        if tokens.base[back] in call_words().voice and tokens.bits[back] & (PAST | ING | THIRD | BASE):
            return Asked(
                back, clause_end(page, back, end, whole=True), back, "need-noun", subject_of(page, back, begin)
            )
        if low[back] in (";", ".", ","):
            break
    if low[max(begin, at - 4) : at] and (
        "there" in low[max(begin, at - 5) : at] or low[at] in ("need", "necessity", "urgency")
    ):
        start = at - 1 if low[at - 1] in DETERMINERS else at
        return Asked(start, clause_end(page, at, end, whole=True), at, "need-noun", subject_of(page, at, begin))
    return None


def _hope(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "expressed the hope that", "made an appeal to", "repeated its call for"."""
    tokens, low = page.tokens, page.tokens.low
    after = low[at + 1] if at + 1 < end else "."
    if after not in ("that", "to", "for", "of", "on", "in"):
        return None
    for back in range(at - 1, max(begin - 1, at - 6), -1):
        if tokens.base[back] in call_words().hope_voice and tokens.bits[back] & (PAST | ING | THIRD | BASE):
            return Asked(
                back, clause_end(page, back, end, whole=True), back, "hope-noun", subject_of(page, back, begin)
            )
    if (
        low[at] == "hope"
        and low[max(begin, at - 3) : at]
        and ("is" in low[max(begin, at - 3) : at] or low[at - 1] in ("our", "his", "her", "their", "the"))
        and after == "that"
    ):
        return Asked(at, clause_end(page, at, end, whole=True), at, "hope-noun", subject_of(page, at, begin))
    return None


def _adjective(page: Page, at: int, begin: int, end: int) -> Asked | None:
    """Take "it is necessary to", "was essential that"."""
    low = page.tokens.low
    after = low[at + 1] if at + 1 < end else "."
    before = low[max(begin, at - 4) : at]
    if low[at] == "time" and "high" in before and "it" in before:
        return Asked(at - 1, clause_end(page, at, end, whole=True), at, "it-is-time", (at, at))
    if (
        low[at] != "time"
        and (after in ("to", "that", "for") or (low[at] == "incumbent" and after in ("on", "upon")))
        and "it" in before
        and any(
            w in AUX or w in ("consider", "considers", "considered", "deemed", "believes")
            for w in before + low[max(begin, at - 3) : at]
        )
    ):
        return Asked(at, clause_end(page, at, end, whole=True), at, "it-is-necessary", (at, at))
    if (
        after in (".", "”", '"')
        and low[at] in ("necessary", "essential", "needed", "indispensable")
        and any(w in AUX for w in before[-2:])
    ):
        first = subject_start(page, next(i for i in range(at - 1, begin - 1, -1) if low[i] in AUX), begin)
        return Asked(first, at + 1, at, "is-necessary", (first, at))
    return None

"""Undertakings with "will", "shall", "would" and "is to": who or what will, and whether that binds anyone."""

from functools import lru_cache

from hamsaya.reading.actions import actions
from hamsaya.reading.actor import actors, is_actor
from hamsaya.reading.clause import AUX, clause_end, is_adverb, is_base_verb, skip_adverbs
from hamsaya.reading.frames import Found, triggers
from hamsaya.reading.inflect import BASE, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, verbs, words
from hamsaya.reading.page import Page
from hamsaya.reading.persons import SPEECH
from hamsaya.reading.subject import subject_start

PREDICTIVE = words("able likely unable subject aware glad happy pleased interesting up")
COPULAR = words(
    """aim aims purpose goal goals objective objectives task tasks idea answer role job priority duty intention
    point function mandate mission hope plan wish way ambition challenge step"""
)


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
    begins = at + 3 if low[at + 1 : at + 3] == ["no", "longer"] else at + 1
    verb = _over_phrase(page, skip_adverbs(page, begins, end), end)
    if verb >= end or (not page.tokens.bits[verb] & BASE and page.tokens.low[verb] not in ("be", "not")):
        return []
    first, last = whole_subject(page, at, begin)
    word = low[at]
    if _doubtful(page, first, at, begin) or (word == "would" and _conditional(page, at, begin, end)):
        return []
    action = verb if low[at + 1] == "," else at + 1
    return undertaken(page, at, action, verb, (first, last), end, "shall" if word == "shall" else "will")


def whole_subject(page: Page, at: int, begin: int) -> tuple[int, int]:
    """Return the subject before a modal, adverbs cut off, a remark between commas stepped over."""
    low, last = page.tokens.low, at
    while last > begin and is_adverb(low[last - 1]):
        last -= 1
    if last > begin and low[last - 1] == ",":
        opening = next((i for i in range(last - 2, max(begin, last - 14), -1) if low[i] == ","), -1)
        if opening > begin:
            return subject_start(page, opening, begin), opening
    if last > begin and low[last - 1] == "and":
        return _first_subject(page, last - 1, begin)
    return subject_start(page, last, begin), last


def _over_phrase(page: Page, at: int, end: int) -> int:
    """Return the verb behind a short phrase of time or manner ("will from next month charge"), else `at`."""
    tokens = page.tokens
    if at >= end or tokens.low[at] not in ("from", "as", "within", "in", "by", "on", "at", "until", "for", "with"):
        return at
    for look in range(at + 2, min(at + 8, end)):
        if tokens.low[look] in (",", ";", ".", "and", "to"):
            break
        if look not in page.date_at and is_base_verb(page, look):
            return look
    return at


FUTURE = words("will would shall")


def _first_subject(page: Page, at: int, begin: int) -> tuple[int, int]:
    """Return the subject that the second verb of a clause shares ("X welcomes this and will help")."""
    modal = next((look for look in range(at - 1, begin, -1) if page.tokens.low[look] in FUTURE), -1)
    if modal >= 0:  # "Ethiopia would reciprocate and would refrain"
        return whole_subject(page, modal, begin)
    first = subject_start(page, at, begin)
    for look in range(first + 1, at):
        if page.tokens.bits[look] & (PAST | THIRD) or page.tokens.low[look] in AUX:
            return first, look
    return first, at


def going_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "is going to repair": `at` is "going"."""
    low = page.tokens.low
    if (
        at + 2 >= end
        or low[at + 1] != "to"
        or low[at - 1] not in ("is", "are", "was", "were", "'re", "am", "not", "we're", "they're", "we’re")
        or not page.tokens.bits[at + 2] & BASE
    ):
        return []
    first, last = whole_subject(page, at - 1, begin)
    if _doubtful(page, first, at - 1, begin):
        return []
    return undertaken(page, at, at + 2, skip_adverbs(page, at + 2, end), (first, last), end, "going-to")


def scheduled_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take a session of both sides set for a date: "is scheduled to meet", "is slated for May"."""
    low = page.tokens.low
    if (
        at + 2 >= end
        or low[at + 1] not in ("to", "for")
        or not any(w in ("is", "are", "been", "was", "were") for w in low[max(begin, at - 2) : at])
    ):
        return []
    group = next(i for i in range(at - 1, begin - 1, -1) if low[i] in ("is", "are", "been", "was", "were"))
    while group > begin and low[group - 1] in AUX:
        group -= 1
    first, last = whole_subject(page, group, begin)
    if not SITTING & set(low[first:last]):
        return []
    if low[at + 1] == "to":
        if not page.tokens.bits[at + 2] & BASE:
            return []
        found = actions(page, at + 2, end)
        if low[at + 2] == "be":  # what is to be held is the undertaking, and stands in it
            found = [(first, found[0][1]), *found[1:]]
        return [Found(a, b, (at, at + 2), "scheduled", "AGREED", (first, last)) for a, b in found]
    stop = clause_end(page, at, end)
    return (
        [Found(first, stop, (at, at + 1), "scheduled", "AGREED", (first, first))]
        if any(i in page.date_at for i in range(at, stop))
        else []
    )


SITTING = words(
    """session sessions round meeting meetings talks committee commission subcommittee group sides parties
    delegations sitting consultations conference mechanism teams second third fourth fifth sixth seventh eighth
    ninth tenth next plenary plenum subgroup subgroups"""
)


def be_to_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "is to be opened", "are to meet": `at` is the form of "be"."""
    low = page.tokens.low
    if at + 2 >= end or low[at + 1] != "to":
        return []
    verb = skip_adverbs(page, at + 2, end)
    if verb >= end or (not page.tokens.bits[verb] & BASE and low[verb] != "be") or low[verb] == "have":
        return []
    first, last = whole_subject(page, at, begin)
    if (
        set(low[first:at]) & COPULAR
        or _doubtful(page, first, at, begin)
        or low[first:at] in (["this"], ["that"], ["it"])
    ):
        return []
    return undertaken(page, at, at + 2, verb, (first, last), end, "is-to")


def is_what_rule(page: Page, at: int, begin: int, end: int) -> list[Found]:
    """Take "closer work on the border is what we agreed": `at` is the form of "be"; the subject is the action."""
    low, base = page.tokens.low, page.tokens.base
    if at + 2 >= end or low[at + 1] != "what":
        return []
    known = triggers().verb
    verb = next((i for i in range(at + 3, min(at + 7, end)) if base[i] in known and page.tokens.bits[i] & PAST), -1)
    first, last = whole_subject(page, at, begin)
    if verb < 0 or first >= last or low[verb - 1] in ("not", "never"):
        return []
    return [Found(first, last, (verb, verb + 1), "is-what", known[base[verb]][0].modality, (at + 2, verb))]


def _doubtful(page: Page, first: int, at: int, begin: int) -> bool:
    """Say whether the clause is governed by a hope, a forecast, a question or an "if"."""
    tokens, low = page.tokens, page.tokens.low
    if page.units[page.unit_of[at]].kind == "question":
        return True
    look = first - 1
    if look >= begin and low[look] == "that":
        look -= 1
    reach = 8 if look == first - 2 else 3
    for back in range(look, max(begin - 1, look - reach), -1):
        if tokens.base[back] in unsure() or low[back] in unsure_nouns():
            return True
        if tokens.bits[back] & (PAST | THIRD) or low[back] in (",", ";"):
            break
    if any(tokens.base[i] in ("hope", "wish", "expect", "want", "fear", "doubt") for i in range(first + 1, at)):
        return True
    return any(
        w in ("if", "whether", "until", "when", "once", "after", "before", "unless")
        for w in low[max(begin, first - 1) : at]
    )


RUMOUR = words("report reports rumour rumours rumor rumors claim claims allegation allegations speculation suggestion")


def rumoured(page: Page, first: int, begin: int) -> bool:
    """Say whether a clause that begins at `first` is what a rumour says ("a report that X has decided")."""
    low = page.tokens.low
    return first - 2 >= begin and low[first - 1] == "that" and low[first - 2] in RUMOUR


def _conditional(page: Page, at: int, begin: int, end: int) -> bool:
    """Say whether "would" is hypothetical: with "if", or "would like", "would have"."""
    low = page.tokens.low
    after = low[at + 1] if at + 1 < end else ""
    if (
        after in ("say", "argue", "add", "urge", "call", "hope", "suggest", "ask", "note", "remind", "stress", "not")
        and low[at - 1] == "i"
        and after != "not"
    ):
        return True
    return (
        after in ("like", "have", "welcome", "prefer", "rather", "appreciate", "mean", "seem", "love", "suggest")
        or "if" in low[begin:end]
        or (low[at - 1] in ("what", "that", "which", "who") and False)
    )


PAPERS = words(
    """statement minutes communiqué accord agreement deal treaty protocol memorandum text document pact declaration
    communique convention arrangement plan roadmap programme program project scheme mou contract charter"""
)
SHOWS = words(
    """exhibition exhibitions fair fairs festival festivals elections election summit tournament championship game.

    Exhibition exhibitions fair fairs festival festivals elections election summit tournament championship
    games
    """
)


def undertaken(
    page: Page, trigger: int, action: int, verb: int, subject: tuple[int, int], end: int, rule: str
) -> list[Found]:
    """Decide by subject and verb; return the action with or without its subject."""
    tokens, low = page.tokens, page.tokens.low
    first, last = subject
    main, passive = _main_verb(page, verb, end)
    neither = low[first:last] in NEITHER
    acting = neither or is_actor(page, first, last) or _speaks_of_itself(page, first, last)
    if low[last - 1 : last] == ["which"] and SHOWS & set(low[max(0, first - 6) : first]):
        return []
    if (not neither and set(low[first:last]) & {"neither", "nobody", "none", "what"}) or (
        last > first and low[first] == "no" and not passive and not _no_person_may(page, main, last)
    ):
        return []
    if not acting and not passive and not _thing_acts(page, main, first, last):
        return []
    if not passive and low[last - 1 : last] != ["there"] and _forecast(page, main, acting):
        return []
    if passive and main >= 0 and low[main] in PREDICTIVE:
        return []
    modality = "AGREED" if rule in ("shall", "is-to") else "PLEDGED"
    found = actions(page, action, end)
    if first == last or (acting and not passive and not _body_sits(page, main, first, last)):
        return [Found(a, b, (trigger, action), rule, modality, subject) for a, b in found]
    pronoun = low[last - 1] in ("it", "which", "this", "they", "there", "that")
    remark = any(tokens.base[i] in SPEECH or low[i] == "and" for i in range(last, trigger))
    start = action if pronoun or remark else first
    (_, stop), *others = found
    return [Found(start, stop, (trigger, action), f"{rule}-thing", modality, subject)] + [
        Found(a, b, (trigger, action), f"{rule}-thing", modality, subject) for a, b in others
    ]


BODIES = words("commission committee council session round mechanism sub-committee subcommittee board conference")


def _body_sits(page: Page, main: int, first: int, last: int) -> bool:
    """Say whether a body is to come together: its session is the undertaking, so it stands in the action."""
    sits = page.tokens.base[main] in ("meet", "convene", "reconvene", "sit", "gather", "assemble")
    return sits and not BODIES.isdisjoint(page.tokens.low[first:last])


def _no_person_may(page: Page, main: int, last: int) -> bool:
    """Say whether "no" stands before people who could act: "no herder will carry a rifle"."""
    head, base = page.tokens.low[last - 1], page.tokens.base[main]
    people = f"{head}s" in actors() or head in actors()
    return people and base in verbs().deed and base not in verbs().state


NEITHER = [["neither", w] for w in ("party", "side", "country", "government", "state", "army", "signatory")]


def _speaks_of_itself(page: Page, first: int, last: int) -> bool:
    """Say whether "it" is the state or body that speaks: "Iran confirmed that it would provide the data"."""
    tokens, low = page.tokens, page.tokens.low
    if low[first:last] != ["it"]:
        return False
    cue = first - 1 - (low[first - 1] == "that")
    return cue > 0 and tokens.base[cue] in SPEECH and is_actor(page, cue - 1, cue)


def _thing_acts(page: Page, main: int, first: int, last: int) -> bool:
    """Say whether a thing's own verb is an undertaking.

    "the gate will reopen", "buses will run", "it will be ready".
    """
    tokens, low = page.tokens, page.tokens.low
    base = tokens.base[main]
    if base == "be":
        after = low[main + 1 : main + 3]
        return bool(set(after[:1]) & READY) or (
            after[:1] == ["in"] and after[1:2] in (["place"], ["force"], ["service"], ["operation"], ["use"])
        )
    if base in ("remain", "stay"):
        return low[main + 1] in READY
    if base in verbs().happen:
        return not (base == "take" and low[main + 1 : main + 2] not in (["place"], ["effect"]))
    if base in ("let", "allow", "permit", "oblige", "require", "commit", "entitle") and PAPERS & set(low[first:last]):
        return True
    acts = base in verbs().deed and base not in verbs().state
    if low[last - 1 : last] in (["it"], ["which"], ["this"]):
        return acts and base not in (
            "take",
            "make",
            "give",
            "bring",
            "create",
            "provide",
            "increase",
            "reduce",
            "lead",
            "open",
            "facilitate",
            "prove",
            "cost",
            "require",
            "include",
        )
    return acts and bool(carriers() & set(low[first:last]))


READY = words(
    """back force effect ready open closed operational available functioning free complete completed installed
    operating working valid"""
)


@lru_cache(maxsize=1)
def carriers() -> frozenset[str]:
    """Return the things that act by themselves ("buses", "a flotilla")."""
    return words(load("triggers")["actor"]["carriers"])


def _main_verb(page: Page, verb: int, end: int) -> tuple[int, bool]:
    """Return the main verb behind the modal and whether it is passive."""
    tokens, low = page.tokens, page.tokens.low
    if low[verb] == "have" and low[verb + 1] == "been" and tokens.bits[verb + 2] & PARTICIPLE:
        return verb + 2, True
    if low[verb] != "be":
        return verb, False
    look = skip_adverbs(page, verb + 1, end)
    if look < end and tokens.bits[look] & 16:
        return look, False
    if look < end and (tokens.bits[look] & PARTICIPLE or low[look].endswith("ed")):
        return look, True
    return verb, False


def _forecast(page: Page, main: int, acting: bool) -> bool:
    """Say whether an active verb only says how things will turn out."""
    base, low = page.tokens.base[main], page.tokens.low
    if base == "be":
        after = low[main + 1] if main + 1 < len(low) else ""
        return not (
            after
            in (
                "open",
                "closed",
                "present",
                "ready",
                "in",
                "represented",
                "valid",
                "free",
                "available",
                "no",
                "part",
                "back",
            )
            or page.tokens.bits[min(main + 1, len(low) - 1)] & 16
        )
    if base in verbs().state and base not in verbs().deed and base not in verbs().direction:
        dated = base in verbs().happen and any(i in page.date_at for i in range(main + 1, main + 9))
        return not dated and not (acting and base in ("contribute", "need", "become"))
    return False

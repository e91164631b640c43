"""Clauses.

Where a verb phrase or a clause ends, where a subject begins, and how a list of actions is cut apart.
"""

from functools import lru_cache

from hamsaya.reading.inflect import BASE, ING, PARTICIPLE, PAST, THIRD
from hamsaya.reading.lexicon import load, verbs, words
from hamsaya.reading.page import CLOSE_QUOTES, Page
from hamsaya.reading.persons import SPEECH

DETERMINERS = words(
    """the a an this that these those its their his her our my your each any all some no both every another such
    more many several few two three four five six seven eight nine ten"""
)


PRONOUNS = words("we they he she it i you who which that this these those both")


MODALS = words("will would shall should can could may might must 'll cannot won't wouldn't shan't")


AUX = words("is are was were be been being has have had do does did am")


BREAKS = words("while but although though whereas because unless whereby whereupon")


COMMA_BREAKS = words(
    """which who whom whose where when as with amid despite citing calling describing including-x so if after
    following before until-x according thereby an a thus making bringing not one saying"""
)


ADVERBS = words(
    """also not never further again now then soon later jointly fully further gradually always still only even
    already first immediately never once yet henceforth thereafter"""
)


KEEP_AFTER_COMMA = words("including such and or as")


@lru_cache(maxsize=1)
def commit_verbs() -> frozenset[str]:
    """Return the base forms of all undertaking verbs."""
    return frozenset(w for row in load("triggers")["verb"] for w in row["words"].split())


def is_adverb(low: str) -> bool:
    """Say whether a word is an adverb that may stand between a modal and its verb."""
    return low in ADVERBS or (
        low.endswith("ly")
        and low
        not in (
            "supply",
            "apply",
            "reply",
            "rely",
            "comply",
            "fly",
            "assembly",
            "family",
            "rally",
            "ally",
            "multiply",
            "early",
            "july",
            "italy",
        )
    )


def skip_adverbs(page: Page, at: int, end: int) -> int:
    """Return the first token from `at` on that is no adverb, nor a phrase between two commas."""
    low = page.tokens.low
    while at < end and is_adverb(low[at]):
        at += 1
    if at < end and low[at] == ",":
        for close in range(at + 1, min(at + 9, end)):
            if low[close] == ",":
                return skip_adverbs(page, close + 1, end)
            if low[close] in ";.:":
                break
    return at


BEHIND_NOUN = words(
    """of and or , . ; in on at for with between by from through as is are was will would ) ” to across along"""
)


def is_base_verb(page: Page, at: int) -> bool:
    """Say whether the token can be a verb in base form where a noun could stand too."""
    tokens = page.tokens
    if not tokens.bits[at] & BASE or not tokens.word[at][0].islower():
        return False
    if tokens.low[at] not in verbs().also_noun:
        return True
    if at + 1 >= len(tokens):
        return False
    after = tokens.low[at + 1]
    if after in DETERMINERS or after[0].isdigit() or tokens.word[at + 1][0].isupper():
        return True
    if after in BEHIND_NOUN:
        return False
    return not tokens.bits[at + 1] & (PAST | BASE | THIRD) or is_adverb(after) or after.endswith("s")


def verb_after(page: Page, at: int, end: int) -> int:
    """Return the token of the base verb that begins a verb phrase at `at` (adverbs allowed), or -1."""
    at = skip_adverbs(page, at, end)
    if at >= end:
        return -1
    tokens = page.tokens
    if tokens.bits[at] & BASE and tokens.word[at][0].islower() and tokens.low[at] not in DETERMINERS:
        return at
    word = tokens.low[at]
    odd = (
        word.isalpha()
        and tokens.word[at][0].islower()
        and word not in DETERMINERS
        and word not in PRONOUNS
        and not tokens.bits[at]
        and at + 1 < end
    )
    return (
        at
        if odd and tokens.low[at + 1] in DETERMINERS
        else (at if "-" in word and word.rsplit("-", 1)[-1] in verbs().bits else -1)
    )


def _attribution(page: Page, at: int, end: int) -> bool:
    """Say whether ", he said" or ", the ministry added" begins at token `at` (behind the comma)."""
    tokens = page.tokens
    for look in range(at, min(at + 16, end)):
        if (
            tokens.base[look] in SPEECH
            and tokens.bits[look] & (PAST | THIRD | ING)
            and tokens.low[look] not in ("reports", "notes", "states", "claims", "letters")
        ):
            return look == at or not tokens.bits[look] & ING or look - at < 2
        if tokens.low[look] in (",", ";", ".", "to", "that", "will", "would", "shall") or (
            tokens.low[look] == "and" and page.name_at.get(look - 1) is None
        ):
            return False
    return False


def finite_at(page: Page, at: int) -> bool:
    """Say whether the token is a finite verb, a modal or an auxiliary."""
    tokens = page.tokens
    low = tokens.low[at]
    if low in MODALS or low in ("is", "are", "was", "were", "has", "have", "had", "said"):
        return True
    bits = tokens.bits[at]
    return (
        bool(bits & PAST)
        and low not in ("set", "put", "cut", "read", "led", "based", "located", "shared", "agreed")
        and at > 0
        and tokens.low[at - 1] not in DETERMINERS
        and tokens.base[at] != ""
        and not is_reduced(page, at)
    )


def is_reduced(page: Page, at: int) -> bool:
    """Say whether a past form is a participle behind its noun ("the officers stationed at")."""
    tokens = page.tokens
    return (
        bool(tokens.bits[at] & PARTICIPLE)
        and at + 1 < len(tokens)
        and tokens.low[at + 1]
        in (
            "by",
            "at",
            "in",
            "on",
            "for",
            "from",
            "under",
            "to",
            "with",
            "as",
            "along",
            "between",
            "across",
            "near",
            "over",
            "during",
            "into",
            "since",
        )
    )


def _new_clause(page: Page, at: int, end: int) -> bool:
    """Say whether a subject with its own finite verb begins at `at` (behind "and" or a comma)."""
    tokens = page.tokens
    if at >= end:
        return False
    low = tokens.low[at]
    if low in ("he", "she", "they", "it", "we", "i", "there"):
        return True
    if low == "that":
        return True
    if tokens.bits[at] & PAST and tokens.base[at] in main_verbs() and tokens.low[at] != "set":
        return True
    if low in MODALS or low in ("is", "are", "was", "were"):
        return True
    for look in range(at, min(at + 11, end)):
        word = tokens.low[look]
        if word in (",", ";", "to", "which", "who", "that", "where", ".", "and") and look > at:
            return False
        if look > at and finite_at(page, look):
            return True
    return False


def clause_end(page: Page, at: int, end: int, whole: bool = False) -> int:
    """Return the token behind the verb phrase (or, if `whole`, the clause) that begins at `at`."""
    _tokens, low = page.tokens, page.tokens.low
    look, depth = at, 0
    while look < end:
        word = low[look]
        if word in "([":
            depth += 1
        elif word in ")]" and depth:
            depth -= 1
        elif not depth and _stops(page, at, look, end, whole):
            break
        look += 1
    while look > at and low[look - 1] in (
        ",",
        ".",
        ";",
        ":",
        "!",
        "?",
        "“",
        "‘",
        "…",
        "–",
        "—",
        "-",
        "and",
        "or",
        "but",
    ):
        look -= 1
    if look > at + 1 and low[look - 1] in ("”", '"', "»", "’") and low[look - 2] in (",", "."):
        look -= 2
    elif (
        look > at + 1 and low[look - 1] in ('"', "”", "»") and not any(w in ("“", '"', "«") for w in low[at : look - 1])
    ):
        look -= 1
    return look


def _stops(page: Page, at: int, look: int, end: int, whole: bool) -> bool:
    """Say whether the phrase that began at `at` ends before token `look`."""
    tokens, low = page.tokens, page.tokens.low
    word = low[look]
    if word in ("–", "—") and _between_places(page, look, end):
        return False
    if word in (";", "?", "!", "—", "–", "…"):
        return word not in "—–" or not (look and tokens.end[look - 1] == tokens.start[look])
    if word == ":":
        return look + 1 < end
    if word in BREAKS and look > at:
        return True
    if word == "." and look + 1 < end and low[look + 1] in CLOSE_QUOTES + '"':
        return True
    if word in CLOSE_QUOTES + '"' and look > at and low[look - 1] in ",.!?":
        return True
    if word in CLOSE_QUOTES + '"' and _attribution(page, look + 1, end):
        return True
    if word == ",":
        return _comma_stops(page, look, end, whole) or _next_passive(page, at, look, end)
    if word in ("and", "or") and look > at:
        return _and_stops(page, at, look, end, whole)
    return word in ("said", "says") and look > at + 1 and low[look - 1] in ("he", "she", "they")


def _between_places(page: Page, dash: int, end: int) -> bool:
    """Say whether a dash joins two places ("the Jibiya – Dan Issa road")."""
    before, after = page.name_at.get(dash - 1), page.name_at.get(dash + 1)
    return bool(before and before.type == "place" and after and dash + 1 < end)


def _next_passive(page: Page, at: int, comma: int, end: int) -> bool:
    """Say whether a comma ends a clause and another follows at once: "buoys will be laid, pilots will be licensed"."""
    tokens, low = page.tokens, page.tokens.low
    if comma < at + 2 or not any(tokens.bits[i] & (PAST | BASE | PARTICIPLE) for i in range(at, comma)):
        return False
    for look in range(comma + 1, min(comma + 7, end - 2)):
        if low[look] in ("will", "shall"):
            return look > comma + 1 and low[look + 1] == "be" and bool(tokens.bits[look + 2] & PARTICIPLE)
        if (
            low[look] in (",", ".", ";", "which", "who", "that", "and", "if", "when", "it", "to")
            or tokens.bits[look] & ING
        ):
            return False
    return False


def _comma_stops(page: Page, look: int, end: int, whole: bool) -> bool:
    """Say whether a comma ends the phrase: a comment, an attribution, a new clause."""
    tokens, low = page.tokens, page.tokens.low
    after = look + 1
    if after >= end or low[after] in CLOSE_QUOTES + '"':
        return True
    word = low[after]
    if word in ("and", "or", "but") and after + 1 < end:
        return word == "but" or _new_clause(page, after + 1, end) or _attribution(page, after + 1, end)
    if word in COMMA_BREAKS or word in BREAKS:
        return word != "as" or low[after + 1 : after + 3] != ["well", "as"]
    if tokens.bits[after] & ING and tokens.base[after] in SPEECH:
        return True
    if _attribution(page, after, end):
        return True
    return word in ("he", "she", "they", "it", "we", "i", "there") or (whole and False)


def _and_stops(page: Page, at: int, look: int, end: int, whole: bool) -> bool:
    """Say whether "and" begins something of its own."""
    tokens, low = page.tokens, page.tokens.low
    after = look + 1
    if after >= end:
        return True
    if whole and not any(
        low[i] in MODALS or low[i] in AUX or (tokens.bits[i] & (PAST | BASE) and low[i] not in verbs().also_noun)
        for i in range(at, look)
    ):
        return False
    if low[after] in ("he", "she", "they", "it", "we", "that", "there", "said", "added") or (
        low[after] in MODALS and not whole
    ):
        return low[after] != "that" or after + 1 >= end or True
    if low[after] in ("is", "are", "was", "were", "has", "had", "have") and not whole:
        return True
    if tokens.base[after] in main_verbs() and tokens.bits[after] & (PAST | ING) and not tokens.bits[after] & BASE:
        return True
    return _own_clause(page, after, end)


TELLING = words(
    """express voice thank urge call welcome reject deny dismiss appeal hope invite condemn ask demand propose meet
    visit praise appreciate request promise term describe hail congratulate receive inspect sign solicit exhort
    implore suggest recommend warn accuse blame criticise criticize acknowledge apologise apologize attend arrive
    leave return"""
)


@lru_cache(maxsize=1)
def main_verbs() -> frozenset[str]:
    """Return the verbs whose past form behind "and" begins another act of the same subject."""
    return SPEECH | commit_verbs() | TELLING


def _own_clause(page: Page, after: int, end: int) -> bool:
    """Say whether a new subject and a modal or finite verb follow closely ("and Iran will".

    "and the gate was").
    """
    _tokens, low = page.tokens, page.tokens.low
    for look in range(after, min(after + 9, end)):
        word = low[look]
        if look > after and (
            word
            in (
                "will",
                "would",
                "shall",
                "is",
                "are",
                "was",
                "were",
                "has",
                "had",
                "have",
                "said",
                "should",
                "must",
                "needs",
                "need",
            )
            or word in ("agreed", "pledged", "undertook", "promised", "called", "urged")
        ):
            return True
        if word in (",", ";", ".", "and", "to", "which", "who", "that", "of") and look > after and word != "of":
            return False
    return False

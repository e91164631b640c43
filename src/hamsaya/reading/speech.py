"""Statements: speech cues that bring reported words, and who speaks."""

from dataclasses import dataclass
from functools import lru_cache

import msgspec

from hamsaya.reading.clause import DETERMINERS, finite_at
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import QUOTES, Page
from hamsaya.reading.persons import SPEECH
from hamsaya.reading.saying import closes, closing, names_it, openers, phrase_end
from hamsaya.reading.speaker import Office, Voices, holder_of, is_verbal, leads, resolve, speaker_of, subject_behind
from hamsaya.reading.subject import subject_start


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A cue's tokens, the speaker's name or office as printed, whether quoted, and the rule."""

    first: int
    last: int
    speaker: str
    quoted: bool
    rule: str


@dataclass(frozen=True, slots=True)
class CueWords:
    """The compiled cues.toml."""

    always: frozenset[str]
    content: frozenset[str]
    texts: frozenset[str]
    outlets: frozenset[str]
    speakers: frozenset[str]


@lru_cache(maxsize=1)
def cue_words() -> CueWords:
    """Read cues.toml."""
    t = load("cues")
    return CueWords(
        words(t["always"]), words(t["content"]), words(t["texts"]), words(t["outlets"]), words(t["speakers"])
    )


def find_statements(page: Page, offices: list[Office]) -> list[Cue]:
    """Return all speech cues with their speakers, in order; `offices` as `learn_offices` gives them."""
    voices = Voices(offices=offices, people=frozenset(m.norm for m in page.names if m.type == "person"))
    found: list[Cue] = []
    for number, unit in enumerate(page.units):
        if unit.label and not page.text[unit.label[0] : unit.label[1]].lower().startswith(("q", "question")):
            voices.label = _label_person(page, number) or voices.label
            voices.last = _label_person(page, number) or voices.last
        if unit.kind == "heading":
            continue
        found += _in_unit(page, number, voices)
    return found


def _label_person(page: Page, number: int) -> str:
    """Return the person named in a speaker label."""
    unit = page.units[number]
    if unit.label is None:
        return ""
    for at in range(page.first[number], page.token_at(unit.label[1])):
        mention = page.name_at.get(at)
        if mention and mention.type == "person":
            return mention.norm
    return ""


OPENERS = words("according in per")


def _in_unit(page: Page, number: int, voices: Voices) -> list[Cue]:
    tokens = page.tokens
    begin, end = page.first[number], page.last[number]
    found: list[Cue] = []
    verbs, voices.here = openers(), ""
    for at in range(begin, end):
        base, low = tokens.base[at], tokens.low[at]
        if base not in verbs and low not in OPENERS:
            continue
        if low == "according" and at + 1 < end and tokens.low[at + 1] == "to":
            found.append(Cue(at, at + 2, _according(page, at + 2, end, voices), False, "according-to"))
        elif low == "in" and tokens.low[at + 1 : at + 4] == ["the", "words", "of"]:
            found.append(Cue(at, at + 4, _according(page, at + 4, end, voices), True, "in-the-words-of"))
        elif low == "per" and at + 1 < end and at == begin:
            found.append(Cue(at, at + 1, _according(page, at + 1, end, voices), False, "per"))
        elif base in verbs:
            cue = _phrase_cue(page, at, begin, end, voices) or _verb_cue(page, at, begin, end, voices)
            if cue and not (found and cue.first - found[-1].last < 2 and found[-1].rule == cue.rule):
                found.append(cue)
        if found and found[-1].first == at and found[-1].speaker and found[-1].rule != "according-to":
            voices.last = voices.here = found[-1].speaker
    _remember_subject(page, begin, end, voices, bool(found))
    return found


def _remember_subject(page: Page, begin: int, end: int, voices: Voices, spoke: bool) -> None:
    """Let the subject of a sentence without a cue be the one whom "he" means next."""
    if spoke:
        return
    for at in range(begin, end):
        mention = page.name_at.get(at)
        if mention and mention.type == "person" and mention.first == at and leads(page, mention, end):
            voices.last = mention.norm
            return
    first = next((i for i in range(begin, end) if is_verbal(page, i)), begin)
    if first - begin in range(2, 12) and page.tokens.low[begin] == "the":
        voices.last = holder_of(page, begin, first, voices) or voices.last


def _phrase_cue(page: Page, at: int, begin: int, end: int, voices: Voices) -> Cue | None:
    """Return the cue of several words, or of a verb of naming with a quotation, at `at`."""
    last = phrase_end(page, at, end)
    if not last and not names_it(page, at, end):
        return None
    speaker = speaker_of(page, at, begin, end, False, voices)
    return Cue(at, last or at + 1, speaker, not last, "cue-phrase" if last else "cue-naming")


def _verb_cue(page: Page, at: int, begin: int, end: int, voices: Voices) -> Cue | None:
    """Return the cue at a speech verb if it brings content."""
    low, base = page.tokens.low, page.tokens.base[at]
    if base not in SPEECH and not (base in closing() and _inverted(page, at, begin, end)):
        return None
    if _not_spoken(page, at, begin) or not _finite(page, at, begin) or _thing(page, at) or _only_meant(page, at):
        return None
    inverted = _inverted(page, at, begin, end)
    if base not in cue_words().always and not inverted and not _content(page, at, end):
        return None
    if base in ("say", "tell", "add") and not inverted and not _says_something(page, at, end):
        return None
    quoted = '"' in low[begin:end] or "“" in low[begin:end] or "«" in low[begin:end]
    speaker = speaker_of(page, at, begin, end, inverted, voices)
    return Cue(at, at + 1, speaker, quoted, "cue-inverted" if inverted else "cue-verb")


SAYERS = words("to they we i officials residents sources traders drivers")


def _finite(page: Page, at: int, begin: int) -> bool:
    """Say whether a verb says: "said", "saying", "say", "officials say", "Minister warn: ..."."""
    low = page.tokens.low
    if page.tokens.bits[at] & (PAST | ING | THIRD) or low[at] == "say":
        return True
    colon = low[at + 1 : at + 2] == [":"] and at > begin and low[at - 1] not in ("'s", "’s")
    return colon or (at > 0 and low[at - 1] in SAYERS)


BEFORE_THINGS = DETERMINERS - words("both all some many several that this") | words("being of worth bears")


def _thing(page: Page, at: int) -> bool:
    """Say whether what looks like a verb of speech is a noun, or said of something: "the claim", "worth noting"."""
    return (at > 0 and page.tokens.low[at - 1] in BEFORE_THINGS) or _noun_here(page, at)


GLAD = words("pleased proud wishes wish like honour honor pleasure glad")
ANNOUNCING = words("announce say state inform recall note")


def _only_meant(page: Page, at: int) -> bool:
    """Say whether "to say" is only meant; "went on to say" and "is pleased to announce" say it."""
    low = page.tokens.low
    if not at or low[at - 1] != "to":
        return False
    went_on = low[max(0, at - 3) : at - 1] in (["went", "on"], ["goes", "on"], ["emerged", "only"])
    return not went_on and not (low[at - 2] in GLAD and page.tokens.base[at] in ANNOUNCING)


UNSAID = words("must should shall can not")
ASKING = words("where what why how does did")


def _not_spoken(page: Page, at: int, begin: int) -> bool:
    """Leave out what was not said or is to be said: "neither confirmed nor", "in writing", "must say", "says no to"."""
    low = page.tokens.low
    before = low[at - 1] if at > begin else ""
    if before in ("neither", "nor") or (before == "in" and page.tokens.bits[at] & ING):
        return True
    if low[at] == "commenting" and low[at + 1 : at + 2] == ["on"]:
        return True
    if page.tokens.base[at] == "say":
        return (low[at] == "say" and (before in UNSAID or low[begin] in ASKING)) or low[at + 1 : at + 3] in (
            ["yes", "to"],
            ["no", "to"],
        )
    return before == "be" and page.tokens.base[at] == "recall"


def _says_something(page: Page, at: int, end: int) -> bool:
    """Leave out "said to be", "added value", "added a post"."""
    low, base = page.tokens.low, page.tokens.base[at]
    after = low[at + 1] if at + 1 < end else ""
    if base == "say":
        return (
            after not in ("to", "nothing", "goodbye")
            and low[at - 1 : at] not in (["me"], ["it"], ["have"])
            and low[at - 1 : at] not in (["is"], ["are"], ["was"], ["were"], ["be"])
        )
    if base == "tell":
        return low[at - 1 : at] not in (["was"], ["were"], ["been"]) or True
    return (
        after
        in (
            ",",
            ".",
            "that",
            ":",
            "“",
            '"',
            "the",
            "it",
            "he",
            "she",
            "they",
            "there",
            "in",
            "on",
            "both",
            "”",
            "this",
            "a",
            "",
        )
        or page.tokens.word[min(at + 1, end - 1)][0].isupper()
        or _content(page, at, end)
    )


def _noun_here(page: Page, at: int) -> bool:
    """Say whether "reports", "states", "posts", "claims" is a noun.

    No speaker before it and no words reported.
    """
    tokens, low = page.tokens, page.tokens.low
    before = low[at - 1] if at else ""
    if low[at] in PARTICIPLES:
        return not (
            (low[at + 1 : at + 2] == ["that"] and before in cue_words().speakers | cue_words().outlets | {"side"})
            or page.name_at.get(at - 1)
            or before in ("he", "she", "they", "it", "has", "had", "also", ",", "have")
        )
    if not (tokens.bits[at] & THIRD and low[at].endswith("s")) or low[at] == "says":
        return False
    named = page.name_at.get(at - 1) is not None and page.name_at[at - 1].type != "place"
    speaks = (
        named
        or low[at] in NO_NOUN
        or (before == "," and page.name_at.get(at - 2) is not None and page.name_at[at - 2].type == "person")
        or (before in QUOTES and page.tokens.word[at + 1][0].isupper())
        or before in ("he", "she", "it", "who")
        or before in cue_words().speakers
        or before in cue_words().outlets
        or before in cue_words().texts
    )
    after = low[at + 1] if at + 1 < len(low) else ""
    return (
        not speaks
        and not (
            after in ("that", ":", "“")
            and before not in DETERMINERS | {"of", "by", "to", "from", "off", "aside", "down"}
            and not tokens.bits[at - 1] & (PAST | THIRD | ING)
        )
        and not (after in (".", ",") and tokens.word[at - 1][0].isupper())
    )


NO_NOUN = frozenset(["informs", "insists", "asserts", "admits", "adds", "tells", "confirms", "answers", "swears"])
PARTICIPLES = frozenset(
    [
        "stated",
        "alleged",
        "estimated",
        "indicated",
        "mentioned",
        "concluding",
        "continuing",
        "continued",
        "briefing",
        "warning",
        "reporting",
        "reported",
        "concluded",
        "claimed",
        "claiming",
        "described",
    ]
)


WEIGHT = words("need importance necessity value commitment urgency significance hope wish")  # it brings no clause


def _content(page: Page, at: int, end: int) -> bool:
    """Say whether "that", a clause or a quotation follows the verb at `at`."""
    tokens, low = page.tokens, page.tokens.low
    near = low[at + 1 : at + 5]
    if not WEIGHT.isdisjoint(near[: near.index("that")] if "that" in near else near):
        return False
    for look in range(at + 1, min(at + 17, end)):
        word = low[look]
        if word in ('"', "“", "«", ":"):
            return tokens.base[at] not in ("emphasise", "emphasize", "highlight") or look == at + 1
        if word == "that":
            return low[look - 1] not in ("of", "to", "for")
        if (
            word in (";", ".", "whether")
            or (word in ("to", "for", "of") and look == at + 1 and "that" not in low[at + 2 : at + 6])
            or (word == "," and look > at + 1 and not _resumes(page, look, end))
        ):
            return False
        if look > at + 1 and _clause_verb(page, look):
            return True
    return False


def _resumes(page: Page, comma: int, end: int) -> bool:
    """Say whether "that" or a quotation comes right behind a short phrase between commas."""
    close = next((i for i in range(comma + 1, min(comma + 9, end)) if page.tokens.low[i] == ","), -1)
    return close > 0 and page.tokens.low[close + 1 : close + 2] in (["that"], ["“"], ['"'])


def _clause_verb(page: Page, at: int) -> bool:
    """Say whether the token is the finite verb of a clause without "that"."""
    low = page.tokens.low[at]
    return low in (
        "is",
        "are",
        "was",
        "were",
        "will",
        "would",
        "has",
        "have",
        "had",
        "could",
        "can",
        "may",
        "might",
        "must",
        "should",
        "did",
        "does",
    ) or (finite_at(page, at) and page.tokens.low[at - 1] not in ("and", ",", "of"))


def _inverted(page: Page, at: int, begin: int, end: int) -> bool:
    """Say whether the cue closes a quotation or a clause: '..., he added.' or '," said X'."""
    low = page.tokens.low
    after = low[at + 1] if at + 1 < end else "."
    if after in (".", ",", ";", "”", '"') and at > begin and low[at - 1] != "as":
        first = subject_start(page, at, begin)
        return (first > begin and low[first - 1] in (",", "”", '"', "»", "—", "–")) or (
            low[first - 1] == "." and first > begin
        )
    return closes(page, at, begin, end) or (
        at > begin
        and low[at - 1] in ("”", '"', "»", ",")
        and not page.tokens.bits[at] & ING
        and subject_behind(page, at, end) > 0
    )


def _according(page: Page, first: int, end: int, voices: Voices) -> str:
    """Return the source named behind "according to"."""
    low = page.tokens.low
    stop = first
    while stop < end and low[stop] not in (",", ".", ";", "who", "which", "and") and stop - first < 14:
        stop += 1
    return resolve(page, first, max(stop, first + 1), voices)

"""Statements: speech cues that bring reported words, and who speaks."""

from dataclasses import dataclass, field
from functools import lru_cache

from hamsaya.reading.clause import AUX, DETERMINERS, finite_at, is_adverb, subject_start
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.names import Mention, country_of
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words


@dataclass(frozen=True, slots=True)
class Cue:
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


Office = tuple[str, frozenset[str], str | None]


@dataclass(slots=True)
class Voices:
    """Who spoke last, and which office belongs to which person, while a report is read from top to bottom."""

    last: str = ""
    label: str = ""
    offices: list[Office] = field(default_factory=list)
    people: frozenset[str] = frozenset()


def office_of(page: Page, mention: Mention) -> str:
    """Return the office written right before or behind a person, or ""."""
    tokens, known = page.tokens, name_words()
    look = mention.first - 1
    if look >= 0 and tokens.low[look] == ",":
        look -= 1
    begin, steps, heads, commas = look + 1, 0, False, 0
    while (
        look >= 0
        and steps < 11
        and tokens.word[look] not in (".", ";", ":", "(", ")", "”", "“", '"', "!", "?")
        and not _is_person(page, look)
    ):
        low = tokens.low[look]
        if tokens.bits[look] & (PAST | THIRD) and low not in name_words().before and low.rstrip(".") not in known.heads:
            break
        if (
            low == ","
            and steps
            and not commas
            and all(w.rstrip(".") in known.titles for w in tokens.low[look + 1 : mention.first])
        ):
            commas, look = 1, look - 1
            continue
        if low in (",", "that", "with", "by", "between", "met", "while", "when", "as", "and") and not (
            low == "and" and heads is False
        ):
            break
        heads = heads or low.rstrip(".") in known.heads or low.rstrip(".") in known.titles
        begin = look
        look, steps = look - 1, steps + 1
    before = page.text[tokens.start[begin] : tokens.end[mention.first - 1]] if heads and mention.first > begin else ""
    return before or _office_behind(page, mention)


def _office_behind(page: Page, mention: Mention) -> str:
    tokens, known = page.tokens, name_words()
    at = mention.last
    if at >= len(tokens) or tokens.low[at] not in (",", "("):
        return ""
    end = at + 1
    while end < len(tokens) and tokens.low[end] not in (",", ".", ")", ";", "said", "told", "who") and end - at < 14:
        end += 1
    if any(tokens.low[i] in known.heads for i in range(at + 1, end)):
        return page.text[tokens.start[at + 1] : tokens.end[end - 1]]
    return ""


def learn_offices(page: Page) -> list[Office]:
    """Return for each person with an office: (name, words of the office, country)."""
    found = []
    for mention in page.names:
        if mention.type != "person":
            continue
        office = office_of(page, mention)
        if office:
            parts = office.replace("’s", " ").replace("'s", " ").replace(",", " ").split()
            country = next((c for p in parts if (c := country_of(p.strip(".")))), None)
            found.append((mention.norm, frozenset(p.lower().strip(".") for p in parts), country))
    return list(dict.fromkeys(found))


def find_statements(page: Page, offices: list[Office]) -> list[Cue]:
    """Return all speech cues with their speakers, in order; `offices` as `learn_offices` gives them."""
    voices = Voices(offices=offices, people=frozenset(m.norm for m in page.names if m.type == "person"))
    found: list[Cue] = []
    paragraph = -1
    for number, unit in enumerate(page.units):
        if unit.label and not page.text[unit.label[0] : unit.label[1]].lower().startswith(("q", "question")):
            voices.label = _label_person(page, number) or voices.label
            voices.last = _label_person(page, number) or voices.last
        if unit.kind == "heading":
            continue
        paragraph = unit.paragraph
        found += _in_unit(page, number, voices)
    return found if paragraph >= -1 else found


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


def _in_unit(page: Page, number: int, voices: Voices) -> list[Cue]:
    tokens, known = page.tokens, cue_words()
    begin, end = page.first[number], page.last[number]
    found: list[Cue] = []
    for at in range(begin, end):
        base = tokens.base[at]
        low = tokens.low[at]
        if low == "according" and at + 1 < end and tokens.low[at + 1] == "to":
            found.append(Cue(at, at + 2, _according(page, at + 2, end, voices), False, "according-to"))
        elif low == "in" and tokens.low[at + 1 : at + 4] == ["the", "words", "of"]:
            found.append(Cue(at, at + 4, _according(page, at + 4, end, voices), True, "in-the-words-of"))
        elif low == "per" and at + 1 < end and at == begin:
            found.append(Cue(at, at + 1, _according(page, at + 1, end, voices), False, "per"))
        elif base in known.always or base in known.content:
            cue = _verb_cue(page, at, begin, end, voices)
            if cue and not (found and cue.first - found[-1].last < 2 and found[-1].rule == cue.rule):
                found.append(cue)
        if found and found[-1].first == at and found[-1].speaker and found[-1].rule != "according-to":
            voices.last = found[-1].speaker
    _remember_subject(page, begin, end, voices, bool(found))
    return found


def _remember_subject(page: Page, begin: int, end: int, voices: Voices, spoke: bool) -> None:
    """Let the subject of a sentence without a cue be the one whom "he" means next."""
    if spoke:
        return
    for at in range(begin, end):
        mention = page.name_at.get(at)
        if mention and mention.type == "person" and mention.first == at and _leads(page, mention, end):
            voices.last = mention.norm
            return
    first = next((i for i in range(begin, end) if _verbal(page, i)), begin)
    if first - begin in range(2, 12) and page.tokens.low[begin] == "the":
        voices.last = _holder(page, begin, first, voices) or voices.last


def _verb_cue(page: Page, at: int, begin: int, end: int, voices: Voices) -> Cue | None:
    """Return the cue at a speech verb if it brings content."""
    tokens, low = page.tokens, page.tokens.low
    bits, base = tokens.bits[at], tokens.base[at]
    if (
        not bits & (PAST | ING | THIRD)
        and not (base == "say" and low[at] == "say")
        and not (
            at and low[at - 1] in ("to", "they", "we", "i", "officials", "residents", "sources", "traders", "drivers")
        )
    ):
        return None
    if (
        at
        and low[at - 1]
        in (DETERMINERS - {"both", "all", "some", "many", "several", "that", "this"})
        | {"being", "of", "worth", "bears"}
        or _noun_here(page, at)
    ):
        return None
    if (
        at
        and low[at - 1] == "to"
        and not (
            low[at - 2] in ("pleased", "proud", "wishes", "wish", "like")
            and base in ("announce", "say", "state", "inform", "recall", "note")
        )
    ):
        return None
    inverted = _inverted(page, at, begin, end)
    if base not in cue_words().always and not inverted and not _content(page, at, end):
        return None
    if base in ("say", "tell", "add") and not inverted and not _says_something(page, at, begin, end):
        return None
    quoted = '"' in low[begin:end] or "“" in low[begin:end] or "«" in low[begin:end]
    speaker = _speaker(page, at, begin, end, inverted, voices)
    return Cue(at, at + 1, speaker, quoted, "cue-inverted" if inverted else "cue-verb")


def _says_something(page: Page, at: int, begin: int, end: int) -> bool:
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
    """Say whether "reports", "states", "posts", "claims" is a noun: no speaker before it and no words reported."""
    tokens, low = page.tokens, page.tokens.low
    before = low[at - 1] if at else ""
    if low[at] in PARTICIPLES:
        return not (
            page.name_at.get(at - 1) or before in ("he", "she", "they", "it", "has", "had", "also", ",", "have")
        )
    if not (tokens.bits[at] & THIRD and low[at].endswith("s")) or low[at] == "says":
        return False
    named = page.name_at.get(at - 1) is not None and page.name_at[at - 1].type != "place"
    speaks = (
        named
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
            and before not in DETERMINERS | {"of", "rejected", "dismissed", "denied", "by", "to", "from"}
        )
        and not (after in (".", ",") and tokens.word[at - 1][0].isupper())
    )


PARTICIPLES = frozenset(
    "stated alleged estimated indicated mentioned concluding continuing continued briefing warning reporting reported concluded claimed claiming described".split()
)


def _content(page: Page, at: int, end: int) -> bool:
    """Say whether "that", a clause or a quotation follows the verb at `at`."""
    tokens, low = page.tokens, page.tokens.low
    if {"need", "importance", "necessity", "value", "commitment", "urgency", "significance"} & set(
        low[at + 1 : at + 5]
    ):
        return False
    for look in range(at + 1, min(at + 17, end)):
        word = low[look]
        if word in ('"', "“", "«", ":"):
            return tokens.base[at] not in ("emphasise", "emphasize", "highlight") or look == at + 1
        if word == "that":
            return low[look - 1] not in ("of", "to", "for")
        if (
            word in (";", ".", "whether")
            or word in ("to", "for", "of")
            and look == at + 1
            or word == ","
            and look > at + 1
            and not _resumes(page, look, end)
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
        return (
            first > begin
            and low[first - 1] in (",", "”", '"', "»", "—", "–")
            or low[first - 1] == "."
            and first > begin
        )
    return (
        at > begin
        and low[at - 1] in ("”", '"', "»", ",")
        and not page.tokens.bits[at] & ING
        and _subject_behind(page, at, end) > 0
    )


def _subject_behind(page: Page, at: int, end: int) -> int:
    """Return the token behind the subject that follows an inverted cue ("said X Y."), or -1."""
    tokens, low = page.tokens, page.tokens.low
    if at + 1 >= end or low[at + 1] in (
        "that",
        ":",
        "“",
        '"',
        "«",
        "in",
        "on",
        "at",
        "there",
        "it",
        "to",
        "me",
        "him",
        "her",
        "them",
        "this",
        "reporters",
        "journalists",
    ):
        return -1
    stop = at + 1
    while stop < end and low[stop] not in (
        ",",
        ".",
        ";",
        "“",
        '"',
        "in",
        "on",
        "at",
        "after",
        "during",
        "to",
        "alluding",
        "referring",
        "adding",
        "as",
        "from",
        "who",
    ):
        if finite_at(page, stop) and stop > at + 1:
            return -1
        stop += 1
    return stop if stop > at + 1 and stop - at < 16 else -1


def _speaker(page: Page, at: int, begin: int, end: int, inverted: bool, voices: Voices) -> str:
    """Return who speaks at the verb `at`."""
    low = page.tokens.low
    group = at
    while group > begin and (
        low[group - 1] in AUX
        or is_adverb(low[group - 1])
        or low[group - 1] in ("further", "then", "later", "to", "pleased", "also")
    ):
        group -= 1
    behind = _subject_behind(page, at, end) if inverted and low[at - 1] in ("”", '"', "»", ",") else -1
    if behind > 0:
        return resolve(page, at + 1, behind, voices)
    if page.tokens.bits[at] & ING and not page.tokens.bits[at] & PAST:
        return _in_sentence(page, begin, at, voices) or voices.last
    first = subject_start(page, group, begin)
    if low[group - 1] in ("and", "but") and group > begin:
        return _in_sentence(page, begin, group, voices) or voices.last or voices.label
    if group > first and low[group - 1] not in ("who", ","):
        if low[group - 1] in ("he", "she") and group - first == 1:
            return _named_before(page, begin, group) or voices.last or voices.label
        return resolve(page, first, group, voices)
    return _in_sentence(page, begin, group, voices) or voices.last or voices.label


def _named_before(page: Page, begin: int, at: int) -> str:
    """Return the nearest person before a pronoun in its sentence who is the subject of a verb."""
    for look in range(at - 1, begin - 1, -1):
        mention = page.name_at.get(look)
        if mention and mention.type == "person" and mention.last - 1 == look and _leads(page, mention, at):
            return mention.norm
    return ""


def _in_sentence(page: Page, begin: int, at: int, voices: Voices) -> str:
    """Return the sentence's subject for a cue without one of its own: person, then office, then pronoun."""
    low = page.tokens.low
    named = _named_before(page, begin, at)
    if named:
        return named
    first = next((i for i in range(begin, at) if _verbal(page, i)), at)
    start = subject_start(page, first, begin)
    stop = next((i for i in range(start, first) if low[i] == ","), first)
    if start < stop:
        return resolve(page, start, stop, voices)
    opening = next((i for i in range(begin, at) if low[i] == ","), at)
    return resolve(page, begin, opening, voices) if opening > begin and not page.tokens.bits[begin] & ING else ""


def _verbal(page: Page, at: int) -> bool:
    """Say whether a token can be the finite verb of a subject."""
    tokens = page.tokens
    return (
        finite_at(page, at)
        or bool(tokens.bits[at] & PAST)
        and at > 0
        and (page.name_at.get(at - 1) is not None or tokens.low[at - 1] in ("he", "she", "they", "we"))
    )


def _leads(page: Page, mention: Mention, at: int) -> bool:
    """Say whether a person is followed by a finite verb or a comma: a subject."""
    tokens, low = page.tokens, page.tokens.low
    nxt, before = mention.last, mention.first - 1
    while before >= 0 and low[before].rstrip(".") in name_words().titles:
        before -= 1
    if before >= 0 and low[before] in (
        "with",
        "to",
        "by",
        "of",
        "from",
        "between",
        "told",
        "met",
        "received",
        "for",
        "against",
    ):
        return False
    return (
        nxt <= at
        and nxt < len(low)
        and (
            bool(tokens.bits[nxt] & (PAST | THIRD))
            or low[nxt] in (",", "who", "(", "also", "himself", "herself", "has", "had", "is", "was")
            or is_adverb(low[nxt])
            or nxt == at
        )
    )


def resolve(page: Page, first: int, last: int, voices: Voices) -> str:
    """Return the person meant by a subject: a name, a pronoun, or an office some person holds; else its own words."""
    tokens, low = page.tokens, page.tokens.low
    while last - 1 > first and (is_adverb(low[last - 1]) or low[last - 1] in ("also", "then", "himself", "herself")):
        last -= 1
    people = [m for at in range(first, min(last, len(tokens))) if (m := page.name_at.get(at)) and m.type == "person"]
    if people:
        owned = low[people[0].last : people[0].last + 1] in (["'s"], ["’s"])
        return (
            page.text[tokens.start[first] : tokens.end[last - 1]]
            if owned
            else people[-1 if low[first] in ("a", "an", "the", "his", "her") else 0].norm
        )
    here = [w for w in low[first:last] if w not in DETERMINERS]
    if not here or (here[-1] in ("he", "she", "i", "him", "her", "his", "it") and len(here) == 1):
        return voices.last or voices.label
    if here[-1] in ("they", "both"):
        return "both sides"
    if here[-1] == "we":
        return voices.last or voices.label
    own = page.text[tokens.start[first] : tokens.end[last - 1]]
    if low[first] in ("a", "an", "one", "some", "several"):
        return own
    return _holder(page, first, last, voices) or own


SINGLE = frozenset(
    "spokesperson spokesman spokeswoman official general minister officer diplomat ambassador envoy premier vice-premier president governor commander secretary dignitary mayor colonel admiral chief prefect speaker".split()
)


def _holder(page: Page, first: int, last: int, voices: Voices) -> str:
    """Return the person who holds the office in tokens first..last, if the report names one."""
    low, known = page.tokens.low, name_words()
    heads = [w for w in low[first:last] if w in known.heads or w in known.titles]
    if not heads:
        return ""
    country = next((c for i in range(first, last) if (c := country_of(page.tokens.word[i]))), None)
    asked = {
        w for w in low[first:last] if w.isalpha() and w not in DETERMINERS | SMALL and country_of(w.title()) is None
    }
    best, score = "", 0.0
    for order, (name, office, land) in enumerate(voices.offices):
        if not set(heads) & office or (country and land and country != land):
            continue
        value = (
            len(asked & office)
            - 0.7 * len(asked - office)
            + (0.6 if country and country == land else 0)
            + (0.4 if name == voices.last else 0)
            + 0.01 * order
        )
        if value > score:
            best, score = name, value
    if best or not (heads[-1] in SINGLE and len(asked) <= 2 and low[last - 1] == heads[-1]):
        return best
    return _other_side(page, country, voices)


SMALL = frozenset("of for to in on and at by with from part occasion also".split())


def _other_side(page: Page, country: str | None, voices: Voices) -> str:
    """Return for "the minister", "the Iranian official" the last speaker, unless that one speaks for another country."""
    if not country:
        return voices.label or (voices.last if voices.last in voices.people else "")
    fits = [name for name, _, land in voices.offices if land == country]
    return fits[-1] if fits else ""


def _according(page: Page, first: int, end: int, voices: Voices) -> str:
    """Return the source named behind "according to"."""
    low = page.tokens.low
    stop = first
    while stop < end and low[stop] not in (",", ".", ";", "who", "which", "and") and stop - first < 14:
        stop += 1
    return resolve(page, first, max(stop, first + 1), voices)


def _is_person(page: Page, at: int) -> bool:
    mention = page.name_at.get(at)
    return mention is not None and mention.type == "person"

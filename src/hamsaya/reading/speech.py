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
    return CueWords(words(t["always"]), words(t["content"]), words(t["texts"]), words(t["outlets"]), words(t["speakers"]))


@dataclass(slots=True)
class Voices:
    """Who spoke last, and which office belongs to which person, while a report is read from top to bottom."""

    last: str = ""
    label: str = ""
    offices: list[tuple[str, frozenset[str], str | None]] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)


def office_of(page: Page, mention: Mention) -> str:
    """Return the office written right before or behind a person, or ""."""
    tokens, known = page.tokens, name_words()
    look = mention.first - 1
    if look >= 0 and tokens.low[look] == ",":
        look -= 1
    begin, steps, heads = look + 1, 0, False
    while look >= 0 and steps < 11 and tokens.word[look] not in (".", ";", ":", "(", ")", "”", "“", '"', "!", "?") and not _is_person(page, look):
        low = tokens.low[look]
        if tokens.bits[look] & (PAST | THIRD) and low not in name_words().before and low.rstrip(".") not in known.heads:
            break
        if low in (",", "that", "with", "by", "between", "met", "while", "when", "as"):
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


def learn_offices(page: Page) -> list[tuple[str, frozenset[str], str | None]]:
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
    return found


def find_statements(page: Page) -> list[Cue]:
    """Return all speech cues with their speakers, in order."""
    voices = Voices(offices=learn_offices(page))
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
        if found and found[-1].first == at and found[-1].speaker:
            voices.last = found[-1].speaker
    _remember_subject(page, begin, end, voices, bool(found))
    return found


def _remember_subject(page: Page, begin: int, end: int, voices: Voices, spoke: bool) -> None:
    """Let the first person of a sentence without a cue be the one whom "he" means next."""
    if spoke:
        return
    for at in range(begin, min(begin + 14, end)):
        mention = page.name_at.get(at)
        if mention and mention.type == "person":
            voices.last = mention.norm
            return


def _verb_cue(page: Page, at: int, begin: int, end: int, voices: Voices) -> Cue | None:
    """Return the cue at a speech verb if it brings content."""
    tokens, low = page.tokens, page.tokens.low
    bits, base = tokens.bits[at], tokens.base[at]
    if not bits & (PAST | ING | THIRD) and not (base == "say" and low[at] == "say"):
        return None
    if at and low[at - 1] in DETERMINERS | {"to", "being", "of"} or _noun_here(page, at):
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
        return after not in ("to", "nothing", "goodbye", "no") and low[at - 1 : at] not in (["is"], ["are"], ["was"], ["were"], ["be"])
    if base == "tell":
        return low[at - 1 : at] not in (["was"], ["were"], ["been"]) or True
    return after in (",", ".", "that", ":", "“", '"', "the", "it", "he", "she", "they", "there", "in", "on", "both", "”", "this", "a", "") or page.tokens.word[min(at + 1, end - 1)][0].isupper() or _content(page, at, end)


def _noun_here(page: Page, at: int) -> bool:
    """Say whether "reports", "states", "notes", "comments", "claims" is a noun."""
    tokens, low = page.tokens, page.tokens.low
    if not (tokens.bits[at] & THIRD and low[at].endswith("s")) and low[at] not in ("stated", "suggested", "alleged", "estimated", "indicated", "mentioned", "concluding", "continuing", "continued", "briefing", "warning", "reporting", "thinking", "writing"):
        return False
    if low[at] == "says":
        return False
    after = low[at + 1] if at + 1 < len(low) else ""
    return after != "that" and not (low[at] in ("concluding", "continued", "warning", "stated", "suggested", "indicated", "alleged", "estimated", "mentioned") and at and (at - 1 in page.name_at or low[at - 1] in ("he", "she", "they", "it", "has", "had", "also", ",")))


def _content(page: Page, at: int, end: int) -> bool:
    """Say whether "that", a clause or a quotation follows the verb at `at`."""
    tokens, low = page.tokens, page.tokens.low
    for look in range(at + 1, min(at + 15, end)):
        word = low[look]
        if word == "that" or word in ('"', "“", "«", ":"):
            return word != "that" or low[look - 1] not in ("of", "to", "for")
        if word in (";", ".", "to", "for", "of", "whether") and not (word in ("to", "of") and look > at + 1 and look - at > 4 and tokens.base[at] in ("tell", "inform", "assure")):
            return False
        if word == "," and look > at + 1:
            return False
        if look > at + 1 and _clause_verb(page, look):
            return True
    return False


def _clause_verb(page: Page, at: int) -> bool:
    """Say whether the token is the finite verb of a clause without "that"."""
    low = page.tokens.low[at]
    return low in ("is", "are", "was", "were", "will", "would", "has", "have", "had", "could", "can", "may", "might", "must", "should", "did", "does") or (
        finite_at(page, at) and page.tokens.low[at - 1] not in ("and", ",", "of"))


def _inverted(page: Page, at: int, begin: int, end: int) -> bool:
    """Say whether the cue closes a quotation or a clause: '..., he added.' or '," said X'."""
    low = page.tokens.low
    after = low[at + 1] if at + 1 < end else "."
    if after in (".", ",", ";") and at > begin and (low[at - 1] not in ("as",)):
        first = subject_start(page, at, begin)
        return first > begin and low[first - 1] in (",", "”", '"', "»", "—", "–")
    return at > begin and low[at - 1] in ("”", '"', "»", ",") and not (page.tokens.bits[at] & ING)


def _speaker(page: Page, at: int, begin: int, end: int, inverted: bool, voices: Voices) -> str:
    """Return who speaks at the verb `at`."""
    low = page.tokens.low
    group = at
    while group > begin and (low[group - 1] in AUX or is_adverb(low[group - 1]) or low[group - 1] in ("further", "then", "later")):
        group -= 1
    if inverted and group == at and low[at - 1] in ("”", '"', "»", ","):
        stop = at + 1
        while stop < end and low[stop] not in (",", ".", ";", "“", '"', "in", "on", "at", "after", "during", "to"):
            stop += 1
        return resolve(page, at + 1, max(stop, at + 2), voices) or _main_subject(page, begin, at, voices)
    if page.tokens.bits[at] & ING:
        return _main_subject(page, begin, at, voices)
    first = subject_start(page, group, begin)
    if group > first:
        if low[group - 1] == "who" or low[group - 1] == ",":
            return _main_subject(page, begin, group, voices)
        return resolve(page, first, group, voices)
    return _main_subject(page, begin, at, voices)


def _main_subject(page: Page, begin: int, at: int, voices: Voices) -> str:
    """Return the sentence's subject: the last person or office before the first finite verb, else the last speaker."""
    low = page.tokens.low
    for look in range(begin, at):
        if low[look] in ("who", "which"):
            person = page.name_at.get(look - 1) or page.name_at.get(look - 2)
            if person and person.type == "person":
                return person.norm
    for look in range(at - 1, begin - 1, -1):
        mention = page.name_at.get(look)
        if mention and mention.type == "person" and _leads(page, mention, at):
            return mention.norm
    first = next((i for i in range(begin, at) if finite_at(page, i)), at)
    if first > begin:
        found = resolve(page, subject_start(page, first, begin), first, voices)
        if found:
            return found
    return voices.last or voices.label


def _leads(page: Page, mention: Mention, at: int) -> bool:
    """Say whether a person is followed by a finite verb or a comma: a subject."""
    low = page.tokens.low
    nxt = mention.last
    return nxt < len(low) and (finite_at(page, nxt) or (low[nxt] == "," and nxt <= at) or is_adverb(low[nxt])) and (mention.first == 0 or low[mention.first - 1] not in ("with", "to", "and", "by", "of", "from"))


def resolve(page: Page, first: int, last: int, voices: Voices) -> str:
    """Return the person meant by a subject: a name, a pronoun, or an office some person holds; else its own words."""
    tokens, low = page.tokens, page.tokens.low
    people = [m for at in range(first, min(last, len(tokens))) if (m := page.name_at.get(at)) and m.type == "person"]
    if people:
        return people[0].norm if len({p.norm for p in people}) == 1 or True else ""
    words_here = [w for w in low[first:last] if w not in DETERMINERS]
    if not words_here or (words_here[-1] in ("he", "she", "i", "him", "her", "his", "it") and len(words_here) == 1):
        return voices.last or voices.label
    if words_here[-1] in ("they", "we", "both"):
        return "both sides" if words_here[-1] != "we" else voices.last or voices.label
    holder = _holder(page, first, last, voices)
    return holder or page.text[tokens.start[first] : tokens.end[last - 1]]


def _holder(page: Page, first: int, last: int, voices: Voices) -> str:
    """Return the person who holds the office in tokens first..last, if the report names one."""
    low, known = page.tokens.low, name_words()
    heads = [w for w in low[first:last] if w in known.heads or w in known.titles]
    if not heads:
        return ""
    country = next((c for i in range(first, last) if (c := country_of(page.tokens.word[i]))), None)
    asked = {w for w in low[first:last] if w not in DETERMINERS and country_of(w.title()) is None and w not in ("'s", "’s", "own")}
    best, score = "", 0.0
    for order, (name, office, land) in enumerate(voices.offices):
        common = len(asked & office)
        if not any(h in office for h in heads) and heads[-1] not in ("official", "officer", "diplomat", "spokesperson", "spokesman", "spokeswoman", "general", "minister", "envoy", "commander", "chief"):
            continue
        if not common and heads[-1] not in ("official", "diplomat", "officer"):
            continue
        if country and land and country != land:
            continue
        value = common + (0.6 if country and country == land else 0) + (0.5 if name == voices.last else 0) + 0.01 * order
        if value > score:
            best, score = name, value
    if best:
        return best
    return voices.label if heads[-1] in ("spokesperson", "spokesman", "spokeswoman") else ""


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

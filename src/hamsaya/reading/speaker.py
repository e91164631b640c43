"""Who speaks: the subject of a cue, a pronoun's person, the holder of an office."""

from dataclasses import dataclass, field

from hamsaya.reading.clause import AUX, DETERMINERS, finite_at, is_adverb
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import words
from hamsaya.reading.names import Mention, country_of
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words
from hamsaya.reading.subject import subject_start

Office = tuple[str, frozenset[str], str | None]


@dataclass(slots=True)
class Voices:
    """Who spoke last (`here`: in this sentence) and whose office is which while a report is read."""

    last: str = ""
    label: str = ""
    here: str = ""
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
            initials = "".join(p[0] for p in parts if p[0].isupper()).lower()
            said = frozenset((*(p.lower().strip(".") for p in parts), initials))
            found.append((mention.norm, said, country))
    return list(dict.fromkeys(found))


SUBJECT_ENDS = words(""", . ; “ " in on at after during to alluding referring adding as from who""")
NO_SUBJECT = words("""that : “ " « in on at there it to me him her them this our reporters journalists""")
TOPIC = words("with regarding concerning about responding commenting")  # what opens on a matter names no speaker


def subject_behind(page: Page, at: int, end: int) -> int:
    """Return the token behind the subject that follows an inverted cue ("said X Y."), or -1."""
    _tokens, low = page.tokens, page.tokens.low
    if at + 1 >= end or low[at + 1] in NO_SUBJECT:
        return -1
    stop = at + 1
    while stop < end and low[stop] not in SUBJECT_ENDS:
        if (finite_at(page, stop) and stop > at + 1) or low[stop] == "that":
            return -1
        stop += 1
    return stop if stop > at + 1 and stop - at < 16 else -1


def speaker_of(page: Page, at: int, begin: int, end: int, inverted: bool, voices: Voices) -> str:
    """Return who speaks at the verb `at`."""
    low = page.tokens.low
    group = at
    while group > begin and (
        low[group - 1] in AUX
        or is_adverb(low[group - 1])
        or low[group - 1] in ("further", "then", "later", "to", "pleased", "also")
    ):
        group -= 1
    behind = subject_behind(page, at, end) if inverted and low[at - 1] in ("”", '"', "»", ",") else -1
    if behind > 0:
        return resolve(page, at + 1, behind, voices)
    if page.tokens.bits[at] & ING and not page.tokens.bits[at] & PAST:
        beside = page.name_at.get(at - 1)
        if beside and beside.type == "person" and low[beside.first - 1] != "by":
            return beside.norm
        return voices.here or _in_sentence(page, begin, at, voices) or voices.last
    first = subject_start(page, group, begin)
    if low[group - 1] in ("and", "but") and group > begin:
        return _in_sentence(page, begin, group, voices) or voices.last or voices.label
    if voices.here and first == group - 1 and page.tokens.bits[first] & PAST and low[first - 1] == "when":
        return voices.here
    if group > first and low[group - 1] not in ("who", ","):
        if low[group - 1] in ("he", "she") and group - first == 1 and low[begin] not in TOPIC:
            return _named_before(page, begin, group) or voices.last or voices.label
        return resolve(page, first, group, voices)
    return _in_sentence(page, begin, group, voices) or voices.last or voices.label


def _named_before(page: Page, begin: int, at: int) -> str:
    """Return the nearest person before a pronoun in its sentence who is the subject of a verb."""
    for look in range(at - 1, begin - 1, -1):
        mention = page.name_at.get(look)
        if mention and mention.type == "person" and mention.last - 1 == look and leads(page, mention, at):
            return mention.norm
    return ""


def _in_sentence(page: Page, begin: int, at: int, voices: Voices) -> str:
    """Return the sentence's subject for a cue without one of its own: person, then office, then pronoun."""
    low = page.tokens.low
    named = _named_before(page, begin, at)
    if named:
        return named
    first = next((i for i in range(begin, at) if is_verbal(page, i)), at)
    start = subject_start(page, first, begin)
    stop = next((i for i in range(start, first) if low[i] == ","), first)
    if start < stop:
        return resolve(page, start, stop, voices)
    opening = next((i for i in range(begin, at) if low[i] == ","), at)
    return resolve(page, begin, opening, voices) if opening > begin and not page.tokens.bits[begin] & ING else ""


def is_verbal(page: Page, at: int) -> bool:
    """Say whether a token can be the finite verb of a subject."""
    tokens = page.tokens
    return finite_at(page, at) or (
        bool(tokens.bits[at] & PAST)
        and at > 0
        and (page.name_at.get(at - 1) is not None or tokens.low[at - 1] in ("he", "she", "they", "we"))
    )


NOT_LEADING = words("with to by of from between told met received for against")


def leads(page: Page, mention: Mention, at: int) -> bool:
    """Say whether a person is followed by a finite verb or a comma: a subject."""
    tokens, low = page.tokens, page.tokens.low
    nxt, before = _behind_body(page, mention.last), mention.first - 1
    while before >= 0 and low[before].rstrip(".") in name_words().titles:
        before -= 1
    if before >= 0 and low[before] in NOT_LEADING and low[before : before + 2] != ["of", "staff"]:
        return False
    return (
        nxt <= at
        and nxt < len(low)
        and (
            bool(tokens.bits[nxt] & (PAST | THIRD))
            or low[nxt] in (",", ":", "who", "(", "also", "himself", "herself", "has", "had", "is", "was", "isn't")
            or is_adverb(low[nxt])
            or nxt == at
        )
    )


def _behind_body(page: Page, at: int) -> int:
    """Return the token behind "of the Border Guard" at `at`, or `at` where no body follows."""
    low = page.tokens.low
    if low[at : at + 1] != ["of"]:
        return at
    stop = at + 2 if low[at + 1 : at + 2] == ["the"] else at + 1
    while stop < len(low) and page.tokens.word[stop][0].isupper():
        stop += 1
    return stop


def resolve(page: Page, first: int, last: int, voices: Voices) -> str:
    """Return the person meant by a subject: a name, a pronoun, or an office some person holds.

    Else its own words.
    """
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
    if not here or here[-1] in ("he", "she") or (here[-1] in ("i", "him", "her", "his", "it") and len(here) == 1):
        return voices.last or voices.label
    if here[-1] in ("they", "both"):
        return "both sides"
    if here[-1] == "we":
        return voices.last or voices.label
    own = page.text[tokens.start[first] : tokens.end[last - 1]]
    if low[first] in ("a", "an", "one", "some", "several"):
        return own
    return holder_of(page, first, last, voices) or _shortened(tokens.word[last - 1], voices) or own


def _shortened(word: str, voices: Voices) -> str:
    """Return the person whose office has the letters of "the IG"."""
    if not (word.isupper() and 1 < len(word) < 6):
        return ""
    return next((name for name, office, _ in reversed(voices.offices) if word.lower() in office), "")


SINGLE = frozenset(
    [
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "official",
        "general",
        "minister",
        "officer",
        "diplomat",
        "ambassador",
        "envoy",
        "premier",
        "vice-premier",
        "president",
        "governor",
        "commander",
        "secretary",
        "dignitary",
        "mayor",
        "colonel",
        "admiral",
        "chief",
        "prefect",
        "speaker",
    ]
)


def holder_of(page: Page, first: int, last: int, voices: Voices) -> str:
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
    return _other_side(country, voices)


SMALL = frozenset(["of", "for", "to", "in", "on", "and", "at", "by", "with", "from", "part", "occasion", "also"])


def _other_side(country: str | None, voices: Voices) -> str:
    """Return for "the minister", "the Iranian official" the last speaker.

    Unless that one speaks for another country.
    """
    if not country:
        return voices.label or (voices.last if voices.last in voices.people else "")
    fits = [name for name, _, land in voices.offices if land == country]
    return fits[-1] if fits else ""


def _is_person(page: Page, at: int) -> bool:
    mention = page.name_at.get(at)
    return mention is not None and mention.type == "person"

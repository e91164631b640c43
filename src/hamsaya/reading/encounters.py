"""Meetings told without a word of meeting: "the premiers discussed X in Y", "saw his colleague", verbless headlines."""

from hamsaya.reading.clause import AUX, finite_at
from hamsaya.reading.gathered import actor_of, human
from hamsaya.reading.inflect import PAST
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words
from hamsaya.reading.venue import PEOPLE, Met, meeting_words, phrase_end, status_of

DISCUSS = words(load("meetings")["discuss"])
SEVERAL = words("and both two three all sides")
PARTNERS = words("counterpart counterparts colleague colleagues opposite homologue")
LONGEST = 16  # words of a headline that names a meeting without a verb


def told_meeting(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Return the meeting that a verb of discussing or seeing tells, if several take part and where or when is said."""
    if page.tokens.base[at] in DISCUSS:
        return _discussed(page, at, begin, end)
    return _saw(page, at, begin, end) if page.tokens.low[at] == "saw" else None


def _discussed(page: Page, at: int, begin: int, end: int) -> Met | None:
    low = page.tokens.low
    if not page.tokens.bits[at] & PAST:
        return None
    first = actor_of(page, at, begin)
    if first == at or not any(human(page, i) for i in range(first, at)):
        return None
    stop = next((i for i in range(at, end) if low[i] in (";", ":", "which", "that")), end)
    partner = any(low[i] == "with" and _partner(page, i + 1, stop) for i in range(at + 1, stop))
    several = not SEVERAL.isdisjoint(low[first:at])
    named = not meeting_words().noun.keys().isdisjoint(low[begin:end])
    persons = {page.name_at[i].norm for i in range(first, at) if _person(page, i)}
    if not (len(persons) > 1 or (partner and not named) or (several and not named and _scene(page, first, stop))):
        return None
    last, _ = phrase_end(page, at + 1, stop)
    return Met(first, max(last, at + 1), "meeting", status_of(page, begin, at, stop), "discussed")


def _partner(page: Page, at: int, end: int) -> bool:
    """Say whether "his counterpart", "the Afghan minister" or a person begins at `at`."""
    return any(page.tokens.low[i] in PARTNERS or _person(page, i) for i in range(at, min(at + 4, end)))


def _person(page: Page, at: int) -> bool:
    mention = page.name_at.get(at)
    return mention is not None and mention.type == "person"


def _scene(page: Page, first: int, last: int) -> bool:
    """Say whether a date, or a place that is no country, stands between two tokens."""
    return any(i in page.date_at or _town(page, i) for i in range(first, last))


def _town(page: Page, at: int) -> bool:
    mention = page.name_at.get(at)
    in_it = page.tokens.low[at - 1] in ("in", "at", "near")
    return in_it and mention is not None and mention.type == "place" and len(mention.norm) != 2


def _saw(page: Page, at: int, begin: int, end: int) -> Met | None:
    """Take "I saw my colleague in Sofia": a person or a counterpart is seen, where or when is said."""
    first = actor_of(page, at, begin)
    if not any(human(page, i) for i in range(first, at)) or not _partner(page, at + 1, end):
        return None
    last, _ = phrase_end(page, at + 1, end)
    return Met(first, last, "meeting", "held", "saw") if _scene(page, at, end) else None


def verbless_meeting(page: Page, begin: int, end: int) -> Met | None:
    """Take "Interior ministers in Ocotepeque, 10 August": people, a town and a date without a verb."""
    low, tokens = page.tokens.low, page.tokens
    if end - begin > LONGEST or any(
        (finite_at(page, i) and i not in page.name_at) or low[i] in AUX or tokens.base[i] in DISCUSS
        for i in range(begin, end)
    ):
        return None
    who = next((i for i in range(begin, end) if _several_people(low[i])), -1)
    town = next((i for i in range(who + 1, min(who + 8, end)) if _town(page, i)), -1) if who >= 0 else -1
    dates = [page.date_at[i] for i in range(begin, end) if i in page.date_at]
    if town < 0 or not dates or {"arrested", "killed", "held", "dead", "wounded", "protest"} & set(low[begin:end]):
        return None
    later = page.doc_date is not None and str(dates[-1].norm) > page.doc_date
    last, _ = phrase_end(page, who + 1, end)
    return Met(who, max(last, town + 1), "meeting", "planned" if later else "held", "verbless")


def _several_people(word: str) -> bool:
    return word.endswith("s") and (word in OFFICIAL or word[:-1] in name_words().heads) and word in PEOPLE


OFFICIAL = words("delegations ministers leaders commanders commissioners experts governors presidents premiers mayors")

"""Where the subject of a verb begins."""

from hamsaya.reading.clause import finite_at, is_reduced
from hamsaya.reading.inflect import ING, PAST, THIRD
from hamsaya.reading.lexicon import words
from hamsaya.reading.page import Page
from hamsaya.reading.persons import SPEECH


def subject_start(page: Page, at: int, begin: int) -> int:
    """Return the first token of the subject that ends right before `at`, not before `begin`."""
    low = page.tokens.low
    hard = at - 1 if at > begin and low[at - 1] in ("which", "who", "that") else at
    while hard > begin and not _bounds(page, hard - 1, begin):
        hard -= 1
    look = hard
    for k in range(at - 1, hard, -1):
        if low[k] in ("and", "but") and _verb_between(page, hard, k):
            look = k + 1
            break
    while look < at and low[look] in SUBJECT_LEAD:
        look += 1
    return look


SUBJECT_LEAD = words(
    """also however later then meanwhile moreover and that here earlier ) ’ so but yet thus nevertheless therefor.

    Also however later then meanwhile moreover and that here earlier ) ’ so but yet thus nevertheless
    therefore
    """
)


BOUNDS = words('; : “ ” " « — – . ? ! that while but because whereas although if when as which who whom where whether')


def _bounds(page: Page, at: int, begin: int) -> bool:
    """Say whether the token at `at` stands right before a subject."""
    tokens, word = page.tokens, page.tokens.low[at]
    if word in BOUNDS or (
        tokens.base[at] in SPEECH
        and tokens.bits[at] & (PAST | THIRD | ING)
        and not is_reduced(page, at)
        and word not in ("reports", "notes", "claims", "states", "letters", "briefing", "posts")
    ):
        return True
    return word == "," and not _comma_in_subject(page, at, begin)


def _verb_between(page: Page, begin: int, end: int) -> bool:
    """Say whether a finite verb stands in tokens begin..end: then "and" joins clauses, not nouns."""
    return any(finite_at(page, i) for i in range(begin, end))


def _comma_in_subject(page: Page, comma: int, begin: int) -> bool:
    """Say whether a comma stands inside a subject: a name list ("A, B and C") or an apposition."""
    low = page.tokens.low
    inside = [i for i in range(comma + 1, min(comma + 5, len(low))) if low[i] == "and"]
    return bool(inside) and comma in (i for i in range(begin, comma + 1)) and page.name_at.get(comma - 1) is not None

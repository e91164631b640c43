"""Persons whom a transcript shows.

The label of who speaks ("OLOO:", "JUN QUERUBIN (Ledger):") and of who asks ("(Kita TV, Oyama)").
"""

import re

from hamsaya.reading.lexicon import load, words
from hamsaya.reading.names import Finder
from hamsaya.reading.runs import ACRONYM, CALENDAR, NAME, TITLE, Run, is_family, is_given, name_words
from hamsaya.reading.things import is_called

NO_LABEL, ROLES = words(load("persons")["no_label"]), words(load("persons")["label_roles"])
MOST_WORDS = 4
VOWEL = re.compile(r"[AEIOUY]|[^\x00-\x7f]")
ASIDE = 8  # tokens that may stand in parentheses between a label and its colon


def take(finder: Finder, run: Run) -> None:
    """Take labels in capitals and the names of those who ask."""
    titles = len(run.kind) - len(run.kind.lstrip(TITLE))
    first, last = run.first + titles, run.last
    if not 0 < last - first <= MOST_WORDS or not set(run.kind[titles:]) <= {NAME, ACRONYM, CALENDAR}:
        return
    if is_called(finder, first, last) or any(p[0] <= first and p[1] >= last and p[3] > 1 for p in run.places):
        return
    if _capitals(finder, run, first) or _reads(finder, first, last) or _asks(finder, run, first, last):
        from hamsaya.reading.persons import keep  # it asks here what a label is

        keep(finder, first, last)


def colon_behind(finder: Finder, last: int) -> bool:
    """Say whether a colon stands behind token `last`, be it behind parentheses."""
    if finder.low(last) != "(":
        return finder.low(last) == ":"
    close = next((i for i in range(last + 1, last + ASIDE) if finder.low(i) == ")"), 0)
    return bool(close) and finder.low(close + 1) == ":"


def labelled(finder: Finder, first: int, last: int) -> bool:
    """Say whether the name is a speaker's label ("OLOO:") or follows one ("Spokesperson: X")."""
    if finder.low(first - 1) == ":" and finder.low(first - 2) in name_words().heads:
        return True
    word = finder.tokens.word[first]
    if word.isupper() and (len(word.rstrip(".")) < 2 or not VOWEL.search(word)):  # "A.", "DHQ"
        return False
    aside = finder.low(last) == "(" and (word.isupper() or is_given(word)) and colon_behind(finder, last)
    if not (aside or finder.low(last) == ":") or not (first in finder.starts or first - 1 in finder.starts):
        return False
    if last - first > 1 or finder.low(first) in NO_LABEL:
        return last - first > 1
    return word.isupper() or is_given(word) or is_family(word) or _recurs(finder, word)


def _recurs(finder: Finder, word: str) -> bool:
    return finder.tokens.word.count(word) > 1


def _capitals(finder: Finder, run: Run, first: int) -> bool:
    """Say whether a run in capitals begins a unit and is followed by a colon; an unknown name must recur."""
    words_of, known = finder.tokens.word[first : run.last], name_words()
    if run.first not in finder.starts or not colon_behind(finder, run.last) or not all(w.isupper() for w in words_of):
        return False
    low = finder.tokens.low[first : run.last]
    if (
        any(w in NO_LABEL or w in known.heads or w in known.plain or w in known.institution for w in low)
        or len(low[0]) < 3
    ):
        return False
    if first > run.first or is_given(low[0]):
        return True
    text, recurs = finder.tokens.text, [finder.tokens.text.count(f"{w}:") for w in words_of]
    if len(words_of) == 1:
        return recurs[0] > 1 and len(low[0]) > 3 and not run.places and words_of[0] not in known.acronyms
    return any(recurs[:-1]) or recurs[-1] > 1 or " ".join(words_of).title() in text or _asked_by(finder, run.last)


def _asked_by(finder: Finder, last: int) -> bool:
    """Say whether parentheses with a capital ("(Mindanao Ledger)") stand behind token `last`."""
    return finder.low(last) == "(" and finder.tokens.word[last + 1][0].isupper()


def _reads(finder: Finder, first: int, last: int) -> bool:
    """Say whether a name ends the line behind "Reader:" or "Host:"."""
    if finder.low(first - 1) != ":" or finder.low(first - 2) not in ROLES:
        return False
    tokens = finder.tokens
    last += finder.low(last) == "."
    return last >= len(tokens) or "\n" in tokens.text[tokens.end[last - 1] : tokens.start[last]]


def _asks(finder: Finder, run: Run, first: int, last: int) -> bool:
    """Say whether parentheses that begin a unit name who asks: "(Kita TV, Oyama) Do you", "Question (X Y, Z):"."""
    opened = next((i for i in range(first - 1, first - ASIDE, -1) if finder.low(i) in ("(", ")")), -1)
    if finder.low(opened) != "(" or set(run.kind) != {NAME}:
        return False
    begins = opened in finder.starts or (opened - 1 in finder.starts and finder.low(opened - 1) in ("question", "q"))
    text, start = finder.tokens.text, finder.tokens.start[first]
    if not begins or "?" not in text[start : text.find("\n", start)]:
        return False
    if finder.low(last) == ")":
        return finder.low(first - 1) == "," or (opened == first - 1 and _recurs(finder, finder.tokens.word[first]))
    return opened == first - 1 and last - first > 1 and finder.low(last) == ","

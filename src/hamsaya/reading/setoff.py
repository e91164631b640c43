"""Persons whom the layout shows: a byline, a signature, a name set off by commas behind what the person is."""

import re

from hamsaya.reading.lexicon import words
from hamsaya.reading.names import Finder, stretches
from hamsaya.reading.persons import keep, office_before
from hamsaya.reading.runs import NAME, Run

BYLINE = re.compile(r",\s[A-ZÀ-Þ][\w .'’-]{2,40},\s(?:on\s)?(?:\d{1,2}\s[A-Z]|[A-Z][a-z]{2,8}\.?\s\d)")
TOP = 300  # characters in which a byline may stand
REACH = 9  # tokens that may stand between "the" and the comma before a name
SAID = frozenset('.;:!?"“”()')
ARTICLES = words("the a an its his her our their my your 's ’s")
THINGS = words(
    """village town city district port post company newspaper daily weekly agency operator firm ship vessel boat trawler
    group party river hill island market station settlement hamlet bank channel region province capital place crossing
    lake area tanker hotel bridge festival federation union association project paper website broadcaster
    county municipality suburb ferry barge dam canal plant mine field camp base fort outpost gate checkpoint valley
    mountain peak pass road street square school hospital clinic museum shrine temple mosque church fair exhibition
    operation exercise treaty pact agreement accord magazine tabloid station team club brand cluster"""
)


def bylines(finder: Finder, run: Run) -> None:
    """Take "Lorenzo Benegas, Posadas, 30 November 2016" at the top of a report."""
    tokens = finder.tokens
    if tokens.start[run.first] > TOP or not 2 <= run.last - run.first <= 4 or set(run.kind) != {NAME} or run.places:
        return
    begins = run.first == 0 or "\n" in tokens.text[tokens.end[run.first - 1] : tokens.start[run.first]]
    if begins and BYLINE.match(tokens.text, tokens.end[run.last - 1]):
        keep(finder, run.first, run.last)


def take(finder: Finder, run: Run) -> None:
    """Take names set off by commas and signatures."""
    for first, last in stretches(run, NAME):
        whole = first == run.first and last == run.last
        known = any(place[0] <= first and place[1] >= last for place in run.places)
        fits = whole and not known and 2 <= last - first <= 4 and finder.free(first, last)
        if fits and (_signs(finder, first, last) or _set_off(finder, first, last)):
            keep(finder, first, last)


def _ends_line(finder: Finder, last: int) -> bool:
    tokens = finder.tokens
    if last >= len(tokens) or tokens.low[last] == "\0":
        return True
    return "\n" in tokens.text[tokens.end[last - 1] : tokens.start[last]]


def _signs(finder: Finder, first: int, last: int) -> bool:
    """Say whether a name closes "For Guinea: X Y", or stands alone under "The Director of Communication,"."""
    if not _ends_line(finder, last):
        return False
    if finder.low(first - 1) == ":":
        line = finder.tokens.text.rfind("\n", 0, finder.tokens.start[first]) + 1
        return finder.tokens.text[line : finder.tokens.start[first]].lower().startswith(("for ", "signed"))
    return finder.low(first - 1) == "," and _ends_line(finder, first) and office_before(finder, first)


def _set_off(finder: Finder, first: int, last: int) -> bool:
    """Say whether commas set a name off behind "the keeper", "a villager", or before "who"."""
    if first in finder.headings or finder.low(first - 1) != "," or finder.low(last) != ",":
        return False
    if finder.low(last + 1) == "who":
        return True
    for look in range(first - 2, max(-1, first - 2 - REACH), -1):
        word = finder.low(look)
        if word in SAID or word in THINGS or word == "," or finder.taken.get(look) in ("place", "person"):
            return False
        if word in ARTICLES:
            return True
    return False

"""Places.

The gazetteer, names with small words in them, datelines, and unknown names by what stands around them.
"""

import re
from bisect import bisect_left
from functools import lru_cache

from hamsaya.reading.bodies import LAND
from hamsaya.reading.lexicon import gazetteer, load, words
from hamsaya.reading.names import Finder, stretches
from hamsaya.reading.runs import ACRONYM, NAME, TITLE, Run, name_words
from hamsaya.reading.tense import SHAMSI
from hamsaya.reading.things import is_called

STATE = (
    r"(?:Islamic Republic|Kingdom|Republic|State|Sultanate|Federal Republic|People's Republic"
    r"|People’s Republic|Hashemite Kingdom|Democratic Republic|Arab Republic|Plurinational "
    r"State|Emirate|Commonwealth|Union)"
)
SHORTEST = 3  # letters of a dateline: "Q." and "A." are none
MONTHS = frozenset(SHAMSI.strip("(?:)").split("|"))
BETWEEN = ("–", "-", "—", "/")


@lru_cache(maxsize=1)
def _small_words() -> re.Pattern[str]:
    """Return one expression for the names with small words in them ("Sistan and Baluchestan".

    "kingdom of x").
    """
    table = load("places")
    names = [n.strip() for row in table["region"].values() for n in row.split(";")] + [
        n for row in table["country"].values() for n in row.split("|")[0].split(",")
    ]
    states = "|".join(re.escape(row.split("|")[0].split(",")[0]) for row in table["country"].values())
    joined = sorted((n for n in names if re.search(r" [a-z]|['’]s |-", n)), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, joined))}|{STATE} of (?:the )?(?:{states}))\b")


@lru_cache(maxsize=1)
def _rare_shapes() -> re.Pattern[str]:
    """Return one expression for "KINGDOM OF CAMBODIA", "Niger Republic" and "Mile 72"."""
    states = "|".join(re.escape(row.split("|")[0].split(",")[0]) for row in load("places")["country"].values())
    return re.compile(rf"\b(?:{STATE.upper()} OF (?:THE )?(?:{states.upper()})|(?:{states}) Republic|Mile \d{{1,3}})\b")


RARE = (" OF ", " Republic", "Mile ")  # one of these stands in what `_rare_shapes` finds


def with_small_words(finder: Finder) -> None:
    """Take the names that runs of capitals would cut apart."""
    tokens = finder.tokens
    rare = _rare_shapes().finditer(tokens.text) if any(mark in tokens.text for mark in RARE) else ()
    for match in (*rare, *_small_words().finditer(tokens.text)):
        first = bisect_left(tokens.start, match.start())
        last = bisect_left(tokens.start, match.end())
        if first < last and tokens.start[first] == match.start() and tokens.end[last - 1] == match.end():
            finder.place(first, last, gazetteer().get(match.group(), (match.group().lower().replace(" ", "-"), 3))[0])


def datelines(finder: Finder, run: Run) -> None:
    """Take the place of a dateline.

    "KIRKENES, Norway, March 16 (Agency) -", "Staff Correspondent, Sylhet:".
    """
    tokens = finder.tokens
    if (
        tokens.start[run.first] > 400
        or run.last - run.first > 3
        or not finder.free(run.first, run.last)
        or not set(run.kind) <= {NAME, ACRONYM}
        or tokens.end[run.last - 1] - tokens.start[run.first] < SHORTEST
    ):
        return
    line = tokens.text.rfind("\n", 0, tokens.start[run.first]) + 1
    before = tokens.text[line : tokens.start[run.first]].strip()
    if before and not re.fullmatch(r"(?:date )?\d{4}-\d\d-\d\d|[\w ]{3,30},|\([^)]*\)", before):
        return
    after = tokens.text[tokens.end[run.last - 1] : tokens.end[run.last - 1] + 60].split("\n")[0]
    if re.match(
        r"\s?(?::\s|,\s[A-Z]\w+\s\([A-Z]|,\s(?:[A-Z]\w+,\s)?\(?(?:\d(?!\d?, [a-z])|[A-Z][a-z]{2,8}\.?,? \d|Mon|Tue|Wed"
        r"|Thu|Fri|Sat|Sun)|\s?[-–—/]\s?[A-Z(]|\s?\(\s?[A-Z(][^)\n]*(?:\)(?!\s[a-z])|$))",
        after,
    ) and (before or not after.startswith(":") or run.places):
        finder.place(run.first, run.last)


def locative(finder: Finder, first: int) -> bool:
    """Say whether a preposition of place stands before (an article between is allowed)."""
    known = name_words()
    return finder.low(first - 1) in known.locative or (
        finder.low(first - 1) == "the" and finder.low(first - 2) in known.locative
    )


def named_after(finder: Finder, run: Run) -> None:
    """Take places that bear a title: "the General Mosconi bridge", "Comandante Fontana department"."""
    titles = len(run.kind) - len(run.kind.lstrip(TITLE))
    kind = finder.low(run.last)
    if not 0 < titles < len(run.kind) or set(run.kind[titles:]) != {NAME} or kind not in name_words().kind_after:
        return
    if kind in LAND or finder.low(run.first - 1) == "the":
        finder.place(run.first, run.last)


def listed(finder: Finder, run: Run) -> None:
    """Take gazetteer names.

    Great ones anywhere, small ones with a cue or where no name stands beside them.
    """
    for first, last, place, weight in run.places:
        if not finder.free(first, last) or _is_month(finder, first):
            continue
        if finder.low(first - 1) in ("guard", "guards") and first > run.first:  # "Border Guard Bangladesh" is a body
            continue
        inner = _beside_name(run, first, last)
        sure = (
            weight == 3
            or (weight == 2 and not inner)
            or (locative(finder, first) and not inner)
            or finder.low(last) in name_words().kind_after
        )
        if sure or (not inner and (last - first > 1 or first not in finder.starts or finder.low(first - 1) == "")):
            finder.place(first, _with_tail(finder, run, last), place)


def _with_tail(finder: Finder, run: Run, last: int) -> int:
    """Lengthen "Rio" to "Rio de Onor" and the like."""
    tokens = finder.tokens
    if last + 1 < run.last and tokens.word[last] in name_words().particles and tokens.word[last][0].islower():
        return min(run.last, last + 2)
    return last


def _beside_name(run: Run, first: int, last: int) -> bool:
    """Say whether a name-like word stands in the same run right before or behind."""
    behind = last < run.last and run.kind[last - run.first] in (NAME, ACRONYM)
    return behind or (first > run.first and run.kind[first - 1 - run.first] == NAME)


def _is_month(finder: Finder, at: int) -> bool:
    """Say whether a month's name of the solar calendar stands behind a day or behind "month of"."""
    if finder.tokens.word[at] not in MONTHS:
        return False
    return finder.low(at - 1).isdigit() or (finder.low(at - 1) == "of" and finder.low(at - 2) == "month")


def _of_kind(finder: Finder, first: int) -> bool:
    """Say whether "the village of", "at point" or "River" stands before."""
    known = name_words()
    before = finder.low(first - 1)
    if before == "of" and finder.low(first - 2) in known.kind_before:
        return True
    return before in known.kind_before and before not in (
        "called",
        "named",
        "state",
        "post",
        "point",
        "department",
        "district",
        "capital",
        "port",
        "crossing",
        "bridge",
        "gate",
        "station",
        "pass",
    )


def by_shape(finder: Finder, run: Run) -> None:
    """Find unknown places by what stands around them.

    "in X", "X province", "the village of X", "a ramp at X".
    """
    known = name_words()
    for first, last in stretches(run, NAME):
        if (
            not finder.free(first, last)
            or last != run.last
            or last - first > 3
            or is_called(finder, first, last)
            or _is_month(finder, first)
            or (first in finder.headings and (not locative(finder, first) or finder.tokens.base[first]))
        ):
            continue
        kind = finder.low(last) in known.kind_after and first not in finder.starts and (run.first == first)
        loose = (
            first not in finder.starts
            and first == run.first
            and (
                finder.low(first - 1) in known.loose
                or (
                    finder.low(first - 1) == "the" and finder.low(first - 2) in known.loose | known.locative | {"along"}
                )
            )
        )
        if (
            (locative(finder, first) and run.first == first)
            or (first > run.first and finder.low(first - 1) in LEADING)
            or _of_kind(finder, first)
            or (finder.low(first - 1) == "[" and finder.low(last) == "]" and finder.taken.get(first - 2) == "person")
            or kind
            or (loose and last - first < 3)
        ):
            finder.place(first - (first > run.first and finder.low(first - 1) in LEADING), last)


LEADING = words("khor hotel lake mount cape fort jebel jabal puerto isla pulau kuala gunung nahr oued bahr")


def again(finder: Finder, run: Run) -> None:
    """Find later mentions of places found by shape, and names joined to a place by "and".

    A comma or a dash.
    """
    for first, last in stretches(run, NAME):
        if not finder.free(first, last) or is_called(finder, first, last):
            continue
        before, after = finder.low(first - 1), finder.low(last)
        joined = (before in ("and", "or", *BETWEEN) and finder.taken.get(first - 2) == "place") or (
            after in ("and", *BETWEEN) and finder.taken.get(last + 1) == "place" and first not in finder.starts
        )
        if finder.text(first, last) in finder.seen_places or (
            joined and last - first <= 2 and first not in finder.headings
        ):
            finder.place(first, last)

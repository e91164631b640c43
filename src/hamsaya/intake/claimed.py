"""The parts of a claim, proposed in the report's own words: what was done, by whom, together, where, when.

Each stands in the draft's form, to be changed before anything is signed. Who is said to have made the claim up is
none of them.
"""

import re
from collections.abc import Sequence

MOST_PART = 400
Cut = tuple[int, int]
SAID = r"(?:report|claim|allegation|rumou?r|accusation|story|storie|new|suggestion|assertion|article|version)s?"
LEAD = re.compile(
    rf"(?:[^.;]{{0,80}}?\b{SAID}\b[^.;]{{0,60}}?\b(?:that|according\s+to\s+which|alleging|claiming)\s+"
    rf"|(?:(?:the|a|an|any|media|press)\s+)*{SAID}\s+(?:of|about|on)\s+)?(?:(?:any|all|that|such)\s+)*",
    re.IGNORECASE,
)
BORDER = re.compile(
    r"\b(?:on|at|along|near|inside|within|across|over)\s+"
    r"(?:(?:the|its|their|our|his|her|\w+['’]s|shared|common|joint|[A-Z]\w+)\s+)*"
    r"(?:borders?|frontiers?|boundary|(?:border\s+)?line|territory|soil|waters|airspace|crossing)\b"
)
BEFORE_PLACE = re.compile(r"\b(?:on|at|along|near|in|inside|within|across|around|off)\s+(?:the\s+)?$")
BEFORE_DAY = re.compile(r"\b(?:on|in|since|during|by|at|last|early|late)\s+(?:(?:the|night|morning|evening|of)\s+)*$")
BETWEEN = re.compile(r"(?:\s|,|\band\b|\bof\b|\bin\b|\bthe\b)+")
TOGETHER = re.compile(r"\bjoint\s+\w+|\b(?:jointly|together)\b(?!.*\bjoint\b)", re.IGNORECASE)
JOINT = re.compile(r"\bjoint(?:ly)?\s+|\s+(?:jointly|together)\b", re.IGNORECASE)
AN = re.compile(r"\ba\s+(?=[aeiou])")  # "a joint operation" without "joint"
ACTOR = re.compile(
    r"(?!there\b|it\b|he\b|she\b|they\b)(?P<who>(?:[\w'’.-]+\s+){1,7}?)(?:had|has|have|did)\s+(?!been\b)", re.IGNORECASE
)


def parts_of(said: str, places: Sequence[Cut] = (), days: Sequence[Cut] = ()) -> list[str]:
    """Return a claim's parts, the deed first; `places`, `days`: characters of `said` that name one.

    A claim that names no joint deed, no place and no time is one part.
    """
    lead = LEAD.match(said)
    begin = lead.end() if lead else 0
    cuts = [cut for cut in (_where(said, begin, places), _when(said, begin, days)) if cut]
    deed = _tidy(_left(said, begin, cuts))
    who, together = ACTOR.match(deed), TOGETHER.search(deed)
    parts = [AN.sub("an ", JOINT.sub(" ", deed)), who["who"] if who else "", together.group() if together else ""]
    parts += [said[start:end] for start, end in cuts]
    return list(dict.fromkeys(part for each in parts if (part := _tidy(each)[:MOST_PART])))


def _tidy(words: str) -> str:
    return re.sub(r"\s+([,;:])", r"\1", " ".join(words.split())).strip(" ,;:.“”\"'")


def _left(said: str, begin: int, cuts: list[Cut]) -> str:
    """Return what is left of a claim without these characters."""
    kept, at = [], begin
    for start, end in sorted(cuts):
        kept.append(said[at:start])
        at = max(at, end)
    return " ".join([*kept, said[at:]])


def _where(said: str, begin: int, places: Sequence[Cut]) -> Cut | None:
    """Return the words of place: the border as such, or a place behind its preposition, with the places it is "of"."""
    border = BORDER.search(said, begin)
    found = border.span() if border else None
    for start, end in sorted(places):
        before = BEFORE_PLACE.search(said, begin, start) if start >= begin else None
        if found is None and before:
            found = before.start(), end
        elif found and start >= found[1] and BETWEEN.fullmatch(said, found[1], start):
            found = found[0], end
    return found


def _when(said: str, begin: int, days: Sequence[Cut]) -> Cut | None:
    """Return the words of the first time, with its preposition."""
    for start, end in sorted(days):
        before = BEFORE_DAY.search(said, begin, start) if start >= begin else None
        if before:
            return before.start(), end
    return None

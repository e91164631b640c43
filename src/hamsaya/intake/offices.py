"""Who is meant, by office: a report's titles to the compact's offices; spellings of a name set side by side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from hamsaya.core.compact import Compact
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.text import fold
from hamsaya.intake.models import Source

SMALL = frozenset(["of", "the", "for", "and", "in", "to", "s", "a", "an", "its", "armed", "forces"])
SAME = {
    "defense": "defence",
    "logistic": "logistics",
    "envoy": "ambassador",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
}
WORD = re.compile(r"[a-z]+")
ENOUGH = 0.6
ALIKE = 82
"""How alike two skeletons of a name must be, of 100."""


@dataclass(frozen=True)
class Holder:
    """A name as a report gives it, with the office it gives it and the report."""

    name: str
    office: str
    source: str
    alike: int


def _words(text: str) -> frozenset[str]:
    found = WORD.findall(fold(text))
    return frozenset(SAME.get(word, word) for word in found) - SMALL


Row = tuple[str, str, frozenset[str], frozenset[str]]
"""Office, party, the office's own words, its party's words."""
_tables: dict[str, tuple[Row, ...]] = {}


def _table(compact: Compact) -> tuple[Row, ...]:
    """Return every public office with its words; worked out once for each version of a compact."""
    if compact.digest not in _tables:
        _tables[compact.digest] = _rows(compact)
    return _tables[compact.digest]


def _rows(compact: Compact) -> tuple[Row, ...]:
    parties = {party.code: _words(f"{party.name['en']} {party.adjective['en']}") for party in compact.parties}
    return tuple(
        (each.id, each.party, _words(each.name["en"]) - frozenset().union(*parties.values()), parties[each.party])
        for each in compact.offices
        if each.public
    )


def offices_of(title: str, compact: Compact) -> list[str]:
    """Return the offices that fit a title best: one where it is clear, one of each side where it is not."""
    said = _words(title)
    sides = {party for _, party, _, land in _table(compact) if said & land}
    fits: dict[str, tuple[int, float]] = {}
    for office, party, own, _ in _table(compact):
        common = len(said & own)
        if common and common >= ENOUGH * len(own) and (len(sides) != 1 or party in sides):
            fits[office] = (common, common / len(own))
    best = max(fits.values(), default=None)
    return [office for office, fit in fits.items() if fit == best]


def office_of(title: str, compact: Compact) -> str:
    """Return the office that a title names, or `not-stated` where none fits or the two sides have one alike."""
    found = offices_of(title, compact)
    return found[0] if len(found) == 1 else NOT_STATED


def office_of_speaker(speaker: str, source: Source, compact: Compact) -> str:
    """Return the office of whoever speaks, by the titles the report gives the name, else by the name itself.

    Where both sides have the office, the side is taken only if the report names that office of one side alone.
    """
    if not speaker:
        return NOT_STATED
    titles = [
        office for _, _, sort, norm, office, _ in source.entities if sort == "person" and norm == speaker and office
    ]
    for title in (*titles, speaker):
        found = office_of(title, compact)
        if found != NOT_STATED:
            return found
    for title in (*titles, speaker):
        named = [office for office in offices_of(title, compact) if _is_named(office, source.text, compact)]
        if len(named) == 1:
            return named[0]
    return NOT_STATED


def _is_named(office: str, text: str, compact: Compact) -> bool:
    """Tell whether a report names this office with its country: "Iran's foreign minister", "minister of Iran"."""
    _, _, own, land = next(row for row in _table(compact) if row[0] == office)
    words = [SAME.get(word, word) for word in WORD.findall(fold(text))]
    lands = {at for at, word in enumerate(words) if word in land}
    before = {at for at in lands if own <= set(words[at + 1 : at + len(own) + 2])}
    behind = {at for at in lands if words[at - 1] == "of" and own <= set(words[max(0, at - 1 - len(own)) : at - 1])}
    return bool(before | behind)


def skeleton(name: str) -> str:
    """Return the consonants of a name as romanisations share them: gh and q, doubled letters, vowels left out."""
    low = fold(name)
    for one, other in (("gh", "q"), ("kh", "h"), ("ph", "f"), ("dj", "j"), ("zh", "j"), ("w", "v"), ("c", "k")):
        low = low.replace(one, other)
    words = (re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouy'’-]", "", word)) for word in low.split())
    return " ".join(word for word in words if word)


def spellings(name: str, sources: Iterable[Source]) -> list[Holder]:
    """Return other spellings that may be the same holder, likeliest first: suggested, never merged."""
    mine = skeleton(name)
    found: dict[str, Holder] = {}
    for source in sources:
        for _, _, sort, norm, office, _ in source.entities:
            if sort != "person" or not norm or norm == name:
                continue
            alike = round(fuzz.token_set_ratio(mine, skeleton(norm)))
            if alike >= ALIKE and len(skeleton(norm)) > 2:
                found.setdefault(norm, Holder(norm, office.strip(" ,"), source.name, alike))
    return sorted(found.values(), key=lambda each: (-each.alike, each.name))[:5]

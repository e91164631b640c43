"""Set the readings of several reports side by side: contradictions, spellings of one name, things that may be the same.

Nothing is merged and nothing is chosen: every value is kept with the words it came from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hamsaya.reading.model import Entity, Meeting, Reading, Span
from hamsaya.reading.skeleton import may_be_same

EVENTS = ("exhibition", "seminar", "fair", "summit", "festival", "conference")


@dataclass(frozen=True, slots=True)
class Word:
    """One wording: the report, the characters, and the value read from them."""

    file: str
    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Wordings that differ about one thing; `kind` is arrival or event-date."""

    kind: str
    about: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Mentions that may be one person or one event; a person decides."""

    kind: str
    words: tuple[Word, ...]
    reason: str


def names(readings: Sequence[Reading]) -> list[Suggestion]:
    """Return groups of spellings that may be one person.

    By office first, then by the skeleton of the name.
    """
    groups: list[list[tuple[Reading, Entity]]] = []
    for reading in readings:
        for entity in reading.entities:
            if entity.type != "person":
                continue
            home = next((g for g in groups if any(_same(entity, e) for _, e in g)), None)
            if home is None:
                groups.append([(reading, entity)])
            else:
                home.append((reading, entity))
    found = []
    for group in groups:
        spellings = {e.span.text: Word(r.file, e.span, e.span.text) for r, e in reversed(group)}
        if len(spellings) > 1:
            words = tuple(sorted(spellings.values(), key=lambda w: (w.file, w.span.start)))
            found.append(Suggestion("person", words, "office" if any(e.office for _, e in group) else "spelling"))
    return found


def _same(one: Entity, other: Entity) -> bool:
    return one.norm == other.norm or may_be_same(one.norm or one.span.text, other.norm or other.span.text)


def _visits(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Meeting]]:
    """Yield dated arrivals with a known visitor."""
    for reading in readings:
        yield from ((reading, m) for m in reading.meetings if m.kind == "visit" and m.when and m.who and m.place)


def arrivals(readings: Sequence[Reading]) -> list[Difference]:
    """Return visits of one person to one place within ten days whose days differ."""
    found = []
    visits = list(_visits(readings))
    for at, (reading, visit) in enumerate(visits):
        for other, again in visits[at + 1 :]:
            same = visit.place == again.place and may_be_same(visit.who[0], again.who[0])
            if same and visit.when != again.when and _near(visit.when or "", again.when or ""):
                words = (
                    Word(reading.file, visit.span, visit.when or ""),
                    Word(other.file, again.span, again.when or ""),
                )
                found.append(Difference("arrival", visit.who[0], words))
    return found


def _near(one: str, other: str) -> bool:
    """Say whether two days lie within ten days of each other (same month, or same year and close)."""
    if len(one) < 10 or len(other) < 10:
        return False
    from datetime import date

    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= 10


@dataclass(frozen=True, slots=True)
class Event:
    """A named exhibition or the like, with the date and the place of its sentence."""

    file: str
    span: Span
    noun: str
    when: str | None
    places: frozenset[str]


def events(readings: Sequence[Reading]) -> list[Event]:
    """Return the named events of all readings."""
    found = []
    for reading in readings:
        for entity in reading.entities:
            noun = next((n for n in EVENTS if entity.type == "org" and n in entity.span.text.lower()), None)
            if noun is None:
                continue
            home = next(s for s in reading.sentences if s.span.start <= entity.span.start < s.span.end)
            near = [e for e in reading.entities if home.span.start <= e.span.start < home.span.end]
            when = next((e.norm for e in near if e.type == "date"), None)
            places = frozenset(e.span.text.split()[0] for e in near if e.type == "place")
            found.append(Event(reading.file, entity.span, noun, when, places))
    return found


def same_events(readings: Sequence[Reading]) -> tuple[list[Suggestion], list[Difference]]:
    """Return events of different names that may be one, and those of them whose dates differ."""
    merges, differ = [], []
    found = events(readings)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if one.noun != other.noun or one.file == other.file or not one.places & other.places:
                continue
            words = (Word(one.file, one.span, one.when or ""), Word(other.file, other.span, other.when or ""))
            if one.span.text != other.span.text:
                merges.append(
                    Suggestion("event", words, f"both a {one.noun} in {', '.join(sorted(one.places & other.places))}")
                )
            if one.when and other.when and one.when != other.when:
                differ.append(Difference("event-date", one.span.text, words))
    return merges, differ

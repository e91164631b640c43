"""What is known beside a pasted rumour: its single claims, similar ones, and letters near in place and time.

Nothing is stored; the text is looked at and let go. Likeness suggests and never decides.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from hamsaya.core.compact import Compact
from hamsaya.core.text import LANGUAGES, fold
from hamsaya.intake import concepts, shelf
from hamsaya.node.access import visible
from hamsaya.node.lookup import within
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer
from hamsaya.reading.language import language_of
from hamsaya.reading.split import units

MOST_TEXT = 4_000
MOST_PARTS, MOST_PART, MOST_TITLE = 8, 400, 110
MOST = 5
LIKE_ENOUGH = 0.08
BEFORE, AFTER = 14, 3
"""Days around the day a claim was first seen in which letters are near it."""
NEAR_KINDS = ("notice", "incident", "hazard")


@dataclass(frozen=True)
class Known:
    """What stands beside a rumour before anything is signed."""

    language: str
    title: str
    parts: tuple[str, ...]
    places: tuple[str, ...]
    """Places of the compact that the text names."""
    similar: tuple[tuple[Record, int], ...]
    """Earlier claims with their likeness in per cent."""
    near: tuple[Record, ...]


def look(viewer: Viewer, compact: Compact, text: str, day: date) -> Known:
    """Return what is known beside a text that was first seen on that day."""
    text = text[:MOST_TEXT].strip()
    found = language_of(text)
    parts = _split(text)
    places = places_in(text, compact)
    return Known(
        found if found in LANGUAGES else "en", _title(parts), parts, places,
        similar(viewer, text), near(viewer, places, day),
    )  # fmt: skip


def _split(text: str) -> tuple[str, ...]:
    """Return single sentences; questions claim nothing."""
    found = [" ".join(text[unit.start : unit.end].split()) for unit in units(text) if unit.kind != "question"]
    return tuple(each[:MOST_PART] for each in dict.fromkeys(found) if len(each) > 2)[:MOST_PARTS]


def _title(parts: tuple[str, ...]) -> str:
    first = parts[0].rstrip(".۔!") if parts else ""
    return first if len(first) <= MOST_TITLE else first[:MOST_TITLE].rsplit(" ", 1)[0] + " …"


def places_in(text: str, compact: Compact) -> tuple[str, ...]:
    """Return the ids of the compact's places that a text names, in any spelling the compact lists."""
    words = f" {fold(text)} "
    named = ((place.id, {fold(each) for each in (*place.name.values(), *place.aliases)}) for place in compact.places)
    return tuple(id_ for id_, names in named if any(f" {name} " in words for name in names if name))


def similar(viewer: Viewer, text: str, but: str = "-") -> tuple[tuple[Record, int], ...]:
    """Return earlier claims that are most like a text, with their likeness in per cent; `but`: not this one."""
    if not text.strip():
        return ()
    found = dict(shelf.ask(viewer.compact, " ".join([text, *concepts.others(text)]), 80))
    rows = within(Record.objects.filter(visible(viewer), name="claim", record__in=list(found)).exclude(record=but))
    scored = [(row, round(100 * found[row.record])) for row in rows.exclude(status="").defer("state", "owner_state")]
    good = [each for each in scored if each[1] >= 100 * LIKE_ENOUGH]
    return tuple(sorted(good, key=lambda each: (-each[1], each[0].record))[:MOST])


def near(viewer: Viewer, places: tuple[str, ...], day: date) -> tuple[Record, ...]:
    """Return notices, incidents and warnings of the days around, those at a place that is named first."""
    start, end = (day + timedelta(days=days) for days in (-BEFORE, AFTER))
    rows = within(Record.objects.filter(visible(viewer), name__in=NEAR_KINDS).exclude(status=""))
    rows = rows.defer("state", "owner_state")
    dated = rows.filter(happened__gte=start.isoformat(), happened__lt=end.isoformat())
    undated = rows.filter(happened="", opened__gte=start.isoformat(), opened__lt=end.isoformat())
    found = [*dated.order_by("-happened")[:50], *undated.order_by("-opened")[:50]]
    return tuple(sorted(found, key=lambda row: (row.place not in places, row.record))[:MOST])

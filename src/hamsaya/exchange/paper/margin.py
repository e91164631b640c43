"""What every paper has: the line under its title, its foot, the head of its log, and its days."""

from datetime import date, datetime

from hamsaya.core.reader import Reader
from hamsaya.node.lookup import both_heads, compact_of
from hamsaya.people.viewer import Viewer


def under(reader: Reader, now: datetime) -> str:
    """Return the line under the title: the mechanism and the day."""
    return f"{reader.name(reader.compact.name)} · {reader.day_both(now.astimezone(reader.party.tz).date())}"


def foot(reader: Reader) -> tuple[str, ...]:
    """Return the foot: whose node made the paper."""
    return (reader.word("paper.node", party=reader.name(reader.party.name)),)


def head_line(viewer: Viewer) -> tuple[str, str]:
    """Return the root of our log in a line, and the signed head that says so."""
    row, _ = compact_of(viewer, viewer.compact)
    head = both_heads(row)[row.party]
    return f"{head.origin} {head.size} {head.root.hex()}", head.note.decode()


def day_words(text: str, reader: Reader) -> str:
    """Return a day "YYYY-MM-DD" in both calendars; the words for "not stated" where it is none."""
    return reader.day_both(date.fromisoformat(text[:10])) if text[:1].isdigit() else reader.word("not_stated")

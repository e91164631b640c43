"""Days of sittings, steps and due dates as iCalendar (RFC 5545), and signed changes as Atom (RFC 4287)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from hamsaya.core import cycle, meeting
from hamsaya.core.kinds import kind_of
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label
from hamsaya.node import council
from hamsaya.people.viewer import Viewer

ATOM = "http://www.w3.org/2005/Atom"
SHOWN = frozenset({"call", "status_round", "seal", "agenda_fixed", "sitting", "approval", "working_check"})


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar: a stable id, the day, what it is about and where to read on."""

    id: str
    day: date
    title: str
    path: str


def days(viewer: Viewer, reader: Reader) -> Iterator[Day]:
    """Yield the days of sittings with their steps, and the due dates of commitments that the viewer may see."""
    for row, state in council.sittings(viewer, viewer.compact):
        fixed = meeting.day_of(state)
        for code, day in cycle.steps(date.fromisoformat(fixed)).items() if fixed else ():
            if code in SHOWN:
                title = f"{state.number}: {reader.word(f'council.step_{code}')}"
                yield Day(f"{row.record}/{code}", day, title, f"/{viewer.compact}/council/sittings/{row.record}/")
    for item in council.items(viewer, viewer.compact):
        if item.row.due:
            title = f"{item.state.number}: {reader.titled(item.row.title)}"
            day = date.fromisoformat(item.row.due[:10])
            yield Day(f"{item.row.record}/due", day, title, f"/{viewer.compact}/r/{item.row.record}/")


def ical(viewer: Viewer, reader: Reader, now: datetime, root: str) -> bytes:
    """Return the calendar; each entry says its day in both calendars. `root`: the pages' own address."""
    from icalendar import Calendar, Event  # slow to import, and needed for calendars alone

    calendar = Calendar()
    calendar.add("prodid", "-//Hamsaya//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", reader.name(reader.compact.name))
    for each in days(viewer, reader):
        event = Event()
        event.add("uid", f"{viewer.compact}/{each.id}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("summary", each.title)
        event.add("description", reader.day_both(each.day))
        event.add("url", f"{root}{each.path}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def atom(found: Sequence[council.Change], viewer: Viewer, reader: Reader, now: datetime, root: str) -> bytes:
    """Return signed changes as a feed, the newest first."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": reader.lang})
    SubElement(feed, "id").text = f"{root}/{viewer.compact}/council/changed/"
    SubElement(feed, "title").text = reader.word("council.changed")
    SubElement(feed, "updated").text = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for change in found:
        entry = SubElement(feed, "entry")
        address = f"{root}/{viewer.compact}/log/{change.party}/{change.index}/"
        kind = kind_of(change.row.kind)
        label = act_label(kind, change.act, reader) if kind else change.act
        SubElement(entry, "id").text = address
        SubElement(entry, "title").text = f"{label}: {reader.titled(change.row.title)}"
        stored = datetime.fromtimestamp(change.stored, UTC)
        SubElement(entry, "updated").text = stored.strftime("%Y-%m-%dT%H:%M:%SZ")
        SubElement(SubElement(entry, "author"), "name").text = reader.party_name(change.party)
        SubElement(entry, "link", {"href": address})
        SubElement(entry, "summary").text = reader.moment(stored)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))

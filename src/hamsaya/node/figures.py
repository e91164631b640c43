"""The figures of a month: letters by kind, how soon they were seen, link tests, silence, and the share of level 1."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.fields import format_instant, parse_instant
from hamsaya.core.month import Month, month_now
from hamsaya.core.slot import slots
from hamsaya.node.access import Viewer
from hamsaya.node.clockwork import own_desks, test_record
from hamsaya.node.contact import Contact, contacts, names
from hamsaya.node.fold import values
from hamsaya.node.head import Head
from hamsaya.node.lookup import both_heads, compact_of, seen
from hamsaya.node.projector import read_entries

MISUSE_PERCENT = 10
"""More level-1 letters than so many in a hundred of a desk's month show as misuse of the level."""
TOP_LEVEL = 1
OWN, CLAIM = "OWN", "claim"


@dataclass(frozen=True, slots=True)
class Waits:
    """How many minutes letters waited: how many were counted, the middle one, and what nine in ten stayed within."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class LinkTests:
    """A side's link tests: the fixed hours so far, and what became of them."""

    expected: int
    sent: int
    answered: int
    late: int
    silent: int
    unsent: int

    @property
    def pending(self) -> int:
        """Return how many still have time to be answered."""
        return self.expected - self.answered - self.late - self.silent - self.unsent


@dataclass(frozen=True, slots=True)
class Figures:
    """One month; each mapping is by the party that sent."""

    month: Month
    letters: Mapping[str, Counter[str]]
    """Letters by kind."""
    claims: Mapping[str, int]
    """Claims taken in; they stand apart from letters."""
    waits: Mapping[str, Mapping[int, Waits]]
    """How long the other side took to see them, by level."""
    all_waits: Mapping[str, Waits]
    """The same over all levels."""
    tests: Mapping[str, LinkTests]
    silences: Mapping[str, int]
    """Letters on which the sender signed a silence."""
    unreceived: Mapping[str, int]
    """Letters for which there is no receipt."""
    urgent: Mapping[str, int]
    """Letters of level 1."""

    def total(self, party: str) -> int:
        """Return how many letters a party sent."""
        return self.letters[party].total()

    def share(self, party: str) -> float | None:
        """Return level 1 as a share in a hundred of a party's letters; None where it sent none."""
        return 100 * self.urgent[party] / self.total(party) if self.total(party) else None

    def is_misused(self, party: str) -> bool:
        """Tell whether the party's share of level 1 is above what the rules take for misuse."""
        return (self.share(party) or 0) > MISUSE_PERCENT


def figures(viewer: Viewer, compact: str, months: Sequence[Month], now: datetime) -> tuple[Figures, ...]:
    """Return the figures of months that follow each other, oldest first; what the public reads is taken from here.

    Exercises do not count, and nothing that only one node has. A letter whose content was destroyed counts as before.
    """
    row, agreed = compact_of(viewer, compact)
    begun = _both_there(both_heads(row).values())
    start, end = months[0].stretch(agreed)[0], months[-1].stretch(agreed)[1]
    found = [e for e in contacts(viewer, compact, start, end) if e.is_actual and e.row.audience != OWN]
    sent = [each.sent for each in found]

    def of(month: Month) -> Figures:
        first, last = month.stretch(agreed)
        here = found[bisect_left(sent, first) : bisect_left(sent, last)]
        claims = _claims(viewer, compact, first, last)
        return _figures(agreed, month, here, {p.code: claims[p.code] for p in agreed.parties}, begun, now)

    return tuple(of(month) for month in months)


def months_over(viewer: Viewer, compact: str, calendar: str, now: datetime) -> tuple[Month, ...]:
    """Return the months of a calendar that are over, from that of the first letter, test or claim on, oldest first."""
    _, agreed = compact_of(viewer, compact)
    first = seen(viewer, compact).filter(name__in=[*names(), CLAIM]).order_by("opened").values_list("opened").first()
    running = month_now(agreed, calendar, now)
    found: list[Month] = []
    month = month_now(agreed, calendar, parse_instant(first[0])) if first else running
    while month < running:
        found.append(month)
        month = month.plus(1)
    return tuple(found)


def _claims(viewer: Viewer, compact: str, start: datetime, end: datetime) -> Counter[str]:
    found = seen(viewer, compact).filter(name=CLAIM, opened__gte=format_instant(start), opened__lt=format_instant(end))
    return Counter(found.exclude(audience=OWN).values_list("owner", flat=True))


def _both_there(heads: Iterable[Head]) -> datetime | None:
    """Return when the younger of the two logs began, as its first entry states; before that no test could be sent."""
    firsts = [entry for head in heads for entry in read_entries(head, 0, min(head.size, 1))]
    return max((parse_instant(values(entry.data)["at"]) for entry in firsts), default=None) if len(firsts) > 1 else None


def _figures(
    agreed: Agreed,
    month: Month,
    here: Sequence[Contact],
    claims: Mapping[str, int],
    begun: datetime | None,
    now: datetime,
) -> Figures:
    start, end = month.stretch(agreed)
    letters = [each for each in here if not each.is_test]
    of = {p.code: [each for each in letters if each.row.owner == p.code] for p in agreed.parties}

    def by_party(count: Callable[[Contact], bool]) -> dict[str, int]:
        return {party: sum(map(count, each)) for party, each in of.items()}

    return Figures(
        month=month,
        letters={party: Counter(e.row.name for e in each) for party, each in of.items()},
        claims=claims,
        waits={
            party: {u.level: _waits([e for e in each if e.urgency == u.level]) for u in agreed.urgencies}
            for party, each in of.items()
        },
        all_waits={party: _waits(each) for party, each in of.items()},
        tests={party: _tests(agreed, party, here, max(start, begun or now), min(end, now), now) for party in of},
        silences=by_party(lambda each: bool(each.silence)),
        unreceived=by_party(lambda each: each.received is None),
        urgent=by_party(lambda each: each.urgency == TOP_LEVEL),
    )


def _waits(letters: Sequence[Contact]) -> Waits:
    minutes = sorted(each.acknowledge_minutes for each in letters if each.acknowledge_minutes is not None)
    return Waits(
        len(minutes),
        round(median(minutes), 1) if minutes else None,
        round(minutes[ceil(0.9 * len(minutes)) - 1], 1) if minutes else None,
    )


def _tests(
    agreed: Agreed, party: str, here: Sequence[Contact], start: datetime, end: datetime, now: datetime
) -> LinkTests:
    """Count by the fixed hours, so that a test that was never sent is missed too; further tests count beside them."""
    sent = {each.row.record: each for each in here if each.is_test and each.row.owner == party}
    hours = slots(agreed, start, end) if end > start else ()
    due = {test_record(agreed, party, slot, desk): slot.due for slot in hours for desk in own_desks(agreed, party)}
    return LinkTests(
        expected=len(due.keys() | sent.keys()),
        sent=len(sent),
        answered=sum(1 for each in sent.values() if each.answered and not each.is_late),
        late=sum(1 for each in sent.values() if each.is_late),
        silent=sum(1 for e in sent.values() if e.answered is None and e.answer_by is not None and e.answer_by < now),
        unsent=sum(1 for record, until in due.items() if record not in sent and until < now),
    )

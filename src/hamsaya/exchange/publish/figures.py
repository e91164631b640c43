"""Monthly figures for the public: those of both desks, without a cell under five."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hamsaya.core.reader import GREGORIAN
from hamsaya.node.access import Viewer
from hamsaya.node.figures import CLAIM, Figures, months_over
from hamsaya.node.figures import figures as counted
from hamsaya.node.late import TEST

FLOOR = 5
COUNT, ACKNOWLEDGED, SILENT, SILENCE = "count", "acknowledge", "silent", "silence"


@dataclass(frozen=True, order=True)
class Monthly:
    """One figure: month, what is counted, of which kind or sender, and the number; None where it is under the floor."""

    month: str
    what: str
    of: str
    number: int | None


def figures(compact: str, now: datetime) -> tuple[Monthly, ...]:
    """Return the figures of the Gregorian months that are over; exercises are not counted.

    `count`: letters, link tests and claims, by kind. `acknowledge`: the median of minutes from receipt until the other
    side acknowledged or answered, by sender. `silent`: link tests that found no answer, by who asked. `silence`:
    letters on which the sender signed that no answer came in time.
    """
    viewer = Viewer.operator(compact)
    months = months_over(viewer, compact, GREGORIAN, now)
    found = counted(viewer, compact, months, now) if months else ()
    return tuple(sorted(each for month in found for each in _of_month(month)))


def _of_month(found: Figures) -> Iterator[Monthly]:
    code = found.month.code
    sent = sum(found.letters.values(), Counter())
    sent[TEST] = sum(each.sent for each in found.tests.values())
    sent[CLAIM] = sum(found.claims.values())
    for kind, count in sent.items():
        yield from _told(code, COUNT, kind, count, count)
    for party, waits in found.all_waits.items():
        yield from _told(code, ACKNOWLEDGED, party, waits.count, round(waits.median or 0))
    for party, tests in found.tests.items():
        yield from _told(code, SILENT, party, tests.silent, tests.silent)
        yield from _told(code, SILENCE, party, found.silences[party], found.silences[party])


def _told(month: str, what: str, of: str, cases: int, number: int) -> Iterator[Monthly]:
    """Yield a figure that there are cases of; its number, where there are enough of them."""
    if cases:
        yield Monthly(month, what, of, number if cases >= FLOOR else None)

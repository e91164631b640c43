"""The fuse: the clock of a letter as a drawing, from its receipt to the last limit, for either reading direction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core.reader import Reader
from hamsaya.core.text import direction
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, Deadline
from hamsaya.web.now.limit import HOURS_FROM, span

LENGTH, EDGE, APART = 300, 14, 30
LOOK_AHEAD = 6
"""An unseen letter's fuse runs to at most so many times its limit: later steps would crowd the near ones."""


@dataclass(frozen=True)
class Tick:
    """A limit on the fuse: where it stands, how it is labelled, and who is told when it passes."""

    x: int
    label: str
    span: str
    told: str


@dataclass(frozen=True)
class Fuse:
    """A fuse in units of its drawing; `run` is where the burnt part ends."""

    start: int
    end: int
    run: int
    ticks: tuple[Tick, ...]
    level: int

    @property
    def labels(self) -> tuple[Tick, ...]:
        """Return the ticks whose labels do not touch each other."""
        kept: list[Tick] = []
        for tick in self.ticks:
            if not kept or abs(tick.x - kept[-1].x) >= APART:
                kept.append(tick)
        return tuple(kept)

    @property
    def pointer(self) -> str:
        """Return the corners of the pointer under the line."""
        return f"M{self.run} 13l5 8h-10z"


def fuse_of(row: Any, deadline: Deadline | None, start: datetime | None, reader: Reader, now: datetime) -> Fuse | None:
    """Return the fuse of a letter whose clock runs by day and night; None for what has no such clock."""
    if start is None or not row.urgency or deadline is None or deadline.what not in (ACKNOWLEDGE, ANSWER):
        return None
    urgency = reader.compact.urgency(row.urgency)
    if not urgency.runs_always:
        return None
    limits = {each.after_minutes: _told(each.to, reader) for each in urgency.escalate}
    if deadline.what == ACKNOWLEDGE:
        limits = {urgency.acknowledge_minutes: "", **limits}
        limits = {at: who for at, who in limits.items() if at <= LOOK_AHEAD * urgency.acknowledge_minutes}
    else:
        limits = {urgency.answer_within(row.name): "", **limits}
    return _drawn(limits, (now - start).total_seconds() / 60, row.urgency, reader)


def _told(code: str, reader: Reader) -> str:
    return reader.word(f"web.told_{code}".replace("-", "_"))


def _drawn(limits: dict[int, str], passed: float, level: int, reader: Reader) -> Fuse:
    whole = max(limits)
    mirrored = direction(reader.lang) == "rtl"

    def place(minutes: float) -> int:
        along = EDGE + round((LENGTH - 2 * EDGE) * min(max(minutes / whole, 0.0), 1.0))
        return LENGTH - along if mirrored else along

    ticks = tuple(Tick(place(at), _label(at, reader), span(at, reader), limits[at]) for at in sorted(limits))
    return Fuse(place(0), place(whole), place(passed), ticks, level)


def _label(minutes: int, reader: Reader) -> str:
    return reader.digits(minutes) if minutes < HOURS_FROM else span(minutes, reader)

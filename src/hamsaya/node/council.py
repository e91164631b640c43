"""What the council's pages, papers and public part read: commitments with both scores, sittings, bodies, changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from hamsaya.core import agreement as agreement_of
from hamsaya.core import checkable, cycle, meeting, scoring, timed, undertaking
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import kind_of
from hamsaya.core.scoring import Scored
from hamsaya.node import sql
from hamsaya.node.access import Viewer
from hamsaya.node.accord import Accord, accord
from hamsaya.node.fold import decode_state, read_wire, values
from hamsaya.node.head import Head
from hamsaya.node.lookup import both_heads, compact_of, seen
from hamsaya.node.models import Record
from hamsaya.node.queries import states_of


@dataclass(frozen=True, slots=True)
class Duty:
    """One party's duty under a commitment: how each side scores it, ours first, and how far apart that is."""

    party: str
    scores: tuple[Scored | None, Scored | None]
    gap: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """A commitment as the portfolio shows it."""

    row: Record
    state: Any
    duties: tuple[Duty, ...]
    slips: int
    sides: tuple[str, ...]
    quiet_since: str = ""
    """The day of the last word on it while it is open."""
    next_check: str | None = None
    waits: bool = False
    """A text waits for a signature."""

    @property
    def gap(self) -> int:
        """Return the widest gap; -1 where no duty was scored by both."""
        return max((duty.gap for duty in self.duties if duty.gap is not None), default=-1)

    @property
    def evidence(self) -> tuple[int, int]:
        """Return how many scores there are with evidence, of how many."""
        given = [score for duty in self.duties for score in duty.scores if score is not None]
        return sum(1 for score in given if score.evidence), len(given)

    @property
    def verifiability(self) -> int:
        """Return how checkable it is, 0 to 3: of the text in force, else as reported."""
        text = undertaking.text_in_force(self.state)
        return checkable.verifiability(text) if text else int(self.state.verifiability)

    @property
    def ambition(self) -> int | None:
        """Return 1 (in one's own hands) to 3 (an outcome) where the text in force states it."""
        return undertaking.text_in_force(self.state).get("ambition")

    def clock_sides(self, held: Sequence[str], today: date) -> tuple[str, ...]:
        """Return the side states with what only the passing of days says: delivered but unanswered, lapsed."""
        by_clock = (
            ("unanswered", bool(timed.unanswered(self.state, today))),
            ("lapsed", timed.lapsed(self.quiet_since, held)),
        )
        return (*self.sides, *(code for code, holds in by_clock if holds))

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day has passed and it is neither working nor closed."""
        return bool(self.row.due) and self.row.due < today.isoformat()


def items(viewer: Viewer, compact: str, sitting: str | None = None, frozen: str = "") -> tuple[Item, ...]:
    """Return every commitment the viewer may see, by number, with the latest scores or those for one sitting."""
    ours, theirs = parties(viewer, compact)
    rows = {row.pk: row for row in seen(viewer, compact).filter(name="commitment").defer("digest")}
    made = []
    for row in rows.values():
        data = bytes(row.owner_state if row.state is None else row.state)
        made.append(Item(row, *_parts(row.kind, data, (ours, theirs), sitting, frozen)))
    return tuple(sorted(made, key=lambda item: (len(item.state.number), item.state.number, item.row.record)))


def item(viewer: Viewer, compact: str, record: str) -> Item | None:
    """Return one commitment as `items` returns them; None where the viewer may see none of that name."""
    row = seen(viewer, compact).filter(name="commitment", record=record).defer("digest").first()
    if row is None:
        return None
    data = bytes(row.owner_state if row.state is None else row.state)
    return Item(row, *_parts(row.kind, data, parties(viewer, compact), None, ""))


def parties(viewer: Viewer, compact: str) -> tuple[str, str]:
    """Return both parties, our own first."""
    row, _ = compact_of(viewer, compact)
    return row.party, row.neighbour


@lru_cache(maxsize=20_000)
def _parts(
    wire: str, data: bytes, sides: tuple[str, str], sitting: str | None, frozen: str
) -> tuple[Any, tuple[Duty, ...], int, tuple[str, ...], str, str | None, bool]:
    """Return what follows from a state's bytes alone: kept, since most states do not change between two looks."""
    state = decode_state(kind_of(wire), data)
    given = scoring.scores_at(state, sitting, frozen)
    duties = []
    for party in sorted(state.bound, key=lambda code: code != sides[0]):
        one, two = given.get((party, sides[0])), given.get((party, sides[1]))
        duties.append(Duty(party, (one, two), scoring.gap(one, two)))
    return (
        state, tuple(duties), undertaking.slips(state), undertaking.side_states(state), timed.quiet_since(state),
        undertaking.next_check(state), bool(agreement_of.open_texts(state)),
    )  # fmt: skip


def agreement(found: Sequence[Item]) -> Accord:
    """Return how far the two sides' scores agree, over every duty that both scored."""
    pairs = []
    for item in found:
        for duty in item.duties:
            one, two = duty.scores
            if one is not None and two is not None and one.value is not None and two.value is not None:
                pairs.append((one.value, two.value))
    return accord(pairs)


def sittings(viewer: Viewer, compact: str) -> list[tuple[Record, Any]]:
    """Return the sittings, the earliest first; those without a day come last in the order they were called."""
    return sorted(states_of(viewer, compact, "sitting"), key=lambda pair: _order(pair[0].record, pair[1]))


def _order(record: str, state: Any) -> tuple[str, str, str]:
    return meeting.day_of(state) or "9999", state.called, record


def held_days(found: Sequence[tuple[Record, Any]]) -> tuple[str, ...]:
    """Return the days of the mechanism's own sittings that were held, the earliest first; commissions' do not count."""
    return tuple(sorted(meeting.held_on(state) for _, state in found if state.held and is_own(state)))


def last_held(found: Sequence[tuple[Record, Any]]) -> tuple[Record, Any] | None:
    """Return the last of the mechanism's own sittings that was held: the one that the next should follow."""
    held = [each for each in found if each[1].held and is_own(each[1])]
    return max(held, key=lambda each: (meeting.held_on(each[1]), each[0].record), default=None)


def is_own(state: Any) -> bool:
    """Tell whether a sitting is one of the mechanism itself, whole: not a commission's, not a part of another."""
    return state.commission is None and not state.part_of


def turn(viewer: Viewer, compact: str, before: str = "", fresh: Mapping[str, Any] = MappingProxyType({})) -> str:
    """Return which party's turn it is to be host: as the last signed minutes name it, else who was not host last.

    `before`: the sitting before which to look. `fresh`: states of sittings that no query finds yet, by record.
    """
    _, agreed = compact_of(viewer, compact)
    earlier: list[str | None] = []
    named = ""
    found = {row.record: state for row, state in states_of(viewer, compact, "sitting")} | dict(fresh)
    for record, state in sorted(found.items(), key=lambda pair: _order(*pair)):
        if record == before:
            break
        if is_own(state):
            earlier.append(None if state.form == "remote" else meeting.host_of(state))
            named = meeting.minutes_of(state).get("next_host") or ""
    one, two = (party.code for party in agreed.parties)
    return named if named in (one, two) else cycle.next_host(earlier, (one, two))


def overdue_notices(viewer: Viewer, compact: str, today: date) -> tuple[date, ...]:
    """Return when both sides were to be told that the next sitting is overdue; nothing while one is called.

    `today` by UTC, so that both nodes find the same.
    """
    _, agreed = compact_of(viewer, compact)
    found = sittings(viewer, compact)
    open_days = [meeting.day_of(state) for _, state in found if not state.held and is_own(state)]
    held = held_days(found)
    if not held or any(day and day >= today.isoformat() for day in open_days):
        return ()
    return cycle.notices(date.fromisoformat(held[-1]), agreed.sitting_months, today)


@dataclass(frozen=True, slots=True)
class Change:
    """One signed act since a day: on which record, by whom, when it was stored here."""

    row: Record
    party: str
    index: int
    data: bytes
    stored: int
    """Seconds since 1970, when this node stored it."""

    @property
    def act(self) -> str:
        """Return the act's name on the wire."""
        return str(values(self.data)["act"])


MOST_CHANGES = 500


def changes(viewer: Viewer, compact: str, since: date, area: str = "", most: int = MOST_CHANGES) -> list[Change]:
    """Return the acts stored since a day on records the viewer may see, the newest first, at most so many."""
    row, _ = compact_of(viewer, compact)
    start = datetime.combine(since, time(), UTC)
    visible = seen(viewer, compact).filter(changed__gte=format_instant(start)).defer("owner_state", "state")
    visible = visible.filter(area=area) if area else visible
    found: list[Change] = []
    for party, head in both_heads(row).items():
        first = _first_since(head, int(start.timestamp()))
        statement = (
            'SELECT "index", data, stored FROM node_entry'
            ' WHERE compact_id = %s AND log_id = %s AND "index" >= %s ORDER BY "index" DESC LIMIT %s'
        )
        entries = list(sql.rows(statement, (head.compact_id, head.id, first, most * 4)))
        wires = [read_wire(bytes(data)) for _, data, _ in entries]
        named = {wire.record for wire in wires if wire is not None}
        rows = {each.record: each for each in visible.filter(record__in=named)}
        for (index, data, stored), wire in zip(entries, wires, strict=True):
            if wire is not None and wire.record in rows:
                found.append(Change(rows[wire.record], party, index, bytes(data), stored))
    return sorted(found, key=lambda each: (each.stored, each.party, each.index), reverse=True)[:most]


def _first_since(head: Head, moment: int) -> int:
    """Return the index of the first entry of a log that was stored at that moment or later: halving, as they grow."""
    low, high = 0, head.size
    while low < high:
        middle = (low + high) // 2
        statement = 'SELECT stored FROM node_entry WHERE compact_id = %s AND log_id = %s AND "index" = %s'
        found = sql.one(statement, (head.compact_id, head.id, middle))
        if found is not None and found[0] < moment:
            low = middle + 1
        else:
            high = middle
    return low

"""What both sides released: every public page and file is made from these values and from nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core import agreement, meeting, scoring, undertaking
from hamsaya.core.exercise import exercise_of
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import kind_of
from hamsaya.exchange.publish import proofs
from hamsaya.exchange.publish.figures import Monthly, figures
from hamsaya.exchange.publish.proofs import Entry
from hamsaya.node import council, queries
from hamsaya.node.fold import decode_state
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer
from hamsaya.records.claim import own_lines, public_line

NEVER = frozenset({"release", "request", "humanitarian", "signal", "clarification", "link-test", "claim"})
"""Kinds that stay between the desks whoever consents: they may touch on persons, or are the channel itself.

A claim is never repeated; of it the line is public that both agreed and released."""
NOT_OUT = frozenset({"OWN"})
"""Marks that no consent reaches: such a record never left its node."""
FACTS: Mapping[str, tuple[str, ...]] = {
    "market": ("hours", "reason"),
    "crossing": ("traffic", "hours", "queue", "reason", "until"),
    "hazard": ("severity", "window", "advice"),
}
"""What is told of a record beside its title, status and day; nothing of any other kind."""
MOST = 500
"""How many records are read at once."""


@dataclass(frozen=True)
class Promise:
    """A commitment as the public sees it: words, day and status as signed; scores where both released those too."""

    record: str
    number: str
    title: dict[str, str]
    area: str
    status: str
    wording: dict[str, str]
    definition: dict[str, str]
    digest: str
    due: str
    slips: int
    sides: tuple[str, ...]
    restates: str | None
    scores: tuple[scoring.Scored, ...]
    course: tuple[str | None, ...]
    """The days on which it was agreed, delivered and found working."""
    entries: tuple[Entry, ...]
    """The acts by which both signed: party and index; what the proofs hold."""

    @property
    def name(self) -> str:
        """Return the stable name of its page and files."""
        return name_of(self.record)


@dataclass(frozen=True)
class Seat:
    """A sitting as the public sees it: number, title, day, host."""

    record: str
    number: str
    title: dict[str, str]
    day: str | None
    host: str | None
    held: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Told:
    """Any other released record: what it is, whose, how it stands, and the few facts that its kind tells in public."""

    record: str
    kind: str
    owner: str
    title: dict[str, str]
    status: str
    day: str
    facts: tuple[tuple[str, Any], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Line:
    """What is said of a claim: agreed and released by both, or by our own side for itself alone."""

    record: str
    words: dict[str, str]
    at: str
    party: str
    """Whose line it is; "" for the line of both."""
    digest: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Released:
    """Everything that both sides released."""

    promises: tuple[Promise, ...] = ()
    sittings: tuple[Seat, ...] = ()
    border: tuple[Told, ...] = ()
    """Markets and crossings."""
    warnings: tuple[Told, ...] = ()
    lines: tuple[Line, ...] = ()
    others: tuple[Told, ...] = ()
    figures: tuple[Monthly, ...] = ()


def name_of(record: str) -> str:
    """Return the stable name of a record's page and files."""
    return record.lower().replace("/", "-")


def released(compact: str, now: datetime) -> Released:
    """Return what is public now: under a release that both sides stand by, and whose time has come."""
    viewer = Viewer.operator(compact)
    about: dict[str, str] = {}
    with_figures = False
    for row, state in queries.states_of(viewer, compact, "release"):
        if row.status == "released" and (state.not_before or "") <= format_instant(now):
            with_figures |= state.what == "figures"
            if state.about and about.get(state.about) != "record_and_scores":
                about[state.about] = state.what
    rows = [row for row in _rows(compact, sorted(about)) if _may_be_public(row)]
    entries = proofs.entries_of(rows, {row.record: _state(row) for row in rows if row.name == "commitment"})
    told = [each for each in (_told(row, entries.get(row.record, ())) for row in rows) if each is not None]
    return Released(
        promises=_promises(rows, about, entries),
        sittings=tuple(sorted(_seats(rows, entries), key=lambda seat: (len(seat.number), seat.number))),
        border=tuple(each for each in told if each.kind in ("market", "crossing")),
        lines=tuple(_lines(viewer, format_instant(now))),
        warnings=tuple(each for each in told if each.kind == "hazard"),
        others=tuple(each for each in told if each.kind not in FACTS),
        figures=figures(compact, now) if with_figures else (),
    )


def _may_be_public(row: Record) -> bool:
    """Tell whether a consent can reach a record at all: practice never leaves its mode."""
    return row.name not in NEVER and row.audience not in NOT_OUT and not exercise_of(row.record)


def _rows(compact: str, wanted: Sequence[str]) -> list[Record]:
    found: list[Record] = []
    for at in range(0, len(wanted), MOST):
        part = Record.objects.filter(compact__name=compact, record__in=wanted[at : at + MOST])
        found += part.select_related("compact").order_by("record")
    return found


def _state(row: Record) -> Any:
    kind = kind_of(row.kind)
    return decode_state(kind, bytes(row.owner_state if row.state is None else row.state)) if kind else None


def _promises(
    rows: Sequence[Record], about: Mapping[str, str], entries: Mapping[str, tuple[Entry, ...]]
) -> tuple[Promise, ...]:
    shown = {row.record for row in rows if row.name == "commitment"}
    found = [_promise(row, about, shown, entries.get(row.record, ())) for row in rows if row.name == "commitment"]
    return tuple(sorted(found, key=lambda each: (len(each.number), each.number, each.record)))


def _promise(row: Record, about: Mapping[str, str], shown: set[str], entries: tuple[Entry, ...]) -> Promise:
    state = _state(row)
    digest = agreement.in_force(state) or ""
    text = state.texts.get(digest, {})
    given = tuple(scoring.scores_at(state).values()) if about[row.record] == "record_and_scores" else ()
    status = undertaking.status(state)
    return Promise(
        record=row.record,
        number=state.number,
        title=state.title,
        area=state.area,
        status=status,
        wording=text.get("wording", state.wording),
        definition=text.get("definition", {}),
        digest=digest,
        due=undertaking.due_day(state),
        slips=undertaking.slips(state),
        sides=tuple(each for each in undertaking.side_states(state) if each != status),
        restates=state.restates if state.restates in shown else None,
        scores=given,
        course=undertaking.course(state),
        entries=entries,
    )


def _seats(rows: Sequence[Record], entries: Mapping[str, tuple[Entry, ...]]) -> list[Seat]:
    found = []
    for row in rows:
        if row.name == "sitting":
            state = _state(row)
            day, host = meeting.day_of(state), meeting.host_of(state)
            signed = entries.get(row.record, ())
            found.append(Seat(row.record, state.number, state.title, day, host, bool(state.held), signed))
    return found


def _told(row: Record, entries: tuple[Entry, ...]) -> Told | None:
    """Return any other record for the public; None for what has a page of its own, and for a kind unknown here."""
    state = None if row.name in ("commitment", "sitting") else _state(row)
    if state is None:
        return None
    facts = [(name, getattr(state, name, None)) for name in FACTS.get(row.name, ())]
    kept = tuple((name, value) for name, value in facts if value not in (None, [], "none", "not_known"))
    day = (row.happened or row.changed)[:10]
    return Told(row.record, row.name, row.owner, dict(row.title), row.status, day, kept, entries)


def _lines(viewer: Viewer, now: str) -> Iterator[Line]:
    """Yield the lines whose time has come: of both where both consented, and our own side's for itself."""
    ours, _ = council.parties(viewer, viewer.compact)
    for row, state in queries.states_of(viewer, viewer.compact, "claim"):
        if exercise_of(row.record):
            continue
        both = public_line(state, now)
        if both is not None:
            entries = proofs.entries_of_line(row, both["digest"])
            yield Line(row.record, both["words"], both["at"], "", both["digest"], entries)
        for each in own_lines(state, now):
            if each["party"] == ours and both is None:
                yield Line(row.record, each["words"], each["at"], ours, "", ())

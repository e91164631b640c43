"""What both sides released: every public page and file is made from these values and from nothing else."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamsaya.core import agreement, meeting, scoring, undertaking
from hamsaya.core.kinds import kind_of
from hamsaya.node import council, queries
from hamsaya.node.fold import decode_state
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

FLOOR = 5
FIGURES = ("incident", "notice", "link-test", "request", "hazard", "humanitarian", "claim", "clarification")
SIGNING = frozenset({"propose", "adopt"})


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
    entries: tuple[tuple[str, int], ...]
    """The acts by which both signed: party and index; what the proofs hold."""

    @property
    def name(self) -> str:
        """Return the stable name of its page and files."""
        return self.record.lower().replace("/", "-")


@dataclass(frozen=True)
class Seat:
    """A sitting as the public sees it: number, title, day, host."""

    number: str
    title: dict[str, str]
    day: str | None
    host: str | None


@dataclass(frozen=True)
class Released:
    """Everything that both sides released."""

    promises: tuple[Promise, ...]
    sittings: tuple[Seat, ...]
    figures: tuple[tuple[str, str, int | None], ...]
    """(month, kind, number), the number None where it is below the floor of five."""


def released(compact: str, today: date) -> Released:
    """Return what is public today: under a release that both sides stand by, and whose day has come."""
    viewer = Viewer.operator(compact)
    about: dict[str, str] = {}
    figures = False
    for row, state in council.kept(viewer, compact, "release"):
        if row.status == "released" and (state.not_before or "") <= today.isoformat():
            figures |= state.what == "figures"
            if state.about and about.get(state.about) != "record_and_scores":
                about[state.about] = state.what
    rows = {row.record: row for row in Record.objects.filter(compact__name=compact, record__in=about)}
    promises = [
        _promise(viewer, rows[each], about, what) for each, what in about.items() if _is(rows, each, "commitment")
    ]
    sittings = [_seat(rows[each]) for each in about if _is(rows, each, "sitting")]
    ordered = tuple(sorted(promises, key=lambda each: (len(each.number), each.number, each.record)))
    return Released(
        ordered, tuple(sorted(sittings, key=lambda seat: seat.number)), _figures(compact) if figures else ()
    )


def _is(rows: dict[str, Record], record: str, name: str) -> bool:
    return record in rows and rows[record].name == name


def _state(row: Record) -> Any:
    return decode_state(kind_of(row.kind), bytes(row.owner_state if row.state is None else row.state))


def _promise(viewer: Viewer, row: Record, about: dict[str, str], what: str) -> Promise:
    state = _state(row)
    digest = agreement.in_force(state) or ""
    text = state.texts.get(digest, {})
    given = tuple(scoring.scores_at(state).values()) if what == "record_and_scores" else ()
    return Promise(
        record=row.record,
        number=state.number,
        title=state.title,
        area=state.area,
        status=undertaking.status(state),
        wording=text.get("wording", state.wording),
        definition=text.get("definition", {}),
        digest=digest,
        due=undertaking.due_day(state),
        slips=undertaking.slips(state),
        sides=tuple(each for each in undertaking.side_states(state) if each != undertaking.status(state)),
        restates=state.restates if state.restates in about else None,
        scores=given,
        entries=_entries(viewer, row, digest) if digest else (),
    )


def _entries(viewer: Viewer, row: Record, digest: str) -> tuple[tuple[str, int], ...]:
    """Return the acts that put the text forward and signed it: these alone are published as entries."""
    from hamsaya.core.kinds import digest_of
    from hamsaya.records.commitment import TEXT

    found = []
    for act in queries.history(viewer, viewer.compact, row.record):
        named = act.body.get("digest") if act.act == "adopt" else None
        if act.act == "propose":
            named = digest_of({name: act.body[name] for name in TEXT if name in act.body})
        if named == digest and act.had_effect and act.signed:
            found.append((act.party, act.index))
    return tuple(found)


def _seat(row: Record) -> Seat:
    state = _state(row)
    return Seat(state.number, state.title, meeting.day_of(state), meeting.host_of(state))


def _figures(compact: str) -> tuple[tuple[str, str, int | None], ...]:
    rows = Record.objects.filter(compact__name=compact, name__in=FIGURES).exclude(status="")
    counts = Counter((opened[:7], name) for opened, name in rows.values_list("opened", "name"))
    return tuple((month, name, count if count >= FLOOR else None) for (month, name), count in sorted(counts.items()))

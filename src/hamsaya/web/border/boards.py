"""The board of crossings and markets: both halves side by side, each as its own side last described it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from hamsaya.core.compact.model import Place
from hamsaya.core.fields import NOT_KNOWN
from hamsaya.core.kinds import Act, kind_named
from hamsaya.core.reader import Reader
from hamsaya.core.say import field_label, value_words
from hamsaya.node import queries
from hamsaya.node.models import Record
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import reader_for, show

Found = tuple[Record, Any]


@dataclass(frozen=True)
class Sort:
    """What a board shows of a kind: which places, and which acts and fields say how its half stands."""

    kind: str
    places: tuple[str, ...]
    names: str
    """The field that names the place."""
    today: str
    """The act that says how it stands today."""
    kept: tuple[str, ...]
    """What a new word on today starts with: as it stood."""


CROSSINGS = Sort("crossing", ("crossing",), "crossing", "update", ("traffic", "hours", "queue"))
MARKETS = Sort("market", ("market", "market-slot"), "slot", "status", ("hours",))
SAYS_NOTHING: tuple[object, ...] = ("none", "not_known", NOT_KNOWN, None, [])


@dataclass(frozen=True)
class Half:
    """One side's half of a crossing or a market; `row` is None where that side has said nothing."""

    party: str
    row: Record | None
    state: Any
    status: str
    told: list[tuple[str, str]]
    """Label and value of what else was said."""
    is_today: bool
    says: list[tuple[str, str, str]]
    """Status, its words, and the address of the form; only on our own half."""
    links: dict[str, str]
    """Addresses of the forms for what else we may do with our half: enter, tick, name."""


@dataclass(frozen=True)
class Board:
    """A place with both halves, our own first, its checklist, and the obstacles that stand there."""

    place: Place
    title: str
    is_named: bool
    halves: tuple[Half, ...]
    checks: list[tuple[str, list[bool]]]
    obstacles: list[tuple[Record, str, str]]
    """Record, what and effect, who is to remove it."""


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show every crossing and market of the compact with what each side says of its half."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    hindered = _obstacles(viewer, reader)
    crossings, markets = (
        [
            Halves(viewer, reader, sort, now).board(place, hindered)
            for place in reader.compact.places
            if place.kind in sort.places
        ]
        for sort in (CROSSINGS, MARKETS)
    )
    seen = {half.row.audience for each in (*crossings, *markets) for half in each.halves if half.row}
    seen |= {row.audience for found in hindered.values() for row, _, _ in found}
    access_log.note_access(viewer, access_log.VIEW, "border", seen)
    return show(
        request, "boards", reader=reader, crossings=crossings, markets=markets,
        open=sum(all(half.state and half.state.status == "open" for half in each.halves) for each in markets),
        named=sum(each.is_named for each in markets), may_file=viewer.has_role("market", "desk", "duty"),
    )  # fmt: skip


def _obstacles(viewer: Viewer, reader: Reader) -> dict[str, list[tuple[Record, str, str]]]:
    """Return, by place, what is neither solved nor called unsolvable."""
    found: dict[str, list[tuple[Record, str, str]]] = defaultdict(list)
    fields = _act_of("obstacle", "file").fields
    for row, state in queries.states_of(viewer, viewer.compact, "obstacle"):
        if not state.solved and not state.unsolvable:
            what, effect, remover = (
                value_words(fields[name], getattr(state, name), reader) for name in ("obstacle", "effect", "remover")
            )
            found[state.place].append((row, f"{what}: {effect}", remover))
    return found


def _act_of(kind: str, name: str) -> type[Act]:
    found = kind_named(kind)
    act = found.act(name) if found else None
    if act is None:
        raise LookupError(f"{kind}/{name}")
    return act


class Halves:
    """Every half of one sort as its side last described it, and what this officer may do with ours."""

    def __init__(self, viewer: Viewer, reader: Reader, sort: Sort, now: datetime) -> None:
        """Fetch them once for all boards of the sort."""
        self.viewer, self.reader, self.sort, self.now = viewer, reader, sort, now
        self.held: dict[tuple[str, str], Found] = {}
        for row, state in sorted(
            queries.states_of(viewer, viewer.compact, sort.kind), key=lambda each: each[0].changed
        ):
            self.held[getattr(state, sort.names), row.owner] = (row, state)

    def board(self, place: Place, hindered: Mapping[str, list[tuple[Record, str, str]]]) -> Board:
        """Return the board of a place."""
        ours = self.reader.party.code
        order = (ours, self.reader.compact.other(ours).code)
        halves = tuple(self._half(place, code) for code in order)
        named = next((half.state.title for half in halves if getattr(half.state, "title", None)), None)
        is_named = place.kind != "market-slot" or named is not None
        title = self.reader.name(named or place.name)
        return Board(place, title, is_named, halves, self._checks(halves), hindered.get(place.id, []))

    def _checks(self, halves: tuple[Half, ...]) -> list[tuple[str, list[bool]]]:
        if self.sort is not MARKETS:
            return []
        field: Any = _act_of("market", "tick").fields["ready"]
        ticks = [half.state.ready if half.state else [] for half in halves]
        return [
            (value_words(field, [check], self.reader), [check in each for each in ticks]) for check in field.choices
        ]

    def _half(self, place: Place, party: str) -> Half:
        row, state = self.held.get((place.id, party), (None, None))
        fields = _act_of(self.sort.kind, self.sort.today).fields
        is_ours = party == self.reader.party.code
        return Half(
            party, row, state, value_words(fields["status"], state.status, self.reader) if state else "",
            self._told(fields, state), row is not None and self._is_today(row, party),
            self._says(fields["status"], row, state) if is_ours and row else [],
            self._links(place, row, state) if is_ours else {},
        )  # fmt: skip

    def _told(self, fields: Mapping[str, Any], state: Any) -> list[tuple[str, str]]:
        kind = kind_named(self.sort.kind)
        return [
            (field_label(kind, name, self.reader), value_words(each, getattr(state, name), self.reader))
            for name, each in fields.items()
            if kind and state and name != "status" and getattr(state, name) not in SAYS_NOTHING
        ]

    def _is_today(self, row: Record, party: str) -> bool:
        zone = self.reader.compact.party(party).tz
        return datetime.fromisoformat(row.changed).astimezone(zone).date() == self.now.astimezone(zone).date()

    def _says(self, field: Any, row: Record, state: Any) -> list[tuple[str, str, str]]:
        kept = {name: getattr(state, name) for name in self.sort.kept if getattr(state, name)}
        told = [
            (code, value_words(field, code, self.reader), self._form(self.sort.today, row, {**kept, "status": code}))
            for code in field.choices
        ]
        return [each for each in told if each[2]]

    def _links(self, place: Place, row: Record | None, state: Any) -> dict[str, str]:
        if row is None:
            return {"enter": self._form("announce", None, {self.sort.names: place.id})}
        if self.sort is not MARKETS:
            return {}
        return {
            "tick": self._form("tick", row, {"ready": state.ready}),
            "name": "" if state.title else self._form("name", row, {}),
        }

    def _form(self, act: str, row: Record | None, given: Mapping[str, Any]) -> str:
        """Return the address of the form of an act, filled in with what is given; "" where this officer may not."""
        if not self.viewer.has_role(*_act_of(self.sort.kind, act).roles):
            return ""
        compact = self.viewer.compact
        address = (
            reverse("web:act", args=[compact, *row.record.split("/"), act])
            if row
            else reverse("web:new", args=[compact, self.sort.kind, act])
        )
        return f"{address}?{urlencode(given, doseq=True)}" if given else address

"""Programmes of an area: seasons, visits, events, concerns; judgements and positions stand in their side's column."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.reader import Reader
from hamsaya.node import council, queries
from hamsaya.people.viewer import Viewer

Pair = tuple[Any, Any]
"""A record's row and its state."""
PURPOSES = {"markets": {"trade"}, "culture-science": {"education", "science", "culture"}}
"""What a visit is for, by the area that deals with it, where the two are not named alike."""
SCOPES = {"security": {"counter_terrorism"}, "markets": {"trade"}}


def slug(row: Any) -> str:
    """Return the last part of a record's id."""
    return str(row.record).partition("/")[2]


def office(code: str, reader: Reader) -> str:
    """Return an office's name, or that none is stated."""
    try:
        return (
            reader.name(reader.compact.office(code).name) if code and code != NOT_STATED else reader.word("not_stated")
        )
    except Refused:
        return code


def side_of(code: str, row: Any, reader: Reader) -> str:
    """Return whose column an office's words stand in: its party's; of an office not stated, whoever entered it."""
    return next((each.party for each in reader.compact.offices if each.id == code), row.owner)


def projects(viewer: Viewer, compact: str, area: str, reader: Reader) -> list[dict[str, Any]]:
    """Return each project with both sides' accounts side by side: stage, what blocks it and who says so, what next."""
    found = []
    for row, state in queries.states_of(viewer, compact, "project"):
        if state.area == area:
            accounts = [(code, _account(state.accounts.get(code), reader)) for code in council.parties(viewer, compact)]
            found.append({"row": row, "slug": slug(row), "stage": state.stage, "accounts": accounts})
    return found


def _account(given: dict[str, Any] | None, reader: Reader) -> dict[str, Any] | None:
    return {**given, "says": office(given["said_by"], reader) if "said_by" in given else ""} if given else None


def seasons(viewer: Viewer, compact: str, reader: Reader) -> list[dict[str, Any]]:
    """Return the pilgrim seasons: expected and crossed, what stands ready; days not known stand apart."""
    found = []
    for row, state in queries.states_of(viewer, compact, "season"):
        known = [each["crossed"] for each in state.days.values() if isinstance(each["crossed"], int)]
        services = list(dict.fromkeys([*state.services, *((state.host or {}).get("services", []))]))
        found.append(
            {
                "row": row, "slug": slug(row), "state": state, "crossed": sum(known), "days": len(known),
                "unknown": len(state.days) - len(known), "place": reader.place_name(state.crossing),
                "capacity": (state.host or {}).get("capacity"),
                "services": [reader.word(f"service_{code}") for code in services],
            }
        )  # fmt: skip
    return sorted(found, key=lambda each: each["state"].begins)


def visits(viewer: Viewer, compact: str, reader: Reader, area: str = "") -> list[dict[str, Any]]:
    """Return the visits, meetings and exchanges, the latest first; those of an area by what they were for."""
    wanted = {area, *PURPOSES.get(area, ())} - {""}
    rows = [
        (row, state)
        for row, state in queries.states_of(viewer, compact, "visit")
        if not wanted or wanted & set(state.purposes)
    ]
    rows.sort(key=lambda pair: pair[1].happened.get("at", ""), reverse=True)
    return [_happening(row, state, reader, sort=f"visit_{state.visit}", guest=state.guest) for row, state in rows]


def events(viewer: Viewer, compact: str, reader: Reader) -> list[dict[str, Any]]:
    """Return exhibitions, summits and other events, the latest first, with every name and date each was given."""
    rows = sorted(
        queries.states_of(viewer, compact, "event"), key=lambda pair: pair[1].happened.get("at", ""), reverse=True
    )
    return [_happening(row, state, reader, sort=f"event_{state.event}", guest=None) for row, state in rows]


def _happening(row: Any, state: Any, reader: Reader, *, sort: str, guest: str | None) -> dict[str, Any]:
    return {
        "row": row, "slug": slug(row), "sort": reader.word(sort), "guest": guest, "when": reader.when(state.happened),
        "where": reader.where(state.place), "accounts": [
            (each["party"], reader.when(each["happened"]), each["words"]) for each in state.accounts
        ],
    }  # fmt: skip


def reciprocity(shown: Iterable[dict[str, Any]], reader: Reader) -> list[tuple[str, int]]:
    """Return how often each side was guest, as counts beside each other; under "" how often it is not stated."""
    guests = Counter(each["guest"] or "" for each in shown)
    return [*((party.code, guests[party.code]) for party in reader.compact.parties), ("", guests[""])]


def concerns(viewer: Viewer, compact: str, area: str) -> list[dict[str, Any]]:
    """Return an area's concerns: who raised each, what would allay it, what the other side answered."""
    kept = queries.states_of(viewer, compact, "concern")
    return [{"row": row, "slug": slug(row), "state": state} for row, state in kept if state.area == area]


def judged(viewer: Viewer, compact: str, reader: Reader, area: str = "") -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the assessments by side, our own column first; of an area, those of its scope."""
    wanted = {area, *SCOPES.get(area, ())} - {""}
    kept = [
        (row, state)
        for row, state in queries.states_of(viewer, compact, "assessment")
        if not wanted or state.scope in wanted
    ]
    return _columns(kept, reader, lambda state: f"view_{state.view}")


def positions(viewer: Viewer, compact: str, reader: Reader) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the statements by side, our own column first: never merged, each its speaker's own."""
    return _columns(queries.states_of(viewer, compact, "statement"), reader, lambda state: f"statement_{state.sort}")


def _columns(kept: Sequence[Pair], reader: Reader, code: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    ours = reader.party.code
    columns: dict[str, list[dict[str, Any]]] = {ours: [], reader.compact.other(ours).code: []}
    for row, state in sorted(kept, key=lambda pair: (pair[1].said_on == NOT_STATED, pair[1].said_on, pair[0].record)):
        side = getattr(state, "side", None) or side_of(state.office, row, reader)
        told = {
            "row": row, "slug": slug(row), "state": state, "office": office(state.office, reader),
            "code": reader.word(code(state)), "replies": state.replies,
        }  # fmt: skip
        columns.setdefault(side, []).append(told)
    return list(columns.items())


def principles(viewer: Viewer, compact: str) -> list[dict[str, Any]]:
    """Return the standing rules of conduct, with the words and whether both have signed them."""
    return [
        {"row": row, "slug": slug(row), "state": state}
        for row, state in queries.states_of(viewer, compact, "principle")
    ]

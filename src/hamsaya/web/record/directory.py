"""The directory: both parties' desks and public offices side by side; holders are named for public offices alone."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from hamsaya.core.kinds import all_kinds
from hamsaya.core.reader import Reader
from hamsaya.node import queries
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.page import post_name, reader_for, show
from hamsaya.web.record import lists


@dataclass(frozen=True)
class Half:
    """One party's part of the directory: (row, state in words) of its desks and of its offices."""

    party: str
    desks: list[dict[str, Any]]
    offices: list[dict[str, Any]]


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the directory; with a kind, a search or a format asked for, the plain list instead."""
    if {"kind", "q", "format", "status", "owner"} & set(request.GET):
        return lists.section(request, compact, "directory")
    viewer, reader = viewer_for(request), reader_for(request)
    desks = queries.states_of(viewer, compact, "desk")
    offices = queries.states_of(viewer, compact, "office")
    parties = (reader.party.code, reader.compact.other(reader.party.code).code)
    halves = [
        Half(
            code,
            [_desk(row, state, reader) for row, state in desks if row.owner == code],
            [{"row": row, "state": state} for row, state in offices if row.owner == code],
        )
        for code in parties
    ]
    return show(request, "directory", reader=reader, halves=halves, openers=_openers(viewer, reader))


def _openers(viewer: Viewer, reader: Reader) -> list[dict[str, str]]:
    kinds = [each for each in all_kinds() if each.section == "directory"]
    return lists.openers(viewer, kinds, reader)


def _desk(row: Any, state: Any, reader: Reader) -> dict[str, Any]:
    return {
        "row": row,
        "state": state,
        "hours": reader.hours(state.hours),
        "place": reader.place_name(state.place),
        "channels": [reader.word(f"channel_{each}") for each in state.channels],
        "desk_state": reader.word(f"desk_{state.desk_state}"),
        "posts": reader.listed([post_name(each, reader) for each in state.posts or ()], "semicolon"),
    }

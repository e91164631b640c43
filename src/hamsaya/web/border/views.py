"""The map of the border and its equal, the list; crossings and markets with both sides' word."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.node import queries
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.border.ground import belt_path, ground_of, is_near, names_of
from hamsaya.web.border.signs import posts_of, signs_of
from hamsaya.web.page import reader_for, show


def border_map(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the map with its list; where no map of this border is shipped, the boards alone."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    first, second = (party.code for party in reader.compact.parties)
    ground = ground_of(first, second, tuple(reader.compact.bands))
    if ground is None:
        return show(request, "map", reader=reader, ground=None, signs=[], **_boards(viewer, compact))
    names = names_of(reader.compact)
    signs = signs_of(viewer, reader, ground, names, now)
    access_log.note_access(viewer, access_log.VIEW, "map", {sign.row.audience for sign in signs})
    posts = list(posts_of(viewer, reader, ground))
    towns = [(town, reader.name(town.names)) for town in ground.towns if not any(is_near(town, post) for post in posts)]
    belts = {sign.belt for sign in signs if sign.belt is not None}
    return show(
        request, "map", reader=reader, ground=ground, signs=signs, posts=posts, towns=towns,
        belts=[belt_path(ground, km, inside) for km, inside in sorted(belts)],
        parties=[(code, reader.party_name(code)) for code in (first, second)],
        fifty_km=ground.frame.units(50_000), **_boards(viewer, compact),
    )  # fmt: skip


def _boards(viewer: Viewer, compact: str) -> dict[str, Any]:
    crossings = queries.records(viewer, compact, kind="crossing", order="record").rows
    markets = queries.records(viewer, compact, kind="market", order="record").rows
    return {"crossings": crossings, "markets": markets}

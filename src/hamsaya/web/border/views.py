"""The map of the border and its equal, the list; crossings and markets with both sides' word."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core.reader import Reader
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.border.frame import PARTS, is_upright
from hamsaya.web.border.ground import Ground, belt_path, ground_of, is_near, names_of
from hamsaya.web.border.own import own_lines
from hamsaya.web.border.signs import LETTERS, posts_of, signs_of
from hamsaya.web.page import reader_for, refusal, show


def border_map(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the map with its list; where no map of this border is shipped, the list of boards is one step away."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    first, second = (party.code for party in reader.compact.parties)
    own, faults = own_lines(compact, (first, second))
    part, kind = _part(request.GET.get("part", "")), request.GET.get("kind", "")
    ground = ground_of(first, second, tuple(reader.compact.bands), part, own)
    if ground is None:
        return show(request, "map", reader=reader, ground=None, signs=[])
    kinds = (kind,) if kind in LETTERS else LETTERS
    signs = signs_of(viewer, reader, ground, names_of(reader.compact), now, kinds)
    access_log.note_access(viewer, access_log.VIEW, "map", {sign.row.audience for sign in signs})
    posts = list(posts_of(viewer, reader, ground))
    towns = [(town, reader.name(town.names)) for town in ground.towns if not any(is_near(town, post) for post in posts)]
    belts = {sign.belt for sign in signs if sign.belt is not None}
    return show(
        request, "map", reader=reader, ground=ground, signs=signs, posts=posts, towns=towns,
        belts=[belt_path(ground, km, inside) for km, inside in sorted(belts)],
        parties=[(code, reader.party_name(code)) for code in (first, second)],
        stretches=_stretches(first, second, reader), part=part, kinds=LETTERS, kind=kind if kind in LETTERS else "",
        faults=[refusal(each, reader) for each in faults], scale=_scale(ground),
    )  # fmt: skip


def _part(text: str) -> int:
    return int(text) if text in {str(each) for each in range(1, PARTS + 1)} else 0


def _stretches(first: str, second: str, reader: Reader) -> list[tuple[int, str]]:
    """Return the whole border and its parts, as they are called."""
    whole = ground_of(first, second, tuple(reader.compact.bands))
    names = ("north", "middle", "south") if whole and is_upright(whole.frame) else ("west", "middle", "east")
    return [(at, reader.word(f"map.{name}")) for at, name in enumerate(("whole", *names))]


def _scale(ground: Ground) -> tuple[int, float]:
    """Return the kilometres of the scale bar and its drawn length: the longest of these under a fifth of the width."""
    return max(
        (km, ground.frame.units(km * 1000)) for km in (5, 10, 20, 50, 100) if ground.frame.units(km * 1000) < 200
    )

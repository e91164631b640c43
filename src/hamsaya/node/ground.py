"""Where a letter says it is: a name that nobody lists is refused with the nearest ones; on whose side it lies."""

from collections.abc import Mapping, Sequence
from typing import Any

from hamsaya.core.compact import Compact
from hamsaya.core.errors import Refused
from hamsaya.core.fields import Where
from hamsaya.core.kinds import Act, Kind
from hamsaya.core.text import LANGUAGES, word
from hamsaya.places.boundary import Line, load_line
from hamsaya.places.form import Box, Form, Spot, read_form
from hamsaya.places.gazetteer import Gazetteer, load_gazetteer

MOST_CANDIDATES = 3


def check(kind: Kind[Any], act: type[Act], body: Mapping[str, Any], agreed: Compact, party: str) -> None:
    """Refuse a place that is not listed, and one on the other side where the kind tells of one's own ground alone."""
    for name in _where_fields(act):
        where = body.get(name)
        if isinstance(where, dict):
            _check_listed(name, where, agreed)
            if kind.own_ground and side_of(where, agreed) not in {"", party}:
                raise Refused("place.not-own")


_wheres: dict[type[Act], tuple[str, ...]] = {}


def _where_fields(act: type[Act]) -> tuple[str, ...]:
    """Return the fields that say where; asked of every act that is made, so found once for a sort of act."""
    if act not in _wheres:
        _wheres[act] = tuple(name for name, field in act.fields.items() if isinstance(field, Where))
    return _wheres[act]


def _check_listed(name: str, where: Mapping[str, Any], agreed: Compact) -> None:
    place = where.get("place")
    if not isinstance(place, str) or any(each.id == place for each in agreed.places):
        return
    names = gazetteer_of(agreed)
    try:
        names.get(place)
    except Refused:
        near = names.find(place.replace("-", " "), limit=MOST_CANDIDATES)
        raise Refused(
            "place.not-listed",
            field=name,
            place=place,
            candidates={lang: _names([each.place.names for each in near], lang) for lang in LANGUAGES},
        ) from None


def _names(names: Sequence[Mapping[str, str]], lang: str) -> str:
    """Return places as a language names them, in English where it has no name of its own."""
    return f"{word('phrase.list_comma', lang)} ".join(each.get(lang) or each["en"] for each in names) or "–"


def side_of(where: Mapping[str, Any], agreed: Compact) -> str:
    """Return the party on whose side a place lies; "" where it is shared, unknown, or too near the line to tell."""
    sides = sides_of(where, agreed)
    return min(sides) if len(sides) == 1 else ""


def sides_of(where: Mapping[str, Any], agreed: Compact) -> frozenset[str]:
    """Return the parties on whose side a place surely lies: both for one that is shared or a box that reaches over."""
    if "inside" in where:
        return frozenset({str(where["inside"])})
    listed = next((each.parties for each in agreed.places if each.id == where.get("place")), None)
    if listed is not None:
        return frozenset(listed)
    if not where.keys() & {"place", "lat", "south"}:
        return frozenset()
    names = gazetteer_of(agreed)
    try:
        return _measured(read_form(where, names, names.line), names.line) & {party.code for party in agreed.parties}
    except Refused:
        return frozenset()


def _measured(form: Form, line: Line | None) -> frozenset[str]:
    if isinstance(form, Box):
        return form.sides(line) if line is not None else frozenset()
    return frozenset({form.distance.side}) if isinstance(form, Spot) and form.distance else frozenset()


_made: dict[str, Gazetteer] = {}


def gazetteer_of(agreed: Compact) -> Gazetteer:
    """Return the compact's places laid over the shipped ones, with the pair's line; made once for a compact."""
    if agreed.digest not in _made:
        _made[agreed.digest] = load_gazetteer(agreed.places, line=_line_of(agreed))
    return _made[agreed.digest]


def _line_of(agreed: Compact) -> Line | None:
    """Return the line between the two, or None where none is shipped: then nothing is measured."""
    first, second = (party.code for party in agreed.parties)
    try:
        return load_line((first, second))
    except Refused:
        return None

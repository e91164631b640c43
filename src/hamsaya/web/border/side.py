"""The mark on a place that lies, or reaches over, to the side of the party that does not write."""

from collections.abc import Iterable, Mapping
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import Where
from hamsaya.core.kinds import Act
from hamsaya.core.reader import Reader
from hamsaya.node import ground

OVER, REACHES = "web.place_is_over", "web.place_reaches_over"


def places_of(act: Act) -> list[Any]:
    """Return what an act's fields for places hold; what came from the neighbour and is no place is left out."""
    fields = [(each, act.body.get(name)) for name, each in type(act).fields.items() if isinstance(each, Where)]
    return [value for each, value in fields if _holds(each, value)]


def _holds(each: Where, value: Any) -> bool:
    try:
        each.check(value)
    except Refused:
        return False
    return True


def over_there(places: Iterable[Any], writer: str, reader: Reader, over: str = OVER) -> str:
    """Return in the reader's words that one of a writer's places lies on the other side, or reaches over; else "".

    `over`: the words for a place that lies there whole.
    """
    other = reader.compact.other(writer)
    found = {_mark(place, writer, other.code, reader, over) for place in places if isinstance(place, dict)} - {""}
    return reader.word(over if over in found else REACHES, party=reader.name(other.name)) if found else ""


def _mark(place: Mapping[str, Any], writer: str, other: str, reader: Reader, over: str) -> str:
    sides = ground.sides_of(place, reader.compact)
    if other not in sides:
        return ""
    if writer not in sides:
        return over
    return REACHES if "south" in place else ""  # a crossing that is shared is nobody's neighbour's

"""Fields that point: to a place, a party, an entry of the compact, another record, a digest."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Union

from msgspec import Meta

from hamsaya.core import shape
from hamsaya.core.fields.box import EDGES, is_box
from hamsaya.core.fields.moment import NOT_STATED
from hamsaya.core.fields.plain import HASH, Field

RECORD = re.compile(r"[A-Z][A-Z0-9]{1,7}/[a-z0-9][a-z0-9-]{0,62}")
SLUG = re.compile(r"[a-z0-9][a-z0-9_.-]{0,62}")
DIAL = re.compile(r"\+[0-9]{1,3}(?: ?[0-9]{1,5}){2,5}")
PARTY = re.compile(r"[A-Z][A-Z0-9]{1,7}")

NAMED_PRECISIONS = ("exact", "settlement", "district")
POINT_PRECISIONS = ("within_1km", "within_10km", "district")
WHERE_PRECISIONS = ("exact", "settlement", "within_1km", "within_10km", "district", "band_only", "not_stated")


class Where(Field[dict[str, Any]]):
    """A place with its precision, in one of five forms.

    {"place": gazetteer id, "precision"}; {"lat": micro-degrees, "lon": micro-degrees, "precision"};
    {"south", "west", "north", "east": micro-degrees on the grid of the precision, "precision"} (`core.fields.box`);
    {"km": whole kilometres from the border, "inside": party, "precision": "band_only"}; {"precision": "not_stated"}.
    A point or a box is never finer than its precision: 1 km is the finest outside posts and crossings (safeguards).
    """

    widget = "where"

    def check(self, value: Any) -> dict[str, Any]:
        """Return the place with its precision."""
        if not isinstance(value, dict) or value.get("precision") not in WHERE_PRECISIONS:
            raise self.refuse("where")
        form = frozenset(value) - {"precision"}
        checks: dict[frozenset[str], Callable[[dict[str, Any]], bool]] = {
            frozenset({"place"}): _is_named,
            frozenset({"lat", "lon"}): _is_point,
            frozenset(EDGES): is_box,
            frozenset({"km", "inside"}): _is_distance,
            frozenset(): lambda place: place["precision"] == "not_stated",
        }
        if form not in checks or not checks[form](value):
            raise self.refuse("where")
        return dict(value)

    def shape(self) -> Any:
        """Return all forms but the district, which names a place or a point, and the box."""
        return _PLACES

    def words(self) -> tuple[str, ...]:
        """Return the key of each precision."""
        return tuple(f"precision_{code}" for code in WHERE_PRECISIONS)


def _place(precision: str, **parts: Any) -> Any:
    return shape.record(
        precision, list(parts.items()), tag_field="precision", tag=precision, forbid_unknown_fields=True
    )


def _whole(least: int, most: int) -> Any:
    return Annotated[int, Meta(ge=least, le=most)]


_POINT = {"lat": _whole(-90_000_000, 90_000_000), "lon": _whole(-180_000_000, 180_000_000)}
_PLACES: Any = Union[  # noqa: UP007 -- made of types that are made here
    _place("exact", place=shape.text(SLUG.pattern)),
    _place("settlement", place=shape.text(SLUG.pattern)),
    _place("within_1km", **_POINT),
    _place("within_10km", **_POINT),
    _place("band_only", km=_whole(0, 5_000), inside=shape.text(PARTY.pattern)),
    _place("not_stated"),
]


def _is_named(place: dict[str, Any]) -> bool:
    named = isinstance(place["place"], str) and SLUG.fullmatch(place["place"]) is not None
    return named and place["precision"] in NAMED_PRECISIONS


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_point(place: dict[str, Any]) -> bool:
    inside = _is_whole(place["lat"], -90_000_000, 90_000_000) and _is_whole(place["lon"], -180_000_000, 180_000_000)
    return inside and place["precision"] in POINT_PRECISIONS


def _is_distance(place: dict[str, Any]) -> bool:
    party = isinstance(place["inside"], str) and PARTY.fullmatch(place["inside"]) is not None
    return party and _is_whole(place["km"], 0, 5_000) and place["precision"] == "band_only"


class Party(Field[str]):
    """A party of the compact, by code."""

    widget = "party"

    def check(self, value: Any) -> str:
        """Return the party's code."""
        if not isinstance(value, str) or not PARTY.fullmatch(value):
            raise self.refuse("party")
        return value

    def shape(self) -> Any:
        """Return codes of parties."""
        return shape.text(PARTY.pattern)


class Parties(Field[list[str]]):
    """One or both parties, by code, sorted."""

    widget = "parties"

    def check(self, value: Any) -> list[str]:
        """Return the codes, each once, sorted."""
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(p, str) and PARTY.fullmatch(p) for p in value)
        ):
            raise self.refuse("party")
        return sorted(set(value))


class Entity(Field[str]):
    """The id of something the compact lists (`area`, `office`, `desk`, `channel`, `place`), or `not-stated`."""

    widget = "entity"

    def __init__(self, of: str, may_be_unstated: bool = False, **options: Any) -> None:
        """`of`: the list in the compact; `may_be_unstated`: `not-stated` is a value of its own."""
        super().__init__(**options)
        self.of = of
        self.may_be_unstated = may_be_unstated

    def check(self, value: Any) -> str:
        """Return the id."""
        if value == NOT_STATED and not self.may_be_unstated:
            raise self.refuse("choice", choices=self.of)
        if not isinstance(value, str) or not SLUG.fullmatch(value):
            raise self.refuse("choice", choices=self.of)
        return value

    def shape(self) -> Any:
        """Return ids, and `not-stated` where it may stand."""
        return shape.text(SLUG.pattern if self.may_be_unstated else f"(?!{NOT_STATED}\\Z){SLUG.pattern}")

    def words(self) -> tuple[str, ...]:
        """Return the key of the word for something not stated."""
        return ("not_stated",) if self.may_be_unstated else ()


class Record(Field[str]):
    """The id of another record: refer by id and kind name, never by import."""

    widget = "record"

    def __init__(self, kind: str = "", **options: Any) -> None:
        """`kind`: the kind that the record should be, or any."""
        super().__init__(**options)
        self.kind = kind

    def check(self, value: Any) -> str:
        """Return the record's id."""
        if not isinstance(value, str) or not RECORD.fullmatch(value):
            raise self.refuse("record")
        return value

    def shape(self) -> Any:
        """Return ids of records."""
        return shape.text(RECORD.pattern)


class Dial(Field[str]):
    """A telephone number of a desk, with its country: "+98 54 3322 0000". A person's number has no field."""

    def check(self, value: Any) -> str:
        """Return the number in Latin digits, one space between its groups."""
        if not isinstance(value, str) or not DIAL.fullmatch(" ".join(value.split())):
            raise self.refuse("dial")
        return " ".join(value.split())


class Digest(Field[str]):
    """The SHA-256 of exactly what is agreed to, as 64 hex digits: "I agree to text X", never "to the current text"."""

    widget = "digest"

    def check(self, value: Any) -> str:
        """Return the digest."""
        if not isinstance(value, str) or not HASH.fullmatch(value):
            raise self.refuse("digest")
        return value

    def shape(self) -> Any:
        """Return digests."""
        return shape.text(HASH.pattern)


class Link(Field[str]):
    """A public address, kept as text and never fetched."""

    def check(self, value: Any) -> str:
        """Return the address."""
        if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s<>\"']{3,500}", value):
            raise self.refuse("link")
        return value
